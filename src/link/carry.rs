//! What earlier text gives to later: days, spans, 截至 moments, places.
//!
//! Within a paragraph a figure takes the nearest time named before it. Across the paragraphs of
//! an article a `new` figure takes the last day or span, a `current` or `cumulative` one the last
//! 截至, or else the end of that span. A clock time that is no 截至 is carried as its day.

use jiff::civil::DateTime;

use crate::link::draft::{Draft, Scope};
use crate::place::{Gazetteer, Place, PlaceContext, PlaceId, PlaceKind, PlaceMention};
use crate::record::{Aspect, Origin, Provenance};
use crate::scan::time::{Anchor, TimeContext, TimeMention};
use crate::span::Span;
use crate::time::{Moment, Precision, TimeSpan};

/// State carried along the document; reset by article and paragraph.
#[derive(Debug, Default)]
pub(crate) struct Carry<'a> {
    pub home: Option<PlaceId>,
    pub article: usize,
    pub paragraph: usize,
    pub item: usize,
    /// Where the article is at, when no sentence says otherwise.
    pub article_place: Option<(Place<'a>, Provenance)>,
    pub paragraph_place: Option<Place<'a>>,
    /// 境外输入 as the topic of the sentence before.
    pub origin_topic: Option<Origin>,
    /// The disease that the article or paragraph is about, when a word names one.
    pub disease: Option<&'a str>,
    /// The clock time named last: that of 事发时.
    pub clock: Option<TimeSpan>,
    /// The test round named last in the paragraph.
    pub round: Option<u32>,
    named: Vec<PlaceId>,
    times: TimeContext,
    /// Where the time noted last stands.
    noted: Option<Span>,
    paragraph_time: Option<TimeSpan>,
    paragraph_until: Option<TimeSpan>,
    /// What 截至目前 stands for, since it was last read.
    present: Option<TimeSpan>,
    article_span: Option<TimeSpan>,
    article_until: Option<TimeSpan>,
}

impl<'a> Carry<'a> {
    /// At the start of a document.
    pub fn new(published: Option<DateTime>, home: Option<PlaceId>) -> Self {
        Self { times: TimeContext::new(published), home, ..Self::default() }
    }

    /// Forgets what belongs to the article before; where nothing tells when the page was published,
    /// the day that it named last stays, as the one of a masthead.
    pub fn begin_article(&mut self, article: usize) {
        let last = self.times.last.filter(|_| self.published().is_none());
        let times = TimeContext { last, ..self.times };
        let Self { home, paragraph, item, .. } = *self;
        *self = Self { home, article, paragraph, item, times, ..Self::default() };
    }

    /// Forgets what belongs to the paragraph before.
    pub fn begin_paragraph(&mut self) {
        self.paragraph += 1;
        self.paragraph_place = None;
        self.paragraph_time = None;
        self.paragraph_until = None;
        self.origin_topic = None;
        self.round = None;
    }

    /// When the document was published.
    pub const fn published(&self) -> Option<DateTime> {
        self.times.published
    }

    /// Whether the paragraph stands under a 截至.
    pub const fn in_until(&self) -> bool {
        self.paragraph_until.is_some()
    }

    /// Whether the article reports on a finished day or span.
    pub const fn in_span(&self) -> bool {
        self.article_span.is_some()
    }

    /// Whether that span is about a month or longer, as in a report of a month, quarter or year.
    pub fn in_period(&self) -> bool {
        let Some(TimeSpan { start: Some(start), end }) = self.article_span else { return false };
        start.precision() <= Precision::Month
            || end.is_some_and(|end| (end.date() - start.date()).get_days() >= 27)
    }

    /// The scope at the start of a sentence.
    pub fn scope(&self) -> Scope<'a> {
        let place = self.paragraph_place.clone().map(|place| (place, Provenance::Context));
        Scope { place: place.or_else(|| self.article_place.clone()), ..Scope::default() }
    }

    /// The span that `time` names, seen from here.
    pub fn resolve(&self, time: &TimeMention) -> TimeSpan {
        time.resolve(&self.times)
    }

    /// 7月17日以来，…截至7月26日: the beginning stays with the end that follows.
    pub fn join(&self, before: Option<TimeSpan>, span: TimeSpan, anchor: Anchor) -> TimeSpan {
        match before {
            Some(before)
                if anchor == Anchor::Until && before.end.is_none() && span.start.is_none() =>
            {
                TimeSpan { start: before.start, end: span.end }
            }
            _ => span,
        }
    }

    /// Moves past a time that the text has named: the day last named is that of `time`.
    pub fn pass(&mut self, time: &TimeMention) {
        self.times.advance(time);
    }

    /// Remembers `span` for the figures of later sentences.
    pub fn note(&mut self, span: TimeSpan, anchor: Anchor, at: Span) {
        self.noted = Some(at);
        let carried = days_of(span);
        if carried != span {
            self.clock = Some(span);
        }
        self.paragraph_time = Some(carried);
        match anchor {
            Anchor::Until => {
                self.paragraph_until = Some(span);
                self.article_until = Some(span);
            }
            _ if span.start.is_some() && span.end.is_some() => self.article_span = Some(carried),
            _ => {}
        }
    }

    /// Remembers 截至目前, the day of publication, for the figures of later sentences.
    pub fn note_now(&mut self, at: Span) {
        if let Some(published) = self.times.published {
            let end = Some(Moment::day(published.date()));
            let span = TimeSpan { start: None, end };
            self.note(span, Anchor::Until, at);
            self.present = Some(span);
        }
    }

    /// Where a carried span comes from: the text, or 截至目前 and the day of publication.
    fn source(&self, span: TimeSpan) -> Provenance {
        match self.present == Some(span) {
            true => Provenance::Published,
            false => Provenance::Context,
        }
    }

    /// The place a mention names, and keeps it in mind.
    pub fn place(
        &mut self,
        places: &'a Gazetteer,
        text: &'a str,
        mention: &PlaceMention,
        inside: Option<PlaceId>,
        current: Option<&Place<'a>>,
    ) -> Option<Place<'a>> {
        if let PlaceKind::Deictic { last: true, .. } = mention.kind
            && let Some(current) = current.filter(|place| place.code.is_none())
            && current.name.chars().last() == text[mention.span.range()].chars().last()
        {
            return Some(current.clone());
        }
        if let PlaceKind::Deictic { last: false, .. } = mention.kind
            && let Some((article, _)) = &self.article_place
            && matches!(text[mention.span.range()].chars().next(), Some('全' | '本'))
            && article.name.chars().last() == text[mention.span.range()].chars().last()
        {
            return Some(article.clone());
        }
        let context = PlaceContext {
            home: self.home,
            scope: inside,
            named: &self.named,
            year: self.times.published.map(|at| at.year()),
        };
        let place = places.resolve(text, mention, &context)?;
        let home = matches!(mention.kind, PlaceKind::Deictic { last: false, .. });
        if let Some(id) = place.id.filter(|_| !home)
            && self.named.last() != Some(&id)
            && self.named.len() < 4096
        {
            self.named.push(id);
        }
        Some(place)
    }

    /// Gives the draft its time: stated, carried, or that of publication. `now`: 目前 or 现有 is
    /// in reach; `beside`: the time of the figure before it in the sentence.
    pub fn date(&self, draft: &mut Draft<'a>, now: bool, beside: Option<TimeSpan>) {
        let stock = draft.aspect == Some(Aspect::Current);
        let stated = draft.time.take();
        if stated.is_none() && !now {
            draft.marks.time = self.noted;
        }
        let time = match stated {
            Some(time) => Some(time),
            None if now => self.present(),
            None => self.carried(draft.aspect).or(beside).map(|span| (span, self.source(span))),
        };
        draft.time = time.map(|(span, from)| match stock {
            true if span.end.is_some() => (TimeSpan { start: None, ..span }, from),
            true | false => (span, from),
        });
    }

    /// 目前: the 截至 of the paragraph, else the day of publication.
    fn present(&self) -> Option<(TimeSpan, Provenance)> {
        match self.paragraph_until {
            Some(until) => Some((TimeSpan { start: None, end: until.end }, self.source(until))),
            None => self.times.published.map(|at| {
                let end = Some(Moment::day(at.date()));
                (TimeSpan { start: None, end }, Provenance::Published)
            }),
        }
    }

    fn carried(&self, aspect: Option<Aspect>) -> Option<TimeSpan> {
        let end = |span: TimeSpan| TimeSpan { start: None, end: span.end };
        self.paragraph_time.or_else(|| match aspect? {
            Aspect::New | Aspect::Increase | Aspect::Decrease => self.article_span,
            Aspect::Cumulative | Aspect::Current => {
                self.article_until.or_else(|| self.article_span.map(end))
            }
        })
    }
}

/// A single clock moment as its day; anything else as it is.
fn days_of(span: TimeSpan) -> TimeSpan {
    match (span.start, span.end) {
        (Some(start), Some(end)) if start == end && start.is_clock() => {
            let day = Some(start.day_named(false));
            TimeSpan { start: day, end: day }
        }
        _ => span,
    }
}
