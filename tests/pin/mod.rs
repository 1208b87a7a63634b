//! What the code makes of the fixtures, line by line, compared with `fixtures/pinned/NAME.txt`:
//! right or not, it does not change unseen. `TONGBAO_BLESS=1` rewrites those files: read the diff
//! before it is committed.

use std::fs;
use std::path::Path;

/// Compares the lines of `got` with the file; lines that start with `#` are heads of what follows.
pub fn compare(name: &str, got: &str) {
    let file = format!("fixtures/pinned/{name}.txt");
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(&file);
    #[expect(clippy::disallowed_methods, reason = "a developer accepts what changed")]
    if std::env::var_os("TONGBAO_BLESS").is_some() {
        fs::write(path, got).expect("can be written to");
        return;
    }
    let want = fs::read_to_string(path).unwrap_or_default();
    let (mut want, mut got) = (want.lines(), got.lines());
    let mut head = "";
    for number in 1.. {
        let (old, new) = (want.next(), got.next());
        assert!(old == new, "{file}:{number}: {head}\n want {old:?}\n  got {new:?}");
        let Some(line) = new else { break };
        if line.starts_with('#') {
            head = line;
        }
    }
}

/// How a value shows itself for debugging, without what is no, none or zero.
#[allow(dead_code)] // of those who share this, not all need it
pub fn short(value: &impl std::fmt::Debug) -> String {
    let all = format!("{value:?}");
    let mut short = String::new();
    for field in all.split_inclusive(", ") {
        let said = field.trim_end_matches([',', ' ', '}']);
        let no = [": false", ": None", ": 0"].iter().any(|no| said.ends_with(no));
        if no && !said.contains('{') {
            short += field.trim_start_matches(said).trim_start_matches(", ");
        } else {
            short += field;
        }
    }
    short
}
