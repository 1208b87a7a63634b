//! The table of words in case lists: see the head of `data/cases.tsv`.

use super::{CaseKind, Sex};
use crate::data::{Row, rows};
use crate::error::{Error, Result};
use crate::matcher::Matcher;
use crate::record::Origin;
use crate::span::Span;

const FILE: &str = "cases.tsv";
const TEXT: &str = include_str!("../data/cases.tsv");

/// What a word says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    /// Names a case; true when it was asymptomatic before.
    Label(CaseKind, bool),
    This,
    Sex(Sex),
    Residence,
    Native,
    /// Index of the value in [`CaseWords::found`].
    Found(usize),
    Converted,
    Origin(Origin),
    From,
    Stay,
    Dated,
    Diagnosed(CaseKind),
    /// True for 新增.
    Report(bool),
    Age(&'static str),
    Contacts,
    All,
}

/// A word of the table, where it stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct Word {
    pub span: Span,
    pub class: Class,
}

/// The words that case lists are read by: the built-in table `cases.tsv`.
///
/// ```
/// assert!(tongbao::cases::CaseWords::built_in().is_ok());
/// ```
#[derive(Debug)]
pub struct CaseWords {
    all: Matcher<Class>,
    labels: Matcher<()>,
    found: Vec<String>,
}

impl CaseWords {
    /// The built-in table.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Table`](crate::ErrorKind::Table) for a wrong row, which the tests rule out.
    pub fn built_in() -> Result<Self> {
        Self::read(TEXT)
    }

    fn read(text: &str) -> Result<Self> {
        let mut words: Vec<(Box<str>, Class)> = Vec::new();
        let (mut labels, mut found) = (Vec::new(), Vec::new());
        for row in rows(FILE, text) {
            let class = class(&row, &mut found)?;
            for word in row.words(2, "words")? {
                if words.iter().any(|(known, _)| **known == *word) {
                    return Err(row.error(format_args!("«{word}» stands twice")));
                }
                words.push((word.into(), class));
                if matches!(class, Class::Label(..)) {
                    labels.push((word.into(), ()));
                }
            }
        }
        Ok(Self { all: matcher(words)?, labels: matcher(labels)?, found })
    }

    /// The value of a [`Class::Found`].
    pub(super) fn found(&self, index: usize) -> &str {
        self.found.get(index).map_or("", String::as_str)
    }

    /// The words of `text`, leftmost-longest.
    pub(super) fn find<'a>(&'a self, text: &'a str) -> impl Iterator<Item = Word> + 'a {
        let words = self.all.find_iter(text);
        words.map(|(class, range)| Word { span: Span::new(range.start, range.end), class })
    }

    /// The ends of the labels in `text`.
    pub(super) fn label_ends<'a>(&'a self, text: &'a str) -> impl Iterator<Item = usize> + 'a {
        self.labels.find_iter(text).map(|((), range)| range.end)
    }

    /// Length of the label that `text` begins with, 0 when there is none.
    pub(super) fn label_at(&self, text: &str) -> usize {
        self.labels.at_start(text).map_or(0, |((), length)| length)
    }
}

fn matcher<T: Copy>(words: Vec<(Box<str>, T)>) -> Result<Matcher<T>> {
    Matcher::new(words).map_err(|word| Error::table(FILE, 0, word))
}

fn class(row: &Row<'_>, found: &mut Vec<String>) -> Result<Class> {
    let value = row.required(1, "value")?;
    let kind = |value| match value {
        "confirmed" => Some(CaseKind::Confirmed),
        "asymptomatic" => Some(CaseKind::Asymptomatic),
        "other" => Some(CaseKind::Other),
        _ => None,
    };
    let class = match (row.required(0, "class")?, value) {
        ("label", "converted") => Some(Class::Label(CaseKind::Confirmed, true)),
        ("label", value) => kind(value).map(|kind| Class::Label(kind, false)),
        ("sex", "male") => Some(Class::Sex(Sex::Male)),
        ("sex", "female") => Some(Class::Sex(Sex::Female)),
        ("found", value) => {
            found.push(value.to_owned());
            Some(Class::Found(found.len() - 1))
        }
        ("origin", "local") => Some(Class::Origin(Origin::Local)),
        ("origin", "imported") => Some(Class::Origin(Origin::Imported)),
        ("report", "new") => Some(Class::Report(true)),
        ("age", value) => {
            ["岁", "月", "天"].into_iter().find(|unit| *unit == value).map(Class::Age)
        }
        ("diagnosed", value) => kind(value).map(Class::Diagnosed),
        (class, "-") => plain(class),
        _ => None,
    };
    class.ok_or_else(|| row.error(format_args!("unknown class or value «{value}»")))
}

fn plain(class: &str) -> Option<Class> {
    Some(match class {
        "this" => Class::This,
        "residence" => Class::Residence,
        "native" => Class::Native,
        "converted" => Class::Converted,
        "from" => Class::From,
        "stay" => Class::Stay,
        "dated" => Class::Dated,
        "report" => Class::Report(false),
        "contacts" => Class::Contacts,
        "all" => Class::All,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_right_and_wrong_rows_are_named() {
        assert!(CaseWords::built_in().is_ok());
        let error = |text| CaseWords::read(text).unwrap_err().to_string();
        assert_eq!(error("sex\tnone\t男"), "cases.tsv:1: unknown class or value «none»");
        assert_eq!(error("all\t-\t均|均"), "cases.tsv:1: «均» stands twice");
        assert_eq!(error("all\t-\t"), "cases.tsv:1: column 3 (words) is empty");
    }
}
