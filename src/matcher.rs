//! Finds words: the longest that begins at a place, or all in a text, leftmost-longest.
//!
//! Enters: words, each with a meaning. Leaves: [`Matcher`]. Always holds: the order of the words
//! never matters. Bit sets of the first six bytes, which are two Han characters, reject nearly all
//! places of a text; what they let pass is compared with the few words that begin so, the longest
//! first.

use std::ops::Range;

/// Words and what they mean.
#[derive(Debug, Clone)]
pub(crate) struct Matcher<T> {
    /// By key, then downwards, so that of two that fit the longer one comes first.
    words: Vec<(Box<str>, T)>,
    /// An open hash table: a key, and where in `words` the words with that key are.
    groups: Vec<(u64, Range<u32>)>,
    /// A bit for each key of six bytes, and for each of three.
    long: Box<[u64; 1 << 11]>,
    short: Box<[u64; 1 << 8]>,
    /// For each first byte of a character its length, with [`BYTE`] where a word of one or two
    /// bytes begins so.
    leads: Box<[u8; 256]>,
}

const BYTE: u8 = 0x80;

/// Keys are the first so many bytes of a word.
const KEYS: [usize; 3] = [6, 3, 1];

impl<T> Matcher<T> {
    /// A matcher of `words`, or the first word that is empty or given twice.
    pub(crate) fn new(mut words: Vec<(Box<str>, T)>) -> Result<Self, Box<str>> {
        words.sort_unstable_by(|(a, _), (b, _)| key_of(a).cmp(&key_of(b)).then_with(|| b.cmp(a)));
        if words.iter().any(|(word, _)| word.is_empty()) {
            return Err(Box::default());
        }
        if let Some(two) = words.windows(2).find(|two| two[0].0 == two[1].0) {
            return Err(two[0].0.clone());
        }
        let mut matcher = Self {
            groups: vec![(0, 0..0); (words.len() * 2).next_power_of_two()],
            words,
            long: Box::new([0; 1 << 11]),
            short: Box::new([0; 1 << 8]),
            leads: Box::new(std::array::from_fn(|byte| width(byte as u8))),
        };
        matcher.index();
        Ok(matcher)
    }

    fn index(&mut self) {
        let mut start = 0;
        for group in self.words.chunk_by(|(a, _), (b, _)| key_of(a) == key_of(b)) {
            let (key, length) = key_of(&group[0].0);
            let end = start + group.len() as u32;
            let mut slot = hash(key);
            while self.groups[slot & (self.groups.len() - 1)].0 != 0 {
                slot += 1;
            }
            let slot = slot & (self.groups.len() - 1);
            self.groups[slot] = (key, start..end);
            let bit = hash(key);
            match length {
                6 => self.long[bit / 64 % (1 << 11)] |= 1 << (bit % 64),
                3 => self.short[bit / 64 % (1 << 8)] |= 1 << (bit % 64),
                _ => self.leads[key as usize & 0xFF] |= BYTE,
            }
            start = end;
        }
    }

    /// What the words mean, in no particular order.
    pub(crate) fn meanings(&self) -> impl Iterator<Item = &T> {
        self.words.iter().map(|(_, means)| means)
    }

    /// The longest word that `text` begins with and that is `good` before the text behind it: its
    /// meaning and length.
    #[inline]
    pub(crate) fn good_at_start(
        &self,
        text: &str,
        good: impl Fn(&T, &str) -> bool,
    ) -> Option<(&T, usize)> {
        let window = window(text.as_bytes());
        if !self.may_begin(window) {
            return None;
        }
        self.longest(text.as_bytes(), window, |means, length| good(means, &text[length..]))
    }

    /// The longest word that `text` begins with: its meaning and length.
    #[inline]
    pub(crate) fn at_start(&self, text: &str) -> Option<(T, usize)>
    where
        T: Copy,
    {
        self.good_at_start(text, |_, _| true).map(|(means, length)| (*means, length))
    }

    /// The first word of `text` from the character edge `from` on, the longest of those that begin
    /// there.
    #[inline]
    pub(crate) fn find(&self, text: &str, from: usize) -> Option<(T, Range<usize>)>
    where
        T: Copy,
    {
        let mut at = from;
        while let Some(rest) = text.as_bytes().get(at..).filter(|rest| !rest.is_empty()) {
            let window = window(rest);
            if self.may_begin(window)
                && let Some((means, length)) = self.longest(rest, window, |_, _| true)
            {
                return Some((*means, at..at + length));
            }
            at += usize::from(self.leads[window as usize & 0xFF] & !BYTE);
        }
        None
    }

    /// The words of `text`, leftmost-longest, in order.
    pub(crate) fn find_iter(&self, text: &str) -> impl Iterator<Item = (T, Range<usize>)>
    where
        T: Copy,
    {
        let mut from = 0;
        std::iter::from_fn(move || {
            let found = self.find(text, from)?;
            from = found.1.end;
            Some(found)
        })
    }

    /// False when no word begins with the bytes of `window`.
    #[inline]
    fn may_begin(&self, window: u64) -> bool {
        let (long, short) = (hash(first(window, 6)), hash(first(window, 3)));
        let long = self.long[long / 64 % (1 << 11)] >> (long % 64);
        let short = self.short[short / 64 % (1 << 8)] >> (short % 64);
        (long | short) & 1 == 1 || self.leads[window as usize & 0xFF] >= BYTE
    }

    /// The longest word that `bytes` begin with and that is `good`.
    #[inline]
    fn longest(
        &self,
        bytes: &[u8],
        window: u64,
        good: impl Fn(&T, usize) -> bool,
    ) -> Option<(&T, usize)> {
        for length in KEYS {
            for (word, means) in self.group(first(window, length)) {
                if bytes.starts_with(word.as_bytes()) && good(means, word.len()) {
                    return Some((means, word.len()));
                }
            }
        }
        None
    }

    #[inline]
    fn group(&self, key: u64) -> &[(Box<str>, T)] {
        let mut slot = hash(key);
        loop {
            let (known, range) = &self.groups[slot & (self.groups.len() - 1)];
            if *known == key || *known == 0 {
                return &self.words[range.start as usize..range.end as usize];
            }
            slot += 1;
        }
    }
}

/// The key of a word and its length.
fn key_of(word: &str) -> (u64, usize) {
    let length = KEYS.into_iter().find(|length| *length <= word.len()).unwrap_or(1);
    (first(window(word.as_bytes()), length), length)
}

/// The first eight bytes; NUL for those behind the end.
#[inline]
fn window(bytes: &[u8]) -> u64 {
    match bytes.first_chunk::<8>() {
        Some(eight) => u64::from_le_bytes(*eight),
        None => bytes.iter().rev().fold(0, |window, byte| window << 8 | u64::from(*byte)),
    }
}

/// The first `length` bytes of a window.
#[inline]
const fn first(window: u64, length: usize) -> u64 {
    window & ((1 << (length * 8)) - 1)
}

#[inline]
const fn hash(key: u64) -> usize {
    (key.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 40) as usize
}

/// The length of the character that begins with `byte`.
const fn width(byte: u8) -> u8 {
    match byte {
        0..0x80 => 1,
        0x80..0xE0 => 2,
        0xE0..0xF0 => 3,
        0xF0.. => 4,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matcher(words: &[&str]) -> Result<Matcher<usize>, Box<str>> {
        Matcher::new(words.iter().enumerate().map(|(at, word)| ((*word).into(), at)).collect())
    }

    #[test]
    fn words_are_found() {
        let words = matcher(&["市", "许昌", "许昌市", "昌市", "a", "𠮷野"]).unwrap();
        let found = |text| words.find_iter(text).collect::<Vec<_>>();
        assert_eq!(found("在许昌市。"), [(2, 3..12)]);
        assert_eq!(found("许昌a市"), [(1, 0..6), (4, 6..7), (0, 7..10)]);
        assert_eq!(found("许𠮷野昌市"), [(5, 3..10), (3, 10..16)]);
        assert_eq!(found("许"), []);
        assert_eq!(found(""), []);
        assert_eq!(words.at_start("许昌市区"), Some((2, 9)));
        assert_eq!((words.at_start("市许昌"), words.at_start("昌")), (Some((0, 3)), None));
        assert_eq!(words.find("许昌市", 3), Some((3, 3..9)));
        assert_eq!(matcher(&[]).unwrap().find("许", 0), None);
        let words = matcher(&["市b", "市abc", "市a", "市", "ab", "a", "abcdefg"]).unwrap();
        let longest = |text| words.at_start(text).map(|(word, _)| word);
        let texts = ["市b", "市abcd", "市abd", "市x", "市", "abx", "ax", "abcdefgh", "b"];
        let found = [Some(0), Some(1), Some(2), Some(3), Some(3), Some(4), Some(5), Some(6), None];
        assert_eq!(texts.map(longest), found);
    }

    #[test]
    fn bad_words_are_named() {
        assert_eq!(&*matcher(&["市", "许昌", "许昌"]).unwrap_err(), "许昌");
        assert_eq!(&*matcher(&["市", ""]).unwrap_err(), "");
    }
}
