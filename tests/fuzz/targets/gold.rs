//! Annotated bulletins: read or refused, and scored against what is found.
#![no_main]

use libfuzzer_sys::fuzz_target;
use tongbao::score::Gold;
use tongbao::Context;
use tongbao_fuzz::{MINER, check};

fuzz_target!(|raw: &str| {
    let Ok(gold) = Gold::parse("a.gold", raw) else { return };
    for figure in &gold.figures {
        assert!(gold.text.get(figure.span.start..figure.span.end).is_some());
    }
    let context = Context { published: gold.published, place: gold.place, ..Context::default() };
    if let Ok(document) = MINER.mine_text(&gold.text, &context) {
        check(&gold.text, &document);
    }
});
