//! Lists of words that rules hold against a stretch of text.
//!
//! In: the rows of `words.tsv` whose class is a list. Out: whether a text is, or begins with, or
//! holds one of its words. Unlike cue words they are no tokens: 单 begins a base after 每, and means
//! nothing elsewhere.
//!
//! `每班次` begins, after 每, with 班 of [`List::Recurring`].

/// A list of `words.tsv`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum List {
    /// Begin a predicate, not a noun.
    Predicate,
    /// Function words that lead a noun phrase and are no part of it: 一度停电.
    Lead,
    /// Behind a place: where somebody has been or comes from (武汉居住史).
    Been,
    /// Find what is counted, by what stands before them: 筛查检出2例.
    Finds,
    /// Open what is said of the figure before: 来自3个小区.
    SaidOf,
    /// What a body of the home province or city is called after 省 or 市.
    HomeBody,
    /// The moment of the accident that the bulletin tells of.
    AtEvent,
    /// Make a compound noun of the verb before them: 投资额.
    Compound,
    /// Say which part of the whole is meant, not what it is.
    Narrowing,
    /// The people of an age group.
    AgeGroup,
    /// What recurs is itself the base after 每.
    Recurring,
    /// Measure words that stand between 每 and its base.
    Measure,
}

const CLASSES: [(&str, List); 12] = [
    ("predicate", List::Predicate),
    ("lead", List::Lead),
    ("been", List::Been),
    ("finds", List::Finds),
    ("said_of", List::SaidOf),
    ("home_body", List::HomeBody),
    ("at_event", List::AtEvent),
    ("compound", List::Compound),
    ("narrowing", List::Narrowing),
    ("age_group", List::AgeGroup),
    ("recurring", List::Recurring),
    ("measure", List::Measure),
];

/// The words of all lists.
#[derive(Debug, Default)]
pub(crate) struct Lists {
    words: [Vec<Box<str>>; CLASSES.len()],
}

impl Lists {
    /// The list that a class of `words.tsv` is, if it is one.
    pub fn of_class(class: &str) -> Option<List> {
        CLASSES.iter().find(|(name, _)| *name == class).map(|(_, list)| *list)
    }

    /// Adds a word; false when it is there already.
    pub fn add(&mut self, list: List, word: &str) -> bool {
        let new = !self.has(list, word);
        if new {
            self.words[list as usize].push(word.into());
        }
        new
    }

    /// Whether `text` is a word of `list`.
    pub fn has(&self, list: List, text: &str) -> bool {
        self.words[list as usize].iter().any(|word| **word == *text)
    }

    /// Whether a word of `list` stands anywhere in `text`.
    pub fn stands_in(&self, list: List, text: &str) -> bool {
        self.words[list as usize].iter().any(|word| text.contains(&**word))
    }

    /// The length in bytes of the longest word of `list` that `text` begins with.
    pub fn prefix(&self, list: List, text: &str) -> Option<usize> {
        let words = self.words[list as usize].iter();
        words.filter(|word| begins(text, word)).map(|word| word.len()).max()
    }

    /// Whether `text` begins with a word of `list`.
    pub fn begins(&self, list: List, text: &str) -> bool {
        self.words[list as usize].iter().any(|word| begins(text, word))
    }
}

/// Whether `text` begins with `word`. Most words are told apart by their first character.
fn begins(text: &str, word: &str) -> bool {
    let first = |text: &str| text.as_bytes().first_chunk::<3>().copied();
    (word.len() < 3 || first(text) == first(word)) && text.starts_with(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_stand_in_the_order_of_the_lists() {
        assert!(CLASSES.iter().enumerate().all(|(at, (_, list))| *list as usize == at));
    }

    #[test]
    fn the_longest_prefix_wins_in_any_order() {
        for words in [["公", "公里"], ["公里", "公"]] {
            let mut lists = Lists::default();
            assert!(words.iter().all(|word| lists.add(List::Recurring, word)));
            assert!(!lists.add(List::Recurring, "公里"));
            assert_eq!(lists.prefix(List::Recurring, "公里数"), Some("公里".len()));
            assert_eq!(lists.prefix(List::Measure, "公里数"), None);
        }
    }
}
