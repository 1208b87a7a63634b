//! Where it goes: a file that appears when it is whole, a pipe that may close.

use std::fs;
use std::io::Read;
use std::process::Stdio;

use super::{Desk, firsts, notice};

#[test]
fn a_file_takes_its_name_at_the_end() {
    let desk = Desk::new();
    desk.put("a.txt", notice(58)).put("out.jsonl", "old");
    let out = desk.run(&["extract", "a.txt"]).good();
    assert_eq!(desk.run(&["extract", "a.txt", "-o", "out.jsonl"]).good(), "");
    assert_eq!(desk.read("out.jsonl"), out);
    assert_eq!(desk.names(), ["a.txt", "out.jsonl"]);
}

#[test]
fn a_failed_document_does_not_lose_the_others() {
    let desk = Desk::new();
    desk.put("a.txt", notice(58));
    desk.run(&["extract", "a.txt", "none.txt", "-o", "out.jsonl"]).bad(1, &["tongbao: none.txt"]);
    assert_eq!(firsts(&desk.read("out.jsonl")), [("a.txt".to_owned(), 58.0)]);
}

#[test]
fn a_file_of_columns_is_whole_though_documents_fail() {
    let desk = Desk::new();
    desk.put("a.txt", notice(58));
    for (format, magic) in [("parquet", "PAR1"), ("arrow", "ARROW1")] {
        let args = ["extract", "a.txt", "none.txt", "--format", format, "-o", "out"];
        desk.run(&args).bad(1, &["tongbao: none.txt"]);
        let bytes = fs::read(desk.path("out")).unwrap();
        assert!(bytes.starts_with(magic.as_bytes()) && bytes.ends_with(magic.as_bytes()));
    }
}

#[test]
fn a_wrong_setting_leaves_the_old_file() {
    let desk = Desk::new();
    desk.put("a.txt", notice(58)).put("out.jsonl", "old");
    let args = ["extract", "a.txt", "-o", "out.jsonl", "--published", "never"];
    desk.run(&args).bad(2, &["tongbao: --published: "]);
    assert_eq!(desk.read("out.jsonl"), "old");
    assert_eq!(desk.names(), ["a.txt", "out.jsonl"]);
}

#[test]
fn the_output_is_no_input_of_its_own_folder() {
    let desk = Desk::new();
    desk.put("in/a.jsonl", "{\"id\":\"a\",\"text\":\"确诊病例1例\"}");
    for _ in 0..2 {
        desk.run(&["extract", "--input-format", "jsonl", "in", "-o", "in/out.jsonl"]).good();
    }
    assert_eq!(firsts(&desk.read("in/out.jsonl")), [("a".to_owned(), 1.0)]);
}

#[cfg(unix)]
#[test]
fn links_and_permissions_of_the_old_file_stay() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let desk = Desk::new();
    desk.put("a.txt", notice(58)).put("real.jsonl", "old");
    fs::set_permissions(desk.path("real.jsonl"), fs::Permissions::from_mode(0o640)).unwrap();
    symlink("real.jsonl", desk.path("out.jsonl")).unwrap();
    desk.run(&["extract", "a.txt", "-o", "out.jsonl"]).good();
    assert_eq!(firsts(&desk.read("real.jsonl")).len(), 1);
    assert!(desk.path("out.jsonl").is_symlink());
    assert_eq!(fs::metadata(desk.path("real.jsonl")).unwrap().permissions().mode() & 0o777, 0o640);
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_reported() {
    let desk = Desk::new();
    desk.put("a.txt", notice(58));
    desk.run(&["extract", "a.txt", "-o", "/dev/full"]).bad(1, &["tongbao: /dev/full: "]);
}

#[test]
fn a_closed_pipe_ends_the_run_quietly() {
    let desk = Desk::new();
    desk.put("a.txt", notice(58).repeat(5_000));
    for format in ["jsonl", "json", "csv"] {
        let mut command = desk.command(&["extract", "--format", format, "a.txt", "a.txt"]);
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let mut first = [0];
        child.stdout.take().unwrap().read_exact(&mut first).unwrap();
        let output = child.wait_with_output().unwrap();
        let complaints = String::from_utf8_lossy(&output.stderr);
        assert_eq!((output.status.code(), complaints.as_ref()), (Some(141), ""), "{format}");
    }
}
