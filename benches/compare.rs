//! Whole extraction against word segmentation alone, in one process, over the same text: what
//! `extract` writes as JSON Lines, and what jieba-rs `cut` takes to cut the words. One thread.
//!
//! `cargo bench --bench compare [-- MEGABYTES]`. See `benches/README.md`.

mod common;

use std::hint::black_box;
use std::time::{Duration, Instant};

use jieba_rs::Jieba;
use tongbao::output::json::write_record;
use tongbao::{Context, Miner};

use common::{Corpus, dirty};

/// How often each side runs, in turns; the median counts.
const ROUNDS: usize = 5;

/// Records and bytes that extraction writes.
fn extract(miner: &Miner, documents: &[Vec<u8>]) -> (usize, usize) {
    let context = Context { published: Some("2022-05-09".to_owned()), ..Context::default() };
    let mut out = Vec::new();
    let (mut records, mut bytes) = (0, 0);
    for document in documents {
        let document = miner.mine(black_box(document), &context).expect("any bytes");
        records += document.records.len();
        for record in &document.records {
            write_record(&mut out, record).expect("memory");
        }
        bytes += black_box(&out).len();
        out.clear();
    }
    (records, bytes)
}

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

fn main() {
    let arguments = std::env::args().skip(1);
    let megabytes = arguments.filter_map(|word| word.parse::<usize>().ok()).next();
    // `cargo bench -- --test` and the like run it on little text.
    let bytes = megabytes.map_or(20_000_000, |count| count * 1_000_000);
    let (jieba, miner) = (Jieba::new(), Miner::new().expect("the built-in tables"));
    let clean = Corpus::new(1).documents(bytes);
    let mut rng = fastrand::Rng::with_seed(2);
    let mut pages: Vec<(&str, Vec<Vec<u8>>)> = Vec::new();
    let utf8 = |of: &mut dyn FnMut(&str) -> String| -> Vec<Vec<u8>> {
        clean.iter().map(|document| of(document).into_bytes()).collect()
    };
    pages.push(("clean", utf8(&mut str::to_owned)));
    pages.push(("traditional", utf8(&mut dirty::traditional)));
    pages.push(("pinyin", utf8(&mut |document| dirty::pinyin(document, &mut rng))));
    pages.push(("full width", utf8(&mut dirty::full_width)));
    pages.push(("columns", utf8(&mut dirty::columns)));
    let gb = |document: &String| encoding_rs::GB18030.encode(document).0.into_owned();
    pages.push(("GB18030", clean.iter().map(gb).collect()));

    let size: usize = clean.iter().map(String::len).sum();
    let megabytes = size as f64 / 1e6;
    println!("{} documents, {megabytes:.1} MB of UTF-8", clean.len());
    let mut times = vec![Vec::new(); pages.len() + 1];
    let mut made = vec![(0, 0); pages.len()];
    extract(&miner, &pages[0].1[..pages[0].1.len().min(50)]);
    for _ in 0..ROUNDS {
        times[0].push(time(|| cut(&jieba, &clean)).0);
        for (at, (_, documents)) in pages.iter().enumerate() {
            let (took, records) = time(|| extract(&miner, documents));
            times[at + 1].push(took);
            made[at] = records;
        }
    }
    let jieba = megabytes / median(times.remove(0));
    println!("{:22}{:>8}{:>10}{:>14}{:>14}", "", "MB/s", "to jieba", "records/KB", "bytes out/in");
    println!("{:22}{jieba:8.1}{:10.2}", "jieba cut, clean", 1.0);
    for (((name, _), times), (records, bytes)) in pages.iter().zip(times).zip(made) {
        // The rate is that of the same text, clean, so that the rows are comparable.
        let rate = megabytes / median(times);
        println!(
            "{:22}{rate:8.1}{:10.2}{:14.1}{:14.1}",
            format!("extract, {name}"),
            rate / jieba,
            records as f64 / size as f64 * 1e3,
            bytes as f64 / size as f64
        );
    }
}
