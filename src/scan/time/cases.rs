//! Runs `fixtures/cases/time.jsonl`: one case a line, with the text, the date of publication, the
//! day last named, and what is to be found, in order. `TONGBAO_CASE=part` runs those whose name
//! has the part.
#![allow(clippy::disallowed_methods)] // tests may be steered by the environment

use serde_json::Value;

use super::{Anchor, TimeContext, all_times, times};
use crate::time::{Moment, parse_published};

const CASES: &str = include_str!("../../../fixtures/cases/time.jsonl");

fn anchor(anchor: Anchor) -> &'static str {
    match anchor {
        Anchor::During => "during",
        Anchor::Until => "until",
        Anchor::Since => "since",
        Anchor::Before => "before",
        Anchor::After => "after",
        Anchor::Against => "against",
        Anchor::Now => "now",
        Anchor::Vague => "vague",
    }
}

/// What a case's text gives: words, anchor and time of each mention.
fn found(case: &Value) -> Vec<[String; 3]> {
    let text = case["text"].as_str().expect("text");
    let moment = |key: &str| case[key].as_str().map(|at| parse_published(at).expect("a date"));
    let last = moment("last").map(|at| Moment::day(at.date()));
    let mut cx = TimeContext { published: moment("published"), last, year: None };
    times(text)
        .iter()
        .map(|mention| {
            let time = cx.advance(mention).to_string();
            [text[mention.span.range()].to_owned(), anchor(mention.anchor).to_owned(), time]
        })
        .collect()
}

fn wanted(case: &Value) -> Vec<[String; 3]> {
    let word = |mention: &Value, key: &str| mention[key].as_str().expect("a word").to_owned();
    let wants = case["want"].as_array().expect("wants").iter();
    wants.map(|m| [word(m, "text"), word(m, "anchor"), word(m, "time")]).collect()
}

#[test]
#[expect(clippy::disallowed_methods, reason = "a developer picks the cases to run")]
fn cases() {
    let part = std::env::var("TONGBAO_CASE").unwrap_or_default();
    let mut names = std::collections::BTreeSet::new();
    let mut faults = String::new();
    for line in CASES.lines() {
        let case: Value = serde_json::from_str(line).expect("a line of JSON");
        let name = case["name"].as_str().expect("name").to_owned();
        let (found, wanted) = (found(&case), wanted(&case));
        if name.contains(&part) && found != wanted {
            faults += &format!("{name}: {}\n  want {wanted:?}\n  got  {found:?}\n", case["text"]);
        }
        assert!(names.insert(name.clone()), "two cases named {name}");
    }
    assert!(faults.is_empty(), "fixtures/cases/time.jsonl, rules in src/scan/time/:\n{faults}");
}

/// All that a mention says of itself, and its time from several points of view.
#[test]
fn times_are_as_pinned() {
    let views = [
        ("", ""),
        ("2022-05-09", ""),
        ("2020-02-29T10:30", "2020-01-31"),
        ("2023-01-01", "2022-12-31"),
    ];
    let views = views.map(|(published, last)| TimeContext {
        published: parse_published(published).ok(),
        last: parse_published(last).ok().map(|at| Moment::day(at.date())),
        year: None,
    });
    let case = |line| serde_json::from_str::<Value>(line).expect("a case")["text"].clone();
    let cases = CASES.lines().map(|line| case(line).as_str().expect("a text").to_owned());
    let more = include_str!("../../../fixtures/pinned/texts/times.txt");
    let mut lines = String::new();
    for text in cases.chain(more.lines().map(str::to_owned)) {
        lines += &format!("# {text}\n");
        let mut contexts = views;
        let found = all_times(&text);
        for mention in &found.mentions {
            let at = contexts.each_mut().map(|cx| cx.advance(mention).to_string()).join(" , ");
            let kinds = [
                ("day", mention.is_day()),
                ("clock", mention.is_clock()),
                ("bare-clock", mention.is_bare_clock()),
                ("span", mention.is_span()),
                ("window", mention.is_window()),
            ];
            let kinds = kinds.into_iter().filter(|(_, is)| *is).map(|(name, _)| name);
            let kinds = kinds.collect::<Vec<_>>().join(" ");
            lines += &format!("{} {at} [{kinds}]\n", crate::pin::short(mention));
        }
        for span in found.impossible(&text, contexts[1].published.map(|at| at.date())) {
            lines += &format!("! {span:?}\n");
        }
    }
    crate::pin::compare("times", &lines);
}

#[test]
fn any_text_is_read_in_order_and_on_edges() {
    let pieces =
        "截至|5|月|8|日|0—24时|（|今|今天|1.|2022-05|:30|一|十二|周|天前|近|半|至|𠮷|\u{200b}|Z|";
    let pieces: Vec<&str> = pieces.split('|').collect();
    let mut state = 7u64;
    for _ in 0..3000 {
        let mut text = String::new();
        for _ in 0..12 {
            state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
            text += pieces[(state >> 33) as usize % pieces.len()];
        }
        let mut at = 0;
        let mut cx = TimeContext::new(parse_published("2022-05-09").ok());
        for mention in times(&text) {
            assert!(at <= mention.span.start && mention.span.start < mention.span.end, "{text}");
            assert!(text.get(mention.span.range()).is_some(), "{text}");
            at = mention.span.end;
            cx.advance(&mention);
        }
    }
}
