//! Time in proportion to the text, whatever the text repeats: how long ten times as much takes.
//!
//! `cargo bench --bench linear`. See `benches/README.md`.

mod common;

use std::env;
use std::hint::black_box;
use std::process::Command;
use std::time::{Duration, Instant};

use tongbao::{Context, Miner};

/// The argument that a process gets which reads one text.
const ONE: &str = "--one";

/// What is repeated.
const SHAPES: [&str; 15] = [
    "许昌市新增确诊病例3例。",
    "许昌市新增确诊病例3例。\n",
    "许昌市加快采样\n\n本报讯 许昌市昨日采样3万人。\n\n",
    "，许昌市3例",
    "新增3例（",
    "新增9例，其中3例，",
    "甲、乙分别为3例和4例，",
    "许昌市、",
    "许昌市下雨",
    "3例",
    "，",
    "1",
    "1,",
    "三百万亿",
    "5月",
];

/// Bytes of the shorter text; the longer one has ten times as many.
const BYTES: usize = 1_000_000;

/// Processes that read each text; the median counts.
const ROUNDS: usize = 5;

#[allow(clippy::disallowed_methods)] // it is a clock
fn time(miner: &Miner, shape: &str, bytes: usize) -> Duration {
    let text = format!("新增{}各3例。", shape.repeat(bytes / shape.len()));
    let start = Instant::now();
    black_box(miner.figures_text(&text, &Context::default()).expect("any text"));
    start.elapsed()
}

/// What a process of its own prints: the seconds for one text. Were both texts read in one process,
/// the shorter one would stand in memory that is there already, the longer one in new memory.
fn time_here(shape: &str, bytes: usize) {
    let miner = Miner::new().expect("the built-in tables");
    time(&miner, shape, 1000); // loads what is loaded at first use
    println!("{}", time(&miner, shape, bytes).as_secs_f64());
}

fn time_apart(shape: &str, bytes: usize) -> f64 {
    let run = |_| {
        let program = env::current_exe().expect("this program");
        let mut command = Command::new(program);
        let output = command.args([ONE, shape, &bytes.to_string()]).output().expect("a process");
        let printed = String::from_utf8_lossy(&output.stdout);
        printed.trim().parse::<f64>().expect("seconds")
    };
    let mut seconds: Vec<f64> = (0..ROUNDS).map(run).collect();
    seconds.sort_by(f64::total_cmp);
    seconds[ROUNDS / 2]
}

fn main() {
    let arguments: Vec<String> = env::args().collect();
    if let [_, one, shape, bytes] = &arguments[..]
        && one == ONE
    {
        return time_here(shape, bytes.parse().expect("a number"));
    }
    let bytes = if common::is_test() { BYTES / 100 } else { BYTES };
    println!("{:>12}{:>12}{:>8}", bytes, bytes * 10, "ratio");
    for shape in SHAPES {
        let (short, long) = (time_apart(shape, bytes), time_apart(shape, bytes * 10));
        let millis = |seconds: f64| format!("{:.1} ms", seconds * 1e3);
        println!("{:>12}{:>12}{:8.1}  {shape:?}", millis(short), millis(long), long / short);
    }
}
