//! Whole extraction against word segmentation alone, in one process, over the same text: what
//! `extract` writes as JSON Lines, and what jieba-rs `cut` takes to cut the words. One thread.
//!
//! `cargo bench --bench compare [-- MEGABYTES]`. See `benches/README.md`.

mod common;

use std::hint::black_box;
use std::time::{Duration, Instant};

use jieba_rs::Jieba;
use tongbao::Miner;

use common::{Corpus, SHAPES, extract, is_test, shaped};

/// How often each side runs, in turns; the median counts.
const ROUNDS: usize = 5;

/// Records in 1000 bytes: of bulletins, and of pages of news.
const DENSITIES: [f64; 3] = [27.0, 10.0, 5.0];

fn cut(jieba: &Jieba, documents: &[String]) -> usize {
    documents.iter().map(|document| jieba.cut(black_box(document), true).len()).sum()
}

#[allow(clippy::disallowed_methods)] // it is a clock
fn time<T>(work: impl FnOnce() -> T) -> (Duration, T) {
    let start = Instant::now();
    let made = work();
    (start.elapsed(), made)
}

fn median(mut times: Vec<Duration>) -> f64 {
    times.sort();
    times[times.len() / 2].as_secs_f64()
}

/// Measures both sides on `clean` documents, extraction also on other shapes of them, and prints a
/// row for each.
fn compare(jieba: &Jieba, miner: &Miner, name: &str, clean: &[String], shapes: &[&str]) {
    let pages: Vec<_> = shapes.iter().map(|shape| shaped(clean, shape)).collect();
    let mut cuts = Vec::new();
    let mut times = vec![Vec::new(); pages.len()];
    let mut made = vec![(0, 0); pages.len()];
    for _ in 0..if is_test() { 1 } else { ROUNDS } {
        cuts.push(time(|| cut(jieba, clean)).0);
        for (at, documents) in pages.iter().enumerate() {
            let (took, written) = time(|| extract(miner, documents));
            times[at].push(took);
            made[at] = written;
        }
    }
    let size = clean.iter().map(String::len).sum::<usize>() as f64;
    let jieba = size / 1e6 / median(cuts);
    println!("{:34}{jieba:8.1}{:10.2}", format!("{name}, jieba cut"), 1.0);
    for ((shape, times), (records, bytes)) in shapes.iter().zip(times).zip(made) {
        // The rate is that of the same text, clean, so that the rows are comparable.
        let rate = size / 1e6 / median(times);
        let (name, to_jieba) = (format!("{name}, extract {shape}"), rate / jieba);
        let (density, growth) = (records as f64 / size * 1e3, bytes as f64 / size);
        println!("{name:34}{rate:8.1}{to_jieba:10.2}{density:14.1}{growth:14.1}");
    }
}

fn main() {
    let arguments = std::env::args().skip(1);
    let megabytes = arguments.filter_map(|word| word.parse::<usize>().ok()).next();
    let bytes = match megabytes {
        Some(count) => count * 1_000_000,
        None if is_test() => 200_000,
        None => 20_000_000,
    };
    let (jieba, miner) = (Jieba::new(), Miner::new().expect("the built-in tables"));
    let clean = Corpus::new(1).documents(bytes);
    extract(&miner, &shaped(&clean[..clean.len().min(50)], "clean")); // tables warmed
    println!("{:34}{:>8}{:>10}{:>14}{:>14}", "", "MB/s", "to jieba", "records/KB", "bytes out/in");
    compare(&jieba, &miner, "all sentences", &clean, &SHAPES);
    for density in DENSITIES {
        let clean = Corpus::with_density(1, &miner, density).documents(bytes);
        compare(&jieba, &miner, &format!("{density} records/KB"), &clean, &["clean"]);
    }
}
