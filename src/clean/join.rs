//! Line breaks inside sentences: newspaper columns end in the middle of a word.
//!
//! Enters: a text after the first pass. Leaves: the text with such breaks removed and where its
//! characters came from, or nothing when no break is one. A break goes only when the line before
//! it is running text that has not ended and the line after it begins nothing new.

use super::Begins;
use super::columns::{Apart, Columns, is_gap};
use super::map::{Draft, OffsetMap};
use crate::layout::{Kind, begins_with_measure, is_short, layout, lines};
use crate::span::Span;

/// A line of fewer characters that no mark ends is a headline or a cell.
const SHORT: usize = 25;
/// A line of more characters is no headline.
const LONG: usize = 60;
/// A continuation whose first clause has no more characters is the rest of a word.
const REST: usize = 4;
/// So many characters with a comma in them are no headline when the rest of a word follows.
const CLAUSE: usize = 15;
/// So many behind a full stop may be no sentence.
const REMARK: usize = 12;
/// So many with several commas are a list.
const LIST: usize = 35;

/// How a line ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    /// 。！？；： or a bracket or quotation that ends a sentence.
    Stop,
    /// ，、 or an opening bracket: the sentence goes on.
    Open,
    /// A digit.
    Digit,
    /// Anything else.
    Word,
}

/// Signs of a paragraph so far.
#[derive(Debug, Clone, Copy, Default)]
struct Signs {
    chars: usize,
    commas: usize,
    stops: usize,
    /// Brackets and quotations that are open at its end.
    depth: usize,
    /// It was joined from lines, so it is running text.
    joined: bool,
    /// Its first line was indented.
    indented: bool,
}

/// Removes the breaks inside sentences; none when there are none.
pub(super) fn join(text: &str, begins: &Begins) -> Option<(String, OffsetMap)> {
    let lines: Vec<Span> = lines(text).filter(|line| !line.is_empty()).collect();
    let mut draft = Draft::new(text);
    let mut signs = Signs::default();
    let page = Columns::of(text, &lines, &begins.indents);
    for (index, pair) in lines.windows(2).enumerate() {
        let [line, after] = [pair[0], pair[1]];
        let gap = is_gap(line, after);
        let (start, end, next) = (line.start, line.end, after.start);
        let (line, after) = (&text[line.range()], &text[after.range()]);
        let heading = [start, next].iter().any(|at| begins.headings.binary_search(at).is_ok());
        let third = lines.get(index + 2).map_or("", |line| &text[line.range()]);
        let is_indented = |at: &usize| begins.indents.binary_search(at).is_ok();
        let full = page.as_ref().is_some_and(|page| page.is_full(line, is_indented(&start)));
        let stops = ends(line) == End::Stop && !is_among(line);
        if heading || stops && !full {
            signs = Signs::default();
            continue;
        }
        add(&mut signs, line);
        signs.indented |= is_indented(&start);
        let fresh = is_indented(&next) && (full || ends(line) == End::Word);
        signs.joined = !fresh
            && match &page {
                Some(page) if gap && page.apart == Apart::Gap => {
                    full && !stops && goes_on(line, signs, after, third)
                }
                Some(page) if full => {
                    !(after.starts_with(['|', '#']) || stops && page.apart == Apart::Nothing)
                }
                _ => goes_on(line, signs, after, third),
            };
        if signs.joined {
            remove(&mut draft, text, end, next);
        } else {
            signs = Signs::default();
        }
    }
    draft.finish()
}

/// Takes the break out; between Latin words a blank stays.
fn remove(draft: &mut Draft<'_>, text: &str, end: usize, next: usize) {
    let bytes = text.as_bytes();
    if bytes[end - 1].is_ascii_alphabetic() && bytes[next].is_ascii_alphabetic() {
        draft.replace(end, end + 1, ' ');
        draft.drop(end + 1, next);
    } else {
        draft.drop(end, next);
    }
}

fn add(signs: &mut Signs, line: &str) {
    for char in line.chars() {
        signs.chars += 1;
        match char {
            ',' | '，' | '、' => signs.commas += 1,
            '。' | '！' | '？' | '!' | '?' => signs.stops += 1,
            '“' | '（' | '(' | '《' => signs.depth += 1,
            '”' | '）' | ')' | '》' => signs.depth = signs.depth.saturating_sub(1),
            _ => {}
        }
    }
}

/// True when `after` carries the sentence on that `line`, the end of a paragraph with `signs`,
/// leaves open; `third` is the line behind it.
fn goes_on(line: &str, signs: Signs, after: &str, third: &str) -> bool {
    if begins_block(after) {
        return false;
    }
    let known = opens_article(line) || signs.indented;
    let report = known && (signs.commas > 0 || signs.chars >= LONG);
    let body = signs.joined || signs.stops > 0 || report;
    match ends(line) {
        End::Stop => body && is_among(line),
        End::Open => !is_heading(after),
        End::Digit if is_tail(line) => false,
        End::Digit if begins_with_measure(after) => {
            body || signs.commas > 0 || line.bytes().all(|byte| byte.is_ascii_digit())
        }
        End::Digit if after.starts_with(|char: char| char.is_ascii_digit()) => {
            body && !is_clock(after)
        }
        End::Digit | End::Word => {
            !is_item(after)
                && !is_tail(line)
                && !is_headline(after, third)
                && (body && !is_remark(line, signs, after) || is_cut(signs, after))
        }
    }
}

/// A few words behind the last full stop, and a new report after them: 网页链接.
fn is_remark(line: &str, signs: Signs, after: &str) -> bool {
    let near = line.char_indices().rev().take(REMARK);
    let short = near.into_iter().any(|(_, char)| is_stop(char));
    !signs.joined && short && is_lead(after)
}

/// 16:37 after a date.
fn is_clock(line: &str) -> bool {
    line.trim_start_matches(|char: char| char.is_ascii_digit()).starts_with([':', '：', '-', '.'])
}

/// Running text without a full stop so far: an open bracket, a list, or the rest of a word after.
fn is_cut(signs: Signs, after: &str) -> bool {
    let mut next = Signs::default();
    add(&mut next, after);
    let closes = signs.depth > 0 && after.contains(['”', '）', ')', '》']);
    let rest = after.find(is_mark).is_some_and(|at| after[..at].chars().count() <= REST);
    let runs = match signs.commas {
        0 => false,
        1 => rest && next.stops > 0 && signs.chars >= CLAUSE,
        2 => next.stops > 0 && signs.chars >= SHORT,
        _ => (next.stops > 0 || next.commas >= 2) && signs.chars >= LIST,
    };
    closes && signs.chars >= SHORT || runs && !is_lead(after)
}

/// The first words of a report: a date, 记者, 昨日.
fn is_lead(line: &str) -> bool {
    line.starts_with(|char: char| char.is_ascii_digit())
        || matches!(layout().lines.at_start(line), Some((Kind::Lead, _)))
}

fn ends(line: &str) -> End {
    let mut chars = line.chars().rev();
    match chars.next() {
        Some('。' | '！' | '？' | '!' | '?' | '；' | ';' | '：' | ':' | '…' | '.' | '|') => {
            End::Stop
        }
        Some(',' | '，' | '、' | '（' | '(' | '“' | '《' | '「') => End::Open,
        Some(char) if char.is_ascii_digit() => End::Digit,
        Some('”' | '’' | '」' | '』' | '"') if chars.next().is_some_and(is_stop) => End::Stop,
        Some('）' | ')' | '】' | ']') if is_aside(line) => End::Stop,
        Some('】') => End::Stop,
        _ => End::Word,
    }
}

/// The bracket at the end of `line` holds, or stands behind, a whole sentence, or is all of it.
fn is_aside(line: &str) -> bool {
    let mut chars = line.chars().rev().skip(1).take(SHORT * 2);
    if chars.next().is_none_or(is_stop) {
        return true;
    }
    let mut before = chars.skip_while(|char| !matches!(char, '（' | '(' | '【' | '[')).skip(1);
    before.next().is_none_or(is_stop)
}

const fn is_stop(char: char) -> bool {
    matches!(char, '。' | '！' | '？' | '!' | '?' | '…')
}

const fn is_mark(char: char) -> bool {
    matches!(char, '。' | '！' | '？' | '，' | ',' | '、' | '；' | ';' | '：' | ':')
}

/// 其中： announces the parts of the sentence.
fn is_among(line: &str) -> bool {
    line.strip_suffix(['：', ':']).is_some_and(|line| line.ends_with("其中"))
}

fn opens_article(line: &str) -> bool {
    matches!(layout().lines.at_start(line), Some((Kind::Article | Kind::Jump, _)))
}

/// A line that never carries another one on.
fn begins_block(line: &str) -> bool {
    match layout().lines.at_start(line) {
        Some((Kind::Chrome, _)) => is_short(line, LONG) && !line.contains('。'),
        Some((Kind::Article | Kind::Jump | Kind::Caption | Kind::Note, _)) => true,
        _ => {
            line.starts_with(['#', '|', '■', '●', '◆', '★', '▲'])
                || is_label(line)
                || is_entry(line)
        }
    }
}

/// A speaker or a row's name: 王某某：
fn is_label(line: &str) -> bool {
    line.ends_with(['：', ':']) && is_short(line, 16) && !line.contains(['。', '，', ','])
}

/// An entry of a case list: 病例513—病例640，居住于…
fn is_entry(line: &str) -> bool {
    ["病例", "无症状感染者", "确诊病例", "感染者", "患者"].iter().any(|label| {
        line.strip_prefix(label).is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
    })
}

/// 三、救治情况
fn is_heading(line: &str) -> bool {
    is_item(line) && is_short(line, SHORT) && !line.contains(is_mark_but_pause)
}

const fn is_mark_but_pause(char: char) -> bool {
    is_mark(char) && char != '、'
}

/// A line that begins with the number of a list: 一、 （二） 3. ④ 病例5：
pub(crate) fn is_item(line: &str) -> bool {
    let inner = line.trim_start_matches(['（', '(']);
    let bracketed = inner.len() < line.len();
    let count = |char: char| char.is_ascii_digit() || "一二三四五六七八九十".contains(char);
    let rest = inner.trim_start_matches(count);
    let length = inner.len() - rest.len();
    let mut next = rest.chars();
    match next.next() {
        Some('、') if length > 0 => length <= 9,
        Some('）' | ')') => bracketed && length > 0 && length <= 9,
        Some('.') if length > 0 && length <= 2 => {
            next.next().is_some_and(|char| !char.is_ascii_digit())
        }
        Some('①'..='⑳') => true,
        _ => line.strip_prefix("病例").is_some_and(|rest| {
            let rest = rest.trim_start_matches(|char: char| char.is_ascii_digit());
            rest.starts_with(['：', ':'])
        }),
    }
}

/// The photographer, source or hour behind the last sentence.
fn is_tail(line: &str) -> bool {
    let Some((at, stop)) = line.char_indices().rev().take(SHORT).find(|(_, char)| is_stop(*char))
    else {
        return line.ends_with('摄');
    };
    let tail = &line[at + stop.len_utf8()..];
    let clock = tail.chars().all(|char| char.is_ascii_digit() || " -:/.".contains(char));
    tail.ends_with('摄')
        || clock
        || tail.starts_with(['@', '#'])
        || tail.starts_with(' ') && is_short(tail, 16)
}

/// A line that no mark ends and that is short, set with blanks, or stands above an article.
fn is_headline(line: &str, third: &str) -> bool {
    if line.contains('。') || ends(line) == End::Open {
        return false;
    }
    let open = ends(line) != End::Stop;
    let spaced = line.contains(' ') && !line.contains([',', '，']);
    is_short(line, LONG) && opens_article(third)
        || open && (spaced || is_short(line, SHORT) && !line.contains([',', '，']))
}
