//! Links figures with what they count, where, when and how.
//!
//! In: clean text, its articles and the mentions found in it. Out: drafts of the records, in
//! source order. Each sentence is read once, left to right, brackets nested (see `walk`); a word
//! sets an attribute for the figures in its reach, and what no word sets is inherited from the
//! whole, the list, the paragraph, the article, in this order.

pub(crate) mod carry;
pub(crate) mod draft;
pub(crate) mod name;
pub(crate) mod pair;
pub(crate) mod parts;
pub(crate) mod token;
pub(crate) mod walk;

use crate::lexicon::{Lexicon, Sense};
use crate::link::carry::Carry;
use crate::link::draft::Draft;
use crate::link::token::{Mentions, tokens};
use crate::link::walk::Walk;
use crate::place::{Gazetteer, Place};
use crate::record::Provenance;
use crate::segment::{Segmenter, Token};
use crate::span::Span;
use crate::split::{Article, ParagraphKind};

/// The tables that linking reads.
#[derive(Debug)]
pub(crate) struct Linker<'a> {
    pub lexicon: &'a Lexicon,
    pub places: &'a Gazetteer,
    pub segmenter: &'a Segmenter,
}

impl<'a> Linker<'a> {
    /// Reads all sentences of `articles`.
    pub fn link(
        &'a self,
        text: &'a str,
        articles: &[Article],
        mentions: Mentions<'a>,
        mut carry: Carry,
    ) -> Vec<Draft<'a>> {
        let mut drafts = Vec::new();
        for (index, article) in articles.iter().enumerate() {
            let place = self.article_place(text, article, mentions, &mut carry);
            carry.begin_article(index, place);
            for paragraph in &article.paragraphs {
                if matches!(paragraph.kind, ParagraphKind::Chrome) {
                    continue;
                }
                carry.begin_paragraph();
                let from = drafts.len();
                for &sentence in &paragraph.sentences {
                    self.sentence(text, sentence, mentions, &mut carry, &mut drafts);
                }
                let _ = from;
            }
        }
        parts::add_up(&mut drafts);
        drafts
    }

    fn sentence(
        &'a self,
        text: &'a str,
        sentence: Span,
        mentions: Mentions<'a>,
        carry: &mut Carry,
        drafts: &mut Vec<Draft<'a>>,
    ) {
        let tokens = tokens(text, sentence, mentions);
        let from = drafts.len();
        let scope = carry.scope();
        let scope = Walk::new(self, text, sentence, &tokens, carry, drafts).sentence(scope);
        for draft in &mut drafts[from..] {
            carry.date(draft, scope.now);
        }
    }

    /// The place that the article's headline names, else the document's home.
    fn article_place(
        &self,
        text: &str,
        article: &Article,
        mentions: Mentions<'_>,
        carry: &mut Carry,
    ) -> Option<(Place, Provenance)> {
        let home = carry.home.map(|id| (self.places.place(id), Provenance::Home));
        for headline in &article.headlines {
            for mention in mentions.places.iter().filter(|p| headline.contains(p.span)) {
                if let Some(place) = carry.place(self.places, text, mention, carry.home)
                    && let Some(id) = place.id
                    && carry.home.is_none_or(|home| self.places.within(id, home))
                {
                    return Some((place, Provenance::Context));
                }
            }
        }
        home
    }

    /// The metric of several metrics taken together: both kinds of infection, both kinds of contact.
    pub fn together(&self, metrics: &[&str]) -> Option<&'a Sense> {
        let all = |set: &[&str]| metrics.iter().all(|m| set.contains(m));
        let word = if all(&["confirmed_cases", "asymptomatic_cases", "infections"]) {
            "感染者"
        } else if all(&["close_contacts", "secondary_contacts", "contacts"]) {
            "密接和次密接"
        } else if metrics.windows(2).all(|pair| pair[0] == pair[1]) {
            return metrics.first().and_then(|metric| self.lexicon.metric(metric));
        } else {
            return None;
        };
        self.lexicon.find(word).next().and_then(|found| found.word.sense(Some("例")))
    }

    /// 个隔离点 → 隔离点, 轮采样时间 → 轮: the base that 每 distributes over, and where it ends.
    pub fn per_base(&self, text: &str) -> Option<(String, usize)> {
        const RECURRING: [&str; 25] = [
            "小时",
            "分钟",
            "公斤",
            "千克",
            "平方米",
            "轮",
            "班",
            "次",
            "起",
            "场",
            "批",
            "日",
            "天",
            "年",
            "月",
            "周",
            "秒",
            "户",
            "组",
            "亩",
            "斤",
            "吨",
            "公里",
            "人",
            "单",
        ];
        const MEASURES: [&str; 22] = [
            "个", "名", "辆", "支", "家", "间", "顶", "张", "处", "所", "位", "座", "条", "台",
            "艘", "件", "只", "头", "栋", "套", "项", "床",
        ];
        if let Some(base) = RECURRING.iter().find(|base| text.starts_with(**base)) {
            return Some(((*base).to_owned(), base.len()));
        }
        let rest = MEASURES.iter().find_map(|m| text.strip_prefix(m)).unwrap_or(text);
        let end = self.noun_phrase(rest);
        let noun = rest[..end].trim_end_matches("平均");
        (!noun.is_empty()).then(|| (noun.to_owned(), text.len() - rest.len() + noun.len()))
    }

    /// Whether jieba sees the word at `span` as part of a longer one (设 in 设备).
    pub fn is_inside_word(&self, text: &str, sentence: Span, span: Span) -> bool {
        let from = text[sentence.start..span.start]
            .char_indices()
            .rev()
            .take(4)
            .last()
            .map_or(span.start, |(at, _)| sentence.start + at);
        let around = clip(&text[from..sentence.end], span.end - from + 12);
        let inner = span.start - from..span.end - from;
        self.segmenter.tag(around).any(|token| {
            token.span.start <= inner.start
                && inner.end <= token.span.end
                && token.span.len() > inner.len()
        })
    }

    /// Whether `text` goes on with a noun, so that it forms one word with what is before it.
    pub fn is_compound(&self, text: &str) -> bool {
        self.segmenter.tag(clip(text, 24)).next().is_some_and(|token| token.tag.starts_with('n'))
    }

    fn words<'t>(&'t self, text: &'t str) -> Vec<Token<'t>> {
        self.segmenter.tag(text).collect()
    }

    /// Where the noun phrase at the start of `text` ends.
    pub fn noun_phrase(&self, text: &str) -> usize {
        let text = clip(text, 60);
        let mut end = 0;
        let mut has_noun = false;
        let tokens = self.words(text);
        for (index, token) in tokens.iter().enumerate() {
            let tag = token.tag;
            let word = &text[token.span.range()];
            match tag.chars().next() {
                Some('x' | 'w') if !word.chars().all(|c| "“”\"‘’《》·-+".contains(c)) => {
                    break;
                }
                Some('p' | 'd' | 'r') if has_noun => break,
                Some('c') if has_noun => break,
                Some('v') if tag == "v" && has_noun => {
                    let next = tokens.get(index + 1).map_or("", |t| t.tag);
                    if !next.starts_with('n')
                        || index + 2 < tokens.len()
                        || text.len() > token.span.end + 12
                    {
                        break;
                    }
                }
                Some('u') if has_noun && word != "的" => break,
                Some('u') if has_noun => {}
                Some('f') if has_noun && word != "以上" => break,
                _ => {
                    has_noun |= is_noun(tag);
                    if is_noun(tag) {
                        end = token.span.end;
                    }
                }
            }
        }
        if end == 0 { tokens.first().map_or(0, |t| t.span.end) } else { end }
    }

    /// Whether `text` begins with a noun phrase: its first word is no verb, adverb or preposition,
    /// or a 的 soon makes a noun of it.
    pub fn starts_with_noun(&self, text: &str) -> bool {
        let text = clip(text, 36);
        let tokens = self.words(text);
        tokens.first().is_some_and(|first| {
            !matches!(first.tag, "v" | "d" | "p" | "c" | "r" | "x" | "y" | "uj" | "ul" | "uz")
                || tokens.iter().take(5).any(|t| &text[t.span.range()] == "的")
        })
    }

    /// Whether `text` is one verb.
    pub fn is_verb(&self, text: &str) -> bool {
        let mut tokens = self.segmenter.tag(clip(text, 24));
        tokens.next().is_some_and(|first| first.tag == "v") && tokens.next().is_none()
    }

    /// Whether `text` ends in a noun.
    pub fn ends_with_noun(&self, text: &str) -> bool {
        let tokens = self.words(text);
        tokens.last().is_some_and(|t| is_noun(t.tag))
    }

    /// The first few words of a predicate, as a subject of last resort.
    pub fn first_words(&self, text: &str) -> String {
        let text = clip(text, 24);
        let end = text.find(['，', ',', '。', '；', '、', '（', '(']).unwrap_or(text.len());
        text[..end].trim_start_matches(['的', '了']).to_owned()
    }
}

fn is_noun(tag: &str) -> bool {
    tag.starts_with('n') || matches!(tag, "vn" | "an" | "j" | "s" | "eng" | "l" | "i")
}

/// At most `limit` bytes of the start of `text`.
fn clip(text: &str, limit: usize) -> &str {
    match text.char_indices().take_while(|(at, c)| at + c.len_utf8() <= limit).last() {
        Some((at, c)) => &text[..at + c.len_utf8()],
        None => "",
    }
}
