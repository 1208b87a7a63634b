//! The commands of the guide run, and print what it shows. `TONGBAO_BLESS=1` rewrites that.

use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::Command;
use std::{env, fs};

use crate::cli::Desk;
use crate::house;

const GUIDE: &str = "docs/guide.md";
const FENCE: &str = "```";

/// What shell commands print, run on the desk with `tongbao` in the `PATH`.
fn shell(desk: &Desk, commands: &str) -> String {
    let tool = Path::new(env!("CARGO_BIN_EXE_tongbao")).parent().unwrap();
    let path = format!("{}:{}", tool.display(), env::var("PATH").unwrap());
    let mut bash = Command::new("bash");
    bash.args(["-euo", "pipefail", "-c", commands]).env("PATH", path).current_dir(desk.path(""));
    let output = bash.output().expect("the guide's commands are for bash");
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{commands}{errors}");
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn guide_commands_print_what_is_shown() {
    let guide = house::read(GUIDE);
    let desk = Desk::new();
    symlink(house::path("fixtures"), desk.path("fixtures")).unwrap();
    // Text and blocks in turn: a block of `text` behind one of `sh` is what this prints.
    let pieces: Vec<_> = guide.split(FENCE).collect();
    let mut blessed: Vec<_> = pieces.iter().map(ToString::to_string).collect();
    for (at, piece) in pieces.iter().enumerate() {
        let Some(commands) = piece.strip_prefix("sh\n") else { continue };
        let printed = format!("text\n{}", shell(&desk, commands));
        let [_, between, shown, ..] = pieces[at..] else { continue };
        if between.trim().is_empty() && shown.starts_with("text\n") {
            if !house::bless() {
                let mend = "TONGBAO_BLESS=1 cargo test --all-features guide rewrites it";
                assert_eq!(shown, printed, "{commands}{mend}");
            }
            blessed[at + 2] = printed;
        }
    }
    if house::bless() {
        fs::write(house::path(GUIDE), blessed.join(FENCE)).unwrap();
    }
}
