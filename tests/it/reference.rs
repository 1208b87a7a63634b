//! Short cuts change nothing: documents are those of the reference mode, and records are written as
//! serde writes them.

use std::fs;
use std::sync::LazyLock;

use serde_json::Value;
use tongbao::output::json::{write_line, write_record};
use tongbao::{Context, Miner};

use crate::house::{BULLETINS, MINER, files, path, read};

static REFERENCE: LazyLock<Miner> =
    LazyLock::new(|| Miner::builder().reference().build().expect("the built-in tables"));

fn compare(text: &str, context: &Context) {
    let fast = MINER.mine_text(text, context).expect("a document");
    let reference = REFERENCE.mine_text(text, context).expect("a document");
    assert!(fast == reference, "«{}» differs: {text}", context.id);
    for record in &fast.records {
        let (mut written, mut by_serde) = (Vec::new(), Vec::new());
        write_record(&mut written, record).expect("memory");
        write_line(&mut by_serde, record).expect("memory");
        assert!(written == by_serde, "{}", String::from_utf8_lossy(&written));
    }
}

#[test]
fn fixtures_are_read_alike() {
    for bulletin in BULLETINS.iter() {
        let (text, ..) = MINER.decode(&bulletin.bytes, &bulletin.context).expect("a text");
        compare(&text, &bulletin.context);
        // Lines broken in mid-sentence, and no sentence ends at all.
        compare(&text.replace('，', "，\r\n"), &bulletin.context);
        compare(&text.replace(['。', '\n'], ""), &bulletin.context);
    }
    for file in files("fixtures/gold", ".gold") {
        compare(&fs::read_to_string(file).expect("a file"), &Context::default());
    }
    for file in files("fixtures/cases", ".jsonl") {
        compare(&fs::read_to_string(file).expect("a file"), &Context::default());
    }
}

/// Runs where a folder of other bulletins stands beside the repository.
#[test]
fn real_bulletins_are_read_alike() {
    if !path("../shared/real").is_dir() {
        return;
    }
    for file in files("../shared/real", ".jsonl") {
        for line in read(file.to_str().expect("a name")).lines() {
            let document: Value = serde_json::from_str(line).expect("a document");
            let field = |key: &str| document[key].as_str().map(str::to_owned);
            let context = Context {
                id: field("id").unwrap_or_default(),
                published: field("published"),
                place: field("place"),
                encoding: None,
            };
            compare(&field("text").expect("a text"), &context);
        }
    }
}
