//! The records of every bulletin, compared with `fixtures/bulletins/NAME.jsonl`.
//! `TONGBAO_BLESS=1` rewrites those files: read the diff before it is committed.

use std::collections::BTreeSet;
use std::fs;

use crate::house::{self, BULLETINS, Bulletin, MINER};

fn records(bulletin: &Bulletin) -> String {
    let document = MINER.mine(&bulletin.bytes, &bulletin.context).expect("a document");
    assert_eq!(document.encoding, bulletin.encoding, "encoding of {}", bulletin.name);
    let mut lines = Vec::new();
    for record in &document.records {
        tongbao::output::json::write_line(&mut lines, record).expect("memory");
    }
    String::from_utf8(lines).expect("JSON")
}

/// The first line that differs, as a message: its changed keys, one a line.
fn difference(name: &str, want: &str, got: &str) -> Option<String> {
    let (mut want, mut got) = (want.lines(), got.lines());
    for number in 1.. {
        let (old, new) = (want.next(), got.next());
        if old.is_none() && new.is_none() {
            break;
        }
        if old != new {
            let at = format!("fixtures/bulletins/{name}.jsonl:{number}");
            return Some(format!("{at}:\n{}", changes(old, new)));
        }
    }
    None
}

fn changes(old: Option<&str>, new: Option<&str>) -> String {
    let read = |line| serde_json::from_str::<serde_json::Value>(line).expect("a record");
    let (Some(old), Some(new)) = (old.map(read), new.map(read)) else {
        return format!(
            "  want {}\n  got  {}\n",
            old.unwrap_or("no more"),
            new.unwrap_or("no more")
        );
    };
    let mut changes = format!("  {} in {}\n", new["text"], new["sentence"]);
    for (key, value) in new.as_object().expect("an object") {
        if old[key] != *value {
            changes += &format!("  {key}: want {}, got {value}\n", old[key]);
        }
    }
    changes
}

#[test]
fn records_are_the_golden_ones() {
    let mut differences = String::new();
    for bulletin in BULLETINS.iter() {
        let got = records(bulletin);
        let path = house::path(&format!("fixtures/bulletins/{}.jsonl", bulletin.name));
        if house::bless() {
            fs::write(path, got).expect("the folder can be written to");
            continue;
        }
        let want = fs::read_to_string(path).unwrap_or_default();
        differences.extend(difference(&bulletin.name, &want, &got));
    }
    assert!(differences.is_empty(), "TONGBAO_BLESS=1 accepts what differs:\n{differences}");
}

#[test]
fn every_bulletin_is_in_the_index() {
    let name = |path: &std::path::PathBuf| {
        path.file_stem().map(|name| name.to_string_lossy().into_owned())
    };
    let known: BTreeSet<_> = BULLETINS.iter().map(|b| Some(b.name.clone())).collect();
    for suffix in [".txt", ".jsonl"] {
        for file in house::files("fixtures/bulletins", suffix) {
            assert!(known.contains(&name(&file)), "{} is not in the index", file.display());
        }
    }
}

/// However a bulletin is encoded or set, its figures stay what they are.
#[test]
fn variants_of_a_bulletin_give_its_records() {
    let values = |name: &str| {
        let bulletin = BULLETINS.iter().find(|b| b.name == name).expect(name);
        let document = MINER.mine(&bulletin.bytes, &bulletin.context).expect("a document");
        let records = document.records.into_iter();
        records
            .map(|r| (r.value, r.unit, r.metric, r.aspect, r.place, r.time_end, r.part_of))
            .collect::<Vec<_>>()
    };
    let pairs = [
        ("province", "province-gbk"),
        ("trad", "trad-big5"),
        ("press", "press-utf16"),
        ("typhoon", "typhoon-fullwidth"),
    ];
    for (plain, variant) in pairs {
        let (plain_records, records) = (values(plain), values(variant));
        for (index, (plain, record)) in plain_records.iter().zip(&records).enumerate() {
            assert_eq!(plain, record, "record {index} of {variant}");
        }
        assert_eq!(plain_records.len(), records.len(), "{variant}");
    }
}
