//! Every row of the tables that name things, read back out of a sentence.

use std::collections::BTreeMap;

use tongbao::Context;
use tongbao::scan::mention::{MentionKind, ScanRecord};

use crate::house::{self, MINER};

fn record_of(text: &str) -> Option<tongbao::Record> {
    let document = MINER.mine_text(text, &Context::default()).expect("a document");
    document.records.into_iter().find(|record| record.value == 3.into())
}

/// The rows of the catalogue: metric, aliases, units, kind.
fn catalogue(table: &str) -> Vec<(&str, Vec<&str>, &str, &str)> {
    let metrics = house::rows(table).filter(|(_, cells)| !cells[0].starts_with('@'));
    metrics
        .map(|(_, cells)| (cells[0], cells[1].split('|').collect(), cells[2], cells[3]))
        .collect()
}

/// The first unit that a cell of the catalogue allows.
fn first_unit<'a>(table: &'a str, units: &'a str) -> &'a str {
    let first = units.split(' ').next().expect("a unit");
    let group = house::rows(table).find(|(_, cells)| cells[0].strip_prefix('@') == Some(first));
    group.map_or(first, |(_, cells)| cells[1].split(' ').next().expect("a unit"))
}

/// Aliases that do not give their metric before a bare number, and why.
const ALIAS_EXCEPTIONS: [(&str, &str); 10] = [
    ("现在院", "现在 is read first, as a word of time"),
    ("第一剂", ORDINAL),
    ("第二剂", ORDINAL),
    ("第三剂", ORDINAL),
    ("第一剂次", ORDINAL),
    ("第二剂次", ORDINAL),
    ("第三剂次", ORDINAL),
    ("第一针", ORDINAL),
    ("第二针", ORDINAL),
    ("第三针", ORDINAL),
];
const ORDINAL: &str = "the ordinal stands between the word and the number";

#[test]
fn every_alias_gives_its_metric() {
    let table = house::read("src/data/metrics.tsv");
    let mut faults = String::new();
    for (metric, aliases, units, kind) in catalogue(&table) {
        if matches!(kind, "thing") {
            continue;
        }
        let unit = first_unit(&table, units);
        for alias in aliases {
            let carriers = [format!("新增{alias}3{unit}。"), format!("{alias}3{unit}。")];
            let metrics = carriers.each_ref().map(|text| record_of(text)?.metric);
            let found = metrics.iter().any(|got| got.as_deref() == Some(metric));
            let excepted = ALIAS_EXCEPTIONS.iter().any(|(name, _)| alias.ends_with(name));
            if !excepted && !found {
                faults += &format!("{metric}\t{alias}\t{carriers:?} give {metrics:?}\n");
            }
        }
    }
    assert!(faults.is_empty(), "src/data/metrics.tsv:\n{faults}");
}

/// What `scan` finds of the unit in a text.
fn unit_in(text: &str) -> Option<String> {
    let mentions = MINER.scan(text, &Context::default()).expect("any text");
    let read = |mention: &ScanRecord| {
        mention.kind == MentionKind::Quantity && mention.value == Some(3.into())
    };
    mentions.into_iter().find(read).and_then(|mention| mention.unit)
}

#[test]
fn every_unit_is_read() {
    let table = house::read("src/data/units.tsv");
    let mut faults = String::new();
    let mut uses: BTreeMap<&str, usize> = BTreeMap::new();
    for (_, cells) in house::rows(&table).skip_while(|(_, cells)| cells[0] == "surface") {
        let (surface, canonical, usage) = (cells[0], cells[1], cells[3]);
        *uses.entry(usage).or_default() += 1;
        if !matches!(usage, "unit" | "loose") {
            continue;
        }
        let text = format!("共用3{surface}。");
        let got = unit_in(&text);
        if got.as_deref() != Some(canonical) {
            faults += &format!("{surface}\t{text} gives {got:?}, not {canonical}\n");
        }
    }
    assert!(uses["unit"] > 300, "{uses:?}");
    assert!(faults.is_empty(), "src/data/units.tsv:\n{faults}");
}

#[test]
fn tables_are_rectangular() {
    for file in house::files("src/data", ".tsv") {
        let name = file.file_name().expect("a name").to_string_lossy().into_owned();
        let table = std::fs::read_to_string(&file).expect("a text");
        assert!(table.ends_with('\n'), "{name} has no line break at its end");
        assert!(!table.contains('\r'), "{name} has carriage returns");
        for (line, cells) in house::rows(&table) {
            let padded = cells.iter().any(|cell| cell.starts_with(' ') || cell.ends_with(' '));
            assert!(!padded, "{name}:{line}: a cell has blanks at its edge");
            assert!(!cells[0].is_empty(), "{name}:{line}: the first cell is empty");
        }
    }
}
