//! Who wrote it, and from where: 本报讯(记者 王甲 通讯员 李乙), 新华社某地1月5日电.

use crate::span::Span;

/// The head of a report is no longer.
const HEAD: usize = 80;
/// Place and day before 电 or 讯 are no longer.
const DATELINE: usize = 16;

/// Agencies and papers that a dateline stands behind.
const HOUSES: &[&str] = &["据新华社", "新华社", "中新社", "中新网", "人民网", "本报"];

/// Who wrote an article. Spans are bytes of the clean text.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Byline {
    /// All of it.
    pub span: Span,
    /// Names of reporters.
    pub reporters: Vec<Span>,
    /// Names of correspondents (通讯员).
    pub correspondents: Vec<Span>,
    /// Paper or agency.
    pub agency: Option<Span>,
}

/// Byline and dateline at the head of `line`, which stands at `base`.
pub(super) fn read(line: &str, base: usize) -> (Option<Byline>, Option<Span>) {
    let head = head(line);
    let (house, dateline) = dateline(head);
    let named = names_in(head);
    if house.is_none() && named.is_none() {
        return (None, None);
    }
    let moved = |span: Span| span.shifted(base);
    let mut byline = Byline { agency: house.map(moved), ..Byline::default() };
    let start = house.or(named).map_or(0, |span| span.start);
    let end = dateline.map_or(start, |span| span.end);
    let mut whole = Span::new(start, end.max(house.map_or(0, |span| span.end)));
    if let Some(inner) = named {
        read_names(&head[inner.range()], base + inner.start, &mut byline);
        let closing = head[inner.end..].chars().next().filter(|char| matches!(char, ')' | '）'));
        whole.end = inner.end + closing.map_or(0, char::len_utf8);
        if start == inner.start && closing.is_some() {
            whole.start = head[..start].char_indices().next_back().map_or(0, |(at, _)| at);
        }
    }
    byline.span = moved(whole);
    (Some(byline), dateline.map(moved))
}

/// True when `line` opens a report: 本报某地5月8日讯, 新华社…电, （记者 …）.
pub(super) fn is_opener(line: &str) -> bool {
    if line.starts_with(['(', '（']) {
        return names_in(head(line)).is_some_and(|span| span.start <= 3);
    }
    dateline(line).0.is_some()
}

/// The part of `line` that byline and dateline stand in.
fn head(line: &str) -> &str {
    &line[..line.char_indices().nth(HEAD).map_or(line.len(), |(at, _)| at)]
}

/// The house and, where place or day are named, the dateline.
fn dateline(head: &str) -> (Option<Span>, Option<Span>) {
    let Some(house) = HOUSES.iter().find(|house| head.starts_with(**house)) else {
        return (None, None);
    };
    let rest = &head[house.len()..];
    let stop = rest
        .char_indices()
        .take(DATELINE)
        .find(|(_, char)| matches!(char, '电' | '讯' | '，' | ',' | '。' | '、' | '：' | ':'));
    let Some((length, '电' | '讯')) = stop else { return (None, None) };
    if rest[..length].contains(['记', '通']) {
        return (None, None);
    }
    let start = house.len();
    let span = Span::new(start, start + rest[..length].trim_end().len());
    (Some(Span::new(0, start)), (!span.is_empty()).then_some(span))
}

/// What a bracket with 记者 or 通讯员 holds, or all of a line that begins with 本报记者 or □.
fn names_in(head: &str) -> Option<Span> {
    if let Some(rest) = head.strip_prefix('□') {
        return Some(Span::new(head.len() - rest.len(), head.len()));
    }
    if head.starts_with("本报记者") {
        let end = head.find(['，', ',', '。', '：']).unwrap_or(head.len());
        return Some(Span::new(0, end));
    }
    let open = head.find(['(', '（'])?;
    let start = open + head[open..].chars().next().map_or(1, char::len_utf8);
    let end = start + head[start..].find([')', '）'])?;
    let inner = &head[start..end];
    (inner.contains("记者") || inner.contains("通讯员")).then(|| Span::new(start, end))
}

#[derive(Clone, Copy, PartialEq)]
enum Role {
    Reporter,
    Correspondent,
}

/// Reads `某报记者 王甲 李乙 通讯员 张丙 文图`.
fn read_names(text: &str, base: usize, byline: &mut Byline) {
    let mut role = Role::Reporter;
    for (at, token) in tokens(text) {
        let mut start = at;
        let mut name = token;
        for (word, next) in [("记者", Role::Reporter), ("通讯员", Role::Correspondent)] {
            let Some(found) = token.find(word) else { continue };
            if role == Role::Reporter && found > 0 && word == "记者" && byline.agency.is_none() {
                byline.agency = Some(Span::new(base + at, base + at + found));
            }
            role = next;
            start = at + found + word.len();
            name = &token[found + word.len()..];
        }
        if is_name(name) {
            let span = Span::new(base + start, base + start + name.len());
            match role {
                Role::Reporter => byline.reporters.push(span),
                Role::Correspondent => byline.correspondents.push(span),
            }
        }
    }
}

/// Words between blanks and 、; a name set with a blank inside (王 甲) is one word.
fn tokens(text: &str) -> Vec<(usize, &str)> {
    let mut found: Vec<(usize, &str)> = Vec::new();
    let mut start = 0;
    for part in text.split([' ', '、', '/', '\n']) {
        let single = |word: &str| word.chars().count() == 1;
        match found.last_mut() {
            Some((at, last)) if single(last) && single(part) => {
                *last = &text[*at..start + part.len()]
            }
            _ if !part.is_empty() => found.push((start, part)),
            _ => {}
        }
        start += part.len();
        start += text[start..].chars().next().map_or(0, char::len_utf8);
    }
    found
}

fn is_name(word: &str) -> bool {
    let count = word.chars().filter(|char| *char != ' ').count();
    let other =
        ["实习生", "摄影", "报道", "文图", "图文", "摄影报道", "供图", "特约", "见习", "整理"];
    (2..=4).contains(&count)
        && word.chars().all(|char| matches!(char, '\u{4E00}'..='\u{9FFF}' | '·' | ' '))
        && !other.contains(&word)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(line: &str, spans: &[Span]) -> Vec<String> {
        spans.iter().map(|span| line[span.range()].to_owned()).collect()
    }

    #[test]
    fn bylines() {
        for (line, whole, agency, reporters, correspondents, place) in [
            (
                "本报讯(记者 王甲 李乙 通讯员 张丙丁)昨日",
                "本报讯(记者 王甲 李乙 通讯员 张丙丁)",
                "本报",
                "王甲 李乙",
                "张丙丁",
                "",
            ),
            ("本报讯(某某晚报记者 王甲) 5月", "本报讯(某某晚报记者 王甲)", "本报", "王甲", "", ""),
            (
                "新华社南京1月5日电（记者赵一）",
                "新华社南京1月5日电（记者赵一）",
                "新华社",
                "赵一",
                "",
                "南京1月5日",
            ),
            ("新华社南京1月5日电 国家", "新华社南京1月5日", "新华社", "", "", "南京1月5日"),
            (
                "(青山记者 钱二 实习生 孙三)10月",
                "(青山记者 钱二 实习生 孙三)",
                "青山",
                "钱二 孙三",
                "",
                "",
            ),
            (
                "本报记者 王 甲 通讯员 李乙",
                "本报记者 王 甲 通讯员 李乙",
                "本报",
                "王 甲",
                "李乙",
                "",
            ),
            ("□周四", "周四", "", "周四", "", ""),
        ] {
            let (byline, dateline) = read(line, 0);
            let byline = byline.unwrap();
            assert_eq!(&line[byline.span.range()], whole);
            assert_eq!(byline.agency.map_or("", |span| &line[span.range()]), agency);
            assert_eq!(texts(line, &byline.reporters).join(" "), reporters);
            assert_eq!(texts(line, &byline.correspondents).join(" "), correspondents);
            assert_eq!(dateline.map_or("", |span| &line[span.range()]), place);
        }
        assert_eq!(read("我市新增3例（记者会通报）", 0).1, None);
        assert!(!is_opener("新华社记者走访了12户。"));
    }
}
