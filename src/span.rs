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

/// Counts the characters of a text up to byte offsets, best when these rise.
#[derive(Debug)]
pub(crate) struct CharCounter<'a> {
    text: &'a str,
    byte: usize,
    count: usize,
}

impl<'a> CharCounter<'a> {
    pub const fn new(text: &'a str) -> Self {
        Self { text, byte: 0, count: 0 }
    }

    /// The number of characters before `byte`, counted on or back from the offset asked before.
    pub fn at(&mut self, byte: usize) -> usize {
        if byte < self.byte {
            self.count -= self.text[byte..self.byte].chars().count();
        } else {
            self.count += self.text[self.byte..byte].chars().count();
        }
        self.byte = byte;
        self.count
    }
}
