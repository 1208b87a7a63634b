//! What each character of the basic plane asks for, and what it is simplified to.

use std::sync::LazyLock;

use crate::charset::CharSet;
use crate::data::rows;
use crate::error::Result;

/// What is to be done with a character.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    /// Copied.
    Plain,
    /// A blank of any width.
    Blank,
    /// A line end of any kind.
    Newline,
    /// Has no width and no meaning: dropped.
    Ghost,
    /// A full-width digit, letter or sign.
    Wide,
    /// Traditional, or a compatibility form.
    Traditional,
    /// Traditional, and written in simplified texts too.
    Both,
    /// May begin a bracket with a reading.
    Bracket,
    /// A lost glyph, or what pages show in place of one.
    Lost,
    /// A mark of Markdown or HTML, perhaps.
    Mark,
}

/// The table of all characters, with the simplified forms.
#[derive(Debug)]
pub(super) struct Table {
    classes: Vec<Class>,
    /// The characters that are not plain.
    marked: CharSet,
    simplified: Vec<u16>,
}

/// The built-in table.
pub(super) fn table() -> &'static Table {
    static TABLE: LazyLock<Table> = LazyLock::new(|| {
        // The table is part of the crate and a test reads it; nothing of the caller's can fail it.
        Table::parse(include_str!("../data/traditional.tsv")).expect("traditional.tsv is sound")
    });
    &TABLE
}

impl Table {
    /// Class of a character by its code.
    pub(super) fn class(&self, code: u32) -> Class {
        self.classes.get(code as usize).copied().unwrap_or(Class::Plain)
    }

    /// Where the next character that is not plain stands.
    pub(super) fn marked(&self, text: &str, from: usize) -> Option<usize> {
        self.marked.find(text, from)
    }

    /// The character as the clean text writes it, where that is one character.
    pub(super) fn fold(&self, char: char) -> char {
        let code = char as u32;
        match self.class(code) {
            Class::Blank => ' ',
            Class::Newline => '\n',
            Class::Wide => char::from_u32(code - 0xFEE0).unwrap_or(char),
            Class::Traditional | Class::Both => {
                char::from_u32(u32::from(self.simplified[code as usize])).unwrap_or(char)
            }
            _ => char,
        }
    }

    fn parse(text: &str) -> Result<Self> {
        let mut table = Self {
            classes: vec![Class::Plain; 0x1_0000],
            marked: CharSet::new(),
            simplified: vec![0; 0x1_0000],
        };
        table.set_ranges();
        for row in rows("traditional.tsv", text) {
            table.set_row(row.cells()).map_err(|reason| row.error(reason))?;
        }
        for (class, code) in table.classes.iter().zip(0..) {
            if *class != Class::Plain {
                table.marked.insert(code);
            }
        }
        Ok(table)
    }

    fn set_row<'a>(
        &mut self,
        mut cells: impl Iterator<Item = &'a str>,
    ) -> std::result::Result<(), &'static str> {
        let mut code = || -> Option<u16> {
            let mut chars = cells.next()?.chars();
            let char = chars.next().filter(|_| chars.next().is_none())?;
            u16::try_from(char as u32).ok()
        };
        let (Some(from), Some(to)) = (code(), code()) else {
            return Err("wants two characters of the basic plane");
        };
        let class = match cells.next() {
            None => Class::Traditional,
            Some("both") => Class::Both,
            Some(_) => return Err("the third cell is «both» or missing"),
        };
        if self.classes[usize::from(from)] != Class::Plain {
            return Err("this character is in the table already");
        }
        self.classes[usize::from(from)] = class;
        self.simplified[usize::from(from)] = to;
        Ok(())
    }

    fn set_ranges(&mut self) {
        for (first, last, class) in RANGES {
            self.classes[*first..=*last].fill(*class);
        }
        for char in "％．＋－／＃＄＆＊＝＠＼＿｜＜＞＾".chars() {
            self.classes[char as usize] = Class::Wide;
        }
        for (chars, class) in [("(（", Class::Bracket), ("?^\u{FFFD}", Class::Lost)] {
            chars.chars().for_each(|char| self.classes[char as usize] = class);
        }
        "&*[]!".chars().for_each(|char| self.classes[char as usize] = Class::Mark);
    }
}

/// Later rows outrank earlier ones.
const RANGES: &[(usize, usize, Class)] = &[
    (0x0000, 0x001F, Class::Ghost),
    (0x007F, 0x009F, Class::Ghost),
    (0x0009, 0x0009, Class::Blank),
    (0x000A, 0x000D, Class::Newline),
    (0x0020, 0x0020, Class::Blank),
    (0x0085, 0x0085, Class::Newline),
    (0x00A0, 0x00A0, Class::Blank),
    (0x00AD, 0x00AD, Class::Ghost),
    (0x061C, 0x061C, Class::Ghost),
    (0x180E, 0x180E, Class::Ghost),
    (0x2000, 0x200A, Class::Blank),
    (0x200B, 0x200F, Class::Ghost),
    (0x2028, 0x2029, Class::Newline),
    (0x202A, 0x202E, Class::Ghost),
    (0x202F, 0x202F, Class::Blank),
    (0x205F, 0x205F, Class::Blank),
    (0x2060, 0x206F, Class::Ghost),
    (0x2581, 0x259F, Class::Lost),
    (0x3000, 0x3000, Class::Blank),
    (0xFE00, 0xFE0F, Class::Ghost),
    (0xFEFF, 0xFEFF, Class::Ghost),
    (0xFF10, 0xFF19, Class::Wide),
    (0xFF21, 0xFF3A, Class::Wide),
    (0xFF41, 0xFF5A, Class::Wide),
    (0xFFF9, 0xFFFB, Class::Ghost),
];

/// Code and length of the character at byte `at`; `at` is a character's first byte.
#[inline]
pub(super) fn code_at(bytes: &[u8], at: usize) -> (u32, usize) {
    let byte = |offset: usize| u32::from(bytes.get(at + offset).copied().unwrap_or(0) & 0x3F);
    match bytes[at] {
        first @ 0..=0x7F => (u32::from(first), 1),
        first @ 0x80..=0xDF => (u32::from(first & 0x1F) << 6 | byte(1), 2),
        first @ 0xE0..=0xEF => (u32::from(first & 0x0F) << 12 | byte(1) << 6 | byte(2), 3),
        // No character beyond the basic plane asks for anything.
        _ => (u32::MAX, 4),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sound() {
        let table = Table::parse(include_str!("../data/traditional.tsv")).unwrap();
        let folded: String = "設個餘臺５％Ａ　⼈".chars().map(|c| table.fold(c)).collect();
        assert_eq!(folded, "设个余台5%A 人");
        assert_eq!(table.class('乾' as u32), Class::Both);
        assert_eq!(table.class('，' as u32), Class::Plain);
    }

    #[test]
    fn bad_rows_are_named() {
        for row in ["設", "設\t", "設計\t设", "設\t设\tx", "設\t设\n設\t设"] {
            let error = Table::parse(row).unwrap_err().to_string();
            assert!(error.starts_with("traditional.tsv:"), "{error}");
        }
    }

    #[test]
    fn codes_are_read() {
        for char in ['a', 'é', '例', '\u{FFFD}', '\u{7FF}', '\u{800}'] {
            let text = char.to_string();
            assert_eq!(code_at(text.as_bytes(), 0), (char as u32, text.len()));
        }
        assert_eq!(code_at("𠮷".as_bytes(), 0).1, 4);
    }
}
