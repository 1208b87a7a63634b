//! Catalogues of the caller: read or refused, and used when read.
#![no_main]

use libfuzzer_sys::fuzz_target;
use tongbao::{Context, Miner};
use tongbao_fuzz::check;

const TEXT: &str = "截至5月8日，许昌市累计报告确诊病例46例，接种疫苗1.2万剂次，发放口罩约300只。";

fuzz_target!(|tsv: &str| {
    if let Ok(miner) = Miner::builder().catalogue("own.tsv", tsv).build() {
        check(TEXT, &miner.mine_text(TEXT, &Context::default()).expect("any text"));
    }
});
