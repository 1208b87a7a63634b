//! Marks of Markdown and entities of HTML.

use super::table::Class;
use super::{Cleaner, blank};

/// A link's words and its address are no longer than this; so the search ahead stays bounded.
const LONGEST: usize = 400;

const ENTITIES: &[(&str, char)] = &[
    ("&amp;", '&'),
    ("&lt;", '<'),
    ("&gt;", '>'),
    ("&quot;", '"'),
    ("&apos;", '\''),
    ("&ldquo;", '“'),
    ("&rdquo;", '”'),
    ("&lsquo;", '‘'),
    ("&rsquo;", '’'),
    ("&middot;", '·'),
    ("&mdash;", '—'),
    ("&ndash;", '–'),
    ("&hellip;", '…'),
    ("&times;", '×'),
    ("&permil;", '‰'),
    ("&deg;", '°'),
];

impl Cleaner<'_> {
    /// Drops the blanks and Markdown marks that the line at `at` begins with; where it goes on.
    pub(super) fn line_start(&mut self, at: usize) -> usize {
        let begin = at;
        let mut at = self.drop_blanks(at);
        if is_indent(&self.source[begin..at]) {
            self.begins.indents.push(self.draft.length(at));
        }
        while let Some((marks, heading)) = block_mark(&self.source.as_bytes()[at..]) {
            if heading {
                self.begins.headings.push(self.draft.length(at));
            }
            self.draft.drop(at, at + marks);
            at = self.drop_blanks(at + marks);
        }
        at
    }

    fn drop_blanks(&mut self, at: usize) -> usize {
        match self.class(at) {
            Some((Class::Blank | Class::Ghost | Class::Mark, _)) => {
                let end = blank::end(self, at);
                self.draft.drop(at, end);
                end
            }
            _ => at,
        }
    }

    /// Handles `* [ ] ! &` at `at`; where the text goes on.
    pub(super) fn mark(&mut self, at: usize, width: usize) -> usize {
        let rest = &self.source.as_bytes()[at..];
        match rest {
            [b'*', b'*', ..] => self.bold(at),
            [b'*', next, ..] if !next.is_ascii() && self.follows_digit(at) => {
                self.draft.drop(at, at + 1);
                at + 1
            }
            [b'!', b'[', ..] if link(&rest[1..]).is_some() => {
                self.draft.drop(at, at + 1);
                at + 1
            }
            [b'[', ..] => match link(rest) {
                Some((close, length)) => {
                    self.link = Some((at + close, at + length));
                    self.draft.drop(at, at + 1);
                    at + 1
                }
                None => at + 1,
            },
            [b']', ..] => match self.link {
                Some((close, end)) if close == at => {
                    self.draft.drop(at, end);
                    end
                }
                _ => at + 1,
            },
            [b'&', ..] => self.entity(at),
            _ => at + width,
        }
    }

    /// 27312*例: a star between number and unit leads to a note below.
    fn follows_digit(&self, at: usize) -> bool {
        at > 0 && self.source.as_bytes()[at - 1].is_ascii_digit()
    }

    /// `**` in pairs is bold type; alone (王**) it hides something and stays.
    fn bold(&mut self, at: usize) -> usize {
        let bytes = self.source.as_bytes();
        let stars = bytes[at..].iter().take_while(|byte| **byte == b'*').count();
        let end = at + stars;
        if stars > 3 {
            return end;
        }
        if self.bold_close == Some(at) {
            self.draft.drop(at, end);
        } else if let Some(close) = closing_stars(&bytes[end..], stars) {
            self.bold_close = Some(end + close);
            self.draft.drop(at, end);
        }
        end
    }

    fn entity(&mut self, at: usize) -> usize {
        let end = blank::end(self, at);
        if end > at {
            return self.blanks(at);
        }
        let rest = &self.source[at..];
        let named = ENTITIES.iter().find(|(name, _)| rest.starts_with(name));
        let found = named.map(|(name, char)| (*char, name.len())).or_else(|| numbered(rest));
        let Some((char, length)) = found else { return at + 1 };
        self.draft.replace(at, at + length, char);
        at + length
    }
}

/// Two characters wide, as the first line of a paragraph is set.
fn is_indent(blanks: &str) -> bool {
    blanks.len() >= 4 && blanks.chars().filter(|char| *char == '\u{3000}').count() == 2
        || blanks == "    "
}

/// Length of the mark of a heading, quotation or list item, and whether it is a heading.
fn block_mark(line: &[u8]) -> Option<(usize, bool)> {
    match line {
        [b'#', ..] => {
            let marks = line.iter().take_while(|byte| **byte == b'#').count();
            (marks <= 6 && line.get(marks) == Some(&b' ')).then_some((marks, true))
        }
        // `>60岁` compares.
        [b'>', next, ..] if !next.is_ascii_digit() && *next != b'=' => Some((1, false)),
        [b'-' | b'*' | b'+', b' ', ..] => Some((1, false)),
        _ => None,
    }
}

/// Where in `bytes` the stars that close bold type stand: on the same line, behind a word.
fn closing_stars(bytes: &[u8], stars: usize) -> Option<usize> {
    let near = &bytes[..bytes.len().min(LONGEST)];
    let close = near.iter().position(|byte| matches!(byte, b'*' | b'\n'))?;
    let run = bytes[close..].iter().take(4).take_while(|byte| **byte == b'*').count();
    (close > 0 && run == stars).then_some(close)
}

/// Of `[words](address)`: where the words end, and the length of all.
fn link(bytes: &[u8]) -> Option<(usize, usize)> {
    let near = &bytes[..bytes.len().min(LONGEST)];
    let close = 1 + near[1..].iter().position(|byte| matches!(byte, b'[' | b']' | b'\n'))?;
    if !bytes[close..].starts_with(b"](") {
        return None;
    }
    let address = &bytes[close + 2..bytes.len().min(close + LONGEST)];
    let stop = address.iter().position(|byte| matches!(byte, b')' | b'\n' | b'('))?;
    let is_address = address[..stop].iter().any(|byte| matches!(byte, b'/' | b'.' | b'#'));
    (address[stop] == b')' && is_address).then_some((close, close + 2 + stop + 1))
}

/// `&#8220;` or `&#x201C;`
fn numbered(text: &str) -> Option<(char, usize)> {
    let near = &text.as_bytes()[..text.len().min(12)];
    let stop = near.iter().position(|byte| *byte == b';')?;
    let digits = text.get(2..stop).filter(|_| near.starts_with(b"&#"))?;
    let code = match digits.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16).ok()?,
        None => digits.parse().ok()?,
    };
    let char = char::from_u32(code).filter(|char| !char.is_control())?;
    Some((char, stop + 1))
}
