//! What lies below the county or beside it: towns, villages, communities, functional zones. Their
//! names are in no table, so the name is read backwards from its ending to a boundary.

use super::gazetteer::Strength;
use super::scan::{Scanner, Step, Tail, is_han};
use super::{Level, Named, PlaceId, PlaceKind, PlaceMention};
use crate::span::Span;

/// A name longer than this is none.
const LONGEST: usize = 6;
/// How far back a boundary is looked for, in characters.
const REACH: usize = 12;

/// A name before an ending.
struct Head {
    start: usize,
    /// The mention it directly follows.
    after: Option<PlaceMention>,
    /// True when what stands before it speaks for a name.
    sure: bool,
}

impl Scanner<'_> {
    /// An ending such as 镇 or 社区 at `start..end`, of a match up to `matched` (街道 of 街道办事处).
    pub(super) fn local(&mut self, start: usize, end: usize, matched: usize) -> Step {
        if let Some(before) = self.adjacent(start) {
            self.local_after(before, start, end);
            return Step::Next;
        }
        self.drop_false_county(start);
        let ending = &self.text[start..end];
        let least = if ending.chars().count() == 1 { 1 } else { 2 };
        if let Some(head) = self.head(start, least)
            && (head.sure
                || !self.text[matched..].starts_with(is_han)
                || self.is_town(Span::new(head.start, start), ending))
        {
            self.push_local(head.after, Span::new(head.start, end));
        }
        Step::Next
    }

    /// At the head of a clause, whatever follows: 联纺街道的居民, not 加强社区防控.
    fn is_town(&self, name: Span, ending: &str) -> bool {
        let longest = match ending {
            "镇" | "乡" | "街道" | "办事处" | "苏木" | "嘎查" => 3,
            _ => 0,
        };
        (2..=longest).contains(&self.text[name.range()].chars().count())
    }

    fn push_local(&mut self, after: Option<PlaceMention>, name: Span) {
        let (start, parent) = match after {
            Some(before) => (before.span.start, self.parent_in(before)),
            None => (name.start, None),
        };
        if after.is_some() {
            self.pop();
        }
        let kind = PlaceKind::Local { parent, name };
        let mention = PlaceMention { span: Span::new(start, name.end), kind, rule: "place.local" };
        self.push(mention, Tail { start: name.start, before: parent, strength: Strength::Full });
    }

    fn parent_in(&self, before: PlaceMention) -> Option<Named> {
        match before.kind {
            PlaceKind::Named(named) => Some(named),
            PlaceKind::Local { parent, .. } => parent,
            _ => None,
        }
    }

    /// An ending right after a mention: 增村 + 镇 is one name, so is the short name 朝阳 + 镇.
    fn local_after(&mut self, before: PlaceMention, start: usize, end: usize) {
        let Some(&tail) = self.tails.last() else { return };
        match before.kind {
            PlaceKind::Local { parent, name } if name.end == start => {
                self.pop();
                let name = Span::new(name.start, end);
                let span = Span::new(before.span.start, end);
                let kind = PlaceKind::Local { parent, name };
                self.push(PlaceMention { span, kind, rule: "place.local" }, tail);
            }
            PlaceKind::Named(named) if tail.strength != Strength::Full => {
                let town = self.text[start..end].starts_with(['镇', '乡', '街', '办']);
                let outer = self.false_chain();
                if !(town || tail.before.is_some() || outer.is_some() || !self.is_wide(named)) {
                    return;
                }
                self.pop();
                if let Some(outer) = outer {
                    self.push_local(Some(outer), Span::new(tail.start, end));
                    return;
                }
                let name = Span::new(tail.start, end);
                let kind = PlaceKind::Local { parent: tail.before, name };
                let span = Span::new(before.span.start, end);
                self.push(PlaceMention { span, kind, rule: "place.local" }, tail);
            }
            _ => {}
        }
    }

    fn is_wide(&self, named: Named) -> bool {
        let wide = |place| self.places.level(place) <= Level::Prefecture;
        self.places.bearers(named).any(wide)
    }

    /// The mention that the last one follows directly without lying in it: 嘉定区桃园.
    fn false_chain(&self) -> Option<PlaceMention> {
        let [.., outer, inner] = self.out.as_slice() else { return None };
        let named = matches!(outer.kind, PlaceKind::Named(_) | PlaceKind::Local { .. });
        (named && outer.span.end == inner.span.start).then_some(*outer)
    }

    /// 鄱阳县古县渡镇: 古县 does not lie in 鄱阳县, it is the beginning of 古县渡.
    fn drop_false_county(&mut self, ending: usize) {
        let (Some(_), Some(inner)) = (self.false_chain(), self.out.last()) else { return };
        let close = ending.saturating_sub(inner.span.end) <= 2 * '渡'.len_utf8()
            && ending > inner.span.end
            && self.text[inner.span.end..ending].chars().all(is_han);
        if close && matches!(inner.kind, PlaceKind::Named(_)) && inner.span.len() <= 9 {
            self.pop();
        }
    }

    /// The name that ends at `end`, of `least` characters or more.
    fn head(&self, end: usize, least: usize) -> Option<Head> {
        let floor = self.out.last().map_or(0, |mention| mention.span.end).max(self.block_end);
        let run: usize = self.text[floor..end]
            .chars()
            .rev()
            .take(REACH)
            .take_while(|&c| is_han(c))
            .map(char::len_utf8)
            .sum();
        let edge = end - run;
        let before = self.text[..edge].chars().next_back();
        let far =
            (edge > floor && before.is_some_and(is_han)) || (edge > 0 && edge == self.block_end);
        if before.is_some_and(|c| c.is_ascii_digit()) && edge > floor {
            return None;
        }
        let words = &self.places.words;
        let start = edge + self.lead(&self.text[edge..end], least, edge == floor && floor > 0);
        let stripped = start > edge;
        let name = &self.text[start..end];
        let count = name.chars().count();
        if count < least || count > LONGEST || (far && !stripped) {
            return None;
        }
        let last = name.char_indices().next_back().map_or(0, |(at, _)| at);
        let refused = words.notname.inside(name)
            || words.notname_start.head(name).is_some()
            || words.notname_start.has(&name[last..])
            || (name[last..].starts_with(is_link) && !self.places.by_name.contains_key(name))
            || name.contains('的');
        if refused {
            return None;
        }
        let after = (!stripped).then(|| self.adjacent(start)).flatten().filter(|&before| {
            match before.kind {
                PlaceKind::Named(_) | PlaceKind::Local { .. } => true,
                PlaceKind::Deictic { .. } => self.is_pointing(before),
                _ => false,
            }
        });
        let listed = matches!(before, Some('、' | '（' | '('));
        if count == 1 && after.is_none() {
            return None;
        }
        Some(Head { start, after, sure: stripped || listed || after.is_some() })
    }

    /// Bytes of `segment` that are no part of the name: leading words, and all up to a 在 or 于,
    /// as long as `least` characters are left.
    fn lead(&self, segment: &str, least: usize, after_place: bool) -> usize {
        let mut at = 0;
        while let Some(len) = self.places.words.lead.head(&segment[at..]) {
            let named = self.places.name_id(&segment[at..]).is_some();
            if (named && !after_place) || segment[at + len..].chars().count() < least {
                break;
            }
            at += len;
        }
        let clear = segment[at..]
            .char_indices()
            .filter(|&(_, c)| is_link(c) && !"和与及".contains(c))
            .map(|(index, c)| at + index + c.len_utf8())
            .rfind(|&cut| segment[cut..].chars().count() >= least);
        clear.unwrap_or(at)
    }

    /// A functional zone: `known` in which city, or `loose`, read only after a place or a name.
    pub(super) fn zone(
        &mut self,
        loose: bool,
        known: Option<PlaceId>,
        start: usize,
        end: usize,
    ) -> Step {
        let word = Span::new(start, end);
        let before = self.adjacent(start);
        match before.map(|mention| (mention, mention.kind)) {
            Some((mention, PlaceKind::Named(city))) => {
                self.pop();
                self.push_zone(mention.span.start, Some(city), known, word);
            }
            Some((mention, PlaceKind::Deictic { .. })) if self.is_pointing(mention) => {
                self.pop();
                self.push_zone(mention.span.start, None, known, word);
            }
            _ if known.is_some() => self.push_zone(start, None, known, word),
            _ => self.zone_by_name(loose, word),
        }
        Step::Next
    }

    fn push_zone(&mut self, from: usize, city: Option<Named>, known: Option<PlaceId>, name: Span) {
        let kind = PlaceKind::Zone { city, known, name };
        self.plain(kind, from, name.end, "place.zone");
    }

    /// 临空经开区, 滨湖新区; 高新区 alone.
    fn zone_by_name(&mut self, loose: bool, word: Span) {
        let right = !self.text[word.end..].starts_with(is_han);
        if let Some(head) = self.head(word.start, 2)
            && self.text[head.start..word.start].chars().count() <= 4
            && (head.sure || right)
        {
            let city = head.after.and_then(|before| self.parent_in(before));
            let from = match head.after {
                Some(before) if city.is_some() => before.span.start,
                _ => head.start,
            };
            if city.is_some() {
                self.pop();
            }
            self.push_zone(from, city, None, Span::new(head.start, word.end));
            return;
        }
        let digit = self.text[word.end..].starts_with(|c: char| c.is_ascii_digit());
        let left = self.text[..word.start]
            .chars()
            .next_back()
            .is_none_or(|c| !is_han(c) && !c.is_ascii_digit());
        if !loose || (left && digit) {
            self.push_zone(word.start, None, None, word);
        }
    }
}

/// Words that lead to a name and end none.
fn is_link(c: char) -> bool {
    "在于为从到的由至往将把对是向和与及".contains(c)
}
