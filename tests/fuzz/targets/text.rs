//! Text through every stage: records, mentions, segments, explanations.
#![no_main]

use libfuzzer_sys::fuzz_target;
use tongbao_fuzz::{context, mine};

fuzz_target!(|input: &[u8]| {
    let [choice, bytes @ ..] = input else { return };
    mine(&String::from_utf8_lossy(bytes), &context(*choice));
});
