//! Text → words with their parts of speech.
//!
//! Enters: a sentence, or the stretch around a figure. Leaves: [`Token`]s. Always holds: the
//! tokens follow one another without gap and join to the text. Numbers and times are not read
//! from tokens (the dictionary cuts 一百二十三亿 inside the number); tokens give context only.
//!
//! ```
//! let segmenter = tongbao::segment::Segmenter::new();
//! let words: Vec<_> = segmenter.tag("排查密切接触者").map(|token| token.span.len()).collect();
//! assert_eq!(words, [6, 15]);
//! ```

use std::collections::HashMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use jieba_rs::Jieba;

use crate::data::{Row, rows};
use crate::error::Result;
use crate::span::Span;

/// The table's name, for messages.
const FILE: &str = "jieba_words.tsv";
const WORDS: &str = include_str!("data/jieba_words.tsv");

/// A word of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token<'a> {
    /// Where it stands, in bytes of the text that was tagged.
    pub span: Span,
    /// Part of speech in the tags of the dictionary: `n`, `ns`, `nr`, `v`, `m` … `x` when unknown.
    pub tag: &'a str,
}

/// A word of a run that linking asks about.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Word {
    /// Where it ends, in bytes of the run.
    pub end: usize,
    pub tag: Tag,
}

/// The tag of a part of speech: at most four bytes, a shorter one with NUL behind it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Tag([u8; 4]);

impl Tag {
    fn new(tag: &str) -> Self {
        let mut bytes = [0; 4];
        bytes.iter_mut().zip(tag.bytes()).for_each(|(to, byte)| *to = byte);
        Self(bytes)
    }

    /// Whether it is one of `tags`.
    pub fn is_in(self, tags: &[&str]) -> bool {
        tags.iter().any(|tag| self == Self::new(tag))
    }

    /// Its first letter, which stands for a class of tags.
    pub const fn class(self) -> u8 {
        self.0[0]
    }
}

/// Runs that were cut, with their words; digits that no word holds are one.
type Runs = HashMap<Box<[u8]>, Arc<[Word]>>;

/// So many runs are kept, some 4 MB, and then forgotten all at once.
const RUNS: usize = 1 << 14;

/// Bytes of the longest run that is kept: hostile ones shall not take much more.
const LONGEST_RUN: usize = 96;

/// Cuts text into words. The dictionary (some 0.15 s, 35 MB) is loaded at the first use.
#[derive(Debug, Default)]
pub struct Segmenter {
    jieba: OnceLock<Jieba>,
    /// Bulletins say the same of other numbers, and cutting a run takes ten times as long as
    /// looking it up.
    runs: Mutex<Runs>,
    /// Texts are tagged whole.
    reference: bool,
}

impl Segmenter {
    /// A segmenter that has loaded nothing yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// One by which linking cuts every sentence whole, and each anew.
    pub(crate) fn reference() -> Self {
        Self { reference: true, ..Self::default() }
    }

    pub(crate) const fn is_reference(&self) -> bool {
        self.reference
    }

    /// Loads the dictionary now, so that the first text does not wait for it.
    pub fn warm(&self) {
        self.jieba();
    }

    /// The words of `text` in order.
    pub fn tag<'a>(&'a self, text: &'a str) -> impl Iterator<Item = Token<'a>> {
        let mut end = 0;
        self.jieba().tag(text, true).into_iter().map(move |tagged| {
            let start = end;
            end += tagged.word.len();
            Token { span: Span::new(start, end), tag: tagged.tag }
        })
    }

    /// The stretch of `text` around the character at `at` that may be tagged by itself: jieba
    /// splits a text so before it asks its dictionary. In reference mode, all of it.
    pub(crate) fn run(&self, text: &str, at: usize) -> Span {
        if self.reference {
            return Span::new(0, text.len());
        }
        let (before, after) = text.split_at(at);
        let len = after.find(|c| !is_joined(c)).unwrap_or(after.len());
        if len == 0 {
            return Span::new(at, at + after.chars().next().map_or(0, char::len_utf8));
        }
        let back = before.rfind(|c| !is_joined(c));
        let start = back.map_or(0, |last| text.ceil_char_boundary(last + 1));
        Span::new(start, at + len)
    }

    /// The words of `run`, a stretch that [`Segmenter::run`] gives.
    pub(crate) fn words(&self, run: &str) -> Arc<[Word]> {
        if self.reference || run.len() > LONGEST_RUN {
            return self.cut(run);
        }
        let runs = || self.runs.lock().unwrap_or_else(PoisonError::into_inner);
        let key: Box<[u8]> = run.bytes().map(digit_alike).collect();
        if let Some(words) = runs().get(&key) {
            return words.clone();
        }
        let words = self.cut(run);
        let mut runs = runs();
        if runs.len() == RUNS {
            runs.clear();
        }
        runs.insert(key, words.clone());
        words
    }

    fn cut(&self, run: &str) -> Arc<[Word]> {
        self.tag(run).map(|token| Word { end: token.span.end, tag: Tag::new(token.tag) }).collect()
    }

    fn jieba(&self) -> &Jieba {
        self.jieba.get_or_init(|| {
            let mut jieba = Jieba::new();
            // A test reads every row; should one be wrong all the same, its word is not known.
            for (word, frequency, tag) in rows(FILE, WORDS).filter_map(|row| parse(row).ok()) {
                jieba.add_word(word, Some(frequency), Some(tag));
            }
            jieba
        })
    }
}

/// Whether jieba cuts the character together with its neighbours: a Chinese one, an ASCII letter
/// or digit, and a few signs (`RE_HAN_DEFAULT` of jieba-rs).
const fn is_joined(c: char) -> bool {
    c.is_ascii_alphanumeric()
        || matches!(c, '+' | '#' | '&' | '.' | '_' | '%' | '-')
        || matches!(c, '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}')
        || matches!(c, '\u{20000}'..='\u{2A6DF}' | '\u{2A700}'..='\u{2EBEF}' | '\u{2F800}'..='\u{2FA1F}')
}

/// One digit for those that the dictionary has no word with (it has 1号店 and 4S店): a text is cut
/// alike whichever stand in it.
const fn digit_alike(byte: u8) -> u8 {
    match byte {
        b'1' | b'4' => byte,
        b'0'..=b'9' => b'0',
        _ => byte,
    }
}

/// Word, frequency and tag.
fn parse(row: Row<'_>) -> Result<(&str, usize, &str)> {
    let [word, frequency, tag] = row.columns()?;
    let frequency = frequency.parse().map_err(|_| row.error("the frequency is no number"))?;
    if word.is_empty() || tag.is_empty() {
        return Err(row.error("word or tag is empty"));
    }
    Ok((word, frequency, tag))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sound() {
        let mut words = std::collections::HashSet::new();
        for row in rows(FILE, WORDS) {
            let (word, ..) = parse(row).unwrap();
            assert!(words.insert(word), "{word} stands twice");
            assert!(word.bytes().all(|byte| byte == digit_alike(byte)), "{word} has a digit");
        }
        let fifth = |text| rows(FILE, text).next().map(parse).unwrap();
        let wrong = fifth("\n\n\n\n词\tx\tn").unwrap_err();
        assert!(wrong.to_string().starts_with("jieba_words.tsv:5: "));
        assert!(fifth("\n\n\n\n词\t1").is_err());
    }

    #[test]
    fn words_of_the_field_stay_whole() {
        let segmenter = Segmenter::new();
        let words = |text: &'static str| -> Vec<&str> {
            segmenter.tag(text).map(|token| &text[token.span.range()]).collect()
        };
        assert_eq!(words("经开区设封控区3个"), ["经开区", "设", "封控区", "3", "个"]);
        assert_eq!(words("次密接者"), ["次密接者"]);
        assert!(words("").is_empty());
        let tags: Vec<&str> = segmenter.tag("郑州市经开区").map(|token| token.tag).collect();
        assert_eq!(tags, ["ns", "ns"]);
    }

    #[test]
    fn runs_are_cut_alike_at_each_time() {
        let segmenter = Segmenter::new();
        let reference = Segmenter::reference();
        let words = |segmenter: &Segmenter, run: &str| -> Vec<(usize, Tag)> {
            segmenter.words(run).iter().map(|word| (word.end, word.tag)).collect()
        };
        let long = "新增3例".repeat(LONGEST_RUN);
        for run in ["新增58例", "新增96例", "1号店和4S店", "2号店和5S店", "KN95口罩2.5万只", &long]
        {
            assert_eq!(words(&segmenter, run), words(&reference, run), "{run}");
        }
        assert_eq!(segmenter.runs.lock().unwrap().len(), 4);
        for code in (0x4E00..).take(RUNS) {
            segmenter.words(&char::from_u32(code).unwrap().to_string());
        }
        assert_eq!(segmenter.runs.lock().unwrap().len(), 4);
        assert_eq!(words(&segmenter, "新增58例"), words(&reference, "新增58例"));
    }

    #[test]
    fn tokens_join_to_the_text() {
        let segmenter = Segmenter::new();
        for text in ["截至5月8日，新增58例。", "a b\u{FFFD}𠮷庄3例\n", "３．５％ 增"]
        {
            let mut end = 0;
            for token in segmenter.tag(text) {
                assert_eq!(token.span.start, end);
                end = token.span.end;
            }
            assert_eq!(end, text.len());
        }
    }
}
