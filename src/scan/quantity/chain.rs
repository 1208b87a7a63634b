//! Numbers glued together by signs: dates, telephone numbers, 7·20, 2+4+24. None is a figure.

use super::Reason;
use super::tables::{Units, past_blank};
use crate::number::{char_at, digits_end};

/// End and nature of the chain of Arabic numbers that begins at `at`.
pub(super) fn read_chain(text: &str, at: usize, units: &Units) -> Option<(usize, Reason)> {
    let bytes = text.as_bytes();
    let first = digits_end(bytes, at);
    if first == at {
        return None;
    }
    match char_at(text, first)? {
        '·' | '•' | '・' => {
            let end = digits_end(bytes, first + char_at(text, first)?.len_utf8());
            bytes[end - 1].is_ascii_digit().then_some((end, Reason::Event))
        }
        '+' => {
            let (end, links) = read_links(bytes, first, b'+');
            (links >= 1).then_some((end, Reason::SetPhrase))
        }
        '×' | '*' => read_product(text, first, units),
        ':' | '：' => read_clock(text, at, first).map(|end| (end, Reason::Time)),
        '-' => read_hyphens(bytes, at, first),
        '/' => {
            let (end, links) = read_links(bytes, first, b'/');
            (links >= 2).then_some((end, Reason::Time))
        }
        _ => None,
    }
}

/// End of (link digits)* from `at` on, and how many links there are.
fn read_links(bytes: &[u8], at: usize, link: u8) -> (usize, usize) {
    let (mut end, mut links) = (at, 0);
    while bytes.get(end) == Some(&link) {
        let next = digits_end(bytes, end + 1);
        if next == end + 1 {
            break;
        }
        (end, links) = (next, links + 1);
    }
    (end, links)
}

/// 7×24小时.
fn read_product(text: &str, first: usize, units: &Units) -> Option<(usize, Reason)> {
    let sign = char_at(text, first)?;
    let from = first + sign.len_utf8();
    let end = digits_end(text.as_bytes(), from);
    if end == from || text[from..].starts_with("10^") {
        return None;
    }
    let unit = units.unit_at(text, past_blank(text, end));
    Some((unit.map_or(end, |(_, end)| end), Reason::SetPhrase))
}

/// 15:30, 8:05:30.
fn read_clock(text: &str, at: usize, first: usize) -> Option<usize> {
    let hour: u32 = text.get(at..first).filter(|hour| hour.len() <= 2)?.parse().ok()?;
    let from = first + char_at(text, first)?.len_utf8();
    let end = digits_end(text.as_bytes(), from);
    let minute: u32 = text.get(from..end).filter(|minute| minute.len() == 2)?.parse().ok()?;
    let next = char_at(text, end);
    if hour > 24 || minute > 59 || matches!(next, Some('.' | '%')) {
        return None;
    }
    if next == Some(':') {
        let seconds = digits_end(text.as_bytes(), end + 1);
        return Some(if seconds == end + 3 { seconds } else { end });
    }
    Some(end)
}

/// 2022-05-08, 0371-12320, 400-800-1234; 3-5 is a range and no chain.
fn read_hyphens(bytes: &[u8], at: usize, first: usize) -> Option<(usize, Reason)> {
    let (end, links) = read_links(bytes, first, b'-');
    let second = digits_end(bytes, first + 1);
    let year = first - at == 4 && matches!(bytes[at], b'1' | b'2');
    let zero = bytes[at] == b'0' && first - at >= 3;
    match links {
        0 => None,
        1 if zero && second - first > 5 => Some((end, Reason::Phone)),
        1 if year && second - first == 3 && bytes[first + 1] == b'0' => Some((end, Reason::Time)),
        1 if first - at >= 3 && second - first > 7 => Some((end, Reason::Phone)),
        1 => None,
        _ if year => Some((end, Reason::Time)),
        _ => Some((end, Reason::Id)),
    }
}
