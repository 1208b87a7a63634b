//! Text → clean text and the way back.
//!
//! Enters: the decoded source. Leaves: [`Clean`], a text in simplified script with half-width
//! digits, without readings in brackets, marks of Markdown, characters of no width and the line
//! breaks that newspaper columns put into sentences. Always holds: every clean character was made
//! from characters of the source, in their order, and [`OffsetMap`] leads back to them; a text
//! that needs nothing is borrowed.
//!
//! ```
//! let cleaned = tongbao::clean::clean("設置隔離點(diǎn)２１４個(gè)。");
//! assert_eq!(cleaned.text, "设置隔离点214个。");
//! ```

mod blank;
mod columns;
mod join;
mod lost;
mod map;
mod markup;
mod pinyin;
mod table;

use std::borrow::Cow;

pub(crate) use join::is_item;
pub use map::OffsetMap;

use crate::oddity;
use crate::record::Diagnostic;
use crate::span::SourceSpan;
use map::Draft;
use table::{Class, Table, code_at, table};

/// So many traditional characters near the beginning make a traditional text.
const TRADITIONAL_AT_LEAST: usize = 4;
const TRADITIONAL_WITHIN: usize = 4000;

/// A clean text with the way back to its source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clean<'a> {
    /// The clean text; borrowed when the source was clean.
    pub text: Cow<'a, str>,
    /// Leads from spans of `text` to spans of the source.
    pub map: OffsetMap,
    /// `lost_glyph`, one for each run of signs that stand for lost characters; spans are bytes of
    /// the source.
    pub diagnostics: Vec<Diagnostic>,
}

/// Cleans a text.
///
/// Full-width digits, letters and signs become half-width; CJK punctuation stays as it is.
/// Traditional characters become simplified, one for one. Line ends become `\n`. Blanks at the
/// edges of lines go, runs of blanks become one, and a number keeps none before its measure word.
/// What stands for lost glyphs becomes U+FFFD.
///
/// ```
/// let cleaned = tongbao::clean::clean("新增 27 例，其中\u{200B}２例转为重\n症，已转院。");
/// assert_eq!(cleaned.text, "新增27例，其中2例转为重\n症，已转院。");
/// let cleaned = tongbao::clean::clean("本报讯 走访。登记居民4600\n\n余户，");
/// assert_eq!(cleaned.text, "本报讯 走访。登记居民4600余户，");
/// ```
#[must_use]
pub fn clean(source: &str) -> Clean<'_> {
    let mut cleaner = Cleaner::new(source);
    cleaner.run();
    let diagnostics = oddity::report("lost_glyph", &cleaner.lost, |()| {
        "characters are lost here; U+FFFD stands for them".into()
    });
    let begins = cleaner.begins;
    let (text, map) = match cleaner.draft.finish() {
        Some((text, map)) => (Cow::Owned(text), map),
        None => (Cow::Borrowed(source), OffsetMap::identity()),
    };
    let Some((joined, joints)) = join::join(&text, &begins) else {
        return Clean { text, map, diagnostics };
    };
    let map = joints.after(&map, joined.len());
    Clean { text: Cow::Owned(joined), map, diagnostics }
}

/// What the first pass takes from line beginnings and the second wants to know: clean offsets.
#[derive(Debug, Default)]
struct Begins {
    /// Of lines that Markdown calls headings.
    headings: Vec<usize>,
    /// Of lines that were indented as paragraphs are.
    indents: Vec<usize>,
}

/// The first pass: all but the line breaks.
struct Cleaner<'a> {
    source: &'a str,
    table: &'static Table,
    draft: Draft<'a>,
    begins: Begins,
    lost: Vec<(SourceSpan, ())>,
    /// Of a Markdown link whose words are being read: where they end, where the address ends.
    link: Option<(usize, usize)>,
    /// Where the bold type being read ends.
    bold_close: Option<usize>,
    traditional: Option<bool>,
}

impl<'a> Cleaner<'a> {
    fn new(source: &'a str) -> Self {
        Self {
            source,
            table: table(),
            draft: Draft::new(source),
            begins: Begins::default(),
            lost: Vec::new(),
            link: None,
            bold_close: None,
            traditional: None,
        }
    }

    fn run(&mut self) {
        let bytes = self.source.as_bytes();
        let table = self.table;
        let mut at = self.line_start(0);
        while let Some(next) = table.marked(self.source, at) {
            let (code, width) = code_at(bytes, next);
            at = self.handle(table.class(code), code, next, width);
        }
    }

    /// Deals with a character that is not plain; where the text goes on.
    fn handle(&mut self, class: Class, code: u32, at: usize, width: usize) -> usize {
        let next = at + width;
        match class {
            Class::Plain => {}
            Class::Blank => return self.blanks(at),
            Class::Newline => return self.newline(code, at, next),
            Class::Ghost => self.draft.drop(at, next),
            Class::Wide => {
                self.fold_at(code, at, next);
                return self.group_mark(next);
            }
            Class::Traditional => self.fold_at(code, at, next),
            Class::Both if self.is_traditional() => self.fold_at(code, at, next),
            Class::Both => {}
            Class::Bracket => return self.bracket(at, next),
            Class::Lost => return self.lost(at),
            Class::Mark => return self.mark(at, width),
        }
        next
    }

    fn fold_at(&mut self, code: u32, at: usize, next: usize) {
        if let Some(char) = char::from_u32(code) {
            self.draft.replace(at, next, self.table.fold(char));
        }
    }

    /// １２，３４５: a full-width comma that parts off three full-width digits belongs to the number.
    /// Where the text goes on.
    fn group_mark(&mut self, at: usize) -> usize {
        const MARK: char = '，';
        let Some(rest) = self.source[at..].strip_prefix(MARK) else { return at };
        let is_wide = |char: &char| ('０'..='９').contains(char);
        let before = self.source[..at].chars().rev().take(4).take_while(is_wide).count();
        let after = rest.chars().take(4).take_while(is_wide).count();
        if !(1..=3).contains(&before) || after != 3 {
            return at;
        }
        self.draft.replace(at, at + MARK.len_utf8(), ',');
        at + MARK.len_utf8()
    }

    fn newline(&mut self, code: u32, at: usize, next: usize) -> usize {
        if code == 0x0D && self.source.as_bytes().get(next) == Some(&b'\n') {
            self.draft.drop(at, next);
            return next;
        }
        if code != 0x0A {
            self.draft.replace(at, next, '\n');
        }
        self.line_start(next)
    }

    fn blanks(&mut self, at: usize) -> usize {
        let end = blank::end(self, at);
        if blank::is_void(self, at, end) {
            self.draft.drop(at, end);
        } else if &self.source[at..end] != " " {
            let first = at + blank::width(self, at).unwrap_or(0);
            self.draft.replace(at, first, ' ');
            self.draft.drop(first, end);
        }
        end
    }

    fn bracket(&mut self, at: usize, next: usize) -> usize {
        // Most brackets hold Han characters; a reading begins with a Latin letter or a blank.
        let first = self.source[next..].chars().next();
        let is_latin = first.is_some_and(|char| char < '\u{800}' || ('ａ'..='ｚ').contains(&char));
        let after_glyph =
            || self.draft.last(at).is_some_and(|char| blank::is_han(char) || char == '\u{FFFD}');
        if is_latin
            && after_glyph()
            && let Some(length) = pinyin::reading(&self.source[at..])
        {
            self.draft.drop(at, at + length);
            return at + length;
        }
        next
    }

    /// Characters that both scripts have are converted only in a text that is traditional.
    fn is_traditional(&mut self) -> bool {
        let (source, table) = (self.source, self.table);
        *self.traditional.get_or_insert_with(|| {
            let is_one = |char: &char| table.class(*char as u32) == Class::Traditional;
            let near = source.chars().take(TRADITIONAL_WITHIN);
            near.filter(is_one).take(TRADITIONAL_AT_LEAST).count() == TRADITIONAL_AT_LEAST
        })
    }

    /// Class and length of the character at `at`, if there is one.
    fn class(&self, at: usize) -> Option<(Class, usize)> {
        let bytes = self.source.as_bytes();
        (at < bytes.len()).then(|| {
            let (code, width) = code_at(bytes, at);
            (self.table.class(code), width)
        })
    }

    fn width(&self, at: usize) -> usize {
        self.class(at).map_or(0, |(_, width)| width)
    }

    /// The character at `at` as the clean text has it.
    fn folded(&self, at: usize) -> Option<char> {
        self.ahead(at).next()
    }

    /// The characters from `at` on as the clean text has them, but for what it drops.
    fn ahead(&self, at: usize) -> impl Iterator<Item = char> {
        self.source[at..].chars().map(|char| self.table.fold(char))
    }
}

#[cfg(test)]
mod tests;
