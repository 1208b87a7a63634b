//! The table of words around places: class, word, value. See the head of `place_words.tsv`.

use std::collections::{HashMap, HashSet};

use crate::Result;
use crate::charset::CharSet;
use crate::data::{Row, rows};

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
    Deictic,
    Nation,
    Zone,
    ZoneLoose,
    Local,
    Abbreviation,
}

/// A set of words with their first characters and the length of the longest, for look-ups at a point of a text.
#[derive(Debug, Default)]
pub(super) struct WordSet {
    words: HashSet<&'static str>,
    firsts: CharSet,
    longest: usize,
}

impl WordSet {
    pub(super) fn insert(&mut self, word: &'static str) -> bool {
        self.longest = self.longest.max(word.len());
        word.chars().take(1).for_each(|first| self.firsts.insert(u32::from(first)));
        self.words.insert(word)
    }

    pub(super) fn has(&self, word: &str) -> bool {
        word.starts_with(|first| self.firsts.holds(first)) && self.words.contains(word)
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &'static str> + '_ {
        self.words.iter().copied()
    }

    /// Length in bytes of the longest word that `text` begins with.
    pub(super) fn head(&self, text: &str) -> Option<usize> {
        if !text.starts_with(|first| self.firsts.holds(first)) {
            return None;
        }
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
    pub(super) surname: WordSet,
    pub(super) title_end: WordSet,
    pub(super) speaks: WordSet,
}

impl Words {
    /// # Errors
    /// An unknown class, or a word twice in its class.
    pub(super) fn load() -> Result<Self> {
        let mut words = Self::default();
        let mut seen: HashMap<&str, usize> = HashMap::new();
        for row in rows(FILE, TEXT).skip(1) {
            let [class, word, value] = row.columns()?;
            if word.is_empty() {
                return Err(row.error("no word"));
            }
            let class = match class {
                "block" | "generic" => Class::Block,
                "deictic" => Class::Deictic,
                "nation" => Class::Nation,
                "zone" => Class::Zone,
                "zone-loose" => Class::ZoneLoose,
                "local" => Class::Local,
                "abbreviation" => Class::Abbreviation,
                other => {
                    words.insert(other, word, row)?;
                    continue;
                }
            };
            if let Some(before) = seen.insert(word, row.line) {
                return Err(row.error(format_args!("{word} is also in line {before}")));
            }
            words.patterns.push(WordRow { class, word, value, line: row.line });
        }
        Ok(words)
    }

    fn insert(&mut self, class: &str, word: &'static str, row: Row<'_>) -> Result<()> {
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
            "surname" => &mut self.surname,
            "title-end" => &mut self.title_end,
            "speaks" => &mut self.speaks,
            _ => return Err(row.error(format_args!("unknown class {class}"))),
        };
        if set.insert(word) { Ok(()) } else { Err(row.error(format_args!("{word} twice"))) }
    }
}
