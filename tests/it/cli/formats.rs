//! What comes out: JSON Lines, documents, CSV, mentions, segments; help and version.

use serde_json::Value;
use tongbao::check::Check;
use tongbao::output::csv::columns;
use tongbao::{Case, Record};

use super::{Desk, notice, objects};

#[test]
fn a_record_a_line_is_the_default() {
    let desk = Desk::new();
    desk.put("a.txt", notice(58));
    let out = desk.run(&["extract", "a.txt"]).good();
    let records = objects(&out);
    assert_eq!(records[0]["value"], 58);
    assert_eq!(records[0]["doc"], "a.txt");
    assert_eq!(desk.run(&["extract", "--format", "jsonl", "a.txt"]).good(), out);
}

#[test]
fn keys_of_a_record_stand_in_the_order_of_the_contract() {
    let desk = Desk::new();
    let out = desk.feed(&["extract"], notice(58)).good();
    let mut rest = out.lines().next().unwrap();
    for key in columns::<Record>() {
        let at = rest.find(&format!("\"{key}\":")).unwrap_or_else(|| panic!("{key} in {rest}"));
        rest = &rest[at + 1..];
    }
}

#[test]
fn offsets_lead_back_to_the_source() {
    let desk = Desk::new();
    let text = format!("𠮷字开头。{}", notice(58));
    let out = desk.feed(&["extract"], &text).good();
    let record = &objects(&out)[0];
    let at = |key: &str| usize::try_from(record[key].as_u64().unwrap()).unwrap();
    let slice = &text[at("byte_start")..at("byte_end")];
    let (start, end) = (at("char_start"), at("char_end"));
    let chars: String = text.chars().skip(start).take(end - start).collect();
    assert_eq!(record["text"], slice);
    assert_eq!(slice, chars);
}

#[test]
fn json_is_a_document_a_line() {
    let desk = Desk::new();
    desk.put("a.txt", notice(58)).put("b.txt", "没有数字。");
    let documents = objects(&desk.run(&["extract", "--format", "json", "a.txt", "b.txt"]).good());
    assert_eq!(documents.len(), 2);
    assert_eq!(documents[0]["doc"], "a.txt");
    assert_eq!(documents[0]["schema_version"], 1);
    assert_eq!(documents[0]["records"][0]["value"], 58);
    assert_eq!(documents[1]["records"], serde_json::json!([]));
}

#[test]
fn csv_has_a_header_and_a_row_for_each_record() {
    let desk = Desk::new();
    desk.put("-a.txt", notice(58)).put("b.txt", notice(7));
    let out = desk.run(&["extract", "--format", "csv", "--", "-a.txt", "b.txt"]).good();
    let mut rows = csv::Reader::from_reader(out.as_bytes());
    let header: Vec<_> = rows.headers().unwrap().iter().map(str::to_owned).collect();
    assert!(columns::<Record>().eq(&header), "the columns");
    let rows: Vec<_> = rows.records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), 2);
    let value = header.iter().position(|name| name == "value").unwrap();
    assert_eq!((&rows[0][0], &rows[0][value]), ("'-a.txt", "58"));
    assert_eq!((&rows[1][0], &rows[1][value]), ("b.txt", "7"));
}

#[test]
fn csv_of_nothing_is_the_header() {
    let desk = Desk::new();
    let out = desk.run(&["extract", "--format", "csv"]).good();
    assert_eq!(out.lines().count(), 1);
    let marked = desk.run(&["extract", "--format", "csv", "--bom"]).good();
    assert_eq!(marked, format!("\u{feff}{out}"));
}

#[test]
fn scan_writes_mentions() {
    let desk = Desk::new();
    desk.put("a.txt", notice(58));
    let mentions = objects(&desk.run(&["scan", "--format", "jsonl", "a.txt"]).good());
    assert!(!mentions.is_empty());
    for mention in mentions {
        assert_eq!(mention["doc"], "a.txt");
        assert!(mention["kind"].is_string() && mention["text"].is_string(), "{mention}");
        assert!(mention["char_start"].as_u64() < mention["char_end"].as_u64(), "{mention}");
        assert!(mention.as_object().unwrap().values().all(|value| !value.is_null()), "{mention}");
    }
}

#[test]
fn segment_writes_an_object_for_each_document() {
    let desk = Desk::new();
    desk.put("a.txt", notice(58)).put("b.txt", notice(7));
    let out = desk.run(&["segment", "--format", "jsonl", "a.txt", "b.txt"]).good();
    let objects = objects(&out);
    assert_eq!(objects.len(), 2);
    assert!(objects.iter().all(serde_json::Value::is_object));
}

#[test]
fn same_input_same_output() {
    let desk = Desk::new();
    for number in 0..20 {
        desk.put(&format!("in/{number}.txt"), notice(number));
    }
    let run = || desk.run(&["extract", "in"]).good();
    assert_eq!(run(), run());
}

#[test]
fn version_and_help() {
    let desk = Desk::new();
    let version = desk.run(&["--version"]).good();
    assert_eq!(version, format!("tongbao {}\n", env!("CARGO_PKG_VERSION")));
    let help = desk.run(&["extract", "--help"]).good();
    for option in [
        "--format",
        "--input-format",
        "--published",
        "--place",
        "--encoding",
        "--output",
        "--catalogue",
        "--strict",
        "--max-bytes",
        "--text-key",
        "--bom",
        "--threads",
    ] {
        assert!(help.contains(option), "{option}");
    }
}

const LIST: &str = "新增本土确诊病例12例（南关区9例、宽城区2例）。\n\
                    病例1—病例9，居住于南关区，病例10—病例12，居住于宽城区，均为隔离管控人员。";

#[test]
fn case_lists_are_a_table_of_their_own() {
    let desk = Desk::new();
    let args = ["extract", "--place", "长春市", "--table", "cases"];
    let cases = objects(&desk.feed(&args, LIST).good());
    assert_eq!(cases.len(), 2);
    assert_eq!(cases[0]["count"], 9);
    assert_eq!(cases[1]["residence"], "宽城区");
    assert_eq!(cases[1]["found_in"], "隔离管控");
    let out = desk.feed(&[&args[..], &["--format", "csv"]].concat(), LIST).good();
    let mut rows = csv::Reader::from_reader(out.as_bytes());
    let header: Vec<_> = rows.headers().unwrap().iter().map(str::to_owned).collect();
    assert!(columns::<Case>().eq(&header), "the columns");
    assert_eq!(rows.records().count(), 2);
    let keys = cases[0].as_object().unwrap();
    assert_eq!(keys.len(), header.len());
    let documents = objects(&desk.feed(&["extract", "--format", "json"], LIST).good());
    assert_eq!(documents[0]["cases"].as_array().unwrap().len(), 2);
}

#[test]
fn checks_say_what_fails() {
    let desk = Desk::new();
    let checks = objects(&desk.feed(&["check", "--place", "长春市"], LIST).good());
    assert_eq!(checks[0]["kind"], "parts_sum");
    assert_eq!((&checks[0]["left"], &checks[0]["right"]), (&11.into(), &12.into()));
    assert_eq!(checks[0]["verdict"], "fails");
    assert_eq!(checks[0]["records"][0]["doc"], "-");
    assert_eq!(desk.feed(&["check", "--failed"], notice(58)).good(), "");
    let strict = desk.feed(&["check", "--strict", "--place", "长春市"], LIST);
    assert_eq!(strict.code, 1);
}

#[test]
fn a_page_holds_all_documents_and_what_fails() {
    let desk = Desk::new();
    desk.put("a.txt", LIST).put("b.txt", "\u{feff}</script>新增58例").put("c.txt", b"\xff\xfe\x00");
    let args =
        ["view", "a.txt", "b.txt", "c.txt", "none.txt", "--place", "长春市", "-o", "page.html"];
    assert_eq!(desk.run(&args).bad(1, &["tongbao: none.txt"]), "");
    let page = desk.read("page.html");
    assert!(page.starts_with("<!DOCTYPE html>") && page.ends_with("</html>\n"));
    let heads: Vec<_> = page.lines().filter(|line| line.starts_with("{\"doc\":")).collect();
    let heads = objects(&heads.join("\n"));
    assert_eq!(heads.len(), 3);
    assert_eq!((&heads[0]["doc"], &heads[0]["failed"]), (&"a.txt".into(), &1.into()));
    assert_eq!((&heads[1]["doc"], &heads[1]["figures"]), (&"b.txt".into(), &1.into()));
    assert!(page.contains("\"text\":\"\\u003c/script>新增58例\""));
}

#[test]
fn checks_are_a_table_too() {
    let desk = Desk::new();
    let out = desk.feed(&["check", "--place", "长春市", "--format", "csv"], LIST).good();
    let mut rows = csv::Reader::from_reader(out.as_bytes());
    assert!(columns::<Check>().eq(rows.headers().unwrap().iter()), "the columns");
    let row = rows.records().next().unwrap().unwrap();
    assert_eq!((&row[0], &row[2], &row[3], &row[4]), ("parts_sum", "11", "12", "fails"));
    assert_eq!(json(&row[1])[0]["doc"], "-");
}

/// The one object or array that the command writes.
fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

#[test]
fn annotation_tools_find_the_figures() {
    let desk = Desk::new();
    desk.put("a.txt", "😷新增确诊病例58例。").put("b.txt", notice(3)).put("none.txt", "无");
    let extract = |format, file| desk.run(&["extract", "--format", format, file]).good();
    let annotation = json(&extract("web-annotation", "a.txt"));
    let selector = &annotation["target"]["selector"];
    assert_eq!((&selector[0]["start"], &selector[0]["end"]), (&7.into(), &10.into()));
    assert_eq!(selector[1]["exact"], "58例");
    let record = json(annotation["body"][1]["value"].as_str().unwrap());
    assert_eq!((&record["value"], &record["doc"]), (&58.into(), &"a.txt".into()));
    assert_eq!(json(&extract("doccano", "a.txt"))["label"][0][0], 7);
    let files = ["extract", "--format", "label-studio", "a.txt", "b.txt", "none.txt"];
    let tasks = json(&desk.run(&files).good());
    let start = |task: usize| &tasks[task]["predictions"][0]["result"][0]["value"]["start"];
    assert_eq!(tasks.as_array().map(Vec::len), Some(3));
    assert_eq!(*start(0), 8); // in UTF-16 units
    assert_eq!(tasks[2]["predictions"][0]["result"], json("[]"));
    let cases = ["extract", "--format", "doccano", "--table", "cases", "a.txt"];
    desk.run(&cases).bad(2, &["tongbao: --table cases is for "]);
}

#[test]
fn series_are_one_table_of_many_documents() {
    let desk = Desk::new();
    let line = |day: u32, cases: u32| {
        let text = format!("2022年5月8日，全市新增确诊病例{cases}例，出动消防车3辆。");
        format!("{{\"published\":\"2022-05-{day:02}\",\"place\":\"许昌市\",\"text\":\"{text}\"}}\n")
    };
    desk.put("a.jsonl", line(9, 12) + &line(10, 13) + &line(9, 12));
    let started = |more: &[&str]| {
        desk.run(&[&["series", "--input-format", "jsonl", "a.jsonl"], more].concat())
    };
    let run = |more: &[&str]| started(more).good();
    let summary = "3 documents read, 6 records written, 0 failed; left out: 3 no_metric";
    assert_eq!(started(&["--strict"]).summary.as_deref(), Some(summary));
    let table = run(&["--strict"]);
    let rows: Vec<_> = table.lines().collect();
    assert_eq!(rows.len(), 3, "{table}");
    assert!(rows[0].starts_with("metric,aspect,origin,qualifiers,unit,place_code,place,"));
    let start = "confirmed_cases,new,,{},例,411000,许昌市,2022-05-08,2022-05-08,";
    assert!(rows[1].starts_with(&format!("{start}12,exact,revised,")), "{table}");
    assert!(rows[2].starts_with(&format!("{start}13,exact,revision,")), "{table}");
    let objects = objects(&run(&["--format", "jsonl", "--metric", "confirmed_cases"]));
    assert_eq!(objects[0]["sources"].as_array().map(Vec::len), Some(2));
    assert_eq!(run(&["--format", "jsonl", "--metric", "deaths"]), "");
}

#[test]
fn series_are_drawn_as_the_name_of_the_file_says() {
    let desk = Desk::new();
    let text = "2022年5月8日，许昌市新增本土确诊病例12例，其中魏都区5例。累计治愈出院3例。\n";
    desk.put("a.txt", text);
    let run = |more: &[&str]| desk.run(&[&["series", "a.txt"], more].concat()).good();
    assert_eq!(run(&["--plot", "a.svg"]), "");
    assert!(desk.read("a.svg").contains("魏都区, local"));
    assert!(run(&["--plot", "a.html", "-o", "-"]).contains(",魏都区,"));
    let page = desk.read("a.html");
    assert!(page.starts_with("<!DOCTYPE html>") && page.contains("<svg "), "{page}");
    let only = ["--only-place", "411002", "--aspect", "new", "--origin", "local"];
    run(&[&only[..], &["--plot", "a.json"]].concat());
    let values = &json(&desk.read("a.json"))["data"]["values"];
    assert_eq!((&values[0]["value"], values.as_array().map(Vec::len)), (&5.into(), Some(1)));
    assert_eq!(desk.names(), ["a.html", "a.json", "a.svg", "a.txt"]);
    let bad = |file: &str| desk.run(&["series", "a.txt", "--plot", file]);
    bad("a.png").bad(2, &["error: invalid value 'a.png' for '--plot <FILE>': ", "", "For more"]);
    bad("none/a.svg").bad(2, &["tongbao: none/a.svg: "]);
}
