//! What the fuzz targets share: a miner, and what holds for any document.

use std::sync::LazyLock;

use tongbao::{Context, Miner};

pub use contract::check;

#[path = "../../contract/mod.rs"]
mod contract;

/// Built once.
pub static MINER: LazyLock<Miner> = LazyLock::new(|| Miner::new().expect("the built-in tables"));

/// What is known beside a text; its first byte chooses.
pub fn context(choice: u8) -> Context {
    let published = [None, Some("2022-05-09"), Some("2020-02-29T08:00"), Some("0001-01-01")];
    let place = [None, Some("许昌市"), Some("河南省"), Some("香港特别行政区")];
    Context {
        published: published[usize::from(choice % 4)].map(str::to_owned),
        place: place[usize::from(choice / 4 % 4)].map(str::to_owned),
        ..Context::default()
    }
}

/// Reads `text` in every way there is, and writes what was found.
pub fn mine(text: &str, context: &Context) {
    let document = MINER.mine_text(text, context).expect("any text");
    check(text, &document);
    for record in &document.records {
        tongbao::output::json::write_record(&mut Vec::new(), record).expect("memory");
    }
    let chars: Vec<char> = text.chars().collect();
    for mention in MINER.scan(text, context).expect("any text") {
        assert!(chars[mention.char_start..mention.char_end].iter().copied().eq(mention.text.chars()));
    }
    MINER.segment(text, context).expect("any text");
    if let Some(record) = document.records.first() {
        MINER.explain(text, context, record.char_start).expect("any text");
    }
}
