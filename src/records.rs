//! Drafts to records: what was borrowed becomes owned, offsets become those of the source.
//!
//! In: the source, what locates the clean text in it, the drafts. Out: records, one a draft, in the
//! same order. What several records share (the document's id, a sentence) is held once.

use std::sync::Arc;

use rust_decimal::Decimal;

use crate::link::draft::Draft;
use crate::record::{Bound, Dimension, Record, code_text};
use crate::segmentation::Locator;
use crate::span::Span;

/// Sentences longer than this many bytes are cut to the part around the figure, unless the caller
/// says otherwise.
pub(crate) const LONGEST_SENTENCE: usize = 3000;

/// The records of `drafts`, figures of the document `doc`.
pub(crate) fn records(
    source: &str,
    locator: &Locator<'_>,
    drafts: &[Draft<'_>],
    doc: &str,
    longest_sentence: usize,
) -> Vec<Record> {
    let sentence = (Span::default(), "".into());
    let mut recorder = Recorder { source, locator, doc: doc.into(), sentence, longest_sentence };
    drafts.iter().enumerate().map(|(id, draft)| recorder.record(id, draft)).collect()
}

struct Recorder<'a> {
    source: &'a str,
    locator: &'a Locator<'a>,
    doc: Arc<str>,
    /// The sentence of the record before, or the part of it.
    sentence: (Span, Arc<str>),
    longest_sentence: usize,
}

impl Recorder<'_> {
    fn record(&mut self, id: usize, draft: &Draft<'_>) -> Record {
        let bytes = self.locator.source(draft.span);
        let (char_start, char_end) = self.locator.count(&bytes);
        let quantity = draft.quantity;
        let zero = quantity.is_none().then_some(Decimal::ZERO);
        let (place, time) = (draft.place.as_ref(), draft.time.as_ref());
        let qualifiers = draft.qualifiers.iter();
        Record {
            doc: self.doc.clone(),
            article: draft.article,
            id,
            metric: draft.metric.map(str::to_owned),
            subject: draft.subject.as_deref().map(str::to_owned),
            aspect: draft.aspect,
            origin: draft.origin,
            qualifiers: qualifiers
                .map(|(key, value)| (key.to_string(), value.to_string()))
                .collect(),
            value: quantity.map_or_else(Default::default, |q| q.value),
            low: quantity.map_or(zero, |q| q.low),
            high: quantity.map_or(zero, |q| q.high),
            bound: quantity.map_or(Bound::Exact, |q| q.bound),
            unit: quantity.and_then(|q| q.unit),
            dimension: quantity.map_or(Dimension::Count, |q| q.dimension),
            per: draft.per.map(str::to_owned),
            status: draft.status,
            place: place.map(|(place, _)| place.name.to_string()),
            place_code: place.and_then(|(place, _)| place.code).map(code_text),
            place_from: place.map(|(_, from)| *from),
            time_start: time.and_then(|(time, _)| time.start).map(|moment| moment.to_string()),
            time_end: time.and_then(|(time, _)| time.end).map(|moment| moment.to_string()),
            time_from: time.filter(|(time, _)| !time.is_open()).map(|t| t.1),
            part_of: draft.whole,
            text: self.source[bytes.clone()].to_owned(),
            byte_start: bytes.start,
            byte_end: bytes.end,
            char_start,
            char_end,
            sentence: self.sentence(draft.sentence, draft.span),
            rule: draft.rule,
        }
    }

    /// The text of the sentence at `span`, or of a long one the part around the figure.
    fn sentence(&mut self, sentence: Span, figure: Span) -> Arc<str> {
        let text = &self.locator.clean.text;
        let span = if sentence.len() > self.longest_sentence {
            self.around(sentence, figure)
        } else {
            sentence
        };
        if self.sentence.0 != span {
            self.sentence = (span, text[span.range()].trim().into());
        }
        self.sentence.1.clone()
    }

    /// The part of a long sentence around a figure: of the sentence in cells of a sixth of the
    /// longest length, the one that the figure stands in, and one more on each side. So figures in
    /// one cell share one part.
    fn around(&self, sentence: Span, figure: Span) -> Span {
        let text = &self.locator.clean.text;
        let cell = (self.longest_sentence / 6).max(1);
        let first = ((figure.start - sentence.start) / cell).saturating_sub(1);
        let last = (figure.end - sentence.start).div_ceil(cell) + 1;
        Span {
            start: text.floor_char_boundary(sentence.start + first * cell),
            end: text.floor_char_boundary(sentence.start + last * cell).min(sentence.end),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Context, Miner};

    #[test]
    fn parts_of_a_long_sentence_hold_their_figures_and_are_shared() {
        let (count, longest) = (1000, 300);
        let miner = Miner::builder().longest_sentence(longest).build().unwrap();
        let text = format!("新增{}。", "许昌市31例、".repeat(count));
        let (records, _) = miner.figures_text(&text, &Context::default()).unwrap();
        assert_eq!(records.len(), count);
        let mut parts: Vec<&Arc<str>> = records.iter().map(|record| &record.sentence).collect();
        assert!(parts.iter().all(|part| part.contains("31例") && part.len() <= longest));
        parts.dedup_by(|a, b| Arc::ptr_eq(a, b));
        let cells = text.len() / (longest / 6) + 1;
        assert!(parts.len() <= 2 * cells, "{} parts", parts.len()); // a figure may stand in two
    }
}
