//! How fast each stage up to linking is, and the whole, in bytes per second of what it reads.
//! `cargo bench` measures, `cargo bench -- --test` runs each once. See `benches/README.md`.

use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use divan::counter::BytesCount;
use divan::{Bencher, black_box};
use tongbao::clean::clean;
use tongbao::decode::decode;
use tongbao::place::Gazetteer;
use tongbao::scan::quantity::{Units, quantities};
use tongbao::scan::time::times;
use tongbao::split::split;
use tongbao::{Context, Miner};

/// The texts: the first 500 characters of all bulletins, these in a row, eight times so, and one
/// without any figure.
const INPUTS: [&str; 4] = ["short", "medium", "long", "plain"];

static MINER: LazyLock<Miner> = LazyLock::new(|| Miner::new().expect("the built-in tables"));
static UNITS: LazyLock<Units> = LazyLock::new(|| Units::built_in().expect("the built-in tables"));
static PLACES: LazyLock<Gazetteer> =
    LazyLock::new(|| Gazetteer::builtin().expect("the built-in tables"));
static BULLETINS: LazyLock<String> = LazyLock::new(bulletins);

fn bulletins() -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/bulletins");
    let entries = fs::read_dir(folder).expect("the fixtures");
    let mut paths: Vec<_> = entries.map(|entry| entry.expect("an entry").path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "txt"));
    paths.sort();
    // What is in another encoding is left out.
    let texts: Vec<_> = paths.iter().filter_map(|path| fs::read_to_string(path).ok()).collect();
    texts.join("\n\n")
}

fn input(name: &str) -> String {
    match name {
        "short" => BULLETINS.chars().take(500).collect(),
        "medium" => BULLETINS.clone(),
        "long" => BULLETINS.repeat(8),
        _ => "各地要加强值守，做好群众的解释工作，确保平稳有序。".repeat(1000),
    }
}

/// The clean text of an input.
fn cleaned(name: &str) -> String {
    clean(&input(name)).text.into_owned()
}

fn run<R>(bencher: Bencher<'_, '_>, text: &str, stage: impl Fn(&str) -> R + Sync) {
    black_box(stage(text)); // tables warmed
    bencher.counter(BytesCount::of_str(text)).bench(|| stage(black_box(text)));
}

#[divan::bench(args = INPUTS)]
fn decode_utf8(bencher: Bencher<'_, '_>, name: &str) {
    let text = input(name);
    run(bencher, &text, |text| decode(text.as_bytes(), None).expect("no label").text.len());
}

#[divan::bench(args = INPUTS)]
fn decode_gb18030(bencher: Bencher<'_, '_>, name: &str) {
    let text = input(name);
    let (bytes, ..) = encoding_rs::GB18030.encode(&text);
    assert_eq!(decode(&bytes, None).expect("no label").encoding, "gb18030");
    let bencher = bencher.counter(BytesCount::of_slice(&*bytes));
    bencher.bench(|| decode(black_box(&bytes), None).expect("no label").text.len());
}

#[divan::bench(args = INPUTS)]
fn clean_text(bencher: Bencher<'_, '_>, name: &str) {
    run(bencher, &input(name), |text| clean(text).text.len());
}

#[divan::bench(args = INPUTS)]
fn split_articles(bencher: Bencher<'_, '_>, name: &str) {
    run(bencher, &cleaned(name), |text| split(text).len());
}

#[divan::bench(args = INPUTS)]
fn scan_quantities(bencher: Bencher<'_, '_>, name: &str) {
    run(bencher, &cleaned(name), |text| quantities(text, &UNITS).len());
}

#[divan::bench(args = INPUTS)]
fn scan_times(bencher: Bencher<'_, '_>, name: &str) {
    run(bencher, &cleaned(name), |text| times(text).len());
}

#[divan::bench(args = INPUTS)]
fn scan_places(bencher: Bencher<'_, '_>, name: &str) {
    run(bencher, &cleaned(name), |text| PLACES.scan(text).len());
}

#[divan::bench(args = INPUTS)]
fn mine_whole(bencher: Bencher<'_, '_>, name: &str) {
    let context = Context { published: Some("2022-05-09".to_owned()), ..Context::default() };
    let figures = |text: &str| MINER.mine_text(text, &context).expect("any text").records.len();
    let text = input(name);
    assert_eq!(figures(&text) > 0, name != "plain");
    run(bencher, &text, figures);
}

fn main() {
    divan::main();
}
