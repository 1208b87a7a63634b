//! Tokens of a sentence: what the scanners found, and the punctuation between.
//!
//! In: the mentions of one sentence. Out: tokens that do not overlap, in order; where mentions
//! overlap, a time wins over a place, a place over a quantity, a quantity over a word, unless the
//! word is longer than what it overlaps. Text between tokens stays as gaps.

use crate::lexicon::{Found, Word};
use crate::place::PlaceMention;
use crate::scan::quantity::Quantity;
use crate::scan::time::TimeMention;
use crate::span::Span;

/// Punctuation, by what it separates.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stop {
    /// 、 between items of a list.
    Pause,
    /// ， or a blank in a headline.
    Comma,
    /// ：, after a topic or before a list.
    Colon,
    /// ；, between parts of a sentence.
    Semicolon,
    /// The end of a sentence.
    End,
}

/// What joins the items of a list.
pub(crate) const JOINTS: [char; 4] = ['、', '和', '与', '及'];

/// Whether nothing but joints stands in the gap between two items.
pub(crate) fn is_joint(gap: &str) -> bool {
    gap.trim_matches(JOINTS).is_empty()
}

/// What a token is.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Mark<'a> {
    /// A quantity that may be a figure.
    Figure(&'a Quantity),
    /// A number that is no figure.
    Number,
    Time(&'a TimeMention),
    Place(&'a PlaceMention),
    Word(&'a Word),
    Stop(Stop),
    Open,
    Close,
}

/// One token; its span is in the clean text.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Token<'a> {
    pub span: Span,
    pub mark: Mark<'a>,
}

impl<'a> Token<'a> {
    pub const fn word(&self) -> Option<&'a Word> {
        match self.mark {
            Mark::Word(word) => Some(word),
            _ => None,
        }
    }

    pub const fn stop(&self) -> Option<Stop> {
        match self.mark {
            Mark::Stop(stop) => Some(stop),
            _ => None,
        }
    }

    pub const fn is_figure(&self) -> bool {
        matches!(self.mark, Mark::Figure(_))
    }

    /// Of two mentions at one place the one of the lower rank stands first; punctuation stands
    /// between mentions.
    const fn rank(&self) -> u8 {
        match self.mark {
            Mark::Time(_) => 0,
            Mark::Place(_) => 1,
            Mark::Figure(_) => 2,
            Mark::Word(_) => 3,
            Mark::Number | Mark::Stop(_) | Mark::Open | Mark::Close => 4,
        }
    }

    /// Whether it wins over `old`, which it overlaps.
    const fn beats(&self, old: &Self) -> bool {
        let (length, other) = (self.span.len(), old.span.len());
        match (self.rank(), old.rank()) {
            (3, 3) => false,
            (4, 3) => self.span.start <= old.span.start && length > other,
            (3, 4) => length >= other,
            (1, 3) => self.span.start == old.span.start && length > other,
            (3, 1) => length > other,
            (3, _) => false,
            (_, 3) => true,
            (a, b) => a < b && length >= other || length > other && a <= b,
        }
    }
}

/// The mentions of one document, each list in order.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Mentions<'a> {
    pub quantities: &'a [Quantity],
    pub times: &'a [TimeMention],
    pub places: &'a [PlaceMention],
    pub words: &'a [Found<'a>],
}

impl<'a> Mentions<'a> {
    /// Takes off those that begin in `span`, and with them those before it.
    pub fn take(&mut self, span: Span) -> Self {
        Self {
            quantities: take(&mut self.quantities, span, |quantity| quantity.span),
            times: take(&mut self.times, span, |time| time.span),
            places: take(&mut self.places, span, |place| place.span),
            words: take(&mut self.words, span, |word| word.span),
        }
    }

    /// Whether a sentence of these says nothing about figures, in it or after it.
    pub fn is_idle(self) -> bool {
        self.quantities.is_empty()
            && self.times.is_empty()
            && self.places.is_empty()
            && self.words.iter().all(|found| found.word.is_idle())
    }
}

/// Takes the items up to the end of `span` off `ahead`; those that begin in it.
fn take<'a, T>(ahead: &mut &'a [T], span: Span, of: impl Fn(&T) -> Span) -> &'a [T] {
    let count = |items: &[T], end| items.iter().take_while(|item| of(item).start < end).count();
    let from = &ahead[count(ahead, span.start)..];
    let (found, rest) = from.split_at(count(from, span.end));
    *ahead = rest;
    found
}

/// The tokens of `sentence`, a span of `text`, whose mentions are `all`.
pub(crate) fn tokens<'a>(text: &str, sentence: Span, all: Mentions<'a>) -> Vec<Token<'a>> {
    let mentions = all.times.len() + all.places.len() + all.quantities.len() + all.words.len();
    let mut found: Vec<Token<'a>> = Vec::with_capacity(mentions);
    let mut push = |span, mark| found.push(Token { span, mark });
    for time in all.times {
        push(time.span, Mark::Time(time));
    }
    for place in all.places {
        push(place.span, Mark::Place(place));
    }
    for quantity in all.quantities {
        match quantity.is_figure() {
            true => push(quantity.span, Mark::Figure(quantity)),
            false => push(quantity.span, Mark::Number),
        }
    }
    for word in all.words {
        push(word.span, Mark::Word(word.word));
    }
    punctuate(text, sentence, &choose(found))
}

/// Of overlapping mentions the one that starts first; at the same start the longer; then by rank.
/// A figure or number gives way to a time or place it overlaps, and a word to a figure.
fn choose(mut found: Vec<Token<'_>>) -> Vec<Token<'_>> {
    found.sort_unstable_by_key(|token| {
        (token.span.start, token.rank(), usize::MAX - token.span.len())
    });
    let mut kept: Vec<Token<'_>> = Vec::with_capacity(found.len());
    for token in found {
        let mut wins = true;
        while let Some(other) = kept.last().filter(|other| other.span.overlaps(token.span)) {
            wins = token.beats(other);
            if !wins {
                break;
            }
            kept.pop();
        }
        if wins {
            kept.push(token);
        }
    }
    kept
}

/// The tokens, with the punctuation that lies between them.
fn punctuate<'a>(text: &str, sentence: Span, tokens: &[Token<'a>]) -> Vec<Token<'a>> {
    let mut marked = Vec::with_capacity(tokens.len() * 2);
    let mut at = sentence.start;
    for token in tokens {
        stops(text, at, token.span.start, &mut marked);
        at = token.span.end.max(at);
        marked.push(*token);
    }
    stops(text, at, sentence.end, &mut marked);
    marked
}

fn stops<'a>(text: &str, from: usize, to: usize, out: &mut Vec<Token<'a>>) {
    if from >= to {
        return;
    }
    for (offset, c) in text[from..to].char_indices() {
        let mark = match c {
            '、' => Mark::Stop(Stop::Pause),
            '，' | ',' | ' ' | '\n' => Mark::Stop(Stop::Comma),
            '—' if text[from + offset..].starts_with("——") => Mark::Stop(Stop::Comma),
            '：' | ':' => Mark::Stop(Stop::Colon),
            '；' | ';' => Mark::Stop(Stop::Semicolon),
            '。' | '！' | '？' | '!' | '?' => Mark::Stop(Stop::End),
            '（' | '(' | '〔' | '[' | '【' | '［' => Mark::Open,
            '）' | ')' | '〕' | ']' | '】' | '］' => Mark::Close,
            _ => continue,
        };
        let start = from + offset;
        out.push(Token { span: Span::new(start, start + c.len_utf8()), mark });
    }
}

/// For each token that opens a bracket, the index of the one that closes it, or else the number
/// of tokens; for any other token its own index.
pub(crate) fn closers(tokens: &[Token<'_>]) -> Vec<usize> {
    let mut closers: Vec<usize> = (0..tokens.len()).collect();
    let mut open = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        match token.mark {
            Mark::Open => open.push(at),
            Mark::Close => {
                if let Some(opener) = open.pop() {
                    closers[opener] = at;
                }
            }
            _ => {}
        }
    }
    for opener in open {
        closers[opener] = tokens.len();
    }
    closers
}
