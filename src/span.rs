//! Spans: half-open byte ranges, one type for each text.
//!
//! A [`Span`] is in the clean text, a [`SourceSpan`] in the decoded source; only
//! [`OffsetMap`](crate::clean::OffsetMap) converts between them.

use std::ops::Range;

/// A half-open byte range in the clean text.
///
/// ```
/// use tongbao::span::Span;
/// let text = "新增58例";
/// assert_eq!(&text[Span::new(6, 11).range()], "58例");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Span {
    /// The span from `start` up to, not including, `end`.
    #[must_use]
    pub const fn new(start: usize, end: usize) -> Self {
        Self { start, end }
    }

    /// The range, for slicing.
    #[must_use]
    pub const fn range(self) -> Range<usize> {
        self.start..self.end
    }

    /// Length in bytes.
    #[must_use]
    pub const fn len(self) -> usize {
        self.end - self.start
    }

    /// True when nothing lies inside.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.start >= self.end
    }

    /// True when the two share at least one byte.
    #[must_use]
    pub const fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// True when `other` lies wholly inside.
    #[must_use]
    pub const fn contains(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// The same span moved `by` bytes to the right.
    #[must_use]
    pub const fn shifted(self, by: usize) -> Self {
        Self { start: self.start + by, end: self.end + by }
    }
}

/// A half-open byte range in the decoded source.
///
/// ```
/// use tongbao::span::SourceSpan;
/// assert_eq!(SourceSpan::new(0, 3).range(), 0..3);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, serde::Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SourceSpan {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl SourceSpan {
    /// The span from `start` up to, not including, `end`.
    #[must_use]
    pub const fn new(start: usize, end: usize) -> Self {
        Self { start, end }
    }

    /// The range, for slicing.
    #[must_use]
    pub const fn range(self) -> Range<usize> {
        self.start..self.end
    }
}

/// Counts the characters of a text up to byte offsets, asked for in any order.
#[derive(Debug)]
pub(crate) struct CharCounter<'a> {
    text: &'a [u8],
    /// The characters before each block of the text.
    before: Vec<usize>,
}

impl<'a> CharCounter<'a> {
    /// Bytes of a block: what is counted anew for each answer.
    const BLOCK: usize = 64;

    pub fn new(text: &'a str) -> Self {
        let text = text.as_bytes();
        let mut count = 0;
        let before = text.chunks(Self::BLOCK).map(|block| {
            let before = count;
            count += chars(block);
            before
        });
        let mut before: Vec<_> = before.collect();
        before.push(count);
        Self { text, before }
    }

    /// The number of characters before `byte`.
    pub fn at(&self, byte: usize) -> usize {
        let block = byte / Self::BLOCK;
        self.before[block] + chars(&self.text[block * Self::BLOCK..byte])
    }

    /// The characters that those bytes are.
    pub fn range(&self, bytes: &Range<usize>) -> (usize, usize) {
        let start = self.at(bytes.start);
        (start, start + chars(&self.text[bytes.clone()]))
    }
}

/// The characters that begin in `bytes`.
fn chars(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| **byte & 0xC0 != 0x80).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_are_counted_in_any_order() {
        let text = "a例𠮷👨‍👩‍👧e\u{301}".repeat(60);
        for text in [&text[..], "", &"x".repeat(CharCounter::BLOCK)] {
            let counter = CharCounter::new(text);
            let ends = text.char_indices().map(|(byte, _)| byte).chain([text.len()]);
            let mut ends: Vec<_> = ends.enumerate().collect();
            ends.reverse();
            for (count, byte) in ends {
                assert_eq!(counter.at(byte), count, "byte {byte} of {}", text.len());
            }
        }
    }
}
