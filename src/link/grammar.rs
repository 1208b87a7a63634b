//! Parts of speech where the tables have no word: is this a noun, where does it end.
//!
//! In: spans of one sentence. Out: answers read off jieba's tags. Only the runs of text that are
//! asked about are cut, each once, and none when nothing is asked.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::sync::Arc;

use crate::lexicon::List;
use crate::link::Linker;
use crate::segment::{self, Tag};
use crate::span::Span;

/// One word of the sentence; its span is in the clean text.
#[derive(Debug, Clone, Copy)]
struct Word {
    span: Span,
    tag: Tag,
}

/// A run of the text, cut into words.
#[derive(Debug)]
struct Run {
    start: usize,
    words: Arc<[segment::Word]>,
}

impl Run {
    /// The word that the character at `at`, an offset of the clean text, belongs to.
    fn word_at(&self, at: usize) -> Option<Word> {
        let index = self.words.partition_point(|word| self.start + word.end <= at);
        let start = index.checked_sub(1).map_or(0, |before| self.words[before].end);
        let word = self.words.get(index)?;
        Some(Word { span: Span::new(start, word.end).shifted(self.start), tag: word.tag })
    }
}

/// The words of one sentence, cut on demand.
#[derive(Debug)]
pub(crate) struct Grammar<'a> {
    text: &'a str,
    sentence: Span,
    linker: &'a Linker<'a>,
    /// The runs cut so far, by their last bytes.
    runs: RefCell<BTreeMap<usize, Run>>,
}

impl<'a> Grammar<'a> {
    pub const fn new(text: &'a str, sentence: Span, linker: &'a Linker<'a>) -> Self {
        Self { text, sentence, linker, runs: RefCell::new(BTreeMap::new()) }
    }

    /// The word that the character at `at` belongs to.
    fn word_at(&self, at: usize) -> Option<Word> {
        if at >= self.sentence.end {
            return None;
        }
        let mut runs = self.runs.borrow_mut();
        if let Some((_, run)) = runs.range(at..).next().filter(|(_, run)| run.start <= at) {
            return run.word_at(at);
        }
        let (last, run) = self.cut(at.max(self.sentence.start));
        runs.entry(last).or_insert(run).word_at(at)
    }

    /// The run around `at`, and where its last byte stands.
    fn cut(&self, at: usize) -> (usize, Run) {
        let (sentence, segmenter) = (self.str(self.sentence), self.linker.segmenter);
        let run = segmenter.run(sentence, at - self.sentence.start);
        let start = self.sentence.start + run.start;
        let words = segmenter.words(&sentence[run.range()]);
        (self.sentence.start + run.end - 1, Run { start, words })
    }

    /// The words that lie in `span`, cut to it.
    fn within(&self, span: Span) -> impl Iterator<Item = Word> {
        let next = move |at: usize| self.word_at(at).filter(|word| word.span.start < span.end);
        std::iter::successors(next(span.start), move |word| next(word.span.end)).map(move |word| {
            let cut = Span::new(word.span.start.max(span.start), word.span.end.min(span.end));
            Word { span: cut, tag: word.tag }
        })
    }

    fn str(&self, span: Span) -> &'a str {
        &self.text[span.range()]
    }

    /// Where the noun phrase at the start of `span` ends; where there is none, its first word.
    pub fn noun_phrase(&self, span: Span) -> usize {
        let mut end = span.start;
        let mut words = self.within(span).peekable();
        let first = words.peek().map_or(span.start, |word| word.span.end);
        while let Some(word) = words.next() {
            let has_noun = end > span.start;
            if has_noun && self.ends_phrase(word, words.peek().copied()) {
                break;
            }
            if word.tag.is_in(&["x"])
                && !self.str(word.span).chars().all(|c| "“”\"‘’《》·-+".contains(c))
            {
                break;
            }
            if is_noun(word.tag) {
                end = word.span.end;
            }
        }
        if end == span.start { first } else { end }
    }

    /// Whether `word`, after a noun, ends the phrase. A verb does unless a noun ends right after it.
    fn ends_phrase(&self, word: Word, next: Option<Word>) -> bool {
        match word.tag.class() {
            b'p' | b'd' | b'r' | b'c' => true,
            b'v' if word.tag.is_in(&["v"]) => next.is_none_or(|next| next.tag.class() != b'n'),
            b'u' => self.str(word.span) != "的",
            b'f' => self.str(word.span) != "以上",
            _ => false,
        }
    }

    /// Where the noun phrase in `span` begins: behind the adverbs, prepositions, pronouns and
    /// conjunctions that lead it (一度停电 → 停电).
    pub fn noun_start(&self, span: Span) -> usize {
        let lists = &self.linker.lexicon.lists;
        if !lists.begins(List::Lead, self.str(span)) {
            return span.start;
        }
        let leads = |word: &Word| lists.has(List::Lead, self.str(word.span));
        self.within(span).take_while(leads).last().map_or(span.start, |word| word.span.end)
    }

    /// Whether `span` begins with a noun phrase: its first word is no verb, adverb or preposition,
    /// or a 的 soon makes a noun of it.
    pub fn starts_with_noun(&self, span: Span) -> bool {
        let first = self.within(span).next();
        first.is_some_and(|first| {
            !first.tag.is_in(&["v", "d", "p", "c", "r", "x", "y", "u", "uj", "ul", "uz"])
                || self.within(span).take(5).any(|word| self.str(word.span) == "的")
        })
    }

    /// Whether `span` begins with a word of content: a noun such as 组工干部 may look like a verb.
    pub fn starts_with_content(&self, span: Span) -> bool {
        self.within(span).next().is_some_and(|first| {
            !first.tag.is_in(&["d", "p", "c", "r", "y", "u", "uj", "ul", "uz", "x", "w"])
        })
    }

    /// Whether `span` ends in a noun.
    pub fn ends_with_noun(&self, span: Span) -> bool {
        self.within(span).last().is_some_and(|word| is_noun(word.tag))
    }

    /// Whether `span` ends in a verb.
    pub fn ends_with_verb(&self, span: Span) -> bool {
        self.within(span).last().is_some_and(|word| word.tag.is_in(&["v"]))
    }

    /// Whether `span` ends in a noun after other words (收治患者).
    pub fn has_object(&self, span: Span) -> bool {
        self.within(span).nth(1).is_some() && self.ends_with_noun(span)
    }

    /// Whether `span` is one verb.
    pub fn is_verb(&self, span: Span) -> bool {
        let mut words = self.within(span);
        words.next().is_some_and(|first| first.tag.is_in(&["v"]) && first.span.end >= span.end)
    }

    /// Whether the word at `span` is part of a longer one (设 in 设备).
    pub fn is_inside_word(&self, span: Span) -> bool {
        self.word_at(span.start)
            .is_some_and(|word| word.span.contains(span) && word.span.len() > span.len())
    }

    /// Whether the word at `at` is a noun.
    pub fn is_noun_at(&self, at: usize) -> bool {
        self.word_at(at).is_some_and(|word| is_noun(word.tag) || word.tag.is_in(&["b", "a"]))
    }

    /// The base that 每 distributes over, at the start of `span`, and where it ends: what recurs is
    /// itself the base (轮采样时间 → 轮), of other measure words the noun is (个隔离点 → 隔离点), or
    /// else the measure word (头补助1200元 → 头). `word_at` gives the end of a known noun.
    pub fn per_base(
        &self,
        span: Span,
        word_at: &dyn Fn(usize) -> Option<usize>,
    ) -> Option<(&'a str, usize)> {
        let text = self.str(span);
        let lists = &self.linker.lexicon.lists;
        if let Some(base) = lists.prefix(List::Recurring, text) {
            return Some((&text[..base], span.start + base));
        }
        let measure = lists.prefix(List::Measure, text).unwrap_or(0);
        let from = span.start + measure;
        let rest = Span::new(from, span.end);
        let known = word_at(from);
        if measure > 0 && known.is_none() && !(self.is_noun_at(from) && from < span.end) {
            return Some((&text[..measure], from));
        }
        let end = known.unwrap_or_else(|| self.noun_phrase(rest));
        let noun = self.text[from..end].trim_end_matches("平均");
        (!noun.is_empty()).then(|| (noun, from + noun.len()))
    }
}

fn is_noun(tag: Tag) -> bool {
    tag.class() == b'n' || tag.is_in(&["vn", "an", "j", "s", "eng", "l", "i"])
}
