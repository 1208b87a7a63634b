//! What goes in: text, JSON Lines, encodings, standard input, folders.

use super::{Desk, firsts, notice, objects};

fn pairs(out: &str) -> Vec<(String, u32)> {
    firsts(out).into_iter().map(|(doc, value)| (doc, value as u32)).collect()
}

fn want(pairs: &[(&str, u32)]) -> Vec<(String, u32)> {
    pairs.iter().map(|(doc, value)| ((*doc).to_owned(), *value)).collect()
}

#[test]
fn standard_input_without_a_path_or_as_dash() {
    let desk = Desk::new();
    desk.put("a.txt", notice(1));
    assert_eq!(pairs(&desk.feed(&["extract"], notice(58)).good()), want(&[("-", 58)]));
    let out = desk.feed(&["extract", "a.txt", "-"], notice(58)).good();
    assert_eq!(pairs(&out), want(&[("a.txt", 1), ("-", 58)]));
}

#[test]
fn an_empty_document_has_no_records() {
    let desk = Desk::new();
    desk.put("a.txt", "").put("b.jsonl", "{\"text\":\"\"}\n\n  \n");
    assert_eq!(desk.run(&["extract", "a.txt"]).good(), "");
    assert_eq!(desk.run(&["extract", "--input-format", "jsonl", "b.jsonl"]).good(), "");
}

#[test]
fn a_text_in_another_encoding() {
    let desk = Desk::new();
    let (bytes, ..) = encoding_rs::GB18030.encode("许昌市新增确诊病例58例，均为本土。");
    desk.put("a.txt", &bytes);
    for label in ["gbk", "GB18030"] {
        let out = desk.run(&["extract", "--encoding", label, "a.txt"]).good();
        assert_eq!(pairs(&out), want(&[("a.txt", 58)]));
        assert!(objects(&out)[0]["sentence"].as_str().unwrap().contains("许昌市"), "{out}");
    }
    let out = desk.run(&["scan", "--encoding", "gbk", "a.txt"]).good();
    assert!(!out.contains('\u{fffd}') && out.contains("58"), "{out}");
}

#[test]
fn json_lines_with_their_own_keys() {
    let desk = Desk::new();
    let lines = [
        "\u{feff}{\"nr\":\"甲\",\"body\":\"新增确诊病例1例。\",\"on\":\"2022-05-09T08:00:00+08:00\"}",
        "{\"nr\":2,\"body\":\"新增确诊病例2例。\",\"on\":null,\"home\":\"许昌市\",\"x\":[{}]}",
        "{\"body\":\"新增确诊病例3例。\",\"home\":null,\"on\":\"2022-05-09\"}\r",
    ];
    desk.put("a.jsonl", lines.join("\n"));
    let keys = ["--id-key", "nr", "--text-key=body", "--published-key=on", "--place-key", "home"];
    let args = [&["extract", "--input-format", "jsonl", "a.jsonl"][..], &keys].concat();
    let out = desk.run(&args).good();
    assert_eq!(pairs(&out), want(&[("甲", 1), ("2", 2), ("a.jsonl:3", 3)]));
}

#[test]
fn a_line_goes_by_its_own_place_before_that_of_the_settings() {
    let desk = Desk::new();
    let lines = "{\"id\":\"a\",\"text\":\"全市新增确诊病例1例。\",\"place\":\"洛阳市\"}\n\
                 {\"id\":\"b\",\"text\":\"全市新增确诊病例2例。\"}\n";
    let args = ["extract", "--input-format", "jsonl", "--place", "许昌市"];
    let records = objects(&desk.feed(&args, lines).good());
    assert_eq!(records[0]["place"], "洛阳市");
    assert_eq!(records[1]["place"], "许昌市");
}

#[test]
fn folders_are_read_through_in_sorted_order() {
    let desk = Desk::new();
    desk.put("in/b.txt", notice(2)).put("in/a/z.TXT", notice(1)).put("in/c.txt", notice(3));
    desk.put("in/b.md", notice(9)).put("in/d.jsonl", "{\"id\":\"d\",\"text\":\"确诊病例4例\"}");
    let out = desk.run(&["extract", "in"]).good();
    assert_eq!(pairs(&out), want(&[("in/a/z.TXT", 1), ("in/b.txt", 2), ("in/c.txt", 3)]));
    let out = desk.run(&["extract", "--input-format", "jsonl", "in"]).good();
    assert_eq!(pairs(&out), want(&[("d", 4)]));
}

#[cfg(unix)]
#[test]
fn a_loop_of_links_ends() {
    use std::os::unix::fs::symlink;
    let desk = Desk::new();
    desk.put("in/a/x.txt", notice(1)).put("other/y.txt", notice(2));
    symlink(desk.path("in"), desk.path("in/a/up")).unwrap();
    symlink(desk.path("other"), desk.path("in/linked")).unwrap();
    let out = desk.run(&["extract", "in"]).good();
    assert_eq!(pairs(&out), want(&[("in/a/x.txt", 1), ("in/linked/y.txt", 2)]));
}

#[test]
fn a_folder_with_nothing_to_read_is_named() {
    let desk = Desk::new();
    desk.put("in/a.md", notice(1));
    assert_eq!(desk.run(&["extract", "in"]).bad(0, &["tongbao: in: no *.txt file"]), "");
}

/// A web page that states one figure, and others where nobody reads them.
fn web_page(number: u32) -> String {
    format!(
        "<meta name=PubDate content='2022-05-09 08:30'><title>通报_某网</title>\
         <div class=nav><a href=/>昨日新增病例97例</a></div><p>昨日新增本土确诊病例<b>{number}</b>例。\
         <footer>访问98次 某ICP备00000000号</footer>"
    )
}

#[test]
fn web_pages_are_read_for_their_text() {
    let desk = Desk::new();
    let gbk = format!("<meta charset=gbk>{}", web_page(1));
    desk.put("in/a.html", encoding_rs::GBK.encode(&gbk).0);
    desk.put("in/b.HTM", web_page(2)).put("in/c.shtml", web_page(3)).put("in/d.txt", notice(9));
    let html = ["extract", "--input-format", "html"];
    let run = |args: &[&str]| desk.run(&[&html[..], args].concat()).good();
    let out = run(&["in"]);
    assert_eq!(pairs(&out), want(&[("in/a.html", 1), ("in/b.HTM", 2), ("in/c.shtml", 3)]));
    let records = objects(&out);
    assert_eq!((records.len(), records[0]["time_end"].as_str()), (3, Some("2022-05-08")));
    let told = objects(&run(&["--published", "2021-01-02", "in/b.HTM"]));
    assert_eq!(told[0]["time_end"], "2021-01-01");
    let out = run(&["--encoding", "gb18030", "in/a.html"]);
    assert_eq!(pairs(&out), want(&[("in/a.html", 1)]));
    let out = run(&["--format=doccano", "in/c.shtml"]);
    assert!(out.contains("昨日新增本土确诊病例3例。"), "{out}");
    assert_eq!(pairs(&desk.feed(&html, web_page(4)).good()), want(&[("-", 4)]));
}

#[test]
fn documents_of_web_pages_carry_their_text() {
    let desk = Desk::new();
    let args = ["extract", "--format=json", "--input-format=html"];
    let document = &objects(&desk.feed(&args, web_page(1)).good())[0];
    assert_eq!(document["text"], "昨日新增本土确诊病例1例。");
    let (record, text) = (&document["records"][0], document["text"].as_str().unwrap());
    let at = |key: &str| record[key].as_u64().unwrap() as usize;
    assert_eq!(&text[at("byte_start")..at("byte_end")], "1例");
    let out = desk.feed(&args[..2], notice(1)).good();
    assert!(objects(&out)[0].get("text").is_none(), "{out}");
}

#[test]
fn pages_without_text_are_told() {
    let desk = Desk::new();
    desk.put("in/a.txt", notice(1));
    let run = desk.run(&["extract", "--input-format", "html", "in"]);
    assert!(run.err.contains("no *.html, *.htm, *.shtml file in this folder"), "{run:?}");
    let run = desk.feed(&["extract", "--input-format=html", "--strict"], "<script>1</script>");
    run.bad(1, &["tongbao: -: byte 0: no_text: the page has no text"]);
}
