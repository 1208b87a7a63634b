//! Time grows in proportion to the text, whatever the text repeats.

use std::time::{Duration, Instant};

use tongbao::Context;

use crate::house::MINER;

/// What is repeated, and whether it is known to take more than its share so far.
const SHAPES: [(&str, bool); 10] = [
    ("，许昌市3例", false),
    ("新增3例（", false),
    ("，", false),
    ("1", false),
    ("甲、乙分别为3例和4例，", true),
    ("许昌市新增确诊病例3例。", false),
    ("许昌市新增确诊病例3例。\n", false),
    ("新增9例，其中3例，", true),
    ("许昌市、", true),
    ("3例", true),
];

/// The shortest of three runs over so many bytes of the shape.
fn time(shape: &str, bytes: usize) -> Duration {
    let text = format!("新增{}各3例。", shape.repeat(bytes / shape.len()));
    let run = |_| {
        let start = Instant::now();
        MINER.mine_text(&text, &Context::default()).expect("any text");
        start.elapsed()
    };
    (0..3).map(run).min().unwrap_or_default()
}

#[test]
fn time_is_linear() {
    let mut faults = String::new();
    for (shape, known) in SHAPES {
        let (short, long) = (time(shape, 20_000), time(shape, 80_000));
        // Four times the text; the allowance is for a busy machine.
        let linear = long < short * 10 + Duration::from_millis(20);
        println!("{shape:?}: {short:?}, {long:?}");
        if !linear && !known {
            faults += &format!("{shape:?}: {short:?} for 20 KB, {long:?} for 80 KB\n");
        }
    }
    assert!(faults.is_empty(), "not linear:\n{faults}");
}
