//! Bytes of any encoding, through decoding and the whole miner.
#![no_main]

use libfuzzer_sys::fuzz_target;
use tongbao_fuzz::{MINER, check, context};

const ENCODINGS: [Option<&str>; 6] =
    [None, Some("gb18030"), Some("big5"), Some("utf-8"), Some("utf-16le"), Some("euc-jp")];

fuzz_target!(|input: &[u8]| {
    let [choice, encoding, bytes @ ..] = input else { return };
    let mut context = context(*choice);
    context.encoding = ENCODINGS[usize::from(*encoding) % ENCODINGS.len()].map(str::to_owned);
    let (text, ..) = MINER.decode(bytes, &context).expect("any bytes");
    check(&text, &MINER.mine(bytes, &context).expect("any bytes"));
});
