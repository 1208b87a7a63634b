//! Places in an entry: where somebody lives, where somebody came from.

use super::Walker;
use crate::cases::list::{Residence, Said};
use crate::cases::words::Class;
use crate::place::{Level, Place, PlaceContext, PlaceKind, PlaceMention};

impl<'a> Walker<'a> {
    /// The place that begins right after 居住于.
    pub(super) fn residence(&mut self, at: usize) {
        let near = |place: &&PlaceMention| place.span.start <= at + "：本市".len();
        let mut ahead = self.places.iter().filter(|place| place.span.start >= at);
        let place = ahead.by_ref().take_while(near).find(|place| !is_pointing(place));
        if let Some(place) = place.copied() {
            self.lives(&place, self.resolve(&place).as_ref());
        }
    }

    /// Somebody lives at `mention`, which is `place`.
    fn lives(&mut self, mention: &PlaceMention, place: Option<&Place<'_>>) {
        let gazetteer = self.page.gazetteer;
        let Some(id) = place.and_then(|place| place.id) else { return };
        let (name, code) = (gazetteer.name(id).to_owned(), gazetteer.code(id));
        let rest = &self.text[mention.span.start..];
        let ends = |c: char| "，,。；;、（(：:\n".contains(c);
        let address = rest.chars().take(40).take_while(|c| !ends(*c)).collect::<String>();
        let residence = Residence { name, code, address: address.trim().to_owned() };
        self.list.tell_run(|entry| {
            entry.residence.get_or_insert_with(|| residence.clone());
        });
    }

    fn resolve(&self, mention: &PlaceMention) -> Option<Place<'a>> {
        let year = self.page.published.map(|at| at.year());
        let cx = PlaceContext { home: self.page.home, year, ..PlaceContext::default() };
        self.page.gazetteer.resolve(self.text, mention, &cx)
    }

    /// 郑州市二七区人.
    pub(super) fn native(&mut self, at: usize) {
        if let Some(place) = self.native.take().filter(|place| place.span.end == at) {
            self.lives(&place, self.resolve(&place).as_ref());
        }
    }

    pub(super) fn places_before(&mut self, at: usize) {
        while let Some((place, rest)) = self.places.split_first()
            && place.span.start < at
        {
            self.gap(place.span.start);
            self.place(place);
            self.places = rest;
        }
    }

    fn place(&mut self, mention: &PlaceMention) {
        let head = &self.text[..mention.span.start];
        let place = self.resolve(mention);
        if let Some(name) = abroad(mention, place.as_ref()) {
            let from = self
                .before
                .is_some_and(|w| w.class == Class::From && w.span.end == mention.span.start);
            if from {
                self.tell(&Said::From(name, true));
            } else if head.ends_with('在') {
                self.stayed = Some((mention.span.end, name));
            }
            return;
        }
        let clause = head.chars().next_back().is_none_or(|c| !c.is_alphanumeric());
        self.native = clause.then_some(*mention);
        let between = self.text.get(self.person_end..mention.span.start).unwrap_or("?");
        if matches!(between, "，" | "," | "、" | ", ") && self.is_home(mention, place.as_ref()) {
            self.lives(mention, place.as_ref());
        }
    }

    /// A place right after the age is where somebody lives when it is all of its clause, or a
    /// county or less: not 武汉某公司.
    fn is_home(&self, mention: &PlaceMention, place: Option<&Place<'_>>) -> bool {
        let rest = &self.text[mention.span.end..];
        let whole = rest.chars().next().is_none_or(|c| !c.is_alphanumeric());
        let near = || {
            let id = place.and_then(|place| place.id);
            id.is_some_and(|id| self.page.gazetteer.level(id) == Level::County)
        };
        !is_pointing(mention) && (whole || near())
    }

    /// 自…出发, whatever stands between.
    pub(super) fn left(&mut self, at: usize) {
        let name: String =
            self.text[at..].chars().take(10).take_while(|c| c.is_alphabetic()).collect();
        if let Some((name, _)) = name.split_once("出发").filter(|(name, _)| !name.is_empty()) {
            self.tell(&Said::From(name.to_owned(), false));
        }
    }

    pub(super) fn stay(&mut self, at: usize) {
        let near = |end: usize| at >= end && at - end <= "地区".len();
        if let Some((_, name)) = self.stayed.take().filter(|(end, _)| near(*end)) {
            self.tell(&Said::From(name, false));
        }
    }
}

/// The name of a place beyond the border: a country, Hong Kong, Macau, Taiwan.
fn abroad(mention: &PlaceMention, place: Option<&Place<'_>>) -> Option<String> {
    let place = place?;
    let beyond = |code: u32| matches!(code / 10_000, 71 | 81 | 82);
    let foreign = matches!(mention.kind, PlaceKind::Foreign(_));
    (foreign || place.code.is_some_and(beyond)).then(|| place.name.to_string())
}

const fn is_pointing(place: &PlaceMention) -> bool {
    matches!(place.kind, PlaceKind::Deictic { .. })
}
