//! The gazetteer: units, their names, one matcher. Immutable once built (see `build`).

use std::collections::HashMap;
use std::fmt;

use super::build::Builder;
use super::words::{WordSet, Words};
use super::{Level, Named, PlaceContext, PlaceId, PlaceKind};
use crate::Result;
use crate::matcher::Matcher;

/// A place of the tables.
#[derive(Debug, Clone, Copy)]
pub(super) struct Unit {
    pub(super) name: &'static str,
    pub(super) code: Option<u32>,
    pub(super) level: Level,
    pub(super) parent: Option<PlaceId>,
    pub(super) first: i16,
    pub(super) last: i16,
}

/// How a name may be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Strength {
    /// An ordinary word: only as an item of a list, and only with context.
    Ordinary,
    /// The short name of a district: only as an item of a list.
    District,
    /// A short name.
    Short,
    /// A full name.
    Full,
}

/// A name and the places that bear it, widest first.
#[derive(Debug)]
pub(super) struct Name {
    pub(super) strength: Strength,
    pub(super) places: Vec<PlaceId>,
}

/// What a pattern of the matcher stands for.
#[derive(Debug, Clone, Copy)]
pub(super) enum Pattern {
    Name(u32),
    Foreign(PlaceId),
    /// `resume`: bytes after its start where scanning goes on, 0 for its end.
    Block {
        resume: u8,
    },
    Deictic {
        level: Option<Level>,
        last: bool,
    },
    Nation,
    Zone {
        loose: bool,
        known: Option<PlaceId>,
    },
    /// `cut`: bytes at the end that are not part of the name (明湖街道办事处).
    Local {
        cut: u8,
    },
    Abbreviation(u32),
}

/// All places and their names; build once, share freely.
pub struct Gazetteer {
    pub(super) units: Vec<Unit>,
    pub(super) names: Vec<Name>,
    pub(super) by_name: HashMap<String, u32>,
    pub(super) by_code: HashMap<u32, PlaceId>,
    pub(super) fixed: HashMap<&'static str, PlaceId>,
    pub(super) matcher: Matcher<Pattern>,
    pub(super) words: Words,
    pub(super) abroad: WordSet,
}

impl fmt::Debug for Gazetteer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (units, names) = (self.units.len(), self.names.len());
        f.debug_struct("Gazetteer").field("units", &units).field("names", &names).finish()
    }
}

impl Gazetteer {
    /// The gazetteer of the built-in tables; takes some milliseconds.
    ///
    /// # Errors
    /// [`ErrorKind::Table`](crate::ErrorKind::Table) when a built-in table is wrong.
    pub fn builtin() -> Result<Self> {
        Builder::new()?.build()
    }

    /// The place of that name: full, short or a chain (许昌市, 许昌, 郑州市金水区). None when it is
    /// unknown or several places bear it.
    ///
    /// ```
    /// let gazetteer = tongbao::place::Gazetteer::builtin()?;
    /// let place = gazetteer.find("郑州市金水区").unwrap();
    /// assert_eq!(gazetteer.code(place), Some(410105));
    /// assert_eq!(gazetteer.find("鼓楼区"), None);
    /// # Ok::<(), tongbao::Error>(())
    /// ```
    #[must_use]
    pub fn find(&self, name: &str) -> Option<PlaceId> {
        let cx = PlaceContext::default();
        if let Some(&id) = self.by_name.get(name) {
            let named = Named { name: id, within: None, weak: false };
            return self.choose(named, &cx);
        }
        if name == self.name(self.nation()) {
            return Some(self.nation());
        }
        match self.scan(name).as_slice() {
            [only] if only.span.len() == name.len() => match only.kind {
                PlaceKind::Named(named) => self.choose(named, &cx),
                PlaceKind::Foreign(place) => Some(place),
                _ => None,
            },
            _ => None,
        }
    }

    /// Its full official name.
    #[must_use]
    pub fn name(&self, place: PlaceId) -> &str {
        self.unit(place).name
    }

    /// Its GB/T 2260 code.
    #[must_use]
    pub fn code(&self, place: PlaceId) -> Option<u32> {
        self.unit(place).code
    }

    /// Its rank.
    #[must_use]
    pub fn level(&self, place: PlaceId) -> Level {
        self.unit(place).level
    }

    /// What it lies directly in; None for a country and the nation.
    #[must_use]
    pub fn parent(&self, place: PlaceId) -> Option<PlaceId> {
        self.unit(place).parent
    }

    /// True when `inner` is `outer` or lies in it.
    #[must_use]
    pub fn within(&self, inner: PlaceId, outer: PlaceId) -> bool {
        self.lineage(inner).any(|place| place == outer)
    }

    /// China as a whole: 全国, 100000.
    #[must_use]
    pub fn nation(&self) -> PlaceId {
        PlaceId(0)
    }

    /// The places that a mention by name may mean, widest first.
    #[must_use]
    pub fn candidates(&self, kind: &PlaceKind) -> Vec<PlaceId> {
        match kind {
            PlaceKind::Named(named) => self.bearers(*named).collect(),
            PlaceKind::Foreign(place) => vec![*place],
            _ => Vec::new(),
        }
    }

    pub(super) fn bearers(&self, named: Named) -> impl Iterator<Item = PlaceId> + '_ {
        let inside = move |&place: &PlaceId| {
            named.within.is_none_or(|outer| place != outer && self.within(place, outer))
        };
        self.places_of(named.name).iter().copied().filter(inside)
    }

    pub(super) fn places_of(&self, name: u32) -> &[PlaceId] {
        self.names.get(name as usize).map_or(&[], |name| name.places.as_slice())
    }

    /// The longest name (up to eight characters) at the head of `text`.
    pub(super) fn name_id(&self, text: &str) -> Option<u32> {
        let mut ends = [0; 7];
        let mut count = 0;
        for (at, c) in text.char_indices().skip(1).take(ends.len()) {
            ends[count] = at + c.len_utf8();
            count += 1;
        }
        ends[..count].iter().rev().find_map(|&end| self.by_name.get(&text[..end])).copied()
    }

    /// True when places of the two names lie directly in one place.
    pub(super) fn are_siblings(&self, one: u32, other: u32) -> bool {
        let parent = |&place: &PlaceId| self.parent(place).filter(|&outer| outer != self.nation());
        self.places_of(one).iter().filter_map(parent).any(|outer| {
            self.places_of(other).iter().filter_map(parent).any(|other| other == outer)
        })
    }

    /// True when a division or a country is named at the head of `text`.
    pub(super) fn name_at(&self, text: &str) -> bool {
        self.name_id(text).is_some() || self.abroad.head(text).is_some()
    }

    /// Ids are made here only and handed out with the gazetteer; a stranger's id is the nation.
    pub(super) fn unit(&self, place: PlaceId) -> &Unit {
        self.units.get(place.0 as usize).unwrap_or(&self.units[0])
    }

    /// The place and all that it lies in, outwards.
    pub(super) fn lineage(&self, place: PlaceId) -> impl Iterator<Item = PlaceId> + '_ {
        std::iter::successors(Some(place), |&place| self.parent(place))
    }

    /// The place with that GB/T 2260 code (its present name, where the code had several).
    #[must_use]
    pub fn by_code(&self, code: u32) -> Option<PlaceId> {
        self.by_code.get(&code).copied()
    }
}
