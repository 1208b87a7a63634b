//! A document cut up, as `tongbao segment` prints it.
//!
//! In: clean text, its articles, a segmenter. Out: [`Segmentation`], every part with its offsets
//! in the source.

use std::ops::Range;

use serde::Serialize;

use crate::clean::Clean;
use crate::record::ArticleInfo;
use crate::segment::Segmenter;
use crate::span::{CharCounter, Span};
use crate::split::{Article, Paragraph, ParagraphKind};

/// A document cut into articles, paragraphs, sentences and words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Segmentation {
    /// The document's id.
    pub doc: String,
    /// Its articles, in order.
    pub articles: Vec<SegmentedArticle>,
}

/// One article, cut up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SegmentedArticle {
    /// Headlines, byline, dateline and where it stands.
    #[serde(flatten)]
    pub info: ArticleInfo,
    /// Its paragraphs, in order.
    pub paragraphs: Vec<SegmentedParagraph>,
}

/// One paragraph, cut up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SegmentedParagraph {
    /// What it is.
    pub kind: ParagraphKind,
    /// Unicode scalar offset in the source.
    pub char_start: usize,
    /// Its end.
    pub char_end: usize,
    /// Its sentences, in order.
    pub sentences: Vec<SegmentedSentence>,
}

/// One sentence, cut up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SegmentedSentence {
    /// The cleaned sentence.
    pub text: String,
    /// Unicode scalar offset in the source.
    pub char_start: usize,
    /// Its end.
    pub char_end: usize,
    /// Its words, in order.
    pub words: Vec<Word>,
}

/// One word.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Word {
    /// The cleaned word.
    pub text: String,
    /// jieba's part of speech.
    pub tag: String,
    /// Unicode scalar offset in the source.
    pub char_start: usize,
    /// Its end.
    pub char_end: usize,
}

/// Characters of the source for spans of the clean text.
pub(crate) struct Locator<'a> {
    pub clean: &'a Clean<'a>,
    counter: CharCounter<'a>,
}

impl<'a> Locator<'a> {
    pub fn new(source: &'a str, clean: &'a Clean<'a>) -> Self {
        Self { clean, counter: CharCounter::new(source) }
    }

    /// The bytes of the source that `span` stands for.
    pub fn source(&self, span: Span) -> Range<usize> {
        self.clean.map.source(span).range()
    }

    /// The characters of the source that `span` stands for.
    pub fn chars(&self, span: Span) -> (usize, usize) {
        self.count(&self.source(span))
    }

    /// The characters of the source that those bytes are.
    pub fn count(&self, bytes: &Range<usize>) -> (usize, usize) {
        self.counter.range(bytes)
    }

    fn text(&self, span: Span) -> String {
        self.clean.text[span.range()].trim().to_owned()
    }

    /// What is known about `article`.
    pub fn info(&self, article: &Article) -> ArticleInfo {
        let (char_start, char_end) = self.chars(article.span);
        let names = |spans: &[Span]| spans.iter().map(|span| self.text(*span)).collect();
        let byline = article.byline.as_ref();
        ArticleInfo {
            char_start,
            char_end,
            headlines: names(&article.headlines),
            kicker: article.kicker.map(|span| self.text(span)),
            reporters: byline.map(|b| names(&b.reporters)).unwrap_or_default(),
            correspondents: byline.map(|b| names(&b.correspondents)).unwrap_or_default(),
            dateline: article.dateline.map(|span| self.text(span)),
            jump: article.jump.map(|span| self.text(span)),
        }
    }
}

/// Cuts up a document.
pub(crate) fn segmentation(
    source: &str,
    clean: &Clean<'_>,
    articles: &[Article],
    segmenter: &Segmenter,
    doc: &str,
) -> Segmentation {
    let locator = Locator::new(source, clean);
    let articles = articles.iter().map(|article| SegmentedArticle {
        info: locator.info(article),
        paragraphs: article
            .paragraphs
            .iter()
            .map(|paragraph| cut_paragraph(paragraph, segmenter, &locator))
            .collect(),
    });
    Segmentation { doc: doc.to_owned(), articles: articles.collect() }
}

fn cut_paragraph(
    paragraph: &Paragraph,
    segmenter: &Segmenter,
    locator: &Locator<'_>,
) -> SegmentedParagraph {
    let (char_start, char_end) = locator.chars(paragraph.span);
    let sentences = paragraph.sentences.iter();
    let sentences = sentences.map(|span| cut_sentence(*span, segmenter, locator)).collect();
    SegmentedParagraph { kind: paragraph.kind, char_start, char_end, sentences }
}

fn cut_sentence(span: Span, segmenter: &Segmenter, locator: &Locator<'_>) -> SegmentedSentence {
    let (char_start, char_end) = locator.chars(span);
    let clean = locator.clean;
    let words = segmenter.tag(&clean.text[span.range()]).map(|token| {
        let span = token.span.shifted(span.start);
        let (char_start, char_end) = locator.chars(span);
        let text = locator.clean.text[span.range()].to_owned();
        Word { text, tag: token.tag.to_string(), char_start, char_end }
    });
    let words = words.collect();
    SegmentedSentence { text: locator.text(span), char_start, char_end, words }
}
