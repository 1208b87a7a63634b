//! What kind of line a line is.

use crate::layout::{Kind, is_short, layout};

use super::byline;

/// A headline is no longer, and one with several commas in it is shorter.
const HEADLINE: usize = 80;
const CLAUSED: usize = 40;
const CAPTION: usize = 150;
const CREDIT: usize = 60;

/// Kind of a line, seen alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Line {
    /// The site's, not the author's.
    Chrome,
    Caption,
    /// 上接第一版, alone on its line.
    Jump,
    /// Running text that begins a report.
    Opener,
    /// 本报记者 王甲, alone on its line.
    Credit,
    /// 央视网消息（新闻联播）：, alone above the items of a programme.
    Series,
    /// Short, with no mark at its end.
    Headline,
    /// Short, with ？ or ！ at its end: headline or body, as its place is.
    Cry,
    /// A numbered heading, or a speaker's name with a colon.
    Section,
    Body,
}

/// The kind of `line`.
pub(super) fn classify(line: &str) -> Line {
    let start = layout().lines.at_start(line).map(|(kind, _)| kind);
    let is_short = |limit| is_short(line, limit);
    match start {
        Some(Kind::Chrome) if is_short(HEADLINE) && !line.contains('。') => Line::Chrome,
        Some(Kind::Caption) if is_short(CAPTION) => Line::Caption,
        _ if line.ends_with('摄') && is_short(CAPTION) => Line::Caption,
        Some(Kind::Jump) if line.ends_with([')', '）', '版']) && is_short(HEADLINE) => Line::Jump,
        Some(Kind::Jump) => Line::Opener,
        Some(Kind::Article) => opener(line),
        _ if byline::is_opener(line) => opener(line),
        _ => by_shape(line),
    }
}

/// A line that begins like the head of a report: with text behind it, or alone.
fn opener(line: &str) -> Line {
    let named =
        line.starts_with('□') || line.starts_with("本报记者") || line.starts_with(['(', '（']);
    let is_house = !(named || line.starts_with("本报讯") || byline::is_opener(line));
    if named && is_short(line, CREDIT) && !line.contains(['，', ',', '。']) {
        Line::Credit
    } else if line.ends_with(['：', ':']) && is_short(line, CREDIT) {
        Line::Series
    } else if is_house && line.starts_with(['新', '据', '中', '人', '综']) {
        // 新华社记者… and the like are words of a sentence or headline.
        by_shape(line)
    } else {
        Line::Opener
    }
}

fn by_shape(line: &str) -> Line {
    let Some(last) = line.chars().next_back() else { return Line::Body };
    let commas = || line.matches(['，', ',']).take(2).count();
    let is_headline = is_short(line, HEADLINE)
        && !line.contains('。')
        && !line.contains('|')
        && (is_short(line, CLAUSED) || commas() < 2);
    if !is_headline || matches!(last, '；' | ';' | '，' | ',' | '、' | '.') {
        return Line::Body;
    }
    let is_section = crate::clean::is_item(line) || matches!(last, '：' | ':');
    match last {
        _ if is_section && is_short(line, CLAUSED) => Line::Section,
        '：' | ':' => Line::Body,
        '？' | '?' | '！' | '!' | '…' | '”' if commas() > 0 => Line::Body,
        '？' | '?' | '！' | '!' | '…' => Line::Cry,
        _ => Line::Headline,
    }
}
