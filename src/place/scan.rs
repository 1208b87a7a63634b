//! Scanning: one pass of the matcher; each match is kept, joined to the mention before it, or
//! refused by what stands around it.

use std::ops::Range;

use super::gazetteer::{Gazetteer, Pattern, Strength};
use super::{Level, Named, PlaceId, PlaceKind, PlaceMention};
use crate::span::Span;

/// What 全市, 我省 and the like begin with; 主城区 and the like do not.
pub(super) const POINTERS: [char; 4] = ['全', '我', '本', '该'];

/// Where the matcher goes on.
pub(super) enum Step {
    Next,
    /// From this byte, for a refused match may hide another one.
    From(usize),
}

/// The last unit of a mention: 金沙县 of 毕节市金沙县.
#[derive(Clone, Copy)]
pub(super) struct Tail {
    pub(super) start: usize,
    pub(super) before: Option<Named>,
    pub(super) strength: Strength,
}

pub(super) struct Scanner<'a> {
    pub(super) places: &'a Gazetteer,
    pub(super) text: &'a str,
    pub(super) out: Vec<PlaceMention>,
    /// One for each mention of `out`.
    pub(super) tails: Vec<Tail>,
    /// Where the last word ended that is blocked as a whole (乡镇); 0 for none.
    pub(super) block_end: usize,
}

impl Gazetteer {
    /// All place mentions of `text`, in order, without overlaps.
    ///
    /// ```
    /// let gazetteer = tongbao::place::Gazetteer::builtin()?;
    /// let text = "为了和平,北京时间8时,贵州省毕节市金沙县新增2例";
    /// let mentions = gazetteer.scan(text);
    /// assert_eq!(mentions.len(), 1);
    /// assert_eq!(&text[mentions[0].span.range()], "贵州省毕节市金沙县");
    /// # Ok::<(), tongbao::Error>(())
    /// ```
    #[must_use]
    pub fn scan(&self, text: &str) -> Vec<PlaceMention> {
        let often = text.len() / 128;
        let (out, tails) = (Vec::with_capacity(often), Vec::with_capacity(often));
        let mut scanner = Scanner { places: self, text, out, tails, block_end: 0 };
        let mut at = 0;
        while let Some((pattern, Range { start, end })) = self.matcher.find(text, at) {
            at = match scanner.step(pattern, start, end) {
                Step::Next => end,
                Step::From(at) => at,
            };
        }
        scanner.out
    }
}

impl Scanner<'_> {
    fn step(&mut self, pattern: Pattern, start: usize, end: usize) -> Step {
        match pattern {
            Pattern::Name(name) => self.name(name, start, end),
            Pattern::Foreign(place) => self.foreign(place, start, end),
            Pattern::Block { resume } if resume > 0 => Step::From(start + usize::from(resume)),
            Pattern::Block { .. } => {
                self.block_end = end;
                Step::Next
            }
            Pattern::Deictic { level, last } => self.deictic(level, last, start, end),
            Pattern::Nation => self.provinces(start, end),
            Pattern::Zone { loose, known } => self.zone(loose, known, start, end),
            Pattern::Local { cut } => self.local(start, end - usize::from(cut), end),
            Pattern::Abbreviation(name) => self.abbreviation(name, start, end),
        }
    }

    pub(super) fn push(&mut self, mention: PlaceMention, tail: Tail) {
        self.out.push(mention);
        self.tails.push(tail);
    }

    pub(super) fn pop(&mut self) {
        self.out.pop();
        self.tails.pop();
    }

    /// The last mention when it ends right before `at`.
    pub(super) fn adjacent(&self, at: usize) -> Option<PlaceMention> {
        self.out.last().copied().filter(|mention| mention.span.end == at)
    }

    fn name(&mut self, name: u32, start: usize, end: usize) -> Step {
        let strength =
            self.places.names.get(name as usize).map_or(Strength::Ordinary, |name| name.strength);
        if let Some(step) = self.corps(name, start, end) {
            return step;
        }
        if strength != Strength::Full && (self.address_follows(end) || self.is_person(start, end)) {
            return Step::Next;
        }
        let weak = strength == Strength::Ordinary;
        let before = self.adjacent(start);
        let joined = before.and_then(|before| self.join(before, name));
        let fits = match (strength, &joined) {
            (Strength::Full | Strength::Short, _) => true,
            (Strength::District, Some(_)) => true,
            (Strength::District, None) => self.item_left(start) && self.item_right(end),
            (Strength::Ordinary, Some(_)) => self.item_right(end),
            (Strength::Ordinary, None) => self.list_item(name, start, end),
        };
        if !fits {
            return Step::From(start + first_char(&self.text[start..]));
        }
        let (from, outer, within, rule) = match (joined, before) {
            (Some((outer, within)), Some(before)) => {
                self.pop();
                (before.span.start, outer, within, "place.chain")
            }
            _ => (start, None, None, rule_of(strength)),
        };
        let named = Named { name, within, weak: weak && within.is_none() };
        let span = Span::new(from, end);
        let mention = PlaceMention { span, kind: PlaceKind::Named(named), rule };
        self.push(mention, Tail { start, before: outer, strength });
        Step::Next
    }

    /// What `name` right after `before` makes one chain with: the name before, the place it lies in.
    fn join(&self, before: PlaceMention, name: u32) -> Option<(Option<Named>, Option<PlaceId>)> {
        match before.kind {
            PlaceKind::Named(outer) => {
                let inner = self.places.places_of(name);
                self.places
                    .bearers(outer)
                    .find(|&place| {
                        inner.iter().any(|&i| i != place && self.places.within(i, place))
                    })
                    .map(|place| (Some(outer), Some(place)))
            }
            PlaceKind::Deictic { .. } if self.is_pointing(before) => Some((None, None)),
            _ => None,
        }
    }

    /// 我市, 该县, not 全市: what follows lies in it.
    pub(super) fn is_pointing(&self, mention: PlaceMention) -> bool {
        self.text[mention.span.range()].starts_with(['我', '本', '该'])
    }

    /// 兵团第八师: a division of the corps, in its own words.
    fn corps(&mut self, name: u32, start: usize, end: usize) -> Option<Step> {
        let corps = self.text[start..end].strip_suffix("兵团")?.len();
        let rest = &self.text[end..];
        let numeral = |c: char| "第零一二三四五六七八九十".contains(c) || c.is_ascii_digit();
        let digits = rest.find(|c| !numeral(c)).filter(|&at| at > 0 && at <= 12)?;
        if !rest[digits..].starts_with('师') {
            return None;
        }
        let end = end + digits + "师".len();
        let parent = Some(Named { name, within: None, weak: false });
        let kind = PlaceKind::Local { parent, name: Span::new(start + corps, end) };
        self.plain(kind, start, end, "place.corps");
        Some(Step::From(end))
    }

    fn foreign(&mut self, place: PlaceId, start: usize, end: usize) -> Step {
        let before = self.text[..start].chars().next_back();
        let day = before.is_some_and(|c| c.is_ascii_digit() || "当昨今近即次每同十".contains(c));
        if day && self.text[start..end].starts_with('日') {
            return Step::From(start + first_char(&self.text[start..]));
        }
        self.plain(PlaceKind::Foreign(place), start, end, "place.foreign");
        Step::Next
    }

    pub(super) fn plain(&mut self, kind: PlaceKind, start: usize, end: usize, rule: &'static str) {
        let mention = PlaceMention { span: Span::new(start, end), kind, rule };
        self.push(mention, Tail { start, before: None, strength: Strength::Full });
    }

    fn deictic(&mut self, level: Option<Level>, last: bool, start: usize, end: usize) -> Step {
        let part = !self.text[start..end].starts_with(POINTERS);
        let abroad = level == Some(Level::Nation)
            && self.adjacent(start).is_some_and(|m| matches!(m.kind, PlaceKind::Foreign(_)));
        if abroad || (part && self.adjacent(start).is_some()) {
            if let Some(mention) = self.out.last_mut() {
                mention.span.end = end;
            }
            return Step::Next;
        }
        self.plain(PlaceKind::Deictic { level, last }, start, end, "place.deictic");
        Step::Next
    }

    /// 31个省（自治区、直辖市）和新疆生产建设兵团: the nation.
    fn provinces(&mut self, start: usize, end: usize) -> Step {
        let head = &self.text[..start];
        let Some(count) = ["31", "三十一"].into_iter().find(|count| head.ends_with(count))
        else {
            return Step::Next;
        };
        let from = start - count.len();
        let overlaps = self.out.last().is_some_and(|last| last.span.end > from);
        if overlaps || self.text[..from].ends_with(|c: char| c.is_ascii_digit()) {
            return Step::Next;
        }
        let end = end + provinces_tail(&self.text[end..]);
        let kind = PlaceKind::Deictic { level: Some(Level::Nation), last: false };
        self.plain(kind, from, end, "place.provinces");
        Step::From(end)
    }

    fn abbreviation(&mut self, name: u32, start: usize, end: usize) -> Step {
        let start = start + first_char(&self.text[start..]);
        if self.places.name_at(&self.text[start..]) {
            return Step::From(start); // 在津南区, 在兰州
        }
        let named = Named { name, within: None, weak: true };
        self.plain(PlaceKind::Named(named), start, end, "place.abbreviation");
        Step::Next
    }

    /// 南京路, 南京东路, 河南大学: no place is meant.
    fn address_follows(&self, end: usize) -> bool {
        let rest = &self.text[end..];
        let words = &self.places.words;
        let street = |text: &str| words.after.head(text).is_some() && !text.starts_with("街道");
        street(rest)
            || self.after_mid(rest).is_some_and(|one| {
                let road = |text: &str| street(text) && text.starts_with(['路', '街', '大']);
                road(one) || self.after_mid(one).is_some_and(road)
            })
    }

    /// 李海宁：…, 局长李海宁介绍: a person speaks whose given name is that of a place.
    fn is_person(&self, start: usize, end: usize) -> bool {
        let words = &self.places.words;
        let (rest, surname) = cut_last(&self.text[..start]);
        let (_, before) = cut_last(rest);
        words.surname.has(surname)
            && (!before.starts_with(is_han) || words.title_end.has(before))
            && words.speaks.head(&self.text[end..]).is_some()
    }

    fn after_mid<'t>(&self, text: &'t str) -> Option<&'t str> {
        self.places.words.road_mid.head(text).map(|mid| &text[mid..])
    }

    fn item_left(&self, start: usize) -> bool {
        self.adjacent(start).is_some()
            || self.text[..start]
                .chars()
                .next_back()
                .is_none_or(|c| !is_han(c) || "和与及在中为由".contains(c))
    }

    fn item_right(&self, end: usize) -> bool {
        let rest = &self.text[end..];
        !rest.starts_with(is_han) || self.places.words.item_end.head(rest).is_some()
    }

    /// An ordinary word is a place when a figure follows, before a sibling (和平、河西), or as a later
    /// item of a list of places.
    fn list_item(&self, name: u32, start: usize, end: usize) -> bool {
        let before = self.text[..start].chars().next_back();
        if before.is_some_and(|c| is_han(c) || c == '“' || c == '"') {
            return false;
        }
        let rest = &self.text[end..];
        if rest.starts_with(|c: char| c.is_ascii_digit()) {
            return true;
        }
        let next = rest.strip_prefix('、').and_then(|rest| self.places.name_id(rest));
        if next.is_some_and(|next| self.places.are_siblings(name, next)) {
            return true;
        }
        let after_place = before == Some('、') && self.adjacent(start - '、'.len_utf8()).is_some();
        after_place && rest.starts_with(['、', '，', ',', '。', '；', ';', '）', ')', '和', '等'])
    }
}

/// The text without its last character, and that.
fn cut_last(text: &str) -> (&str, &str) {
    text.split_at(text.char_indices().next_back().map_or(0, |(at, _)| at))
}

fn rule_of(strength: Strength) -> &'static str {
    match strength {
        Strength::Full => "place.full",
        Strength::Short => "place.short",
        Strength::District => "place.district",
        Strength::Ordinary => "place.ordinary",
    }
}

/// Length in bytes of `（自治区、直辖市）和新疆生产建设兵团` or its parts at the head of `rest`.
fn provinces_tail(rest: &str) -> usize {
    let mut at = 0;
    if rest.starts_with(['（', '('])
        && let Some((close, c)) = rest.char_indices().take(20).find(|&(_, c)| c == '）' || c == ')')
        && rest[..close].contains('区')
    {
        at = close + c.len_utf8();
    }
    for corps in ["和新疆生产建设兵团", "及新疆生产建设兵团"] {
        if rest[at..].starts_with(corps) {
            return at + corps.len();
        }
    }
    at
}

pub(super) fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{20000}'..='\u{3ffff}')
}

pub(super) fn first_char(text: &str) -> usize {
    text.chars().next().map_or(0, char::len_utf8)
}
