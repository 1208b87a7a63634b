//! Building the gazetteer: the tables in, units, names and patterns out. A wrong row is an error
//! that names its file and line.

use std::collections::{HashMap, HashSet};

use super::gazetteer::{Gazetteer, Name, Pattern, Strength, Unit};
use super::words::{self, Class, WordRow, WordSet, Words};
use super::{Level, PlaceId, short};
use crate::data::rows;
use crate::matcher::Matcher;
use crate::{Error, ErrorKind, Result};

const DIVISIONS: &str = "divisions.tsv";
const ALIASES: &str = "place_aliases.tsv";
const COUNTRIES: &str = "countries.tsv";

/// Fills the gazetteer table by table.
#[derive(Default)]
pub(super) struct Builder {
    units: Vec<Unit>,
    by_code: HashMap<u32, PlaceId>,
    by_full: HashMap<&'static str, PlaceId>,
    names: Vec<Name>,
    by_name: HashMap<String, u32>,
    words: Words,
    patterns: Vec<(Box<str>, Pattern)>,
    fixed: HashMap<&'static str, PlaceId>,
    abroad: WordSet,
}

impl Builder {
    pub(super) fn new() -> Result<Self> {
        let by_name = HashMap::with_capacity(1 << 13);
        Ok(Self { words: Words::load()?, by_name, ..Self::default() })
    }

    pub(super) fn build(mut self) -> Result<Gazetteer> {
        self.divisions()?;
        self.link_parents();
        self.division_names();
        self.aliases()?;
        self.countries()?;
        self.word_patterns()?;
        self.finish()
    }

    fn push(&mut self, unit: Unit) -> PlaceId {
        let id = PlaceId(u32::try_from(self.units.len()).unwrap_or(u32::MAX));
        self.units.push(unit);
        id
    }

    fn divisions(&mut self) -> Result<()> {
        for row in rows(DIVISIONS, include_str!("../data/divisions.tsv")).skip(1) {
            let [code, name, parent, first, last] = row.columns()?;
            let wrong = |what: &str| row.error(what);
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
        self.patterns.push((word.into(), pattern));
    }

    fn aliases(&mut self) -> Result<()> {
        for row in rows(ALIASES, include_str!("../data/place_aliases.tsv")).skip(1) {
            let [alias, target] = row.columns()?;
            let place = self
                .target(target)
                .ok_or_else(|| row.error(format_args!("unknown place {target}")))?;
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
        for row in rows(COUNTRIES, include_str!("../data/countries.tsv")).skip(1) {
            let [name, aliases] = row.columns()?;
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
                Class::Block => {
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
                        let word = format!("{trigger}{}", row.word).into();
                        self.patterns.push((word, Pattern::Abbreviation(name)));
                    }
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
        let units = &self.units;
        for name in &mut self.names {
            name.places.sort_by_key(|&PlaceId(at)| {
                let unit = units[at as usize];
                (unit.level, unit.code.is_none(), at)
            });
        }
        let matcher = Matcher::new(self.patterns).map_err(|word| {
            Error::new(ErrorKind::Table, format!("place names: «{word}» is empty or stands twice"))
        })?;
        Ok(Gazetteer {
            units: self.units,
            names: self.names,
            by_name: self.by_name,
            by_code: self.by_code,
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
