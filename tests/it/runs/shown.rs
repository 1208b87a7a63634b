//! What is told on the way and at the end, to whom.

use std::process::{Command, Stdio};

use super::{Fed, lines};
use crate::cli::{Desk, notice};

const ODD: &[u8] = b"\xff\xff\n";

#[test]
fn a_good_run_is_quiet() {
    let desk = Desk::new();
    desk.put("a.txt", notice(58));
    let run = desk.run(&["extract", "a.txt"]);
    assert_eq!((run.err.as_str(), run.summary), ("", None));
}

#[test]
fn what_failed_and_what_was_odd_is_counted() {
    let desk = Desk::new();
    desk.put("a.txt", [notice(1).as_bytes(), ODD, ODD].concat()).put("b.txt", notice(2));
    let files = ["--encoding", "utf-8", "a.txt", "none.txt", "b.txt"];
    let kinds: [(&[&str], u32); 8] = [
        (&["extract"], 2),
        (&["extract", "--format", "csv"], 2),
        (&["extract", "--format", "json"], 2),
        (&["extract", "--format", "doccano"], 2),
        (&["extract", "--table", "cases"], 0),
        (&["segment"], 2),
        (&["view"], 2),
        (&["series"], 2),
    ];
    for (command, records) in kinds {
        let run = desk.run(&[command, &files].concat());
        let summary = run.summary.clone().unwrap();
        assert!(summary.starts_with(&format!("2 documents read, {records} records")), "{summary}");
        assert!(summary.contains(", 1 failed; diagnostics: "), "{command:?}: {summary}");
        assert!(summary.contains(" 2 undecodable"), "{command:?}: {summary}");
        run.bad(1, &["tongbao: none.txt: "]);
        let quiet = desk.run(&[command, &files, &["--quiet"]].concat());
        assert_eq!((quiet.code, quiet.summary), (1, None), "{command:?}");
    }
}

#[test]
fn strict_names_document_place_and_kind() {
    let desk = Desk::new();
    desk.put("a.txt", [notice(1).as_bytes(), ODD].concat()).put("b.txt", notice(2));
    for command in ["extract", "scan", "segment", "view", "series", "check"] {
        let args = [command, "--encoding", "utf-8", "a.txt", "b.txt"];
        assert_eq!(desk.run(&args).code, 0, "{command}");
        let run = desk.run(&[&args[..], &["--strict"]].concat());
        let at = notice(1).len();
        let first = run.err.lines().next().unwrap().to_owned();
        assert!(first.starts_with(&format!("tongbao: a.txt: byte {at}: undecodable: ")), "{first}");
        assert!(!run.err.contains("b.txt"), "{run:?}");
        assert_eq!(run.code, 1, "{command}");
    }
}

#[test]
fn a_closed_pipe_is_told_by_the_exit_code_alone() {
    let desk = Desk::new();
    desk.put("in.jsonl", lines(300).join("\n").replace("{\"text\":\n", "\n"));
    for threads in ["1", "2"] {
        let args = ["extract", "--input-format", "jsonl", "--threads", threads, "in.jsonl"];
        let mut run = Fed::start(&desk, &args);
        drop(run.child.stdout.take());
        let output = run.child.wait_with_output().unwrap();
        let complaints = String::from_utf8_lossy(&output.stderr);
        assert_eq!((output.status.code(), complaints.as_ref()), (Some(141), ""));
    }
}

/// What a terminal shows of a run; none where there is no `script` to make one.
fn on_a_terminal(desk: &Desk, args: &str) -> Option<String> {
    let line = format!("{} {args}", env!("CARGO_BIN_EXE_tongbao"));
    let mut script = Command::new("script");
    script.args(["-qec", &line, "/dev/null"]).current_dir(desk.path(""));
    script.env("TERM", "xterm").stdin(Stdio::null()).stderr(Stdio::null());
    let output = script.output().ok()?;
    Some(String::from_utf8_lossy(&output.stdout).into_owned())
}

#[test]
fn a_terminal_shows_how_far_it_is() {
    let desk = Desk::new();
    let broken = "{\"id\":1}\n";
    desk.put("in.jsonl", lines(600).join("\n").replace("{\"text\":\n", broken));
    let run = "extract --input-format jsonl in.jsonl";
    let Some(shown) = on_a_terminal(&desk, &format!("{run} -o out")) else {
        eprintln!("SKIPPED: a_terminal_shows_how_far_it_is: no script(1)");
        return;
    };
    assert!(shown.contains(" left, ") && shown.contains(" documents"), "{shown}");
    assert!(shown.trim_end().ends_with(" failed"), "the summary is last: {shown}");
    for line in shown.split('\n').filter(|line| line.contains("tongbao: in.jsonl:")) {
        let complaint = line.trim_end().rsplit(['\r', '\x1b']).next().unwrap();
        assert!(complaint.contains("tongbao: in.jsonl:"), "alone on its line: {line:?}");
    }
    let records = on_a_terminal(&desk, run).unwrap();
    assert!(!records.contains(" left, "), "records and a bar do not mix");
    for args in [format!("{run} -o out --quiet"), format!("{run} -o out 2> errors")] {
        let shown = on_a_terminal(&desk, &args).unwrap();
        assert!(!shown.contains(" documents"), "{shown}");
    }
    assert!(desk.read("errors").lines().all(|line| line.starts_with("tongbao: ")));
}
