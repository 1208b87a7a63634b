//! A figure while it is being linked, and the scope that its attributes are read from.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::lexicon::Sense;
use crate::place::Place;
use crate::record::{Aspect, Origin, Provenance, Status};
use crate::scan::quantity::Quantity;
use crate::span::Span;
use crate::time::TimeSpan;

/// A figure with the attributes found so far. Spans are in the clean text.
#[derive(Debug, Clone)]
pub(crate) struct Draft<'a> {
    /// None for an explicit zero (无新增死亡病例).
    pub quantity: Option<&'a Quantity>,
    pub span: Span,
    pub sentence: Span,
    pub paragraph: usize,
    pub article: usize,
    /// Runs up by one for each item (stretch between separators) of the document.
    pub item: usize,
    pub metric: Option<&'a str>,
    pub subject: Option<Cow<'a, str>>,
    pub aspect: Option<Aspect>,
    pub origin: Option<Origin>,
    pub qualifiers: BTreeMap<&'a str, Cow<'a, str>>,
    pub per: Option<&'a str>,
    pub status: Status,
    pub place: Option<(Place<'a>, Provenance)>,
    pub time: Option<(TimeSpan, Provenance)>,
    pub whole: Option<usize>,
    /// What the figure's own words say; the rest is inherited and may still be.
    pub own: Own,
    pub marks: Marks,
    /// A word (已使用) marks it as a part.
    pub subset: bool,
    /// How deep in brackets it stands.
    pub depth: usize,
    pub headline: bool,
    /// What 均 narrowed, where the figure sums up the nation.
    pub total: Option<Total<'a>>,
    pub rule: &'static str,
}

impl<'a> Draft<'a> {
    /// Takes the qualifiers of the sense that names it.
    pub fn narrow_by(&mut self, sense: &'a Sense) {
        for (key, value) in &sense.qualifiers {
            self.qualifiers.insert(key, (&**value).into());
        }
    }
}

/// Origin and place of a figure before a word such as 均 narrowed it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Total<'a> {
    pub origin: Option<Origin>,
    pub place: Option<(Place<'a>, Provenance)>,
}

/// Which words gave the attributes, for those who ask why.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Marks {
    pub metric: Option<Span>,
    pub aspect: Option<Span>,
    pub origin: Option<Span>,
    pub place: Option<Span>,
    pub time: Option<Span>,
    pub status: Option<Span>,
    pub per: Option<Span>,
    /// How the metric or subject was found.
    pub how: &'static str,
}

/// Which attributes the figure's own words give.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Own {
    pub metric: bool,
    pub aspect: bool,
    pub origin: bool,
    pub place: bool,
    /// Only a word such as 病例, which takes its metric from context.
    pub generic: bool,
}

/// What holds at a point of the walk for the figures that follow.
#[derive(Debug, Clone, Default)]
pub(crate) struct Scope<'a> {
    /// The metric of the whole or topic, for figures that name none.
    pub metric: Option<&'a str>,
    pub subject: Option<Cow<'a, str>>,
    pub qualifiers: BTreeMap<&'a str, Cow<'a, str>>,
    pub aspect: Option<Aspect>,
    /// The disease that the sentence is about, when a word names one.
    pub disease: Option<&'a str>,
    /// A clause has ended since: another disease may take over.
    pub renews_disease: bool,
    pub origin: Option<Origin>,
    /// The origin is a topic (境外输入现有…): it outlasts an aspect word.
    pub origin_topic: bool,
    pub place: Option<(Place<'a>, Provenance)>,
    pub time: Option<(TimeSpan, Provenance)>,
    /// 目前 is in reach.
    pub now: bool,
    /// 现有 is in reach.
    pub present: bool,
    /// 截至 is in reach.
    pub until: bool,
    /// 以来 is in reach.
    pub since: bool,
    /// A finished day or span is named in the sentence.
    pub during: bool,
    /// The end of a year or month is named (年末).
    pub ending: bool,
    /// 造成 is in reach.
    pub cause: bool,
    pub status: Option<Status>,
    /// The status word is 将, which reaches to the next comma only.
    pub soon: bool,
    /// 已 is in reach, in a list.
    pub done: bool,
    pub per: Option<&'a str>,
    /// The figure that those in reach are parts of.
    pub whole: Option<usize>,
    /// The words that set what is in reach.
    pub marks: Marks,
    /// Named in a bracket or after 其中: the scope inherits from the whole.
    pub is_part: bool,
    /// The aspect word (正在) holds up to the next comma only.
    pub brief: bool,
    /// The aspect word (先后) is said of nouns before their numbers only.
    pub loose: bool,
    /// The topic (上述感染者中) outlasts a semicolon.
    pub topic: bool,
    /// The place to go back to after this item: the one named now is wider than the home.
    pub revert: Option<(Place<'a>, Provenance)>,
    /// 其中 stood alone before a comma: the next item opens the parts.
    pub pending_part: bool,
    /// 其中 opened the sentence: a semicolon separates parts.
    pub opens_sentence: bool,
}
