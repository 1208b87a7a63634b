//! Bulletins in our own wording and what their figures say of one another.

use std::sync::LazyLock;

use super::{Check, CheckKind, Verdict, check_series};
use crate::record::Document;
use crate::{Context, Miner};

static MINER: LazyLock<Miner> = LazyLock::new(|| Miner::new().unwrap());

fn mine(id: &str, published: &str, text: &str) -> Document {
    let context = Context {
        id: id.into(),
        published: Some(published.into()),
        place: Some("长春市".into()),
        ..Context::default()
    };
    MINER.mine_text(text, &context).unwrap()
}

fn brief(check: &Check) -> (CheckKind, String, String, Verdict) {
    let side = |side: Option<rust_decimal::Decimal>| side.unwrap().normalize().to_string();
    (check.kind, side(check.left), side(check.right), check.verdict)
}

#[test]
fn identities_within_a_document() {
    use CheckKind::{CurrentBalance, OriginsSum, PartWithin, PartsSum};
    use Verdict::{Fails, Holds, Partial, Unread};
    for (text, want) in [
        ("昨日新增本土确诊病例9例（南关区4例、宽城区5例）。", &[(PartsSum, "9", "9", Holds)][..]),
        ("昨日新增本土确诊病例9例（南关区4例、宽城区3例）。", &[(PartsSum, "7", "9", Fails)]),
        ("昨日新增本土确诊病例9例，其中南关区4例、宽城区3例。", &[(PartsSum, "7", "9", Partial)]),
        ("昨日新增本土确诊病例6例，其中南关区4例、宽城区3例。", &[(PartsSum, "7", "6", Fails)]),
        ("昨日新增本土确诊病例约9例（南关区4例、宽城区3例）。", &[(PartsSum, "7", "9", Unread)]),
        (
            "昨日新增确诊病例8例，其中本土病例6例、境外输入病例2例。",
            &[(OriginsSum, "8", "8", Holds)],
        ),
        (
            "昨日新增确诊病例8例，其中本土病例6例、境外输入病例1例。",
            &[(OriginsSum, "7", "8", Fails)],
        ),
        (
            "截至3月5日24时，全市现有确诊病例30例，累计治愈出院病例65例，累计死亡病例1例，\
             累计报告确诊病例96例。",
            &[(CurrentBalance, "30", "30", Holds)],
        ),
        (
            "截至3月5日24时，全市现有确诊病例30例，累计治愈出院病例64例，累计死亡病例1例，\
             累计报告确诊病例96例。",
            &[(CurrentBalance, "30", "31", Fails)],
        ),
        ("全市设有隔离房间500间，其中已使用320间。", &[(PartWithin, "320", "500", Holds)]),
        ("全市设有隔离房间500间，其中已使用520间。", &[(PartWithin, "520", "500", Fails)]),
        ("全市现有确诊病例9例（重型2例、危重型1例）。", &[(PartsSum, "3", "9", Partial)]),
        ("昨日新增本土确诊病例9例。", &[]),
    ] {
        let document = mine("a", "2022-03-06", text);
        let got: Vec<_> = document.checks.iter().map(brief).collect();
        let want: Vec<_> =
            want.iter().map(|(k, l, r, v)| (*k, (*l).to_owned(), (*r).to_owned(), *v)).collect();
        assert_eq!(got, want, "{text}");
    }
}

#[test]
fn cumulative_figures_do_not_fall() {
    let day = |id: &str, day: u8, count: u32| {
        let text = format!("截至3月{day}日24时，全市累计报告本土确诊病例{count}例。");
        mine(id, "2022-03-20", &text)
    };
    let documents = [day("c", 9, 80), day("a", 5, 70), day("b", 7, 90)];
    let got: Vec<_> = check_series(&documents).iter().map(brief).collect();
    assert_eq!(
        got,
        [
            (CheckKind::CumulativeRises, "70".into(), "90".into(), Verdict::Holds),
            (CheckKind::CumulativeRises, "90".into(), "80".into(), Verdict::Fails),
        ]
    );
    let failed = &check_series(&documents)[1];
    assert_eq!(failed.records.iter().map(|r| &*r.doc).collect::<Vec<_>>(), ["b", "c"]);
    assert!(check_series(&documents[..1]).is_empty());
}

#[test]
fn times_are_told_as_stated() {
    let by = |id: &str, time: &str, count: u32| {
        let text = format!("截至{time}，全市累计报告本土确诊病例{count}例。");
        mine(id, "2022-03-20", &text)
    };
    let documents = [by("a", "2021年", 70), by("b", "2022年2月", 80), by("c", "3月5日", 90)];
    let checks = check_series(&documents);
    let told = |index: usize| -> Vec<&str> {
        let halves = checks[index].message.split("; ");
        halves.map(|half| half.split_once(": ").unwrap().0).collect()
    };
    assert_eq!((told(0), told(1)), (vec!["2021", "2022-02"], vec!["2022-02", "2022-03-05"]));
}
