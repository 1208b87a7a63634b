//! JSON Lines input of the command: lines, their keys and what they hold.
#![no_main]

use std::io::Cursor;
use std::sync::LazyLock;

use clap::Parser;
use libfuzzer_sys::fuzz_target;
use lines::{Keys, Line, Text, read_line};
use tongbao::Context;
use tongbao_fuzz::{MINER, check};

#[path = "../../../src/bin/tongbao/lines.rs"]
mod lines;

/// No line may be longer.
const LIMIT: u64 = 4096;

#[derive(Parser)]
struct Arguments {
    #[command(flatten)]
    keys: Keys,
}

static KEYS: LazyLock<Keys> = LazyLock::new(|| Arguments::parse_from(["tongbao"]).keys);

fuzz_target!(|bytes: &[u8]| {
    let mut input = Cursor::new(bytes);
    while let line @ (Line::Read(_) | Line::TooLong) = read_line(&mut input, LIMIT).expect("memory")
    {
        let Line::Read(line) = line else { continue };
        let Ok(fields) = KEYS.read(&line) else { continue };
        // A line is UTF-8, so its text is decoded.
        let Text::Decoded(text) = fields.text else { unreachable!() };
        let (published, place) = (fields.published, fields.place);
        let context = Context { published, place, ..Context::default() };
        if let Ok(document) = MINER.mine_text(&text, &context) {
            check(&text, &document);
        }
    }
});
