//! Clean offsets → source offsets.

use crate::span::{SourceSpan, Span};

/// A run of characters that were all made in the same way: `into` clean bytes from `from` source
/// bytes each (1 from 1 for plain copies). It reaches up to the next piece.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Piece {
    pub(super) clean: usize,
    pub(super) source: usize,
    pub(super) into: u8,
    pub(super) from: u8,
}

impl Piece {
    const fn copy(clean: usize, source: usize) -> Self {
        Self { clean, source, into: 1, from: 1 }
    }

    /// Source offset where the unit that holds clean byte `at` begins.
    const fn start(self, at: usize) -> usize {
        self.source + (at - self.clean) / self.into as usize * self.from as usize
    }

    /// Source offset where the unit that holds clean byte `at` ends.
    const fn end(self, at: usize) -> usize {
        self.start(at) + self.from as usize
    }
}

/// Leads from the clean text back to the source: sorted breakpoints, found by binary search.
///
/// ```
/// use tongbao::{clean::clean, span::{SourceSpan, Span}};
/// let cleaned = clean("設置５８個(gè)");
/// assert_eq!(cleaned.text, "设置58个");
/// assert_eq!(cleaned.map.source(Span::new(6, 11)), SourceSpan::new(6, 15)); // ５８個
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OffsetMap {
    pieces: Vec<Piece>,
}

impl Default for OffsetMap {
    fn default() -> Self {
        Self::identity()
    }
}

impl OffsetMap {
    /// The map of a text that was left as it was.
    #[must_use]
    pub const fn identity() -> Self {
        Self { pieces: Vec::new() }
    }

    pub(super) fn new(pieces: Vec<Piece>) -> Self {
        match pieces[..] {
            [piece] if piece == Piece::copy(0, 0) => Self::identity(),
            _ => Self { pieces },
        }
    }

    /// True when both texts have the same offsets.
    #[must_use]
    pub const fn is_identity(&self) -> bool {
        self.pieces.is_empty()
    }

    /// The smallest source span that holds the characters of a clean span.
    ///
    /// What was dropped inside belongs to it, what was dropped before or after does not. An empty
    /// span stays empty, before the character that it stood before.
    #[must_use]
    pub fn source(&self, span: Span) -> SourceSpan {
        if span.is_empty() {
            let start = self.start(span.start);
            return SourceSpan::new(start, start);
        }
        SourceSpan::new(self.start(span.start), self.end(span.end - 1))
    }

    fn start(&self, at: usize) -> usize {
        self.piece(at).map_or(at, |piece| piece.start(at))
    }

    fn end(&self, at: usize) -> usize {
        self.piece(at).map_or(at + 1, |piece| piece.end(at))
    }

    fn piece(&self, at: usize) -> Option<Piece> {
        let next = self.pieces.partition_point(|piece| piece.clean <= at);
        next.checked_sub(1).map(|index| self.pieces[index])
    }

    /// The map that leads through `middle`, a text that `self` leads to and that `self`'s source
    /// was itself made of by `earlier`; `self` holds plain copies only.
    pub(super) fn after(self, earlier: &Self, length: usize) -> Self {
        if earlier.is_identity() {
            return self;
        }
        if self.is_identity() {
            return earlier.clone();
        }
        let mut joined: Vec<Piece> = Vec::with_capacity(self.pieces.len() + earlier.pieces.len());
        let mut from = 0;
        for (index, later) in self.pieces.iter().enumerate() {
            let end = self.pieces.get(index + 1).map_or(length, |next| next.clean);
            let last = later.source + (end - later.clean);
            while earlier.pieces.get(from + 1).is_some_and(|next| next.clean <= later.source) {
                from += 1;
            }
            push(&mut joined, Piece { clean: later.clean, ..moved(earlier.pieces[from], later) });
            while let Some(next) = earlier.pieces.get(from + 1)
                && next.clean < last
            {
                from += 1;
                let clean = later.clean + (next.clean - later.source);
                push(&mut joined, Piece { clean, ..*next });
            }
        }
        Self::new(joined)
    }
}

/// The part of `earlier` from where `later` begins.
const fn moved(earlier: Piece, later: &Piece) -> Piece {
    Piece { source: earlier.start(later.source), ..earlier }
}

/// Adds a piece unless it only carries the last one on.
fn push(pieces: &mut Vec<Piece>, piece: Piece) {
    if let Some(last) = pieces.last()
        && (last.into, last.from) == (piece.into, piece.from)
        && last.start(piece.clean) == piece.source
        && (piece.clean - last.clean).is_multiple_of(last.into as usize)
    {
        return;
    }
    pieces.push(piece);
}

/// A text in the making: what is not touched is copied, in as long stretches as may be, and when
/// nothing was touched there is nothing to copy.
#[derive(Debug)]
pub(super) struct Draft<'a> {
    source: &'a str,
    text: String,
    pieces: Vec<Piece>,
    /// Everything before this source offset is in `text`, or was dropped.
    copied: usize,
    touched: bool,
}

impl<'a> Draft<'a> {
    pub(super) const fn new(source: &'a str) -> Self {
        Self { source, text: String::new(), pieces: Vec::new(), copied: 0, touched: false }
    }

    /// Leaves out the source from `from` to `to`.
    pub(super) fn drop(&mut self, from: usize, to: usize) {
        if from < to {
            self.copy(from);
            self.copied = to;
        }
    }

    /// Puts `with` for the source from `from` to `to`.
    pub(super) fn replace(&mut self, from: usize, to: usize, with: char) {
        self.copy(from);
        let (into, length) = (with.len_utf8(), to - from);
        let piece = if into == length {
            Piece::copy(self.text.len(), from)
        } else {
            let from_bytes = u8::try_from(length).unwrap_or(u8::MAX);
            Piece { clean: self.text.len(), source: from, into: into as u8, from: from_bytes }
        };
        push(&mut self.pieces, piece);
        self.text.push(with);
        self.copied = to;
    }

    fn copy(&mut self, to: usize) {
        if !self.touched {
            self.touched = true;
            self.text.reserve(self.source.len());
        }
        if self.copied < to {
            push(&mut self.pieces, Piece::copy(self.text.len(), self.copied));
            self.text.push_str(&self.source[self.copied..to]);
            self.copied = to;
        }
    }

    /// The last character that stands, or will stand, in the text before source offset `at`.
    pub(super) fn last(&self, at: usize) -> Option<char> {
        let pending = self.source[self.copied.min(at)..at].chars().next_back();
        pending.or_else(|| self.text.chars().next_back())
    }

    /// Length of the text up to source offset `at`.
    pub(super) fn length(&self, at: usize) -> usize {
        self.text.len() + (at - self.copied.min(at))
    }

    /// The text and its map; none when nothing was touched.
    pub(super) fn finish(mut self) -> Option<(String, OffsetMap)> {
        self.touched.then(|| {
            self.copy(self.source.len());
            (self.text, OffsetMap::new(self.pieces))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_lead_back() {
        let source = "一　二(x)３４五";
        let mut draft = Draft::new(source);
        draft.replace(3, 6, ' ');
        draft.drop(9, 12);
        draft.replace(12, 15, '3');
        draft.replace(15, 18, '4');
        let (text, map) = draft.finish().unwrap();
        assert_eq!(text, "一 二34五");
        let whole = Span::new(0, text.len());
        assert_eq!(map.source(whole), SourceSpan::new(0, source.len()));
        assert_eq!(map.source(Span::new(4, 7)), SourceSpan::new(6, 9));
        assert_eq!(map.source(Span::new(4, 8)), SourceSpan::new(6, 15));
        assert_eq!(map.source(Span::new(8, 9)), SourceSpan::new(15, 18));
        assert_eq!(map.source(Span::new(12, 12)), SourceSpan::new(21, 21));
    }

    #[test]
    fn maps_compose() {
        let source = "１２\n３４人(x)\n五";
        let mut first = Draft::new(source);
        for (at, with) in [(0, '1'), (3, '2'), (7, '3'), (10, '4')] {
            first.replace(at, at + 3, with);
        }
        first.drop(16, 19);
        let (middle, earlier) = first.finish().unwrap();
        assert_eq!(middle, "12\n34人\n五");
        let mut second = Draft::new(&middle);
        second.drop(2, 3);
        second.replace(8, 9, ' ');
        let (text, later) = second.finish().unwrap();
        let map = later.after(&earlier, text.len());
        assert_eq!(text, "1234人 五");
        assert_eq!(map.source(Span::new(0, 7)), SourceSpan::new(0, 16));
        assert_eq!(map.source(Span::new(2, 3)), SourceSpan::new(7, 10));
        assert_eq!(map.source(Span::new(8, 11)), SourceSpan::new(20, 23));
    }
}
