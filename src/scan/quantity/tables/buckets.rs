//! Rows looked up by the word that begins or ends at a place.

use std::ops::Range;

/// In how many slots the characters fall.
const SLOTS: usize = 1 << 9;

#[inline]
const fn slot(c: char) -> usize {
    c as usize & (SLOTS - 1)
}

/// The end of a word by which it is looked up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Edge {
    First,
    Last,
}

/// Rows by the two characters at one edge of their word, longest first.
#[derive(Debug, Clone)]
pub(super) struct Buckets<T> {
    rows: Vec<T>,
    words: Vec<Word>,
    index: Vec<(char, Range<usize>)>,
    /// Where in `index` the characters with the same low bits begin.
    starts: Vec<usize>,
    /// Which edges occur, by their low bits: most look-ups end here.
    hint: [u64; 64],
}

/// The word of a row.
#[derive(Debug, Clone)]
struct Word {
    text: &'static str,
    chars: usize,
    /// Its second character from the edge.
    second: Option<char>,
}

impl<T> Buckets<T> {
    pub(super) fn new(mut rows: Vec<T>, word: fn(&T) -> &'static str, edge: Edge) -> Self {
        let key = |row: &T| edge_of(word(row), edge).0.unwrap_or_default();
        rows.sort_by(|a, b| {
            let (a, b) = ((key(a), word(b).len(), word(a)), (key(b), word(a).len(), word(b)));
            a.cmp(&b)
        });
        let mut index: Vec<(char, Range<usize>)> = Vec::new();
        let mut hint = [0; 64];
        for (at, row) in rows.iter().enumerate() {
            let key = key(row);
            hint[key as usize >> 6 & 63] |= 1 << (key as u32 & 63);
            match index.last_mut() {
                Some((c, range)) if *c == key => range.end = at + 1,
                _ => index.push((key, at..at + 1)),
            }
        }
        index.sort_by_key(|(key, _)| (slot(*key), *key));
        let starts =
            (0..=SLOTS).map(|low| index.partition_point(|(key, _)| slot(*key) < low)).collect();
        let words = rows.iter().map(word).map(|text| Word {
            text,
            chars: text.chars().count(),
            second: edge_of(text, edge).1,
        });
        let words = words.collect();
        Self { rows, words, index, starts, hint }
    }

    /// The rows whose word `text` begins with, longest first, each with what follows the word.
    #[inline]
    pub(super) fn at_start<'t>(&self, text: &'t str) -> impl Iterator<Item = (&T, &'t str)> {
        let mut chars = text.chars();
        let range = self.range(chars.next());
        let one = chars.as_str();
        let second = if range.is_empty() { None } else { chars.next() };
        let two = chars.as_str();
        self.likely(range, second).filter_map(move |(word, row)| {
            let rest = match word.chars {
                1 => one,
                2 => two,
                _ => text.strip_prefix(word.text)?,
            };
            Some((row, rest))
        })
    }

    /// The rows whose word `text` ends with, longest first, each with what goes before the word.
    #[inline]
    pub(super) fn at_end<'t>(&self, text: &'t str) -> impl Iterator<Item = (&T, &'t str)> {
        let mut chars = text.chars();
        let range = self.range(chars.next_back());
        let one = chars.as_str();
        let second = if range.is_empty() { None } else { chars.next_back() };
        let two = chars.as_str();
        self.likely(range, second).filter_map(move |(word, row)| {
            let rest = match word.chars {
                1 => one,
                2 => two,
                _ => text.strip_suffix(word.text)?,
            };
            Some((row, rest))
        })
    }

    /// Of the rows in `range`, those whose word has that second character, or none.
    #[inline]
    fn likely(
        &self,
        range: Range<usize>,
        second: Option<char>,
    ) -> impl Iterator<Item = (&Word, &T)> {
        let words = self.words[range.clone()].iter().zip(&self.rows[range]);
        words.filter(move |(word, _)| word.chars == 1 || word.second == second)
    }

    #[inline]
    pub(super) const fn may_hold(&self, edge: char) -> bool {
        self.hint[edge as usize >> 6 & 63] >> (edge as u32 & 63) & 1 == 1
    }

    #[inline]
    fn range(&self, first: Option<char>) -> Range<usize> {
        let Some(first) = first.filter(|first| self.may_hold(*first)) else { return 0..0 };
        let slot = slot(first);
        let known = &self.index[self.starts[slot]..self.starts[slot + 1]];
        known.iter().find(|(key, _)| *key == first).map_or(0..0, |(_, range)| range.clone())
    }
}

/// First and second character of `text` from `edge`.
fn edge_of(text: &str, edge: Edge) -> (Option<char>, Option<char>) {
    let mut chars = text.chars();
    match edge {
        Edge::First => (chars.next(), chars.next()),
        Edge::Last => (chars.next_back(), chars.next_back()),
    }
}
