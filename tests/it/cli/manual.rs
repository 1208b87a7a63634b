//! Completions and man pages: every subcommand and its options.

use super::{Desk, Run};

/// Subcommands, and an option of each.
const COMMANDS: [(&str, &str); 10] = [
    ("extract", "resume"),
    ("scan", "threads"),
    ("segment", "quiet"),
    ("check", "failed"),
    ("explain", "at"),
    ("view", "output"),
    ("score", "misses"),
    ("series", "metric"),
    ("completions", "output"),
    ("man", "help"),
];

#[test]
fn completions_know_every_subcommand() {
    let desk = Desk::new();
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let script = desk.run(&["completions", shell]).good();
        for (command, option) in COMMANDS {
            assert!(script.contains(command) && script.contains(option), "{shell}: {command}");
        }
        desk.run(&["completions", shell, "-o", "script"]).good();
        assert_eq!(desk.read("script"), script);
    }
    assert_eq!(desk.run(&["completions", "cmd"]).code, 2);
}

#[test]
fn bash_takes_its_completions() {
    let desk = Desk::new();
    let script = desk.run(&["completions", "bash"]).good();
    desk.put("script", script + "\nCOMP_WORDS=(tongbao extr); COMP_CWORD=1; _tongbao tongbao extr tongbao; echo ${COMPREPLY[@]}");
    let Ok(output) = std::process::Command::new("bash").arg(desk.path("script")).output() else {
        eprintln!("SKIPPED: bash_takes_its_completions: no bash");
        return;
    };
    assert_eq!(Run::from(output).good(), "extract\n");
}

#[test]
fn man_pages_know_every_subcommand() {
    let desk = Desk::new();
    let page = desk.run(&["man"]).good();
    desk.put("man/old", "");
    assert_eq!(desk.run(&["man", "man"]).good(), "");
    for (command, option) in COMMANDS {
        assert!(page.contains(&format!("tongbao\\-{command}(1)")), "{command} in {page}");
        let own = desk.read(&format!("man/tongbao-{command}.1"));
        assert!(own.starts_with(".ie") && own.contains(option), "{command}: {own}");
    }
    assert!(desk.read("man/tongbao.1").contains(".SH"));
    desk.run(&["man", "none"]).bad(2, &["tongbao: none: "]);
}
