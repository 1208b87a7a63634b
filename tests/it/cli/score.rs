//! Measuring against annotated bulletins.

use serde_json::Value;

use super::Desk;

/// A bulletin of one figure, annotated with the metric given.
fn gold(genre: &str, metric: &str) -> String {
    format!(
        "id: a\ngenre: {genre}\nplace: 许昌市\n=== text\n全市新增确诊病例58例。\n=== figures\n\
         58例 | m={metric} a=new p=许昌市\n"
    )
}

#[test]
fn scores_add_up() {
    let desk = Desk::new();
    desk.put("in/a.gold", gold("notice", "confirmed_cases")).put("in/b.gold", gold("", "deaths"));
    let out = desk.run(&["score", "in", "--misses", "--genres"]).good();
    let lines: Vec<_> = out.lines().filter(|line| !line.starts_with(' ')).collect();
    let heads = [
        "in/b.gold: M line 7: «58例» metric deaths got confirmed_cases",
        "-: 1 documents, 1 figures wanted, 1 found",
        "notice: 1 documents, 1 figures wanted, 1 found",
        "all: 2 documents, 2 figures wanted, 2 found",
    ];
    assert_eq!(lines, heads);
    let all = out.split_once("all:").unwrap().1;
    assert!(all.contains("  M  precision 0.500  recall 0.500  F1 0.500"), "{all}");
}

#[test]
fn scores_are_written_for_programs() {
    let desk = Desk::new();
    desk.put("a.gold", gold("notice", "deaths"));
    let out = desk.run(&["score", "a.gold", "--misses", "--format", "jsonl"]).good();
    let lines: Vec<Value> = out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!((&lines[0]["tier"], &lines[0]["line"]), (&"M".into(), &7.into()));
    assert_eq!(lines[1]["tiers"]["Q"]["f1"], 1.0);
    assert_eq!(lines[1]["tiers"]["M"]["recall"], 0.0);
}

#[test]
fn what_cannot_be_read_is_reported() {
    let desk = Desk::new();
    desk.put("a.gold", gold("notice", "confirmed_cases")).put("b.gold", "no annotation");
    let out = desk
        .run(&["score", "b.gold", "none.gold", "a.gold"])
        .bad(1, &["tongbao: b.gold:1: ", "tongbao: none.gold:1: "]);
    assert!(out.starts_with("all: 1 documents"), "{out}");
}

#[test]
fn a_folder_without_annotations_is_told() {
    let desk = Desk::new();
    desk.put("in/a.txt", "58例");
    desk.run(&["score", "in"]).bad(0, &["tongbao: in: no *.gold file in this folder"]);
}
