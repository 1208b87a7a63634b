//! The README's example says what the command says. `TONGBAO_BLESS=1` rewrites it.

use std::fs;

use crate::cli::Desk;
use crate::house;

const START: &str = "```json\n";
const END: &str = "```\n<!-- end of example -->";

/// The text between the first `start` and the `end` after it.
fn between<'a>(text: &'a str, start: &str, end: &str) -> &'a str {
    let at = text.find(start).unwrap_or_else(|| panic!("no {start:?}")) + start.len();
    let rest = &text[at..];
    &rest[..rest.find(end).unwrap_or_else(|| panic!("no {end:?}"))]
}

#[test]
fn readme_example_is_what_the_command_prints() {
    let readme = house::read("README.md");
    let desk = Desk::new();
    desk.put("notice.txt", format!("{}\n", between(&readme, "echo '", "'")));
    let line = between(&readme, "\ntongbao extract ", "\n");
    let args: Vec<_> = std::iter::once("extract").chain(line.split(' ')).collect();
    let found = desk.run(&args).good();
    let shown = between(&readme, START, END);
    if house::bless() {
        let old = format!("{START}{shown}{END}");
        let new = readme.replacen(&old, &format!("{START}{found}{END}"), 1);
        fs::write(house::path("README.md"), new).unwrap();
    } else {
        assert_eq!(shown, found, "TONGBAO_BLESS=1 cargo test --all-features readme rewrites it");
    }
}

#[test]
fn readme_command_runs_from_a_clone() {
    let readme = house::read("README.md");
    let line = between(&readme, "--features cli -- ", "\n");
    let mut command = Desk::new().command(&line.split(' ').collect::<Vec<_>>());
    let output = command.current_dir(house::path("")).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(!output.stdout.is_empty());
}
