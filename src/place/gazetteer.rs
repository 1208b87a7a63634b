//! The gazetteer: tables in, units, names and one matcher out. Immutable once built.

use std::collections::{HashMap, HashSet};
use std::fmt;

use daachorse::{CharwiseDoubleArrayAhoCorasick, CharwiseDoubleArrayAhoCorasickBuilder, MatchKind};

use super::words::{self, Class, WordRow, WordSet, Words};
use super::{Level, Named, PlaceContext, PlaceId, PlaceKind, short};
use crate::{Error, ErrorKind, Result};

const DIVISIONS: &str = "divisions.tsv";
const ALIASES: &str = "place_aliases.tsv";
const COUNTRIES: &str = "countries.tsv";

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
    by_code: HashMap<u32, PlaceId>,
    pub(super) patterns: Vec<Pattern>,
    pub(super) fixed: HashMap<&'static str, PlaceId>,
    pub(super) matcher: CharwiseDoubleArrayAhoCorasick<u32>,
    pub(super) words: Words,
    abroad: WordSet,
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
    /// [`ErrorKind::Table`] when a built-in table is wrong.
    pub fn builtin() -> Result<Self> {
        let mut builder = Builder { words: Words::load()?, ..Builder::default() };
        builder.divisions()?;
        builder.link_parents();
        builder.division_names();
        builder.aliases()?;
        builder.countries()?;
        builder.finish()
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

#[derive(Default)]
struct Builder {
    units: Vec<Unit>,
    by_code: HashMap<u32, PlaceId>,
    by_full: HashMap<&'static str, PlaceId>,
    names: Vec<Name>,
    by_name: HashMap<String, u32>,
    words: Words,
    patterns: Vec<Pattern>,
    keys: Vec<(String, u32)>,
    fixed: HashMap<&'static str, PlaceId>,
    abroad: WordSet,
}

impl Builder {
    fn push(&mut self, unit: Unit) -> PlaceId {
        let id = PlaceId(u32::try_from(self.units.len()).unwrap_or(u32::MAX));
        self.units.push(unit);
        id
    }

    fn divisions(&mut self) -> Result<()> {
        for row in words::rows::<5>(DIVISIONS, include_str!("../data/divisions.tsv")) {
            let (line, [code, name, parent, first, last]) = row?;
            let wrong = |what: &str| Error::table(DIVISIONS, line, what);
            let year = |field: &str, open: i16| match field {
                "" => Ok(open),
                _ => field.parse().map_err(|_| wrong("not a year")),
            };
            let (first, last) = (year(first, i16::MIN)?, year(last, i16::MAX)?);
            let (code, level, parent) = if code == "-" {
                let outer = parent.parse().ok().and_then(|code| self.by_code.get(&code).copied());
                let outer = outer.ok_or_else(|| wrong("unknown parent"))?;
                let wide = self.units[outer.0 as usize].level == Level::Province;
                (None, if wide { Level::Prefecture } else { Level::County }, Some(outer))
            } else {
                let code: u32 = code.parse().map_err(|_| wrong("not a code"))?;
                let level = level_of(code).ok_or_else(|| wrong("not six digits"))?;
                (Some(code), level, None)
            };
            let id = self.push(Unit { name, code, level, parent, first, last });
            self.by_full.entry(name).or_insert(id);
            if let Some(code) = code
                && (last == i16::MAX || !self.by_code.contains_key(&code))
            {
                self.by_code.insert(code, id);
            }
        }
        match self.units.first() {
            Some(nation) if nation.code == Some(100_000) => Ok(()),
            _ => Err(Error::table(DIVISIONS, 1, "the first row is not the nation")),
        }
    }

    /// Prefecture where there is one, else province, else the nation.
    fn link_parents(&mut self) {
        for unit in &mut self.units {
            let Some(code) = unit.code else { continue };
            let outer = [code / 100 * 100, code / 10_000 * 10_000, 100_000];
            unit.parent = outer
                .iter()
                .filter(|&&outer| outer != code)
                .find_map(|outer| self.by_code.get(outer))
                .copied()
                .filter(|_| code != 100_000);
        }
    }

    fn division_names(&mut self) {
        let deictic: HashSet<&str> = (self.words.patterns.iter())
            .filter(|row| row.class == Class::Deictic)
            .map(|row| row.word)
            .collect();
        for index in 1..self.units.len() {
            let place = PlaceId(index as u32);
            let unit = self.units[index];
            let full = if self.words.ordinary_full.has(unit.name) {
                Strength::Ordinary
            } else {
                Strength::Full
            };
            self.bear(unit.name, full, place);
            for (position, form) in short::forms(unit.name).into_iter().enumerate() {
                if deictic.contains(form.as_str()) {
                    continue; // 全州 is the whole prefecture, before it is 全州县
                }
                let strength = self.short_strength(&form, position, unit.name);
                self.bear(&form, strength, place);
            }
        }
    }

    fn short_strength(&self, form: &str, position: usize, full: &str) -> Strength {
        if self.words.ordinary.has(form) {
            Strength::Ordinary
        } else if position > 0 {
            Strength::Full
        } else if full.ends_with('区')
            && !full.ends_with("自治区")
            && !full.ends_with("地区")
            && !full.ends_with("林区")
            && !full.ends_with("行政区")
        {
            Strength::District
        } else {
            Strength::Short
        }
    }

    /// A name shared by a wide and a narrow place has the strength of the stronger reading, an
    /// ordinary word is one for all.
    fn bear(&mut self, word: &str, strength: Strength, place: PlaceId) {
        if let Some(&id) = self.by_name.get(word) {
            let name = &mut self.names[id as usize];
            if !name.places.contains(&place) {
                name.places.push(place);
            }
            let ordinary = name.strength.min(strength) == Strength::Ordinary;
            let stronger = name.strength.max(strength);
            let full = stronger == Strength::Full;
            name.strength = if ordinary && !full { Strength::Ordinary } else { stronger };
            return;
        }
        let id = self.names.len() as u32;
        self.names.push(Name { strength, places: vec![place] });
        self.by_name.insert(word.to_owned(), id);
        self.pattern(word, Pattern::Name(id));
    }

    fn pattern(&mut self, word: &str, pattern: Pattern) {
        self.keys.push((word.to_owned(), self.patterns.len() as u32));
        self.patterns.push(pattern);
    }

    fn aliases(&mut self) -> Result<()> {
        for row in words::rows::<2>(ALIASES, include_str!("../data/place_aliases.tsv")) {
            let (line, [alias, target]) = row?;
            let place = self
                .target(target)
                .ok_or_else(|| Error::table(ALIASES, line, format!("unknown place {target}")))?;
            let short = short_ordinary(&self.words, alias);
            self.bear(alias, short, place);
        }
        Ok(())
    }

    /// A place by its full name or code.
    fn target(&self, text: &str) -> Option<PlaceId> {
        match text.parse::<u32>() {
            Ok(code) => self.by_code.get(&code).copied(),
            Err(_) => self.by_full.get(text).copied(),
        }
    }

    fn countries(&mut self) -> Result<()> {
        for row in words::rows::<2>(COUNTRIES, include_str!("../data/countries.tsv")) {
            let (_, [name, aliases]) = row?;
            let unit = Unit {
                name,
                code: None,
                level: Level::Country,
                parent: None,
                first: i16::MIN,
                last: i16::MAX,
            };
            let place = self.push(unit);
            for word in
                std::iter::once(name).chain(aliases.split('|').filter(|word| !word.is_empty()))
            {
                // 黑山 is a county's short name too: one name, and context chooses.
                if self.by_name.contains_key(word) {
                    self.bear(word, Strength::Short, place);
                    continue;
                }
                self.abroad.insert(word);
                self.pattern(word, Pattern::Foreign(place));
            }
        }
        Ok(())
    }

    fn word_patterns(&mut self) -> Result<()> {
        for row in std::mem::take(&mut self.words.patterns) {
            let wrong = |what: &str| Error::table(words::FILE, row.line, what);
            let pattern = match row.class {
                Class::Block | Class::Generic => {
                    Pattern::Block { resume: resume(row).ok_or_else(|| wrong("bad length"))? }
                }
                Class::Nation => Pattern::Nation,
                Class::Deictic => self.deictic(row)?,
                Class::Zone | Class::ZoneLoose => Pattern::Zone {
                    loose: row.class == Class::ZoneLoose,
                    known: match row.value {
                        "" => None,
                        value => Some(self.target(value).ok_or_else(|| wrong("unknown city"))?),
                    },
                },
                Class::Local => {
                    Pattern::Local { cut: local_cut(row).ok_or_else(|| wrong("bad cut"))? }
                }
                Class::Abbreviation => {
                    let name = self.by_name.get(row.value).copied();
                    let name = name.ok_or_else(|| wrong("unknown place"))?;
                    for trigger in self.words.trigger.iter() {
                        let key = format!("{trigger}{}", row.word);
                        self.keys.push((key, self.patterns.len() as u32));
                    }
                    self.patterns.push(Pattern::Abbreviation(name));
                    continue;
                }
            };
            if self.by_name.contains_key(row.word) {
                return Err(wrong("is the name of a place too"));
            }
            self.pattern(row.word, pattern);
        }
        Ok(())
    }

    fn deictic(&mut self, row: WordRow) -> Result<Pattern> {
        let level = match row.value {
            "国" => Some(Level::Nation),
            "省" => Some(Level::Province),
            "盟" | "州" => Some(Level::Prefecture),
            "县" | "旗" => Some(Level::County),
            "市" | "区" => None,
            value => {
                let wrong = || Error::table(words::FILE, row.line, "unknown place");
                let place = self.target(value).ok_or_else(wrong)?;
                self.fixed.insert(row.word, place);
                Some(self.units[place.0 as usize].level)
            }
        };
        Ok(Pattern::Deictic { level, last: row.word.starts_with('该') })
    }

    fn finish(mut self) -> Result<Gazetteer> {
        self.word_patterns()?;
        let units = &self.units;
        for name in &mut self.names {
            name.places.sort_by_key(|&PlaceId(at)| {
                let unit = units[at as usize];
                (unit.level, unit.code.is_none(), at)
            });
        }
        let matcher = CharwiseDoubleArrayAhoCorasickBuilder::new()
            .match_kind(MatchKind::LeftmostLongest)
            .build_with_values(self.keys)
            .map_err(|error| Error::new(ErrorKind::Table, format!("place names: {error}")))?;
        Ok(Gazetteer {
            units: self.units,
            names: self.names,
            by_name: self.by_name,
            by_code: self.by_code,
            patterns: self.patterns,
            fixed: self.fixed,
            matcher,
            words: self.words,
            abroad: self.abroad,
        })
    }
}

fn short_ordinary(words: &Words, alias: &str) -> Strength {
    if words.ordinary.has(alias) { Strength::Ordinary } else { Strength::Short }
}

/// Bytes of the characters that a block row says to skip; 0 for all.
fn resume(row: WordRow) -> Option<u8> {
    if row.value.is_empty() {
        return Some(0);
    }
    let chars: usize = row.value.parse().ok()?;
    let (at, _) = row.word.char_indices().nth(chars)?;
    u8::try_from(at).ok()
}

fn local_cut(row: WordRow) -> Option<u8> {
    let kept: usize = row.value.parse().ok()?;
    let kept_bytes = row.word.char_indices().nth(kept).map_or(row.word.len(), |(at, _)| at);
    let cut = if kept == 0 { 0 } else { row.word.len() - kept_bytes };
    u8::try_from(cut).ok()
}

fn level_of(code: u32) -> Option<Level> {
    match code {
        100_000 => Some(Level::Nation),
        110_000..=829_999 if code.is_multiple_of(10_000) => Some(Level::Province),
        110_000..=829_999 if code.is_multiple_of(100) => Some(Level::Prefecture),
        110_000..=829_999 => Some(Level::County),
        _ => None,
    }
}
