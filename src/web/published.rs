//! When a page says that it was published.

use std::sync::LazyLock;

use regex::Regex;

use super::lines::Draft;
use crate::time::parse_published;

/// Names of `meta` elements, the surest first; `time` is the element.
const NAMES: &[&str] = &[
    "pubdate",
    "article:published_time",
    "publishdate",
    "publish_date",
    "datepublished",
    "og:published_time",
    "publication_date",
    "weibo:article:create_at",
    "time",
];

/// Longer lines are no line of date and source.
const LONGEST: usize = 160;

static DATE: LazyLock<Regex> = LazyLock::new(|| {
    let day = r"(\d{4})[-/.年]\s?(\d{1,2})[-/.月]\s?(\d{1,2})日?";
    let clock =
        r"(?:[T\s]{0,4}(\d{1,2})[:：](\d{2})(?::\d{2}(?:\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})?)?";
    Regex::new(&format!("{day}{clock}")).expect("a sound pattern")
});

static LABEL: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?:(?:发布|发表|发稿|成文|印发)(?:时间|日期)|(?:^|\s|\|)(?:时间|日期))\s?[:：|]?\s?",
    )
    .expect("a sound pattern")
});

/// The date of the `meta` elements, else of a line such as 发布时间：2022-05-09, else of one that
/// names the source beside it.
pub(super) fn published(draft: &Draft) -> Option<String> {
    let of_meta = |name: &&str| {
        let mut contents = draft.metas.iter().filter(|(known, _)| known == name);
        contents.find_map(|(_, content)| date(content))
    };
    let short = || draft.lines.iter().map(|line| &*line.text).filter(|text| text.len() <= LONGEST);
    let labelled = |text: &str| {
        let after = &text[LABEL.find(text)?.end()..];
        date(after).filter(|_| DATE.find(after).is_some_and(|found| found.start() == 0))
    };
    let sourced = |text: &str| date(text).filter(|_| text.contains("来源"));
    NAMES
        .iter()
        .find_map(of_meta)
        .or_else(|| short().find_map(labelled))
        .or_else(|| short().find_map(sourced))
}

/// What stands where a page says when it was published and is no date.
pub(super) fn unread(draft: &Draft) -> Option<&str> {
    let named = |name: &str| NAMES.contains(&name) && name != "time";
    let of_meta = draft.metas.iter().filter(|(name, _)| named(name)).map(|(_, content)| content);
    let lines = draft.lines.iter().map(|line| &*line.text).filter(|text| text.len() <= LONGEST);
    let labelled = lines.filter(|text| {
        let after = LABEL.find(text).map(|label| &text[label.end()..]);
        after.is_some_and(|after| after.starts_with(|c: char| c.is_ascii_digit()))
    });
    let said = of_meta.map(String::as_str).chain(labelled);
    said.into_iter()
        .find(|text| text.contains(|c: char| c.is_ascii_digit()) && date(text).is_none())
}

/// The first date in `text`, in ISO 8601.
fn date(text: &str) -> Option<String> {
    let found = DATE.captures(text)?;
    let part = |index: usize| found.get(index).map_or("", |part| part.as_str());
    let day = format!("{}-{:0>2}-{:0>2}", part(1), part(2), part(3));
    let whole = format!("{day}T{:0>2}:{}{}", part(4), part(5), part(6));
    let written = if part(4).is_empty() { day.clone() } else { whole };
    [written, day].into_iter().find(|date| parse_published(date).is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web::lines::lines;

    #[test]
    fn what_is_no_date_is_found() {
        for (page, want) in [
            ("<meta name=pubdate content='1652056200'>", Some("1652056200")),
            ("<p>发布时间：2022-13-09", Some("发布时间：2022-13-09")),
            ("<p>发布时间：2022-05-09", None),
            ("<meta name=pubdate content=x><p>发布时间：请见", None),
            ("<time datetime=PT5M>5分钟</time>", None),
        ] {
            assert_eq!(unread(&lines(page)), want, "{page}");
        }
    }

    #[test]
    fn dates_of_pages() {
        for (page, want) in [
            ("<meta name='PubDate' content='2022-05-09 08:30'>", Some("2022-05-09T08:30")),
            (
                "<meta property=article:published_time content=2022-05-08T20:30:00Z>",
                Some("2022-05-08T20:30Z"),
            ),
            ("<meta name=pubdate content=x><p>发布时间：2022年5月9日", Some("2022-05-09")),
            ("<p>发布日期: 2022/5/9 08:05:00 来源：某报", Some("2022-05-09T08:05")),
            ("<p>2022-05-09 08:30 <span>来源：某报</span>", Some("2022-05-09T08:30")),
            ("<p>日期：<span>2022-05-09</span>", Some("2022-05-09")),
            ("<p>发布时间：2022-13-09", None),
            ("<p>发布时间：请见2022-05-09", None),
            ("<p>2022年5月9日新增3例。", None),
            ("<time datetime=2022-05-09>昨天</time>", Some("2022-05-09")),
        ] {
            assert_eq!(published(&lines(page)).as_deref(), want, "{page}");
        }
    }
}
