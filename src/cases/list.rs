//! The entries of a list being read, and which of them a statement is about.

use rust_decimal::Decimal;

use super::{CaseKind, Sex};
use crate::record::{Origin, Provenance};
use crate::span::Span;

/// Where somebody lives.
#[derive(Debug, Clone)]
pub(super) struct Residence {
    pub name: String,
    pub code: Option<u32>,
    pub address: String,
}

/// One entry, with what has been read of it so far. Spans are in the clean text.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    pub label: Span,
    /// From the label to the next one.
    pub words: Span,
    pub numbers: Option<(u32, u32)>,
    pub kind: CaseKind,
    pub converted: bool,
    pub sex: Option<Sex>,
    pub age: Option<(Decimal, &'static str)>,
    pub residence: Option<Residence>,
    pub origin: Option<Origin>,
    pub imported_from: Option<String>,
    /// What is said so of a part of the range; None inside when two parts differ.
    pub part_from: Option<Option<String>>,
    pub found_in: Option<String>,
    pub date: Option<(String, Provenance)>,
}

/// What is said of several entries at once.
#[derive(Debug, Clone)]
pub(super) enum Said {
    Found(String),
    Converted,
    Diagnosed(CaseKind),
    /// True when the words leave no doubt (自…出发).
    From(String, bool),
    Date(String),
}

const KINDS: usize = 6;

impl Said {
    const fn index(&self) -> usize {
        match self {
            Self::Found(_) => 0,
            Self::Converted => 1,
            Self::Diagnosed(_) => 2,
            Self::From(_, true) => 3,
            Self::From(_, false) => 4,
            Self::Date(_) => 5,
        }
    }

    /// Adds to what is known of `entry`; what was said before stands, but a country come from and a
    /// date replace it.
    fn tell(&self, entry: &mut Entry) {
        match self {
            Self::Found(how) => _ = entry.found_in.get_or_insert_with(|| how.clone()),
            Self::Converted => entry.converted = true,
            Self::Diagnosed(kind) if entry.kind == CaseKind::Other => entry.kind = *kind,
            Self::Diagnosed(_) => {}
            Self::From(place, true) => {
                entry.origin = Some(Origin::Imported);
                entry.imported_from = Some(place.clone());
            }
            Self::From(place, false) => {
                if entry.origin == Some(Origin::Imported) {
                    entry.imported_from.get_or_insert_with(|| place.clone());
                }
            }
            Self::Date(day) => entry.date = Some((day.clone(), Provenance::Stated)),
        }
    }
}

/// The entries of an article.
#[derive(Debug, Default)]
pub(super) struct List {
    pub entries: Vec<Entry>,
    /// First entry of the present section.
    section: usize,
    /// First entry of those of which nothing common has been said yet.
    group: usize,
    /// First entry since the last full stop or semicolon.
    tail: usize,
    /// First entry of the last run 病例1、病例2.
    run: usize,
    /// The numbers that came back and are talked about.
    again: Vec<(u32, u32)>,
    /// Something common has been said: the next entry opens a group.
    closed: bool,
    /// A full stop came: the next entry opens a tail.
    stopped: bool,
    /// For each kind of statement, the entries it has been told to.
    told: [(usize, usize); KINDS],
    /// What may still be spent on labels that come back, so that time stays linear.
    budget: usize,
    /// More was to be said than that.
    pub spent: bool,
}

impl List {
    /// A new section: numbers begin again.
    pub fn begin_section(&mut self) {
        self.section = self.entries.len();
        (self.group, self.tail, self.run) = (self.section, self.section, self.section);
        self.again.clear();
    }

    /// A full stop or semicolon. What came back is done with.
    pub fn stop(&mut self) {
        self.stopped = true;
        self.again.clear();
    }

    /// A new paragraph: only 均 and the like reach back over it.
    pub fn break_paragraph(&mut self) {
        (self.tail, self.run) = (self.entries.len(), self.entries.len());
    }

    /// The number of the last entry of this section.
    pub fn last_number(&self) -> Option<u32> {
        let entries = &self.entries[self.section..];
        entries.last().and_then(|entry| entry.numbers).map(|(_, last)| last)
    }

    /// Adds an entry; `joined` when 、 links it to the one before.
    pub fn push(&mut self, entry: Entry, joined: bool) {
        let index = self.entries.len();
        if std::mem::take(&mut self.closed) && !joined {
            (self.group, self.tail) = (index, index);
        }
        if std::mem::take(&mut self.stopped) {
            self.tail = index;
        }
        if !joined {
            self.run = index;
        }
        self.again.clear();
        self.budget += 64;
        self.entries.push(entry);
    }

    /// Numbers that came back: what follows is said of them.
    pub fn refer(&mut self, numbers: (u32, u32), joined: bool) {
        if !joined {
            self.again.clear();
        }
        self.again.push(numbers);
    }

    /// Does `tell` with the entries that the text is at: the last run, or those that came back.
    pub fn tell_run(&mut self, mut tell: impl FnMut(&mut Entry)) {
        if self.again.is_empty() {
            for entry in &mut self.entries[self.run..] {
                if self.budget == 0 {
                    self.spent = true;
                    return;
                }
                self.budget -= 1;
                tell(entry);
            }
            return;
        }
        self.each_again(&mut tell);
    }

    /// Tells `said` to the entries it is about: those that came back; with `all` all of which
    /// nothing common was said; else those since the last full stop.
    pub fn tell(&mut self, said: &Said, all: bool) {
        if !self.again.is_empty() {
            self.each_again(&mut |entry| said.tell(entry));
            self.each_part(said);
            self.closed = true;
            return;
        }
        let (from, to) = (if all { self.group } else { self.tail }, self.entries.len());
        let told = &mut self.told[said.index()];
        if from >= to || (told.0 <= from && told.1 == to) {
            return;
        }
        *told = (from, to);
        self.closed = true;
        self.entries[from..].iter_mut().for_each(|entry| said.tell(entry));
    }

    /// Where a part of a range came from is where all came from, unless parts differ.
    fn tell_part(entry: &mut Entry, said: &Said) {
        let Said::From(place, _) = said else { return };
        let part = entry.part_from.get_or_insert_with(|| Some(place.clone()));
        if part.as_ref().is_some_and(|other| other != place) {
            *part = None;
        }
    }

    fn each_again(&mut self, tell: &mut impl FnMut(&mut Entry)) {
        let entries = &mut self.entries[self.section..];
        for &(first, last) in &self.again {
            let numbers = |entry: &Entry| entry.numbers.unwrap_or((0, 0));
            let from = entries.partition_point(|entry| numbers(entry).0 < first);
            let within = entries[from..].iter_mut().take_while(|entry| numbers(entry).1 <= last);
            for entry in within {
                if self.budget == 0 {
                    self.spent = true;
                    return;
                }
                self.budget -= 1;
                tell(entry);
            }
        }
    }

    /// Tells `said` to the range that numbers which came back are a part of.
    fn each_part(&mut self, said: &Said) {
        let entries = &mut self.entries[self.section..];
        for &(first, last) in self.again.iter().rev().take(8) {
            let at = entries.partition_point(|e| e.numbers.is_none_or(|(_, end)| end < first));
            if let Some(entry) = entries.get_mut(at)
                && entry.numbers.is_some_and(|(from, to)| from <= first && last <= to)
                && entry.numbers != Some((first, last))
            {
                Self::tell_part(entry, said);
            }
        }
    }
}
