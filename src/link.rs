//! Links figures with what they count, where, when and how.
//!
//! In: clean text, its articles and the mentions found in it. Out: drafts of the records, in
//! source order. Each sentence is read once, left to right, brackets nested (see `walk`); a word
//! sets an attribute for the figures in its reach, and what no word sets is inherited from the
//! whole, the list, the paragraph, the article, in this order.

pub(crate) mod after;
pub(crate) mod aspect;
pub(crate) mod bracket;
pub(crate) mod carry;
pub(crate) mod draft;
pub(crate) mod figure;
pub(crate) mod grammar;
pub(crate) mod inherit;
pub(crate) mod measured;
pub(crate) mod modify;
pub(crate) mod name;
pub(crate) mod noun;
pub(crate) mod pair;
pub(crate) mod parts;
pub(crate) mod place;
pub(crate) mod scope;
pub(crate) mod token;
pub(crate) mod walk;
pub(crate) mod whole;
pub(crate) mod zero;

use crate::lexicon::{Lexicon, List, Sense};
use crate::link::carry::Carry;
use crate::link::draft::Draft;
use crate::link::token::{Mentions, tokens};
use crate::link::walk::Walk;
use crate::place::{Gazetteer, Level, Place, PlaceId};
use crate::record::Provenance;
use crate::segment::Segmenter;
use crate::span::Span;
use crate::split::{Article, ParagraphKind};

/// Adverbs of one character before a predicate.
const ADVERBS: [char; 5] = ['仍', '均', '都', '也', '已'];

/// Bytes before a place in which the bracket of a remark opens.
const REMARK: usize = 300;

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
        mut mentions: Mentions<'a>,
        mut carry: Carry<'a>,
    ) -> Vec<Draft<'a>> {
        let mut drafts = Vec::with_capacity(mentions.quantities.len());
        for (index, article) in articles.iter().enumerate() {
            let mut ahead = mentions.take(article.span);
            carry.begin_article(index);
            carry.article_place = self.article_place(text, article, ahead, &mut carry);
            for paragraph in &article.paragraphs {
                if matches!(paragraph.kind, ParagraphKind::Chrome) {
                    continue;
                }
                carry.begin_paragraph();
                let from = drafts.len();
                let headline = matches!(paragraph.kind, ParagraphKind::Headline);
                for &sentence in &paragraph.sentences {
                    let mentions = ahead.take(sentence);
                    self.sentence(text, sentence, mentions, &mut carry, &mut drafts);
                }
                for draft in &mut drafts[from..] {
                    draft.headline = headline;
                }
            }
        }
        parts::reassign(&mut drafts, self);
        parts::add_up(&mut drafts, self);
        parts::place_parts(&mut drafts, self);
        parts::echo_headlines(&mut drafts);
        parts::keep_totals(drafts)
    }

    fn sentence(
        &'a self,
        text: &'a str,
        sentence: Span,
        mentions: Mentions<'a>,
        carry: &mut Carry<'a>,
        drafts: &mut Vec<Draft<'a>>,
    ) {
        if mentions.is_idle() && !self.segmenter.is_reference() {
            carry.origin_topic = None;
            return;
        }
        let tokens = tokens(text, sentence, mentions);
        let scope = carry.scope();
        Walk::new(self, text, sentence, &tokens, carry, drafts).sentence(scope);
    }

    /// The place that the article's headline names, else the document's home.
    fn article_place(
        &'a self,
        text: &'a str,
        article: &Article,
        mut ahead: Mentions<'_>,
        carry: &mut Carry<'a>,
    ) -> Option<(Place<'a>, Provenance)> {
        let lead = article.paragraphs.iter().find(|p| matches!(p.kind, ParagraphKind::Body));
        let lead = lead.and_then(|paragraph| paragraph.sentences.first()).copied();
        for part in article.headlines.iter().copied().chain(lead) {
            let named = ahead.take(part).places.iter().filter(|p| part.contains(p.span));
            let named = named.take_while(|p| !self.is_listed(text, part, p.span));
            for mention in named.filter(|p| !self.stands_aside(text, part, p.span)) {
                if let Some(place) = carry.place(self.places, text, mention, carry.home, None)
                    && let Some(id) = place.id
                    && carry.home.is_none_or(|home| self.is_of_home(&place, id, home))
                {
                    return Some((place, Provenance::Context));
                }
            }
        }
        self.home(carry.home)
    }

    /// Whether the place lies in the home, or is a zone, which has no code; a country does not.
    fn is_of_home(&self, place: &Place<'_>, id: PlaceId, home: PlaceId) -> bool {
        self.places.within(id, home) || (place.code.is_none() && !self.is_foreign(place))
    }

    /// Whether the place is a country.
    pub fn is_foreign(&self, place: &Place<'_>) -> bool {
        place.id.is_some_and(|id| self.places.level(id) == Level::Country)
    }

    /// True when a number, a list mark or 至 stands right behind the place: it is an item of a list or
    /// the end of a route.
    fn is_listed(&self, text: &str, part: Span, place: Span) -> bool {
        let rest = &text[place.end..part.end.max(place.end)];
        rest.starts_with(|c: char| {
            c.is_ascii_digit() || matches!(c, '、' | '和' | '等' | '至' | '（' | '(')
        })
    }

    /// True when the place is a remark on a figure: in a bracket, or where somebody has been.
    fn stands_aside(&self, text: &str, part: Span, place: Span) -> bool {
        let before = &text[part.start..place.start];
        let before = &before[before.floor_char_boundary(before.len().saturating_sub(REMARK))..];
        let opened = before.rfind(['（', '(']);
        opened.is_some_and(|at| !before[at..].contains(['）', ')']))
            || self.lexicon.lists.begins(List::Been, &text[place.end..part.end.max(place.end)])
    }

    /// The home as a place that a figure falls back to.
    pub fn home(&self, home: Option<PlaceId>) -> Option<(Place<'a>, Provenance)> {
        home.map(|id| (self.places.place(id), Provenance::Home))
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

    /// Whether `place` lies inside the place given, and is not the same.
    pub fn is_inside(&self, place: &Place<'a>, outer: Option<&(Place<'a>, Provenance)>) -> bool {
        match (place.id, outer.map(|(outer, _)| outer)) {
            (Some(inner), Some(Place { id: Some(outer), name, .. })) => {
                self.places.within(inner, *outer) && *name != place.name
            }
            (_, None) => true,
            _ => false,
        }
    }

    /// Whether the metric `id` can be counted in `unit`.
    pub fn counts(&self, id: &str, unit: Option<&str>) -> bool {
        self.lexicon.counts(id, unit)
    }

    /// 第五轮 → 5, 首轮 → 1.
    pub fn ordinal(&self, text: &str) -> Option<u32> {
        let inner = text.trim_start_matches(['第', '前']).trim_end_matches('轮');
        match inner {
            "首" => Some(1),
            _ if text.starts_with('第') => {
                let numeral = crate::number::read_numeral(inner, 0)?;
                rust_decimal::prelude::ToPrimitive::to_u32(&numeral.value)
            }
            _ => None,
        }
    }

    /// The first few words of a predicate, as a subject of last resort.
    pub fn first_words<'t>(&self, text: &'t str) -> &'t str {
        let text = &text[..text.floor_char_boundary(24)];
        let end = text.find(['，', ',', '。', '；', '、', '（', '(']).unwrap_or(text.len());
        let mut words = text[..end].trim_start_matches(['的', '了']);
        while let Some(length) = self.lexicon.lists.prefix(List::Lead, words)
            && length < words.len()
            && (length > '仍'.len_utf8() || words.starts_with(ADVERBS))
        {
            words = &words[length..];
        }
        words
    }
}
