//! What goes wrong: complaints, exit codes, and that everything else goes on.

use super::{Desk, firsts, notice};

fn docs(out: &str) -> Vec<String> {
    firsts(out).into_iter().map(|(doc, _)| doc).collect()
}

#[test]
fn a_file_that_cannot_be_read() {
    let desk = Desk::new();
    desk.put("a.txt", notice(1)).put("b.txt", notice(2));
    let run = desk.run(&["extract", "a.txt", "none.txt", "b.txt"]);
    assert_eq!(docs(&run.bad(1, &["tongbao: none.txt: "])), ["a.txt", "b.txt"]);
}

#[cfg(unix)]
#[test]
fn a_link_to_nowhere_in_a_folder() {
    let desk = Desk::new();
    desk.put("in/a.txt", notice(1)).put("in/c.txt", notice(2));
    std::os::unix::fs::symlink("nowhere", desk.path("in/b.txt")).unwrap();
    let out = desk.run(&["extract", "in"]).bad(1, &["tongbao: in/b.txt: "]);
    assert_eq!(docs(&out), ["in/a.txt", "in/c.txt"]);
}

#[test]
fn broken_lines() {
    let desk = Desk::new();
    let lines = [
        "{\"id\":\"a\",\"text\":\"确诊病例1例\"}",
        "{\"id\":\"b\",\"text\":\"确诊",
        "{\"id\":\"c\"}",
        "{\"id\":\"d\",\"text\":null}",
        "[]",
        "{\"id\":\"f\",\"text\":\"确诊病例2例\",\"published\":\"5月8日\"}",
        "{\"id\":\"g\",\"text\":\"确诊病例3例\",\"published\":20220508}",
        "{\"id\":\"h\",\"text\":\"确诊病例4例\",\"place\":\"无此地名哟\"}",
        "{\"id\":\"i\",\"text\":\"确诊病例5例\",\"published\":\"2022-05-08\"}",
    ];
    desk.put("a.jsonl", lines.join("\n"));
    let run = desk.run(&["extract", "--input-format", "jsonl", "a.jsonl"]);
    let complaints = [
        "tongbao: a.jsonl:2: broken JSON at byte ",
        "tongbao: a.jsonl:3: no text under the key «text»",
        "tongbao: a.jsonl:4: no text under the key «text»",
        "tongbao: a.jsonl:5: broken JSON at byte ",
        "tongbao: a.jsonl:6: ",
        "tongbao: a.jsonl:7: «published» is not a string",
        "tongbao: a.jsonl:8: ",
    ];
    assert_eq!(docs(&run.bad(1, &complaints)), ["a", "i"]);
}

#[test]
fn a_line_that_is_not_utf8() {
    let desk = Desk::new();
    let mut lines = b"{\"id\":\"a\",\"text\":\"\xc8\xb7\xd5\xef\"}\n".to_vec();
    lines.extend("{\"id\":\"b\",\"text\":\"确诊病例1例\"}\n".as_bytes());
    let run = desk.feed(&["extract", "--input-format", "jsonl"], lines);
    assert_eq!(docs(&run.bad(1, &["tongbao: -:1: broken JSON at byte "])), ["b"]);
}

#[test]
fn documents_that_are_too_long() {
    let desk = Desk::new();
    let long = format!("{{\"id\":\"a\",\"text\":\"{}\"}}\n", "长".repeat(3000));
    let lines = long + "{\"id\":\"b\",\"text\":\"确诊病例1例\"}\n";
    let args = ["extract", "--max-bytes", "1K", "--input-format", "jsonl"];
    let out = desk.feed(&args, lines).bad(1, &["tongbao: -:1: longer than 1024 bytes"]);
    assert_eq!(docs(&out), ["b"]);
    desk.put("a.txt", notice(1)).put("b.txt", notice(2).repeat(9));
    let run = desk.run(&["extract", "--max-bytes", "200", "a.txt", "b.txt"]);
    assert_eq!(docs(&run.bad(1, &["tongbao: b.txt: longer than 200 bytes"])), ["a.txt"]);
}

#[test]
fn a_giant_is_refused_by_its_size() {
    let desk = Desk::new();
    desk.put("a.txt", notice(1));
    std::fs::File::create(desk.path("giant.txt")).unwrap().set_len(1 << 30).unwrap();
    let run = desk.run(&["extract", "giant.txt", "a.txt"]);
    assert_eq!(docs(&run.bad(1, &["tongbao: giant.txt: longer than 16777216 bytes"])), ["a.txt"]);
}

#[test]
fn wrong_settings_stop_before_anything_is_read() {
    let desk = Desk::new();
    desk.put("a.txt", notice(1)).put("bad.tsv", "# my metrics\nno columns at all\n");
    let complaint = |args: &[&str], complaint: &str| {
        let all = [&["extract", "a.txt"], args].concat();
        assert_eq!(desk.run(&all).bad(2, &[complaint]), "");
    };
    complaint(&["--published", "5月9日"], "tongbao: --published: ");
    complaint(&["--published", "2022-02-30"], "tongbao: --published: ");
    complaint(&["--place", "无此地名哟"], "tongbao: --place: ");
    complaint(&["--encoding", "gbk9"], "tongbao: --encoding: ");
    complaint(&["--encoding", "gbk", "--input-format", "jsonl"], "tongbao: --encoding: ");
    complaint(&["--catalogue", "none.tsv"], "tongbao: none.tsv: ");
    complaint(&["--catalogue", "bad.tsv"], "tongbao: bad.tsv:2: ");
    complaint(&["--bom"], "tongbao: --bom ");
    complaint(&["-o", "none/out.jsonl"], "tongbao: none/out.jsonl: ");
}

#[test]
fn a_wrong_command_line() {
    let desk = Desk::new();
    let wrong: [&[&str]; 5] = [
        &[],
        &["extrakt"],
        &["extract", "--format", "xml"],
        &["scan", "--format", "csv"],
        &["extract", "--max-bytes", "lots"],
    ];
    for args in wrong {
        let run = desk.run(args);
        assert_eq!((run.code, run.out.as_str()), (2, ""), "{args:?}");
        assert!(!run.err.is_empty());
    }
}

#[test]
fn strict_fails_on_oddities_and_still_writes() {
    let desk = Desk::new();
    desk.put("a.txt", [notice(1).as_bytes(), b"\xff\xff\n"].concat()).put("b.txt", notice(2));
    let args = ["extract", "--encoding", "utf-8", "a.txt", "b.txt"];
    let out = desk.run(&args).good();
    let strict = desk.run(&[&args[..], &["--strict"]].concat());
    assert_eq!((strict.code, strict.out), (1, out));
    assert!(strict.err.starts_with("tongbao: a.txt: "), "{}", strict.err);
    assert!(!strict.err.contains("b.txt"), "{}", strict.err);
}

#[test]
fn every_subcommand_tells_what_is_odd() {
    let desk = Desk::new();
    desk.put("a.txt", "5月32日新增确诊病例3例，共1e400人，占3.00000000000000000000000000001%。");
    let told = [
        "tongbao: a.txt: byte 37: number_too_large: ",
        "tongbao: a.txt: byte 51: number_cut: ",
        "tongbao: a.txt: byte 0: impossible_date: ",
    ];
    let commands: [&[&str]; 6] =
        [&["extract"], &["scan"], &["segment"], &["explain", "--at", "12"], &["check"], &["view"]];
    for command in commands {
        desk.run(&[command, &["a.txt", "--strict"]].concat()).bad(1, &told);
    }
    let run = desk.run(&["extract", "a.txt"]);
    let counts = "diagnostics: 1 impossible_date, 1 number_cut, 1 number_too_large";
    assert!(run.summary.as_deref().is_some_and(|told| told.ends_with(counts)), "{run:?}");
    run.good();
}

#[test]
fn a_line_with_a_key_twice_fails() {
    let desk = Desk::new();
    desk.put("a.jsonl", "{\"text\":\"确诊病例1例\",\"text\":\"确诊病例2例\"}\n");
    let run = desk.run(&["extract", "--input-format", "jsonl", "a.jsonl"]);
    assert_eq!(run.bad(1, &["tongbao: a.jsonl:1: broken JSON at byte "]), "");
}
