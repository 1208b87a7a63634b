//! Disks that are full, folders that cannot be written, files that shrink, links that loop.

use std::fs;
use std::io::Read;
use std::os::unix::fs::symlink;
use std::process::{Command, Stdio};

use super::lines;
use crate::cli::{Desk, firsts, notice};

#[test]
fn a_full_device_is_reported_on_both_ways() {
    let desk = Desk::new();
    desk.put("a.txt", notice(58));
    desk.run(&["extract", "a.txt", "-o", "/dev/full"]).bad(1, &["tongbao: /dev/full: No space"]);
    let mut command = desk.command(&["extract", "a.txt"]);
    let full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let output = command.stdin(Stdio::null()).stdout(full).output().unwrap();
    let complaint = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(1));
    assert!(complaint.starts_with("tongbao: standard output: No space"), "{complaint}");
}

/// A small disk, unmounted when dropped; none where the test may not mount.
struct Disk<'a>(&'a Desk);

impl<'a> Disk<'a> {
    fn mount(desk: &'a Desk, size: &str) -> Option<Self> {
        let disk = desk.path("disk");
        fs::create_dir(&disk).unwrap();
        let mut mount = Command::new("mount");
        mount.args(["-t", "tmpfs", "-o", size, "tmpfs"]).arg(&disk).stderr(Stdio::null());
        mount.status().is_ok_and(|status| status.success()).then_some(Self(desk))
    }

    fn resize(&self, size: &str) {
        let mut mount = Command::new("mount");
        mount.args(["-o", &format!("remount,{size}")]).arg(self.0.path("disk"));
        assert!(mount.status().unwrap().success());
    }
}

impl Drop for Disk<'_> {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(self.0.path("disk")).status();
    }
}

#[test]
fn a_full_disk_loses_nothing_that_was_done() {
    let desk = Desk::new();
    desk.put("in.jsonl", lines(3_000).join("\n"));
    let args = ["extract", "--quiet", "--input-format", "jsonl", "in.jsonl", "-o"];
    let whole = desk.run(&[&args[..], &["whole"]].concat());
    let want = fs::read(desk.path("whole")).unwrap();
    let Some(disk) = Disk::mount(&desk, &format!("size={}", want.len() / 6 * 5)) else {
        eprintln!("SKIPPED: a_full_disk_loses_nothing_that_was_done: no leave to mount a disk");
        return;
    };
    desk.put("disk/out", "old");
    let args = [&args[..], &["disk/out"]].concat();
    let full = desk.run(&args);
    assert_eq!(full.code, 1);
    let last: Vec<_> = full.err.lines().rev().take(2).collect();
    assert!(last[0].starts_with("tongbao: disk/out: No space left"), "{last:?}");
    assert!(last[1].starts_with("tongbao: disk/out.partial: stopped after "), "{last:?}");
    assert_eq!(desk.read("disk/out"), "old");
    disk.resize("size=1g");
    assert_eq!(desk.run(&[&args[..], &["--resume"]].concat()).code, whole.code);
    assert!(fs::read(desk.path("disk/out")).unwrap() == want);
    drop(disk);
}

#[test]
fn a_folder_that_cannot_be_written_is_named() {
    let desk = Desk::new();
    desk.put("a.txt", notice(58)).put("file", "");
    for path in ["/proc/out.jsonl", "file/out.jsonl", "none/out.jsonl", "."] {
        for format in ["jsonl", "label-studio"] {
            let args = ["extract", "a.txt", "--format", format, "-o", path];
            desk.run(&args).bad(2, &[&format!("tongbao: {path}: ")]);
        }
    }
    assert_eq!(desk.names(), ["a.txt", "file"]);
}

#[test]
fn another_run_keeps_off() {
    let desk = Desk::new();
    desk.put("a.txt", notice(58));
    let partial = fs::File::create(desk.path("out.partial")).unwrap();
    partial.lock().unwrap();
    let args = ["extract", "a.txt", "-o", "out"];
    desk.run(&args).bad(2, &["tongbao: out: another run is writing it"]);
    drop(partial);
    desk.run(&args).good();
}

#[test]
fn a_link_to_nothing_yet_is_followed() {
    let desk = Desk::new();
    desk.put("a.txt", notice(58)).put("real/there", "");
    symlink("real/out.jsonl", desk.path("out.jsonl")).unwrap();
    desk.run(&["extract", "a.txt", "-o", "out.jsonl"]).good();
    assert_eq!(firsts(&desk.read("real/out.jsonl")).len(), 1);
    assert!(desk.path("out.jsonl").is_symlink());
    symlink("loop", desk.path("loop")).unwrap();
    desk.run(&["extract", "a.txt", "-o", "loop"]).bad(2, &["tongbao: loop: "]);
}

#[test]
fn loops_of_links_end() {
    let desk = Desk::new();
    desk.put("in/a/x.txt", notice(1));
    symlink("..", desk.path("in/a/up")).unwrap();
    symlink("self.txt", desk.path("in/self.txt")).unwrap();
    symlink("other", desk.path("in/one")).unwrap();
    symlink("one", desk.path("in/other")).unwrap();
    let out = desk.run(&["extract", "in"]).bad(1, &["tongbao: in/self.txt: Too many levels"]);
    assert_eq!(firsts(&out).len(), 1);
}

#[test]
fn a_file_that_shrinks_is_reported() {
    let desk = Desk::new();
    desk.put("in.jsonl", lines(2_000).join("\n").replace("{\"text\":\n", "\n"));
    let args = ["extract", "--threads", "1", "--input-format", "jsonl", "in.jsonl"];
    let mut command = desk.command(&args);
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    // It waits for its output to be read, far from the end of its input.
    child.stdout.as_mut().unwrap().read_exact(&mut [0]).unwrap();
    let file = fs::OpenOptions::new().write(true).open(desk.path("in.jsonl")).unwrap();
    file.set_len(file.metadata().unwrap().len() - 9).unwrap();
    let output = child.wait_with_output().unwrap();
    let complaints = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(1));
    assert!(complaints.contains("tongbao: in.jsonl: became shorter while"), "{complaints}");
}
