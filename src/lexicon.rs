//! The words that steer how figures are read: metric names and cue words.
//!
//! In: `metrics.tsv`, `words.tsv` and catalogues of the caller. Out: one matcher that finds, in
//! clean text, the leftmost-longest word of any class, and what each word means. A surface stands
//! once in the matcher however many rows name it: 检测 is `tests` in 人次 and `people_tested` in 人.
//!
//! `新增确诊病例5例` → 新增 (aspect new), 确诊病例 (metric `confirmed_cases` in 例 宗 人 …).

mod list;

use std::collections::HashMap;
use std::sync::Arc;

use crate::data::{Row, rows};
use crate::error::{Error, ErrorKind, Result};
use crate::matcher::Matcher;
use crate::record::{Aspect, Origin, Status};
use crate::span::Span;

pub(crate) use list::{List, Lists};

const METRICS: &str = include_str!("data/metrics.tsv");
const WORDS: &str = include_str!("data/words.tsv");

/// A class of cue words; `words.tsv` says which words are in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Cue {
    Against,
    Part,
    Rest,
    All,
    Respectively,
    Each,
    Per,
    Total,
    Done,
    Negation,
    Zero,
    Cause,
    As,
    Finding,
    Light,
    Verb,
    Subset,
    Tail,
    Sets,
    Remains,
    Lives,
}

const CUES: [(&str, Cue); 21] = [
    ("against", Cue::Against),
    ("part", Cue::Part),
    ("rest", Cue::Rest),
    ("all", Cue::All),
    ("respectively", Cue::Respectively),
    ("each", Cue::Each),
    ("per", Cue::Per),
    ("total", Cue::Total),
    ("done", Cue::Done),
    ("negation", Cue::Negation),
    ("zero", Cue::Zero),
    ("cause", Cue::Cause),
    ("as", Cue::As),
    ("finding", Cue::Finding),
    ("light", Cue::Light),
    ("verb", Cue::Verb),
    ("subset", Cue::Subset),
    ("tail", Cue::Tail),
    ("sets", Cue::Sets),
    ("remains", Cue::Remains),
    ("lives", Cue::Lives),
];

/// How a metric's word takes part in naming what is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    /// No metric at all: keeps a shorter word from matching.
    Thing,
    /// Only where nothing else names the metric.
    Weak,
    /// Takes the metric of the whole or topic.
    Generic,
    /// What was done, counted by its unit.
    Act,
    /// What is counted.
    Noun,
    /// What befell it: outranks the noun beside it.
    Event,
}

/// What a metric may be counted in.
type Units = Arc<[Box<str>]>;

/// One meaning of a word: a metric, and when it holds.
#[derive(Debug, Clone)]
pub(crate) struct Sense {
    /// Metric id; empty for a [`Kind::Thing`].
    pub metric: Box<str>,
    pub kind: Kind,
    /// One list for all senses of a group of units.
    units: Option<Units>,
    /// Qualifiers that the word sets.
    pub qualifiers: Box<[(Box<str>, Box<str>)]>,
    /// Aspect that the word itself says (在院治疗).
    pub aspect: Option<Aspect>,
    /// Aspect that 截至 gives it.
    pub under: Option<Aspect>,
    /// Aspect where nothing says otherwise.
    pub otherwise: Option<Aspect>,
}

impl Sense {
    /// True when the metric may be counted in `unit`. A number without a unit counts people.
    pub fn counts(&self, unit: Option<&str>) -> bool {
        let Some(units) = &self.units else { return true };
        let unit = unit.unwrap_or("人");
        units.iter().any(|u| &**u == unit)
    }
}

/// All that one surface may mean.
#[derive(Debug, Clone, Default)]
pub(crate) struct Word {
    cues: u32,
    pub aspect: Option<Aspect>,
    /// 调整为, 增至: a stock, but said of the number that follows alone.
    pub stock: bool,
    /// 存栏, 库存: says a stock wherever it stands before the number.
    pub holding: bool,
    /// 正在: said of what follows up to the next comma.
    pub brief: bool,
    /// 先后: said of a noun before its number only (先后成立支部299个, not 先后调集4支队伍).
    pub loose: bool,
    pub delta: Option<Aspect>,
    pub origin: Option<Origin>,
    pub status: Option<Status>,
    pub sex: Option<Box<str>>,
    pub found: Option<Box<str>>,
    /// The base of a rate: 日均 → 日.
    pub rate: Option<Box<str>>,
    pub senses: Vec<Sense>,
}

impl Word {
    /// True when the word is of class `cue`.
    pub const fn is(&self, cue: Cue) -> bool {
        self.cues & (1 << cue as u32) != 0
    }

    /// Whether the word does nothing in a sentence without figures: it denies nothing, and names
    /// neither an origin nor a disease that later sentences take over.
    pub fn is_idle(&self) -> bool {
        let disease = |sense: &Sense| sense.qualifiers.iter().any(|(key, _)| &**key == "disease");
        !self.is(Cue::Negation)
            && !self.is(Cue::Zero)
            && self.origin.is_none()
            && !self.senses.iter().any(disease)
    }

    /// The first meaning that can be counted in `unit`, of the highest kind.
    pub fn sense(&self, unit: Option<&str>) -> Option<&Sense> {
        self.senses.iter().filter(|sense| sense.counts(unit)).max_by_key(|sense| sense.kind)
    }
}

/// A word found in a text.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Found<'a> {
    pub span: Span,
    pub word: &'a Word,
}

/// All words and the matcher that finds them.
pub(crate) struct Lexicon {
    words: Vec<Word>,
    /// The senses of each metric, in the order of `words`: index of the word, index of the sense.
    by_metric: HashMap<Box<str>, Vec<(usize, usize)>>,
    /// The lists, which the matcher does not find.
    pub lists: Lists,
    matcher: Matcher<u32>,
}

impl std::fmt::Debug for Lexicon {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Lexicon").field("words", &self.words.len()).finish_non_exhaustive()
    }
}

impl Lexicon {
    /// The built-in words, and those of `catalogues`: (file name, its text). `is_unit` says
    /// whether a unit is known.
    ///
    /// # Errors
    /// [`ErrorKind::Table`] for a wrong row, with file and line.
    pub fn new(catalogues: &[(String, String)], is_unit: &dyn Fn(&str) -> bool) -> Result<Self> {
        let mut builder =
            Builder { words: Vec::new(), index: HashMap::new(), lists: Lists::default(), is_unit };
        builder.metrics("metrics.tsv", METRICS)?;
        builder.cues()?;
        for (file, text) in catalogues {
            builder.metrics(file, text)?;
        }
        builder.build()
    }

    /// The senses of the metric `id`.
    fn senses(&self, id: &str) -> impl Iterator<Item = &Sense> {
        let places = self.by_metric.get(id).into_iter().flatten();
        places.map(|&(word, sense)| &self.words[word].senses[sense])
    }

    /// A sense of the metric `id`.
    pub fn metric(&self, id: &str) -> Option<&Sense> {
        self.senses(id).next()
    }

    /// Whether any sense of the metric `id` is counted in `unit`.
    pub fn counts(&self, id: &str, unit: Option<&str>) -> bool {
        self.senses(id).any(|sense| sense.counts(unit))
    }

    /// The words of `text`, leftmost-longest, in order.
    pub fn find<'a>(&'a self, text: &'a str) -> impl Iterator<Item = Found<'a>> {
        self.matcher.find_iter(text).map(|(word, range)| Found {
            span: Span::new(range.start, range.end),
            word: &self.words[word as usize],
        })
    }
}

struct Builder<'a> {
    words: Vec<Word>,
    index: HashMap<String, usize>,
    lists: Lists,
    is_unit: &'a dyn Fn(&str) -> bool,
}

impl Builder<'_> {
    fn word(&mut self, text: &str) -> &mut Word {
        let next = self.words.len();
        let at = *self.index.entry(text.to_owned()).or_insert(next);
        if at == next {
            self.words.push(Word::default());
        }
        &mut self.words[at]
    }

    fn metrics(&mut self, file: &str, text: &str) -> Result<()> {
        let mut groups: HashMap<String, Units> = HashMap::new();
        for row in rows(file, text) {
            if let Some(name) = row.cell(0).strip_prefix('@') {
                groups.insert(name.to_owned(), self.units(&row, row.required(1, "units")?)?);
                continue;
            }
            let units = row.required(2, "units")?;
            let units = match groups.get(units) {
                _ if units == "*" => None,
                Some(group) => Some(group.clone()),
                None => Some(self.units(&row, units)?),
            };
            let sense = sense(&row, units)?;
            for alias in row.words(1, "alias")? {
                let word = self.word(alias);
                if word.senses.iter().any(|s| s.metric == sense.metric && s.units == sense.units) {
                    return Err(row.error(format_args!("alias «{alias}» stands twice")));
                }
                word.senses.push(sense.clone());
            }
        }
        Ok(())
    }

    fn units(&self, row: &Row<'_>, cell: &str) -> Result<Units> {
        let check = |unit: &str| match (self.is_unit)(unit) {
            true => Ok(unit.into()),
            false => Err(row.error(format_args!("unknown unit «{unit}»"))),
        };
        cell.split_whitespace().map(check).collect()
    }

    fn cues(&mut self) -> Result<()> {
        for row in rows("words.tsv", WORDS) {
            let (class, value) = (row.required(0, "class")?, row.cell(1));
            for text in row.words(2, "word")? {
                if let Some(list) = Lists::of_class(class) {
                    if !self.lists.add(list, text) {
                        return Err(row.error(format_args!("«{text}» stands twice")));
                    }
                    continue;
                }
                apply(self.word(text), &row, class, value)?;
            }
        }
        Ok(())
    }

    fn build(self) -> Result<Lexicon> {
        let words = self.index.into_iter().map(|(text, at)| (text.into(), at as u32));
        let matcher = Matcher::new(words.collect()).map_err(|word| {
            Error::new(ErrorKind::Table, format!("«{word}» is empty or stands twice"))
        })?;
        let mut by_metric: HashMap<_, Vec<_>> = HashMap::new();
        for (at, word) in self.words.iter().enumerate() {
            for (index, sense) in word.senses.iter().enumerate() {
                by_metric.entry(sense.metric.clone()).or_default().push((at, index));
            }
        }
        Ok(Lexicon { words: self.words, by_metric, lists: self.lists, matcher })
    }
}

fn apply(word: &mut Word, row: &Row<'_>, class: &str, value: &str) -> Result<()> {
    if let Some((_, cue)) = CUES.iter().find(|(name, _)| *name == class) {
        word.cues |= 1 << *cue as u32;
        return Ok(());
    }
    match class {
        "aspect" => word.aspect = Some(aspect(row, value)?),
        "aspect_stock" => (word.aspect, word.stock) = (Some(aspect(row, value)?), true),
        "aspect_holding" => {
            (word.aspect, word.stock, word.holding) = (Some(aspect(row, value)?), true, true)
        }
        "aspect_brief" => (word.aspect, word.brief) = (Some(aspect(row, value)?), true),
        "aspect_loose" => (word.aspect, word.loose) = (Some(aspect(row, value)?), true),
        "noun" => {}
        "delta" => word.delta = Some(aspect(row, value)?),
        "origin" => word.origin = Some(origin(row, value)?),
        "status" => word.status = Some(status(row, value)?),
        "sex" => word.sex = Some(value.into()),
        "found" => word.found = Some(value.into()),
        "rate" => word.rate = Some(value.into()),
        _ => return Err(row.error(format_args!("unknown class «{class}»"))),
    }
    Ok(())
}

fn sense(row: &Row<'_>, units: Option<Units>) -> Result<Sense> {
    let metric = match row.required(0, "metric")? {
        "-" => "",
        id if id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_') => id,
        id => return Err(row.error(format_args!("metric id «{id}» is not [a-z0-9_]"))),
    };
    let kind = match row.cell(3) {
        "" | "noun" => Kind::Noun,
        "event" => Kind::Event,
        "act" => Kind::Act,
        "weak" => Kind::Weak,
        "generic" => Kind::Generic,
        "thing" => Kind::Thing,
        other => return Err(row.error(format_args!("unknown kind «{other}»"))),
    };
    let mut sense = Sense {
        metric: metric.into(),
        kind,
        units,
        qualifiers: Box::default(),
        aspect: None,
        under: None,
        otherwise: None,
    };
    let mut qualifiers = Vec::new();
    for part in row.cell(4).split_whitespace() {
        match part.split_once('=') {
            Some(("under", "-")) => {}
            Some(("under", value)) => sense.under = Some(aspect(row, value)?),
            Some(("else", value)) => sense.otherwise = Some(aspect(row, value)?),
            Some(("aspect", value)) => sense.aspect = Some(aspect(row, value)?),
            Some((key, value)) => qualifiers.push((key.into(), value.into())),
            None => return Err(row.error(format_args!("«{part}» is no key=value"))),
        }
    }
    sense.qualifiers = qualifiers.into();
    Ok(sense)
}

fn aspect(row: &Row<'_>, value: &str) -> Result<Aspect> {
    match value {
        "new" => Ok(Aspect::New),
        "cumulative" => Ok(Aspect::Cumulative),
        "current" => Ok(Aspect::Current),
        "increase" => Ok(Aspect::Increase),
        "decrease" => Ok(Aspect::Decrease),
        _ => Err(row.error(format_args!("unknown aspect «{value}»"))),
    }
}

fn origin(row: &Row<'_>, value: &str) -> Result<Origin> {
    match value {
        "local" => Ok(Origin::Local),
        "imported" => Ok(Origin::Imported),
        _ => Err(row.error(format_args!("unknown origin «{value}»"))),
    }
}

fn status(row: &Row<'_>, value: &str) -> Result<Status> {
    match value {
        "planned" => Ok(Status::Planned),
        "required" => Ok(Status::Required),
        _ => Err(row.error(format_args!("unknown status «{value}»"))),
    }
}
