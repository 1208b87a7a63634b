//! `--output-dir`: a file for each input, whole or not there.

use std::fs::{self, File, OpenOptions};
use std::io::Write;
use std::os::unix::fs::MetadataExt;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, SystemTime};

use serde_json::json;

use super::rows::{parquet, strings};
use super::{lines, wait_for};
use crate::cli::{Desk, Run, notice, objects};

const ARGS: [&str; 5] = ["extract", "--input-format", "jsonl", "--output-dir", "out"];
const SETTINGS: &str = "_tongbao.json";

/// A shard of some notices.
fn shard(first: u32, count: u32) -> String {
    let line = |n| json!({"id": n, "text": notice(n)}).to_string();
    (first..first + count).map(line).collect::<Vec<_>>().join("\n")
}

/// What is in a folder and below, by paths, hidden names too.
fn tree(desk: &Desk, folder: &str) -> Vec<String> {
    let mut names = Vec::new();
    for entry in fs::read_dir(desk.path(folder)).unwrap() {
        let name = format!("{folder}/{}", entry.unwrap().file_name().to_string_lossy());
        if desk.path(&name).is_dir() {
            names.extend(tree(desk, &name));
        } else {
            names.push(name);
        }
    }
    names.sort();
    names
}

fn run(desk: &Desk, args: &[&str]) -> Run {
    desk.run(&[&ARGS[..], args].concat())
}

/// Of the file itself: another one of the same name has another.
fn number(desk: &Desk, name: &str) -> u64 {
    fs::metadata(desk.path(name)).unwrap().ino()
}

#[test]
fn each_input_has_what_a_run_of_its_own_gives() {
    let desk = Desk::new();
    desk.put("in/a/x.jsonl", shard(0, 300)).put("in/b/x.jsonl", lines(40).join("\n"));
    desk.put("in/none.jsonl", "").put("one.jsonl", shard(7, 1)).put("in/other.txt", notice(1));
    let formats = [
        ("jsonl", "jsonl"),
        ("json", "jsonl"),
        ("csv", "csv"),
        ("parquet", "parquet"),
        ("arrow", "arrow"),
        ("web-annotation", "jsonl"),
        ("doccano", "jsonl"),
        ("label-studio", "json"),
    ];
    for (format, extension) in formats {
        for threads in ["1", "2"] {
            let how = ["--format", format, "--threads", threads];
            let made = run(&desk, &[&how[..], &["in", "one.jsonl"]].concat());
            assert_eq!(made.code, 1, "{made:?}");
            assert!(made.summary.unwrap().ends_with("; 4 shards written, 0 there before"));
            let names = ["a/x", "b/x", "none", "one"];
            let mut want: Vec<_> = names.map(|it| format!("out/{it}.{extension}")).into();
            want.insert(0, format!("out/{SETTINGS}"));
            assert_eq!(tree(&desk, "out"), want);
            for (name, input) in names.iter().zip(["in/a/x", "in/b/x", "in/none", "one"]) {
                let input = format!("{input}.jsonl");
                let args = ["extract", "--input-format", "jsonl", &input, "-o", "alone"];
                desk.run(&[&args, &how[..]].concat());
                let shard = fs::read(desk.path(&format!("out/{name}.{extension}"))).unwrap();
                assert!(shard == fs::read(desk.path("alone")).unwrap(), "{name} {format}");
            }
            fs::remove_dir_all(desk.path("out")).unwrap();
        }
    }
}

#[test]
fn files_of_all_formats_have_their_shards() {
    let desk = Desk::new();
    desk.put("in/a.txt", notice(1)).put("in/a.html", format!("<p>{}</p>", notice(2).repeat(9)));
    desk.put("in/a.b.parquet", parquet(&[("text", strings([Some(notice(3))]))]));
    for (format, name) in [("text", "a.jsonl"), ("html", "a.jsonl"), ("parquet", "a.b.jsonl")] {
        desk.run(&["extract", "--input-format", format, "in", "--output-dir", format]).good();
        assert_eq!(tree(&desk, format), [SETTINGS, name].map(|it| format!("{format}/{it}")));
        assert!(!objects(&desk.read(&format!("{format}/{name}"))).is_empty(), "{format}");
    }
}

#[test]
fn a_second_run_gives_the_same_bytes_and_with_resume_nothing() {
    let desk = Desk::new();
    desk.put("in/a.jsonl", shard(0, 50)).put("in/b.jsonl", lines(20).join("\n"));
    let format = ["--format", "parquet", "in"];
    let shards = ["out/a.parquet", "out/b.parquet"];
    let state = || shards.map(|it| (fs::read(desk.path(it)).unwrap(), number(&desk, it)));
    assert_eq!(run(&desk, &format).code, 1);
    let first = state();
    assert_eq!(run(&desk, &format).code, 1);
    let second = state();
    for (first, second) in first.iter().zip(&second) {
        assert!(first.0 == second.0 && first.1 != second.1, "made again");
    }
    let again = run(&desk, &[&format[..], &["--resume"]].concat());
    assert_eq!((again.code, again.err.as_str()), (0, ""), "not read, so not complained of");
    assert!(state() == second, "left as they are");
    // What is newer than its output, and what is gone, is made again.
    let later = SystemTime::now() + Duration::from_secs(60);
    File::options()
        .append(true)
        .open(desk.path("in/a.jsonl"))
        .unwrap()
        .set_modified(later)
        .unwrap();
    fs::remove_file(desk.path("out/b.parquet")).unwrap();
    let again = run(&desk, &[&format[..], &["--resume"]].concat());
    assert!(again.summary.unwrap().ends_with("; 2 shards written, 0 there before"));
    assert!(state()[0].1 != second[0].1 && state()[0].0 == second[0].0);
}

#[test]
fn what_cannot_be_is_refused_before_anything_is_written() {
    let desk = Desk::new();
    desk.put("in/a.jsonl", shard(0, 2)).put("other/a.jsonl", shard(2, 2)).put("empty/a.txt", "");
    let refused = |args: &[&str], reason: &str| {
        let run = run(&desk, args);
        assert!(run.code == 2 && run.err.contains(reason), "{run:?}");
    };
    refused(&["in", "other"], "in/a.jsonl and other/a.jsonl would both become out/a.jsonl");
    refused(&["in/a.jsonl", "in"], "would both become");
    refused(&["-"], "not for standard input");
    refused(&[], "not for standard input");
    refused(&["empty"], "empty: no *.jsonl file in this folder");
    refused(&["in", "-o", "x"], "cannot be used with");
    assert!(!desk.path("out").exists());
    let into_inputs = ["extract", "--input-format", "jsonl", "in", "--output-dir"];
    desk.run(&[&into_inputs[..], &["in"]].concat()).bad(2, &["tongbao: in/a.jsonl would be over"]);
    desk.run(&[&into_inputs[..], &["other"]].concat()).bad(2, &["tongbao: other: it has files"]);
    desk.run(&[&into_inputs[..], &["in/a.jsonl"]].concat()).bad(2, &["tongbao: in/a.jsonl: "]);
}

#[test]
fn a_folder_holds_shards_of_one_version_and_one_set_of_settings() {
    let desk = Desk::new();
    desk.put("in/a.jsonl", shard(0, 2)).put("more/b.jsonl", shard(2, 2));
    desk.put("mine.tsv", "masks\t口罩\t个 只\tnoun");
    run(&desk, &["in", "--catalogue", "mine.tsv"]).good();
    let before = number(&desk, "out/a.jsonl");
    let refused = |args: &[&str], reason: &str| {
        for resume in [&[][..], &["--resume"]] {
            let run = run(&desk, &[&["more"], args, resume].concat());
            assert!(run.code == 2 && run.err.contains(reason), "{run:?}");
        }
        assert_eq!(tree(&desk, "out"), [format!("out/{SETTINGS}"), "out/a.jsonl".into()]);
    };
    let mine = ["--catalogue", "mine.tsv"];
    refused(&[], "tongbao: out: it was begun with other settings: catalogue was");
    let format = [&mine[..], &["--format", "csv"]].concat();
    refused(&format, "other settings: format was «jsonl», is «csv»");
    let settings = desk.read(&format!("out/{SETTINGS}"));
    let version = format!("\"tongbao\":\"{}\"", env!("CARGO_PKG_VERSION"));
    let other = settings.replacen(&version, "\"tongbao\":\"0.0.1\"", 1);
    desk.put(&format!("out/{SETTINGS}"), other);
    refused(&mine, "tongbao 0.0.1 wrote it");
    desk.put(&format!("out/{SETTINGS}"), settings);
    let free = ["more", "--threads", "2", "--strict", "--quiet"];
    run(&desk, &[&mine[..], &free].concat()).good();
    assert_eq!(number(&desk, "out/a.jsonl"), before);
    assert!(desk.path("out/b.jsonl").exists());
    // Nobody knows what these were made with.
    fs::remove_file(desk.path(&format!("out/{SETTINGS}"))).unwrap();
    let run = run(&desk, &[&mine[..], &["in", "--resume"]].concat());
    run.bad(2, &["tongbao: out: it has files, and no _tongbao.json"]);
}

#[test]
fn an_output_folder_among_the_inputs_is_no_input() {
    let desk = Desk::new();
    desk.put("in/a.jsonl", shard(0, 2)).put("in/b/c.jsonl", shard(2, 2));
    for _ in 0..2 {
        let args = ["extract", "--input-format", "jsonl", "in", "--output-dir", "in/made"];
        desk.run(&args).good();
        let made = ["in/made/_tongbao.json", "in/made/a.jsonl", "in/made/b/c.jsonl"];
        assert_eq!(tree(&desk, "in/made"), made);
    }
}

#[test]
fn an_input_that_is_not_read_to_its_end_leaves_no_file() {
    let desk = Desk::new();
    let texts: Vec<_> = (0..400).map(|n| Some(notice(n).repeat(3))).collect();
    let whole = parquet(&[("text", strings(texts))]);
    desk.put("in/a.parquet", &whole[..whole.len() - 9]).put("in/b.parquet", &whole);
    let mut torn = whole.clone();
    torn[whole.len() / 3..whole.len() / 2].fill(0xA5);
    desk.put("in/c.parquet", torn).put("in/d.parquet", &whole);
    let args =
        ["extract", "--input-format", "parquet", "--output-dir", "out", "in", "gone.parquet"];
    let run = desk.run(&args);
    let complaints = ["in/a.parquet: ", "in/c.parquet:", "gone.parquet: "];
    let complaints = complaints.map(|it| format!("tongbao: {it}"));
    assert!(run.summary.as_ref().unwrap().ends_with("; 2 shards written, 0 there before"));
    run.bad(1, &complaints.each_ref().map(String::as_str));
    assert_eq!(tree(&desk, "out"), ["out/_tongbao.json", "out/b.jsonl", "out/d.jsonl"]);
    assert_eq!(objects(&desk.read("out/d.jsonl")).len(), 1_200);
}

/// A run that has made the first shard and waits in the middle of the second; its input, too.
fn waiting(desk: &Desk, threads: &str) -> (Child, File) {
    desk.put("a.jsonl", shard(0, 30)).put("c.jsonl", shard(9, 3));
    assert!(Command::new("mkfifo").arg(desk.path("b.jsonl")).status().unwrap().success());
    let inputs = ["a.jsonl", "b.jsonl", "c.jsonl", "--threads", threads];
    let mut command = desk.command(&[&ARGS[..], &inputs].concat());
    let run = command.stdin(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
    let mut input = OpenOptions::new().write(true).open(desk.path("b.jsonl")).unwrap();
    input.write_all(shard(30, 30).as_bytes()).unwrap();
    wait_for("the second shard", || {
        let begun = fs::read_dir(desk.path("out")).ok()?;
        let mut names = begun.map(|entry| entry.unwrap().file_name().into_string().unwrap());
        names.any(|name| name.starts_with(".b.jsonl.")).then_some(())
    });
    assert!(desk.path("out/a.jsonl").exists());
    (run, input)
}

/// The rest, when the run was ended: the first shard stays as it is.
fn gone_on_with(desk: &Desk) {
    let before = number(desk, "out/a.jsonl");
    fs::remove_file(desk.path("b.jsonl")).unwrap();
    desk.put("b.jsonl", shard(30, 40));
    run(desk, &["a.jsonl", "b.jsonl", "c.jsonl", "--resume"]).good();
    assert_eq!(number(desk, "out/a.jsonl"), before);
    let want = ["_tongbao.json", "a.jsonl", "b.jsonl", "c.jsonl"];
    assert_eq!(tree(desk, "out"), want.map(|it| format!("out/{it}")));
    assert_eq!(objects(&desk.read("out/b.jsonl")).len(), 40);
}

#[test]
fn a_killed_run_leaves_whole_shards_and_is_gone_on_with() {
    for threads in ["1", "2"] {
        let desk = Desk::new();
        let (mut run, _input) = waiting(&desk, threads);
        run.kill().unwrap();
        run.wait().unwrap();
        gone_on_with(&desk);
    }
}

#[test]
fn a_signal_leaves_whole_shards_and_nothing_else() {
    let desk = Desk::new();
    let (run, _input) = waiting(&desk, "2");
    let number = run.id().to_string();
    assert!(Command::new("kill").args(["-s", "INT", &number]).status().unwrap().success());
    let output = run.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(130));
    assert!(String::from_utf8_lossy(&output.stderr).starts_with("tongbao: stopped: "));
    assert_eq!(tree(&desk, "out"), ["out/_tongbao.json", "out/a.jsonl"]);
    gone_on_with(&desk);
}

#[test]
fn what_somebody_else_writes_is_left_alone() {
    let desk = Desk::new();
    let (mut run, mut input) = waiting(&desk, "2");
    // Another run goes on with all, while the first one is at its second shard.
    desk.put("other/b.jsonl", shard(30, 31));
    self::run(&desk, &["a.jsonl", "other/b.jsonl", "--resume"]).good();
    input.write_all(format!("\n{}", shard(60, 1)).as_bytes()).unwrap();
    drop(input);
    assert!(run.wait().unwrap().success());
    assert_eq!(objects(&desk.read("out/b.jsonl")).len(), 31);
    assert_eq!(tree(&desk, "out").len(), 4);
}

#[test]
fn several_runs_fill_one_folder() {
    let desk = Desk::new();
    let names: Vec<_> = (0..6).map(|n| format!("part-{n:05}.jsonl")).collect();
    for (name, first) in names.iter().zip(0..) {
        desk.put(name, shard(first * 100, 100));
    }
    let start = |name: &String| {
        let mut command = desk.command(&[&ARGS[..], &[name.as_str()]].concat());
        command.stdin(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap()
    };
    // Each twice, as when a scheduler starts a task again and the first one lives on.
    let runs: Vec<_> = names.iter().chain(&names).map(start).collect();
    for run in runs {
        let output = run.wait_with_output().unwrap();
        assert!(output.status.success() && output.stderr.is_empty(), "{output:?}");
    }
    let mut want: Vec<_> = names.iter().map(|name| format!("out/{name}")).collect();
    want.insert(0, format!("out/{SETTINGS}"));
    assert_eq!(tree(&desk, "out"), want);
    for name in &names {
        desk.run(&["extract", "--input-format", "jsonl", name, "-o", "alone"]).good();
        assert_eq!(desk.read(&format!("out/{name}")), desk.read("alone"));
    }
}

#[test]
fn a_shard_that_cannot_be_written_is_named() {
    let desk = Desk::new();
    desk.put("a.jsonl", shard(0, 2)).put("b.jsonl", shard(0, 2));
    run(&desk, &["a.jsonl"]).good();
    fs::create_dir(desk.path("out/b.jsonl")).unwrap();
    run(&desk, &["b.jsonl"]).bad(1, &["tongbao: out/b.jsonl: "]);
    assert_eq!(desk.run(&["extract", "a.jsonl", "--output-dir", "a.jsonl"]).code, 2);
}
