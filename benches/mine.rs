//! How fast each stage is, and the whole, in bytes per second of what it reads (`output`: of what
//! it writes). `cargo bench` measures, `cargo bench -- --test` runs each once. See
//! `benches/README.md`.

mod common;

use std::sync::LazyLock;

use divan::counter::BytesCount;
use divan::{Bencher, black_box};
use tongbao::Miner;
use tongbao::decode::decode;

use common::{Corpus, context, extract, is_test, shaped};

/// Documents in each shape, one by one; `long` are the clean ones as a single document, and `plain`
/// is without any figure.
const PAGES: [&str; 8] =
    ["clean", "long", "plain", "traditional", "pinyin", "full_width", "columns", "gb18030"];
/// Those of `PAGES` that differ once they are decoded.
const TEXTS: [&str; 7] =
    ["clean", "long", "plain", "traditional", "pinyin", "full_width", "columns"];
/// Those of `TEXTS` that differ once they are cleaned.
const CLEANED: [&str; 3] = ["clean", "long", "plain"];

static MINER: LazyLock<Miner> = LazyLock::new(|| Miner::new().expect("the built-in tables"));
static CLEAN: LazyLock<Vec<String>> =
    LazyLock::new(|| Corpus::new(1).documents(if is_test() { 20_000 } else { 500_000 }));

fn pages(name: &str) -> Vec<Vec<u8>> {
    const PLAIN: &str = "各地要加强值守，做好群众的解释工作，确保平稳有序。";
    match name {
        "long" => vec![CLEAN.concat().into_bytes()],
        "plain" => CLEAN.iter().map(|text| PLAIN.repeat(text.len() / PLAIN.len()).into()).collect(),
        shape => shaped(&CLEAN, shape),
    }
}

fn texts(name: &str) -> Vec<String> {
    let decoded = |bytes: &Vec<u8>| decode(bytes, None).expect("no label").text.into_owned();
    pages(name).iter().map(decoded).collect()
}

fn cleaned(name: &str) -> Vec<String> {
    texts(name).iter().map(|text| tongbao::clean::clean(text).text.into_owned()).collect()
}

/// Measures a stage on all documents in a row.
fn run<T, R>(bencher: Bencher<'_, '_>, documents: &[T], stage: impl Fn(&T) -> R + Sync)
where
    T: AsRef<[u8]> + Sync,
{
    let all = || {
        for document in documents {
            black_box(stage(black_box(document)));
        }
    };
    all(); // tables warmed
    let bytes: usize = documents.iter().map(|document| document.as_ref().len()).sum();
    bencher.counter(BytesCount::new(bytes)).bench(all);
}

/// The whole: bytes in, JSON Lines out.
#[divan::bench(name = "extract", args = PAGES)]
fn whole(bencher: Bencher<'_, '_>, name: &str) {
    let pages = pages(name);
    let (records, _) = extract(&MINER, &pages);
    assert_eq!(records > 0, name != "plain");
    run(bencher, &pages, |page| extract(&MINER, std::slice::from_ref(page)));
}

#[divan::bench(name = "decode", args = PAGES)]
fn decoding(bencher: Bencher<'_, '_>, name: &str) {
    let pages = pages(name);
    let encoding = decode(&pages[0], None).expect("no label").encoding;
    assert_eq!(encoding, if name == "gb18030" { "gb18030" } else { "UTF-8" });
    run(bencher, &pages, |page| decode(page, None).expect("no label").text.len());
}

#[divan::bench(name = "clean", args = TEXTS)]
fn cleaning(bencher: Bencher<'_, '_>, name: &str) {
    run(bencher, &texts(name), |text| tongbao::clean::clean(text).text.len());
}

#[divan::bench(args = CLEANED)]
fn split(bencher: Bencher<'_, '_>, name: &str) {
    run(bencher, &cleaned(name), |text| tongbao::split::split(text).len());
}

/// The scanners, each alone.
mod scan {
    use super::{Bencher, CLEANED, LazyLock, cleaned, run};
    use tongbao::place::Gazetteer;
    use tongbao::scan::quantity::Units;

    static UNITS: LazyLock<Units> =
        LazyLock::new(|| Units::built_in().expect("the built-in tables"));
    static PLACES: LazyLock<Gazetteer> =
        LazyLock::new(|| Gazetteer::builtin().expect("the built-in tables"));

    #[divan::bench(args = CLEANED)]
    fn quantities(bencher: Bencher<'_, '_>, name: &str) {
        run(bencher, &cleaned(name), |text| {
            tongbao::scan::quantity::quantities(text, &UNITS).len()
        });
    }

    #[divan::bench(args = CLEANED)]
    fn times(bencher: Bencher<'_, '_>, name: &str) {
        run(bencher, &cleaned(name), |text| tongbao::scan::time::times(text).len());
    }

    #[divan::bench(args = CLEANED)]
    fn places(bencher: Bencher<'_, '_>, name: &str) {
        run(bencher, &cleaned(name), |text| PLACES.scan(text).len());
    }
}

/// All stages between the text and its records, linking with them.
#[divan::bench(args = TEXTS)]
fn mine(bencher: Bencher<'_, '_>, name: &str) {
    let context = context();
    run(bencher, &texts(name), |text| MINER.mine_text(text, &context).expect("any text"));
}

/// Writing of records.
mod output {
    use super::{Bencher, BytesCount, MINER, black_box, context, texts};
    use tongbao::record::Record;

    fn run(bencher: Bencher<'_, '_>, write: impl Fn(&mut Vec<u8>, &[Record]) + Sync) {
        let context = context();
        let mined = |text: &String| MINER.mine_text(text, &context).expect("any text").records;
        let records: Vec<Record> = texts("clean").iter().flat_map(mined).collect();
        let written = |mut out: Vec<u8>| {
            write(&mut out, black_box(&records));
            out
        };
        let size = written(Vec::new()).len();
        assert!(size > 0);
        let bencher = bencher.counter(BytesCount::new(size));
        bencher.with_inputs(|| Vec::with_capacity(size)).bench_values(written);
    }

    #[divan::bench]
    fn json(bencher: Bencher<'_, '_>) {
        run(bencher, |out, records| {
            for record in records {
                tongbao::output::json::write_record(out, record).expect("memory");
            }
        });
    }

    #[cfg(feature = "csv")]
    #[divan::bench]
    fn csv(bencher: Bencher<'_, '_>) {
        run(bencher, |out, records| {
            tongbao::output::csv::write_rows(out, records).expect("memory");
        });
    }
}

fn main() {
    // Each sample is 500 KB, so a few do; the command line may tell otherwise.
    divan::Divan::default().sample_count(20).config_with_args().main();
}
