//! Writes made-up bulletins as JSON Lines: the sentences of `fixtures/`, shuffled, with other
//! digits and names. The same arguments give the same text.
//!
//! `cargo run --release --example corpus -- MEGABYTES [SEED] > corpus.jsonl`

#[path = "../benches/common/mod.rs"]
mod common;

use std::error::Error;
use std::io::{BufWriter, Write, stdout};

use serde_json::json;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let megabytes: usize = arguments.next().ok_or("how many megabytes?")?.parse()?;
    let seed = arguments.next().map_or(Ok(1), |seed| seed.parse())?;
    let mut corpus = common::Corpus::new(seed);
    let mut out = BufWriter::new(stdout().lock());
    let (mut written, mut id) = (0, 0);
    while written < megabytes * 1_000_000 {
        let text = corpus.document();
        written += text.len();
        id += 1;
        let line = json!({"id": id.to_string(), "text": text, "published": "2022-05-09"});
        writeln!(out, "{line}")?;
    }
    out.flush()?;
    Ok(())
}
