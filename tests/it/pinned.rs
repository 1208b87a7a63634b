//! What is made of the texts of the case tables and of the annotated bulletins, a figure a line.

use std::fmt::Write;
use std::fs;

use serde_json::Value;
use tongbao::{Context, Document, Record};

use crate::house::{self, MINER};
use crate::pin;

/// Sentences of a city's bulletins, each alone.
fn sentences() -> Vec<Text> {
    let text = |line: &str| {
        let (published, place) = (Some("2022-05-09".into()), Some("许昌市".into()));
        let context = Context { published, place, ..Context::default() };
        Text { name: line.to_owned(), text: line.to_owned(), context }
    };
    house::read("fixtures/pinned/texts/sentences.txt").lines().map(text).collect()
}

/// What a line says of a figure: all keys but those that say where in the text it stands.
#[rustfmt::skip]
const KEYS: [&str; 23] = [
    "text", "value", "low", "high", "bound", "unit", "dimension", "per", "metric", "subject",
    "aspect", "origin", "qualifiers", "status", "place", "place_code", "place_from", "time_start",
    "time_end", "time_from", "part_of", "char_start", "rule",
];

/// A text, and what is known of it.
struct Text {
    name: String,
    text: String,
    context: Context,
}

/// The texts of the case tables.
fn cases() -> Vec<Text> {
    let files = house::files("fixtures/cases", ".jsonl");
    let tables = files.iter().map(|file| fs::read_to_string(file).expect("a table"));
    let text = |line: &str| {
        let case: Value = serde_json::from_str(line).expect("a case");
        let word = |key: &str| case[key].as_str().map(str::to_owned);
        let context =
            Context { published: word("published"), place: word("place"), ..Context::default() };
        let name = word("name").unwrap_or_default();
        Text { name, text: word("text").expect("a text"), context }
    };
    tables.flat_map(|table| table.lines().map(text).collect::<Vec<_>>()).collect()
}

/// The annotated bulletins.
#[cfg(feature = "score")]
fn annotated() -> Vec<Text> {
    let read = |(name, gold): (String, tongbao::score::Gold)| Text {
        name,
        context: gold.context(),
        text: gold.text,
    };
    crate::gold::golds().map(read).collect()
}

/// A figure as a line.
fn line(record: &Record) -> String {
    let record = serde_json::to_value(record).expect("JSON");
    let cell = |key: &&str| match &record[key] {
        Value::Null => "-".to_owned(),
        Value::String(word) => word.clone(),
        other => other.to_string(),
    };
    KEYS.iter().map(cell).collect::<Vec<_>>().join(" | ")
}

fn lines(text: &Text, document: &Document) -> String {
    let mut lines = format!("# {}\n", text.name);
    for record in &document.records {
        writeln!(lines, "{}", line(record)).expect("memory");
    }
    for oddity in &document.diagnostics {
        writeln!(lines, "! {} {:?}", oddity.code, oddity.span.range()).expect("memory");
    }
    lines
}

/// Compares what is made of all of `texts` with the file.
fn compare(name: &str, texts: &[Text]) {
    let mine =
        |text: &Text| lines(text, &MINER.mine_text(&text.text, &text.context).expect("a document"));
    let head = format!("{}\n", KEYS.join(" | "));
    pin::compare(name, &(head + &texts.iter().map(mine).collect::<String>()));
}

#[test]
fn cases_are_as_pinned() {
    compare("cases", &cases());
}

#[test]
fn sentences_are_as_pinned() {
    compare("sentences", &sentences());
}

#[cfg(feature = "score")]
#[test]
fn annotated_bulletins_are_as_pinned() {
    compare("gold", &annotated());
}
