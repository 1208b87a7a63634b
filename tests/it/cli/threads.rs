//! Several documents at a time: the same output, the same complaints, in the same order.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, Stdio};
use std::thread::spawn;

use serde_json::json;

use super::{Desk, Run, notice};
use crate::house::BULLETINS;

/// All fixtures, again and again, with lines between them that are wrong in every way.
fn mixed(desk: &Desk) {
    let wrong = ["{\"text\":", "", "[]", "{\"id\":1}", "{\"text\":\"1例\",\"published\":\"5月\"}"];
    let mut lines = Vec::new();
    for turn in 0..2 {
        for (bulletin, wrong) in BULLETINS.iter().zip(wrong.iter().cycle()) {
            let text = String::from_utf8_lossy(&bulletin.bytes).repeat(turn + 1);
            let known = &bulletin.context;
            lines.push(
                json!({"text": text, "published": known.published, "place": known.place})
                    .to_string(),
            );
            lines.push((*wrong).to_owned());
        }
    }
    desk.put("in/mixed.jsonl", lines.join("\n")).put("in/a/one.jsonl", lines[0].as_bytes());
    for (number, bulletin) in BULLETINS.iter().enumerate() {
        desk.put(&format!("in/{number}.txt"), &bulletin.bytes);
    }
}

#[track_caller]
fn same_with_any_number(desk: &Desk, args: &[&str]) -> Run {
    let run = |threads| desk.run(&[args, &["--threads", threads]].concat());
    let one = run("1");
    for threads in ["2", "7"] {
        let many = run(threads);
        assert_eq!(many.code, one.code, "{threads} threads, {args:?}");
        assert!(many.out == one.out, "{threads} threads write something else, {args:?}");
        assert_eq!(many.err, one.err, "{threads} threads, {args:?}");
    }
    one
}

#[test]
fn any_number_of_threads_writes_the_same() {
    let desk = Desk::new();
    mixed(&desk);
    let lines = ["--input-format", "jsonl", "in/mixed.jsonl", "none.jsonl", "in"];
    let commands: [&[&str]; 7] = [
        &["extract"],
        &["extract", "--format", "json", "--strict"],
        &["extract", "--format", "csv", "--table", "cases"],
        &["scan"],
        &["segment"],
        &["check"],
        &["view"],
    ];
    for command in commands {
        let run = same_with_any_number(&desk, &[command, &lines].concat());
        assert_eq!(run.code, 1);
        assert!(!run.out.is_empty(), "{command:?}");
        same_with_any_number(&desk, &[command, &["in", "none.txt", "in/1.txt"]].concat());
    }
}

#[test]
fn complaints_come_in_the_order_of_the_documents() {
    let desk = Desk::new();
    let good = json!({"text": notice(1).repeat(50)}).to_string();
    let long = format!("{{\"text\":\"{}\"}}", "长".repeat(100_000));
    let lines: Vec<_> = (1..=200)
        .map(|number| match number % 4 {
            0 => "{}",
            2 => &long,
            _ => good.as_str(),
        })
        .collect();
    desk.put("a.jsonl", lines.join("\n"));
    let args = ["extract", "--input-format", "jsonl", "--max-bytes", "100K", "a.jsonl", "none"];
    let run = same_with_any_number(&desk, &args);
    let wrong = (2..=200).step_by(2).map(|number| format!("tongbao: a.jsonl:{number}: "));
    let want: Vec<_> = wrong.chain(["tongbao: none: ".to_owned()]).collect();
    run.bad(1, &want.iter().map(String::as_str).collect::<Vec<_>>());
}

#[test]
fn any_number_of_threads_writes_the_same_file_of_columns() {
    let desk = Desk::new();
    mixed(&desk);
    let lines = ["--input-format", "jsonl", "in", "-o"];
    let commands: [&[&str]; 4] =
        [&["extract"], &["extract", "--table", "cases"], &["series"], &["check"]];
    for (command, format) in commands.iter().flat_map(|it| [(*it, "parquet"), (*it, "arrow")]) {
        let write = |threads: &str| {
            let more = [threads, "--format", format, "--threads", threads];
            desk.run(&[command, &lines[..], &more[..]].concat());
            fs::read(desk.path(threads)).unwrap()
        };
        let one = write("1");
        assert!(one.starts_with(if format == "parquet" { b"PAR1" } else { b"ARRO" }));
        assert!(one == write("2") && one == write("7"), "{command:?}, {format}");
    }
}

fn piped(desk: &Desk, threads: &str) -> Child {
    let args = ["extract", "--input-format", "jsonl", "--threads", threads];
    let mut command = desk.command(&args);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command.spawn().unwrap()
}

#[test]
fn a_line_is_answered_before_the_next_one_comes() {
    for threads in ["1", "2"] {
        let mut child = piped(&Desk::new(), threads);
        let mut input = child.stdin.take().unwrap();
        let mut complaints = BufReader::new(child.stderr.take().unwrap()).lines();
        for number in 1..=3 {
            input.write_all(b"{}\n{").unwrap();
            let complaint = complaints.next().unwrap().unwrap();
            assert!(complaint.starts_with(&format!("tongbao: -:{number}: ")), "{complaint}");
            input.write_all(b"}").unwrap();
        }
        #[cfg(target_os = "linux")]
        assert_eq!(
            std::fs::read_dir(format!("/proc/{}/task", child.id())).unwrap().count(),
            if threads == "1" { 1 } else { 4 }, // main, reader, two workers
        );
        drop(input);
        assert_eq!(child.wait().unwrap().code(), Some(1));
    }
}

#[test]
fn a_closed_pipe_ends_an_endless_input() {
    for threads in ["1", "2", "7"] {
        let mut child = piped(&Desk::new(), threads);
        let mut input = child.stdin.take().unwrap();
        let line = json!({"text": notice(58).repeat(20)}).to_string() + "\n";
        let feeder = spawn(move || while input.write_all(line.as_bytes()).is_ok() {});
        child.stdout.take().unwrap().read_exact(&mut [0]).unwrap();
        let output = child.wait_with_output().unwrap();
        feeder.join().unwrap();
        let complaints = String::from_utf8_lossy(&output.stderr);
        assert_eq!((output.status.code(), complaints.as_ref()), (Some(141), ""), "{threads}");
    }
}

#[test]
fn no_threads_is_a_wrong_number() {
    for threads in ["0", "-1", "many", "5000"] {
        let run = Desk::new().run(&["extract", &format!("--threads={threads}")]);
        assert_eq!((run.code, run.out.as_str()), (2, ""), "{threads}");
        assert!(run.err.contains("--threads"), "{}", run.err);
    }
}
