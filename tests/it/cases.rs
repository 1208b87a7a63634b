//! Runs `fixtures/cases/*.jsonl`: one short text a line, and what has to be found in it.
//!
//! `want` lists the records in order, each with the keys that matter; `[]` is a text without
//! figures, `skip` the figures that may be found or missed. `TONGBAO_CASE=part` runs the cases whose names have the part. The lines of
//! `known-gaps.jsonl` are those that fail so far; they end with `cause` and `file`, and
//! `TONGBAO_BLESS=1` moves the ones that have begun to pass to that file.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use serde_json::{Map, Value};
use tongbao::Context;

use crate::house::{self, MINER};

const GAPS: &str = "fixtures/cases/known-gaps.jsonl";
/// Cases of single scanners, run beside their code.
const ELSEWHERE: [&str; 1] = ["time.jsonl"];

#[derive(Debug)]
struct Case {
    /// File and line.
    at: String,
    line: String,
    fields: Map<String, Value>,
}

impl Case {
    fn word(&self, key: &str) -> &str {
        self.fields.get(key).and_then(Value::as_str).unwrap_or_default()
    }

    /// Whether a figure of this text may be found or missed (an age that names a group).
    fn may_be(&self, text: &Value) -> bool {
        let optional = self.fields.get("skip").and_then(Value::as_array);
        optional.is_some_and(|texts| texts.contains(text))
    }

    /// What the text gives that it should not, or does not give that it should.
    fn fault(&self) -> Option<String> {
        let some = |key| Some(self.word(key).to_owned()).filter(|word| !word.is_empty());
        let context =
            Context { published: some("published"), place: some("place"), ..Context::default() };
        let document = MINER.mine_text(self.word("text"), &context).expect(&self.at);
        let got: Vec<Value> = document
            .records
            .iter()
            .map(|record| serde_json::to_value(record).expect("JSON"))
            .filter(|record| !self.may_be(&record["text"]))
            .collect();
        let want = self.fields["want"].as_array().expect("want is a list");
        let mut faults: String =
            want.iter().enumerate().map(|(at, want)| differing(at, want, got.get(at))).collect();
        for spare in got.iter().skip(want.len()) {
            faults += &format!("  too many: {} {}\n", spare["text"], spare["subject"]);
        }
        (!faults.is_empty())
            .then(|| format!("{}: {}: {}\n{faults}", self.at, self.word("name"), self.word("text")))
    }
}

fn differing(at: usize, want: &Value, got: Option<&Value>) -> String {
    let Some(got) = got else { return format!("  {at}: {want} is not found\n") };
    let keys = want.as_object().expect("a wanted record is an object").iter();
    keys.filter(|(key, value)| !same(value, got.get(key.as_str())))
        .map(|(key, value)| {
            format!("  {at} {}: {key} want {value}, got {}\n", got["text"], got[key])
        })
        .collect()
}

/// Numbers are the same when their values are (5 and 5.0).
fn same(want: &Value, got: Option<&Value>) -> bool {
    let got = got.expect("a key of the record contract");
    match (want.as_f64(), got.as_f64()) {
        (Some(want), Some(got)) => (want - got).abs() <= 1e-9 * want.abs(),
        _ => want == got,
    }
}

fn read(file: &str) -> Vec<Case> {
    let text = house::read(file);
    let cases = text.lines().enumerate().map(|(index, line)| {
        let at = format!("{file}:{}", index + 1);
        let fields = serde_json::from_str(line).unwrap_or_else(|error| panic!("{at}: {error}"));
        Case { at, line: line.to_owned(), fields }
    });
    cases.collect()
}

/// The cases that have to pass.
fn cases() -> Vec<Case> {
    let files = house::files("fixtures/cases", ".jsonl");
    let names = files.iter().filter_map(|file| file.file_name()?.to_str());
    names
        .filter(|name| !ELSEWHERE.contains(name) && !GAPS.ends_with(name))
        .flat_map(|name| read(&format!("fixtures/cases/{name}")))
        .collect()
}

fn chosen(case: &Case) -> bool {
    case.word("name").contains(&std::env::var("TONGBAO_CASE").unwrap_or_default())
}

#[test]
fn cases_give_what_they_should() {
    let cases = cases();
    let faults: Vec<_> = cases.iter().filter(|c| chosen(c)).filter_map(Case::fault).collect();
    assert!(faults.is_empty(), "{} of {} cases:\n{}", faults.len(), cases.len(), faults.concat());
}

#[test]
fn known_gaps_are_still_gaps() {
    let (closed, open): (Vec<_>, Vec<_>) =
        read(GAPS).into_iter().filter(chosen).partition(|case| case.fault().is_none());
    let mut causes: BTreeMap<&str, usize> = BTreeMap::new();
    open.iter().for_each(|case| *causes.entry(case.word("cause")).or_default() += 1);
    println!("{} known gaps: {causes:?}", open.len());
    if house::bless() {
        return move_closed(&closed, &open);
    }
    let names: Vec<_> = closed.iter().map(|case| case.word("name")).collect();
    assert!(names.is_empty(), "these pass now; TONGBAO_BLESS=1 moves them: {names:?}");
}

fn move_closed(closed: &[Case], open: &[Case]) {
    for case in closed {
        let file = format!("fixtures/cases/{}", case.word("file"));
        let line = case.line.split(", \"cause\": ").next().expect("a line");
        let before = fs::read_to_string(house::path(&file)).unwrap_or_default();
        fs::write(house::path(&file), format!("{before}{line}}}\n")).expect("can be written to");
    }
    if std::env::var_os("TONGBAO_CASE").is_none() {
        let lines: String = open.iter().map(|case| format!("{}\n", case.line)).collect();
        fs::write(house::path(GAPS), lines).expect("can be written to");
    }
}

#[test]
fn cases_are_named_apart() {
    let mut names = BTreeSet::new();
    for case in cases().iter().chain(&read(GAPS)) {
        let name = case.word("name");
        assert!(!name.is_empty() && names.insert(name.to_owned()), "{}: «{name}» again", case.at);
    }
}
