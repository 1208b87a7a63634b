//! Resolving: a mention and what is known around it in, one place out.

use super::gazetteer::Gazetteer;
use super::scan::POINTERS;
use super::{Level, Named, Place, PlaceContext, PlaceId, PlaceKind, PlaceMention, short};
use crate::span::Span;

impl Gazetteer {
    /// The place that `mention` of `text` stands for; None when context is wanting.
    ///
    /// Among namesakes the scope decides, then the home and what is around it, then what was named
    /// last, then (for a short name) the wider place.
    ///
    /// ```
    /// use tongbao::place::{Gazetteer, PlaceContext};
    /// let gazetteer = Gazetteer::builtin()?;
    /// let text = "鼓楼区3例";
    /// let mention = gazetteer.scan(text)[0];
    /// let home = gazetteer.find("开封市");
    /// let cx = PlaceContext { home, ..PlaceContext::default() };
    /// assert_eq!(gazetteer.resolve(text, &mention, &cx).unwrap().code, Some(410204));
    /// assert_eq!(gazetteer.resolve(text, &mention, &PlaceContext::default()), None);
    /// # Ok::<(), tongbao::Error>(())
    /// ```
    #[must_use]
    pub fn resolve(
        &self,
        text: &str,
        mention: &PlaceMention,
        cx: &PlaceContext<'_>,
    ) -> Option<Place> {
        match mention.kind {
            PlaceKind::Named(named) => self.choose(named, cx).map(|place| self.place(place)),
            PlaceKind::Foreign(place) => Some(self.place(place)),
            PlaceKind::Deictic { level, last } => {
                let word = text.get(mention.span.range())?;
                self.pointed(word, level, last, cx).map(|place| self.place(place))
            }
            PlaceKind::Zone { city, known, name } => self.zone_place(text, city, known, name, cx),
            PlaceKind::Local { parent, name } => {
                let id = match parent {
                    Some(named) => self.choose(named, cx),
                    None => self.around(cx),
                };
                Some(Place { name: text.get(name.range())?.to_owned(), code: None, id })
            }
        }
    }

    /// The name of the foreign country or region that `mention` names.
    pub(crate) fn foreign_name(&self, mention: &PlaceMention) -> Option<String> {
        match mention.kind {
            PlaceKind::Foreign(place) => Some(self.name(place).to_owned()),
            _ => None,
        }
    }

    /// The place with its name and code.
    pub(crate) fn place(&self, id: PlaceId) -> Place {
        Place { name: self.name(id).to_owned(), code: self.code(id), id: Some(id) }
    }

    /// The division that an unnamed parent is: the scope, what was named last at home, the home.
    fn around(&self, cx: &PlaceContext<'_>) -> Option<PlaceId> {
        cx.scope.or_else(|| {
            let at_home = |&&place: &&PlaceId| {
                self.level(place) != Level::Country
                    && cx.home.is_none_or(|home| self.within(place, home))
            };
            cx.named.iter().rev().find(at_home).copied().or(cx.home)
        })
    }

    fn zone_place(
        &self,
        text: &str,
        city: Option<Named>,
        known: Option<PlaceId>,
        name: Span,
        cx: &PlaceContext<'_>,
    ) -> Option<Place> {
        let own = text.get(name.range())?;
        let named = city.and_then(|city| self.choose(city, cx));
        let around = || match city {
            Some(_) => None,
            None => cx.scope.into_iter().chain(cx.home).find_map(|place| self.city_of(place)),
        };
        let id = known.or(named).or_else(around);
        let prefix = id.filter(|&id| named.is_some() || self.city_of(id) == Some(id));
        let stem = prefix.map(|id| self.stem(id)).unwrap_or_default();
        let name = if own.starts_with(&stem) { own.to_owned() } else { format!("{stem}{own}") };
        Some(Place { name, code: None, id })
    }

    /// 郑州 of 郑州市; of a province only when it is a municipality.
    fn stem(&self, place: PlaceId) -> String {
        let full = self.name(place);
        if self.level(place) == Level::Province && !full.ends_with('市') {
            return String::new();
        }
        short::forms(full).into_iter().next().unwrap_or_else(|| full.to_owned())
    }

    /// The prefecture around it, or the municipality, or a county-level city under the province.
    fn city_of(&self, place: PlaceId) -> Option<PlaceId> {
        let by_level = |wanted| self.lineage(place).find(|&outer| self.level(outer) == wanted);
        by_level(Level::Prefecture)
            .or_else(|| by_level(Level::Province).filter(|&p| self.name(p).ends_with('市')))
            .or_else(|| by_level(Level::County))
    }

    fn pointed(
        &self,
        word: &str,
        level: Option<Level>,
        last: bool,
        cx: &PlaceContext<'_>,
    ) -> Option<PlaceId> {
        if level == Some(Level::Nation) {
            return Some(self.nation());
        }
        if let Some(&place) = self.fixed.get(word) {
            return Some(place);
        }
        let ending = ending_of(word)?;
        let fits = |place: &PlaceId| {
            self.level(*place) != Level::Country && self.name(*place).ends_with(ending)
        };
        let outwards = |place: Option<PlaceId>| {
            place.and_then(|place| self.lineage(place).find(|outer| fits(outer)))
        };
        let named = || cx.named.iter().rev().find_map(|&place| outwards(Some(place)));
        if last {
            named().or_else(|| outwards(cx.scope)).or_else(|| outwards(cx.home))
        } else {
            outwards(cx.home).or_else(|| outwards(cx.scope)).or_else(named)
        }
    }

    /// The one among the bearers of a name that context means.
    pub(super) fn choose(&self, named: Named, cx: &PlaceContext<'_>) -> Option<PlaceId> {
        let living = self.living(self.bearers(named).collect(), cx.year);
        let by_context = self.by_scope(&living, cx).or_else(|| self.by_home(&living, cx));
        by_context
            .or_else(|| self.by_named(&living, cx))
            .or_else(|| self.alone(&living, named.weak))
    }

    /// Those in force in `year`, or else nearest to it; without a year those still in force.
    fn living(&self, mut places: Vec<PlaceId>, year: Option<i16>) -> Vec<PlaceId> {
        let distance = |place: PlaceId| {
            let unit = self.unit(place);
            let year = year.unwrap_or(i16::MAX);
            let (year, first, last) =
                (i32::from(year), i32::from(unit.first), i32::from(unit.last));
            (first - year).max(year - last).max(0)
        };
        let nearest = places.iter().map(|&place| distance(place)).min().unwrap_or(0);
        places.retain(|&place| distance(place) == nearest);
        if places.iter().all(|&place| self.unit(place).last == i16::MAX) {
            return places;
        }
        let all = places.clone();
        places.retain(|&old| !self.is_superseded(old, &all));
        places
    }

    /// In the year of a change both are in force: the new one counts.
    fn is_superseded(&self, old: PlaceId, living: &[PlaceId]) -> bool {
        let last = self.unit(old).last;
        last != i16::MAX
            && living.iter().any(|&new| {
                let unit = self.unit(new);
                unit.first == last && unit.level == self.level(old) && self.same_area(old, new)
            })
    }

    fn same_area(&self, one: PlaceId, other: PlaceId) -> bool {
        let province = |place| self.code(place).map(|code| code / 10_000);
        province(one) == province(other)
    }

    fn by_scope(&self, places: &[PlaceId], cx: &PlaceContext<'_>) -> Option<PlaceId> {
        let scope = cx.scope?;
        let inside =
            places.iter().copied().find(|&place| place != scope && self.within(place, scope));
        inside.or_else(|| places.iter().copied().find(|&place| place == scope))
    }

    /// The home itself, what it lies in, what lies in it, then in its prefecture, its province. A
    /// province's name stays the province: 海南 is no district of 乌海.
    fn by_home(&self, places: &[PlaceId], cx: &PlaceContext<'_>) -> Option<PlaceId> {
        let home = cx.home?;
        if let Some(&place) = places.iter().find(|&&place| self.within(home, place)) {
            return Some(place);
        }
        if places.iter().any(|&place| self.level(place) == Level::Province) {
            return None;
        }
        self.lineage(home)
            .filter(|&outer| self.level(outer) != Level::Nation)
            .find_map(|outer| self.only(places, |place| self.within(place, outer)))
    }

    /// Widest that fits; None when several of that rank do.
    fn only(&self, places: &[PlaceId], fits: impl Fn(PlaceId) -> bool) -> Option<PlaceId> {
        let mut fitting = places.iter().copied().filter(|&place| fits(place));
        let first = fitting.next()?;
        let rival = fitting.any(|other| {
            self.level(other) == self.level(first)
                && self.code(other).is_some() == self.code(first).is_some()
        });
        (!rival).then_some(first)
    }

    fn by_named(&self, places: &[PlaceId], cx: &PlaceContext<'_>) -> Option<PlaceId> {
        if places.iter().any(|&place| self.level(place) == Level::Province) {
            return None;
        }
        let inside = |outer: PlaceId| {
            self.only(places, |place| {
                self.level(outer) > Level::Nation && self.within(place, outer)
            })
        };
        let recent = || cx.named.iter().rev().copied();
        let around = || recent().filter_map(|place| self.parent(place));
        recent().find_map(inside).or_else(|| around().find_map(inside))
    }

    fn alone(&self, places: &[PlaceId], weak: bool) -> Option<PlaceId> {
        if weak { None } else { self.only(places, |_| true) }
    }
}

/// The character that the name pointed at ends with: 市 of 我市中心城区, 主城区; 区 of 全自治区.
fn ending_of(word: &str) -> Option<char> {
    if !word.starts_with(POINTERS) {
        return Some('市');
    }
    let second = word.chars().nth(1).filter(|&c| "省市区县州旗盟".contains(c));
    second.or_else(|| word.chars().next_back())
}
