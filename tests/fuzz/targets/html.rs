//! Web pages: their text, its records, and the page that shows them.
#![no_main]

use libfuzzer_sys::fuzz_target;
use tongbao_fuzz::{context, mine};

fuzz_target!(|bytes: &[u8]| {
    let Ok(page) = tongbao::web::text_of(bytes, None) else { return };
    mine(&page.text, &context(1));
});
