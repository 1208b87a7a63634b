//! The table of words around places: class, word, value. See the head of `place_words.tsv`.

use std::collections::{HashMap, HashSet};

use crate::{Error, Result};

pub(super) const FILE: &str = "place_words.tsv";
const TEXT: &str = include_str!("../data/place_words.tsv");

/// One row that is a pattern to scan for.
#[derive(Debug, Clone, Copy)]
pub(super) struct WordRow {
    pub(super) class: Class,
    pub(super) word: &'static str,
    pub(super) value: &'static str,
    pub(super) line: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    Block,
    Generic,
    Deictic,
    Nation,
    Zone,
    ZoneLoose,
    Local,
    Abbreviation,
}

/// A set of words with the length of its longest, for look-ups at a point of a text.
#[derive(Debug, Default)]
pub(super) struct WordSet {
    words: HashSet<&'static str>,
    longest: usize,
}

impl WordSet {
    pub(super) fn insert(&mut self, word: &'static str) -> bool {
        self.longest = self.longest.max(word.len());
        self.words.insert(word)
    }

    pub(super) fn has(&self, word: &str) -> bool {
        self.words.contains(word)
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &'static str> + '_ {
        self.words.iter().copied()
    }

    /// Length in bytes of the longest word that `text` begins with.
    pub(super) fn head(&self, text: &str) -> Option<usize> {
        let edge = text.len().min(self.longest);
        (1..=edge).rev().find(|&len| text.is_char_boundary(len) && self.has(&text[..len]))
    }

    /// True when a word stands anywhere in `text` (a few characters).
    pub(super) fn inside(&self, text: &str) -> bool {
        text.char_indices().any(|(at, _)| self.head(&text[at..]).is_some())
    }
}

/// Everything the table says.
#[derive(Debug, Default)]
pub(super) struct Words {
    pub(super) patterns: Vec<WordRow>,
    pub(super) ordinary: WordSet,
    pub(super) ordinary_full: WordSet,
    pub(super) lead: WordSet,
    pub(super) notname: WordSet,
    pub(super) notname_start: WordSet,
    pub(super) after: WordSet,
    pub(super) road_mid: WordSet,
    pub(super) trigger: WordSet,
    pub(super) item_end: WordSet,
}

/// The rows of a table with their line numbers: comments and the header left out.
///
/// # Errors
/// A row that has not as many fields as the header.
pub(super) fn rows<const N: usize>(
    file: &'static str,
    text: &'static str,
) -> impl Iterator<Item = Result<(usize, [&'static str; N])>> {
    text.lines()
        .enumerate()
        .map(|(index, line)| (index + 1, line))
        .filter(|(_, line)| !line.starts_with('#') && !line.is_empty())
        .skip(1)
        .map(move |(line, row)| {
            let mut fields = [""; N];
            let mut parts = row.split('\t');
            for field in &mut fields {
                *field = parts.next().ok_or_else(|| Error::table(file, line, "too few fields"))?;
            }
            match parts.next() {
                Some(_) => Err(Error::table(file, line, "too many fields")),
                None => Ok((line, fields)),
            }
        })
}

impl Words {
    /// # Errors
    /// An unknown class, or a word twice in its class.
    pub(super) fn load() -> Result<Self> {
        let mut words = Self::default();
        let mut seen: HashMap<&str, usize> = HashMap::new();
        for row in rows::<3>(FILE, TEXT) {
            let (line, [class, word, value]) = row?;
            if word.is_empty() {
                return Err(Error::table(FILE, line, "no word"));
            }
            let class = match class {
                "block" => Class::Block,
                "generic" => Class::Generic,
                "deictic" => Class::Deictic,
                "nation" => Class::Nation,
                "zone" => Class::Zone,
                "zone-loose" => Class::ZoneLoose,
                "local" => Class::Local,
                "abbreviation" => Class::Abbreviation,
                other => {
                    words.insert(other, word, line)?;
                    continue;
                }
            };
            if let Some(before) = seen.insert(word, line) {
                return Err(Error::table(FILE, line, format!("{word} is also in line {before}")));
            }
            words.patterns.push(WordRow { class, word, value, line });
        }
        Ok(words)
    }

    fn insert(&mut self, class: &str, word: &'static str, line: usize) -> Result<()> {
        let set = match class {
            "ordinary" => &mut self.ordinary,
            "ordinary-full" => &mut self.ordinary_full,
            "lead" => &mut self.lead,
            "notname" => &mut self.notname,
            "notname-start" => &mut self.notname_start,
            "after" => &mut self.after,
            "road-mid" => &mut self.road_mid,
            "trigger" => &mut self.trigger,
            "item-end" => &mut self.item_end,
            _ => return Err(Error::table(FILE, line, format!("unknown class {class}"))),
        };
        if set.insert(word) {
            Ok(())
        } else {
            Err(Error::table(FILE, line, format!("{word} twice")))
        }
    }
}
