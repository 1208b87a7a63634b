//! Ctrl-C and `kill`: whole documents stay.

use std::io::{BufRead, BufReader, Read};

use super::{Fed, lines, wait_for};
use crate::cli::{Desk, Run, objects};

const ARGS: [&str; 5] = ["extract", "--input-format", "jsonl", "-o", "out.jsonl"];
const WHOLE: &str = "{\"id\":\"a\",\"text\":\"确诊病例1例\"}";

/// A run that has done with all lines but the end of the last one, for which it waits: it
/// complained of the broken one before.
fn waiting(desk: &Desk, args: &[&str]) -> (Fed, impl BufRead + use<>) {
    let mut run = Fed::start(desk, args);
    run.feed(&[WHOLE.into(), "{}".into()]);
    std::io::Write::write_all(&mut run.input, "{\"text\":\"确诊".as_bytes()).unwrap();
    let mut errors = BufReader::new(run.child.stderr.take().unwrap());
    let mut complaint = String::new();
    errors.read_line(&mut complaint).unwrap();
    assert!(complaint.starts_with("tongbao: -:2: "), "{complaint}");
    (run, errors)
}

fn stopped(mut run: Fed, mut errors: impl Read) -> Run {
    let code = run.child.wait().unwrap().code().expect("ended by itself");
    let (mut out, mut err) = (String::new(), String::new());
    run.child.stdout.take().unwrap().read_to_string(&mut out).unwrap();
    errors.read_to_string(&mut err).unwrap();
    Run::new(code, out, &err)
}

#[test]
fn a_signal_leaves_whole_documents() {
    for threads in ["1", "2"] {
        for (signal, code) in [("INT", 130), ("TERM", 143)] {
            let desk = Desk::new();
            let args = [&ARGS[..], &["--threads", threads]].concat();
            let (run, errors) = waiting(&desk, &args);
            run.signal(signal);
            let run = stopped(run, errors);
            run.bad(code, &["tongbao: out.jsonl.partial: stopped after 1 document: --resume"]);
            assert_eq!(objects(&desk.read("out.jsonl.partial")).len(), 1);
            assert!(!desk.path("out.jsonl").exists());
            let args = [&args[..], &["--resume"]].concat();
            let whole = desk.feed(&args, format!("{WHOLE}\n{{}}\n{WHOLE}"));
            assert_eq!((whole.code, whole.err.as_str()), (1, ""), "said before");
            assert_eq!(whole.summary.unwrap(), "2 documents read, 2 records written, 1 failed");
            assert_eq!(objects(&desk.read("out.jsonl")).len(), 2);
            assert_eq!(desk.names(), ["out.jsonl"]);
        }
    }
}

#[test]
fn a_signal_ends_a_stream_with_what_is_done() {
    let desk = Desk::new();
    let (run, errors) = waiting(&desk, &ARGS[..3]);
    run.signal("INT");
    assert_eq!(objects(&stopped(run, errors).bad(130, &[])).len(), 1);
}

#[test]
fn what_cannot_be_gone_on_with_ends_whole() {
    let desk = Desk::new();
    let args = ["view", "--input-format", "jsonl", "-o", "out.html"];
    let (run, errors) = waiting(&desk, &args);
    run.signal("INT");
    stopped(run, errors).bad(130, &["tongbao: out.html.partial: stopped: "]);
    let page = desk.read("out.html.partial");
    assert!(page.contains("确诊病例1例") && page.trim_end().ends_with("</html>"));
    assert_eq!(desk.names(), ["out.html.partial"]);
}

#[test]
fn a_signal_before_the_first_document_leaves_nothing() {
    let desk = Desk::new();
    let run = Fed::start(&desk, &["extract", "-o", "out.jsonl"]);
    // The journal is begun after the partial file, the signals are listened to after both.
    let status = format!("/proc/{}/status", run.child.id());
    wait_for("a run that listens", || {
        let status = std::fs::read_to_string(&status).ok()?;
        let caught = status.lines().find_map(|line| line.strip_prefix("SigCgt:\t"))?;
        let caught = u64::from_str_radix(caught, 16).ok()?;
        (caught & (1 << 14) != 0).then_some(()) // SIGTERM, the last
    });
    run.signal("INT");
    let output = run.child.wait_with_output().unwrap();
    drop(run.input);
    assert_eq!(output.status.code(), Some(130));
    assert!(desk.names().is_empty(), "{:?}", desk.names());
}

#[test]
fn a_second_signal_ends_at_once() {
    let desk = Desk::new();
    // Nobody reads its output, so that it cannot end.
    let args = ["extract", "--input-format", "jsonl", "--threads", "1", "in.jsonl"];
    desk.put("in.jsonl", lines(3_000).join("\n"));
    let mut run = Fed::start(&desk, &args);
    let mut out = run.child.stdout.take().unwrap();
    out.read_exact(&mut [0]).unwrap();
    let mut errors = run.child.stderr.take().unwrap();
    let drain = std::thread::spawn(move || std::io::copy(&mut errors, &mut std::io::sink()));
    run.signal("INT");
    // Pending signals of one kind are one: another kind it is, and the first has to arrive.
    let status = format!("/proc/{}/status", run.child.id());
    wait_for("the first signal to arrive", || {
        let status = std::fs::read_to_string(&status).ok()?;
        let pending = status.lines().find_map(|line| line.strip_prefix("ShdPnd:\t"))?;
        (u64::from_str_radix(pending, 16).ok()? == 0).then_some(())
    });
    run.signal("TERM");
    // The kernel may deliver the later one first: either of them is the second.
    assert!([Some(130), Some(143)].contains(&run.child.wait().unwrap().code()));
    drain.join().unwrap().unwrap();
}
