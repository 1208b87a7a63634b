//! Time in proportion to the text, whatever the text repeats: how long ten times as much takes.
//!
//! `cargo bench --bench linear`. See `benches/README.md`.

mod common;

use std::hint::black_box;
use std::time::{Duration, Instant};

use tongbao::{Context, Miner};

/// What is repeated.
const SHAPES: [&str; 13] = [
    "许昌市新增确诊病例3例。",
    "许昌市新增确诊病例3例。\n",
    "，许昌市3例",
    "新增3例（",
    "新增9例，其中3例，",
    "甲、乙分别为3例和4例，",
    "许昌市、",
    "3例",
    "，",
    "1",
    "1,",
    "三百万亿",
    "5月",
];

/// Bytes of the shorter text; the longer one has ten times as many.
const BYTES: usize = 400_000;

#[allow(clippy::disallowed_methods)] // it is a clock
fn time(miner: &Miner, shape: &str, bytes: usize) -> Duration {
    let text = format!("新增{}各3例。", shape.repeat(bytes / shape.len()));
    let run = |_| {
        let start = Instant::now();
        black_box(miner.figures_text(&text, &Context::default()).expect("any text"));
        start.elapsed()
    };
    (0..2).map(run).min().unwrap_or_default()
}

fn main() {
    let miner = Miner::new().expect("the built-in tables");
    let bytes = if common::is_test() { BYTES / 100 } else { BYTES };
    time(&miner, SHAPES[0], 1000); // loads what is loaded at first use
    println!("{:>12}{:>12}{:>8}", bytes, bytes * 10, "ratio");
    for shape in SHAPES {
        let (short, long) = (time(&miner, shape, bytes), time(&miner, shape, bytes * 10));
        let ratio = long.as_secs_f64() / short.as_secs_f64();
        let millis = |time: Duration| format!("{:.1} ms", time.as_secs_f64() * 1e3);
        println!("{:>12}{:>12}{ratio:8.1}  {shape:?}", millis(short), millis(long));
    }
}
