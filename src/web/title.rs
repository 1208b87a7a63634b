//! The headline of a page.

use super::lines::Draft;

/// What stands between a title and the name of the site.
const DIVIDERS: &[char] = &['_', '|', '–', '—', '－', '-', '｜', '«', '»'];

/// What names of sites end in.
const SITES: &[&str] = &[
    "网",
    "网站",
    "委员会",
    "卫健委",
    "日报",
    "晚报",
    "早报",
    "晨报",
    "时报",
    "政府",
    "局",
    "厅",
    "办公室",
    "首页",
    "客户端",
    "频道",
    "疾控中心",
    "数字报",
];

/// Shorter ones are names of a column of the site.
const SHORTEST: usize = 4;

/// A headline, and the lines of the page that it is, if any.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Title {
    pub text: String,
    pub lines: Vec<usize>,
}

/// The heading that `<title>` or the site's own `meta` begins with, or either of these, or the
/// first heading.
pub(super) fn title(draft: &Draft) -> Option<Title> {
    let meta = ["articletitle", "og:title", "twitter:title"].iter().find_map(|name| {
        let (_, content) = draft.metas.iter().find(|(known, _)| known == name)?;
        Some(content.as_str()).filter(|content| !bare(content).is_empty())
    });
    let named: Vec<String> = meta
        .into_iter()
        .chain([draft.title.as_str()])
        .map(|title| bare(without_site(title)))
        .collect();
    let headings = headings(draft);
    let fits = |heading: &&Vec<usize>| {
        let heading = bare(&joined(draft, heading));
        let alike = |title: &String| title.contains(&heading) || heading.contains(title.as_str());
        named.iter().filter(|title| !title.is_empty()).any(alike)
    };
    if let Some(lines) = headings.iter().find(fits) {
        return Some(Title { text: joined(draft, lines), lines: lines.clone() });
    }
    let title = meta.into_iter().chain([draft.title.as_str()]).map(without_site);
    if let Some(title) = title.into_iter().find(|title| title.chars().count() >= SHORTEST) {
        let wanted = bare(title);
        let same = draft.lines.iter().position(|line| bare(&line.text) == wanted);
        let text = title.split_whitespace().collect::<Vec<_>>().join(" ");
        return Some(Title { text, lines: same.into_iter().collect() });
    }
    let lines = headings.into_iter().next()?;
    Some(Title { text: joined(draft, &lines), lines })
}

/// The headings, each of them the lines that it is.
fn headings(draft: &Draft) -> Vec<Vec<usize>> {
    let mut found: Vec<(usize, Vec<usize>)> = Vec::new();
    for (index, line) in draft.lines.iter().enumerate() {
        match (line.heading, found.last_mut()) {
            (Some(heading), Some((last, lines))) if *last == heading => lines.push(index),
            (Some(heading), _) => found.push((heading, vec![index])),
            (None, _) => {}
        }
    }
    found.into_iter().map(|(_, lines)| lines).collect()
}

fn joined(draft: &Draft, lines: &[usize]) -> String {
    lines.iter().map(|index| draft.lines[*index].text.as_str()).collect::<Vec<_>>().join(" ")
}

/// The part of a title that names the page.
fn without_site(title: &str) -> &str {
    let mut parts = Vec::new();
    let mut start = 0;
    for (at, divider) in title.char_indices().filter(|(_, char)| DIVIDERS.contains(char)) {
        let end = at + divider.len_utf8();
        // 5-8, —— and COVID-19 are no dividers.
        let beside = [title[..at].chars().next_back(), title[end..].chars().next()];
        let is_word = |char: Option<char>| {
            char.is_some_and(|char| char.is_ascii_alphanumeric() || char == '—')
        };
        if !(divider != '_' && divider != '|' && beside.into_iter().any(is_word)) {
            parts.push(title[start..at].trim());
            start = end;
        }
    }
    parts.push(title[start..].trim());
    let is_site = |part: &&&str| {
        part.chars().count() < SHORTEST || SITES.iter().any(|word| part.ends_with(word))
    };
    parts.iter().find(|part| !is_site(part)).unwrap_or(&parts[0])
}

/// The letters and digits of `text`: headline and title are seldom set alike.
fn bare(text: &str) -> String {
    text.chars().filter(|char| char.is_alphanumeric()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web::lines::lines;

    #[test]
    fn titles_without_the_site() {
        for (title, want) in [
            ("某市疫情通报_某市卫健委", "某市疫情通报"),
            ("某市卫生健康委员会 - 某市疫情通报", "某市疫情通报"),
            ("5-8日疫情通报 | 某某日报", "5-8日疫情通报"),
            ("关于2022-05-08病例的通报——第5号", "关于2022-05-08病例的通报——第5号"),
            ("某某日报", "某某日报"),
            ("", ""),
        ] {
            assert_eq!(without_site(title), want);
        }
    }

    #[test]
    fn titles_of_pages() {
        for (page, want, found) in [
            (
                "<title>某市疫情通报_某网</title><h1>某网</h1><h1>某市疫情<br>通报</h1>",
                "某市疫情 通报",
                2,
            ),
            ("<title>某市疫情通报_某网</title><p>某市疫情通报</p>", "某市疫情通报", 1),
            ("<meta name=ArticleTitle content=某市疫情通报><title>某网</title>", "某市疫情通报", 0),
            ("<h1>某市疫情通报</h1><h1>其他</h1>", "某市疫情通报", 1),
        ] {
            let title = title(&lines(page)).unwrap();
            assert_eq!((title.text.as_str(), title.lines.len()), (want, found), "{page}");
        }
        assert_eq!(title(&lines("<p>新增3例。")), None);
    }
}
