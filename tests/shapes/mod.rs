//! The same text in the shapes that pages come in.

#![allow(dead_code)] // each test and bench takes what it needs

use std::collections::HashMap;
use std::sync::LazyLock;

use encoding_rs::BIG5;
use fastrand::Rng;

/// Traditional characters by simplified ones; of several, the first that Big5 has.
static TRADITIONAL: LazyLock<HashMap<char, char>> = LazyLock::new(|| {
    let single = |cell: &str| {
        let mut chars = cell.chars();
        chars.next().filter(|_| chars.next().is_none())
    };
    let mut table: HashMap<char, char> = HashMap::new();
    let is_common = |c: char| !BIG5.encode(c.encode_utf8(&mut [0; 4])).2;
    for row in include_str!("../../src/data/traditional.tsv").lines() {
        let mut cells = row.split('\t');
        if let (Some(from), Some(to), None) = (cells.next(), cells.next(), cells.next())
            && let (Some(from), Some(to)) = (single(from), single(to))
            && is_han(from)
        {
            let known = table.entry(to).or_insert(from);
            if !is_common(*known) {
                *known = from;
            }
        }
    }
    table
});

fn is_han(c: char) -> bool {
    ('\u{4E00}'..'\u{A000}').contains(&c)
}

/// In traditional script.
pub fn traditional(text: &str) -> String {
    text.chars().map(|c| TRADITIONAL.get(&c).copied().unwrap_or(c)).collect()
}

/// With a reading behind every tenth character, as converters leave them.
pub fn pinyin(text: &str, rng: &mut Rng) -> String {
    const READINGS: [&str; 6] = ["(yì)", "(shū)", "(huì )", "(guó)", "(diǎn)", "(wú)"];
    let mut out = String::with_capacity(text.len() * 2);
    for c in text.chars() {
        out.push(c);
        if is_han(c) && rng.u8(..10) == 0 {
            out.push_str(READINGS[rng.usize(..READINGS.len())]);
        }
    }
    out
}

/// With full-width digits, letters and marks.
pub fn full_width(text: &str) -> String {
    let wide = |c: char| match c {
        '!'..='~' => char::from_u32(u32::from(c) + 0xFEE0).unwrap_or(c),
        _ => c,
    };
    text.chars().map(wide).collect()
}

/// How a line is measured that is broken at a width.
#[derive(Clone, Copy)]
pub enum Setting {
    /// In characters, broken anywhere.
    Characters,
    /// In the width that they take, twice as much for one that is not ASCII; no line begins with a
    /// mark.
    Type,
}

/// In columns of so many characters; `indent` stands before the first line of a paragraph.
pub fn columns(text: &str, width: usize, indent: &str, setting: Setting) -> String {
    let (limit, size): (usize, fn(char) -> usize) = match setting {
        Setting::Characters => (width, |_| 1),
        Setting::Type => (2 * width, |c| if c.is_ascii() { 1 } else { 2 }),
    };
    let mut out = String::with_capacity(text.len() * 2);
    for paragraph in text.lines() {
        let mut at = 0;
        if !paragraph.trim().is_empty() {
            out.push_str(indent);
            at += indent.chars().map(size).sum::<usize>();
        }
        for c in paragraph.trim_start().chars() {
            let hangs = matches!(setting, Setting::Type) && "，。、；：！？）”》,.".contains(c);
            if at + size(c) > limit && !hangs {
                out.push('\n');
                at = 0;
            }
            out.push(c);
            at += size(c);
        }
        out.push('\n');
    }
    out
}
