//! `--resume`: the file is what it would be without the stop.

use std::fs::OpenOptions;
use std::io::Write;

use super::{Fed, journalled, lines, wait_for};
use crate::cli::{Desk, Run, notice, objects};

const COUNT: u32 = 2_400;
const ARGS: [&str; 5] = ["extract", "--input-format", "jsonl", "-o", "out"];
const JOURNAL: &str = "out.partial.journal";

/// What an uninterrupted run writes, and its last complaint, which is the summary.
fn whole(format: &[&str], lines: &[String]) -> (Vec<u8>, Option<String>) {
    let desk = Desk::new();
    let run = desk.feed(&[&ARGS, format].concat(), lines.join("\n"));
    assert_eq!(run.code, 1, "broken lines fail");
    (std::fs::read(desk.path("out")).unwrap(), run.summary)
}

/// Starts a run and kills it when it has written a point of its journal.
fn killed(desk: &Desk, args: &[&str], lines: &[String]) -> u64 {
    let mut run = Fed::start(desk, args);
    let mut errors = run.child.stderr.take().unwrap();
    let drain = std::thread::spawn(move || std::io::copy(&mut errors, &mut std::io::sink()));
    run.feed(lines);
    let items = wait_for("a point of the journal", || journalled(&desk.path(JOURNAL)));
    run.child.kill().unwrap();
    run.child.wait().unwrap();
    drain.join().unwrap().unwrap();
    assert!(!desk.path("out").exists(), "it is not whole");
    items
}

fn resumed(desk: &Desk, args: &[&str], lines: &[String]) -> Run {
    desk.feed(&[args, &["--resume"]].concat(), lines.join("\n"))
}

#[test]
fn a_killed_run_is_gone_on_with() {
    let lines = lines(COUNT);
    let formats: [&[&str]; 3] =
        [&[], &["--format", "csv", "--bom"], &["--format", "json", "--threads", "1"]];
    for format in formats {
        let (want, summary) = whole(format, &lines);
        let desk = Desk::new();
        let args = [&ARGS, format].concat();
        let done = killed(&desk, &args, &lines[..2_000]);
        assert!(0 < done && done <= 2_000);
        // As a cut of the power leaves it.
        for name in ["out.partial", JOURNAL] {
            let mut file = OpenOptions::new().append(true).open(desk.path(name)).unwrap();
            file.write_all(b"{\"items\":9999,\"byt").unwrap();
        }
        let run = resumed(&desk, &args, &lines);
        assert_eq!((run.code, &run.summary), (1, &summary), "{format:?}");
        assert!(run.err.lines().count() < lines.len() / 7, "complaints are not made again");
        assert!(std::fs::read(desk.path("out")).unwrap() == want, "{format:?}");
        assert_eq!(desk.names(), ["out"]);
    }
}

#[test]
fn scan_and_segment_are_gone_on_with() {
    let lines = lines(COUNT);
    for command in ["scan", "segment"] {
        let args = [&[command][..], &ARGS[1..]].concat();
        let desk = Desk::new();
        desk.feed(&args, lines.join("\n"));
        let want = desk.read("out");
        std::fs::remove_file(desk.path("out")).unwrap();
        killed(&desk, &args, &lines[..2_000]);
        resumed(&desk, &args, &lines);
        assert!(desk.read("out") == want, "{command}");
    }
}

#[test]
fn another_setting_another_input_and_no_resume_are_refused() {
    let lines = lines(COUNT);
    let desk = Desk::new();
    killed(&desk, &ARGS, &lines);
    let partial = desk.read("out.partial");
    let complaint = |args: &[&str], input: &[String], code, complaint: &str| {
        let run = desk.feed(&[&ARGS, args].concat(), input.join("\n"));
        assert_eq!(run.code, code, "{run:?}");
        assert!(run.err.contains(complaint), "{run:?}");
        assert_eq!(desk.names(), ["out.partial", JOURNAL]);
    };
    complaint(&[], &lines, 2, "--resume goes on");
    complaint(&["--resume", "--place", "许昌市"], &lines, 2, "place was «», is «许昌市»");
    complaint(&["--resume", "--format", "csv"], &lines, 2, "format was «jsonl», is «csv»");
    assert_eq!(desk.read("out.partial"), partial);
    let mut other = lines.clone();
    other[5].push(' ');
    complaint(&["--resume"], &other, 1, "the input does not begin as it did");
    complaint(&["--resume"], &lines[..9], 1, "the input does not begin as it did");
    let run = resumed(&desk, &[&ARGS[..], &["--threads", "3"]].concat(), &lines);
    assert_eq!(run.code, 1);
    assert!(desk.read("out").as_bytes() == whole(&[], &lines).0);
}

#[test]
fn another_version_and_another_catalogue_are_refused() {
    let lines = lines(COUNT);
    let desk = Desk::new();
    desk.put("mine.tsv", "masks\t口罩\t个 只\tnoun");
    let args = [&ARGS[..], &["--catalogue", "mine.tsv"]].concat();
    killed(&desk, &args, &lines);
    desk.put("mine.tsv", "masks\t口罩|医用口罩\t个 只\tnoun");
    let run = resumed(&desk, &args, &lines);
    assert!(run.code == 2 && run.err.contains("catalogue was «mine.tsv "), "{run:?}");
    desk.put("mine.tsv", "masks\t口罩\t个 只\tnoun");
    let version = format!("\"tongbao\":\"{}\"", env!("CARGO_PKG_VERSION"));
    desk.put(JOURNAL, desk.read(JOURNAL).replacen(&version, "\"tongbao\":\"0.0.1\"", 1));
    let run = resumed(&desk, &args, &lines);
    assert!(run.code == 2 && run.err.contains("tongbao 0.0.1 wrote it"), "{run:?}");
}

#[test]
fn what_cannot_be_gone_on_with_is_refused() {
    let desk = Desk::new();
    desk.put("a.txt", notice(1));
    let commands: [&[&str]; 6] = [
        &["view", "-o", "out"],
        &["check", "-o", "out"],
        &["series", "-o", "out"],
        &["extract", "--format", "label-studio", "-o", "out"],
        &["extract", "-o", "-"],
        &["extract", "-o", "/dev/null"],
    ];
    for command in commands {
        let run = desk.run(&[command, &["--resume", "a.txt"]].concat());
        assert!(run.err.contains("--resume: output of this kind"), "{command:?} {run:?}");
        assert_eq!((run.code, desk.names()), (2, vec!["a.txt".to_owned()]));
    }
    assert_eq!(desk.run(&["extract", "--resume", "a.txt"]).code, 2, "no file");
}

#[test]
fn nothing_to_go_on_with_is_a_beginning() {
    let desk = Desk::new();
    desk.put("a.txt", notice(1));
    desk.run(&["extract", "--resume", "-o", "out", "a.txt"]).good();
    assert_eq!(objects(&desk.read("out")).len(), 1);
    assert_eq!(desk.names(), ["a.txt", "out"]);
    // Killed before its first point: there is nothing worth keeping.
    desk.put("out.partial", "{\"doc\":").put(JOURNAL, "{\"tongbao\":\"0.0.1\",");
    desk.run(&["extract", "-o", "out", "a.txt"]).good();
    assert_eq!(objects(&desk.read("out")).len(), 1);
    assert_eq!(desk.names(), ["a.txt", "out"]);
}
