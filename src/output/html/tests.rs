//! What a text must not be able to do to the page, and where its figures stand.

use serde_json::Value;

use super::data::Units;
use super::*;
use crate::{Context, Miner};

fn page(texts: &[&str]) -> String {
    let miner = Miner::new().unwrap();
    let read: Vec<_> = texts
        .iter()
        .map(|text| miner.explain_all(text, &Context { id: (*text).into(), ..Context::default() }))
        .map(Result::unwrap)
        .collect();
    let sheets: Vec<_> = texts
        .iter()
        .zip(&read)
        .map(|(text, (document, reasons))| Sheet { text, document, reasons })
        .collect();
    let mut page = Vec::new();
    write_page(&mut page, &sheets).unwrap();
    String::from_utf8(page).unwrap()
}

/// The contents of the elements of a class, as a browser cuts them out.
fn data(page: &str, class: &str) -> Vec<Value> {
    let start = format!("<script type=\"application/json\" class=\"{class}\">");
    let found = page.split(&start).skip(1).map(|rest| rest.split("</").next().unwrap());
    found.map(|json| serde_json::from_str(json).unwrap()).collect()
}

const HOSTILE: &str = "新增58例</script><script>alert(1)</script><!--<script>\u{2028}=cmd()\u{202e}\
                       \u{0}\u{301}]]>{script}{style}<!-- documents -->\n\"'&lt;";

#[test]
fn no_text_ends_its_element() {
    let page = page(&[HOSTILE, "新增9例"]);
    assert_eq!(page.matches("<script").count(), 6);
    assert_eq!(page.matches("</script>").count(), 6);
    assert_eq!(page.matches("<!--").count(), 0);
    let (heads, bodies) = (data(&page, "head"), data(&page, "body"));
    assert_eq!((heads.len(), bodies.len(), data(&page, "series").len()), (2, 2, 1));
    assert_eq!((&heads[0]["doc"], &bodies[0]["text"]), (&HOSTILE.into(), &HOSTILE.into()));
    assert!(!page.contains('\u{2028}'));
}

#[test]
fn only_its_own_style_and_script_are_allowed() {
    let page = page(&[]);
    let between = |start: &str, end: &str| {
        page.split(start).nth(1).and_then(|rest| rest.split(end).next()).unwrap().to_owned()
    };
    assert_eq!(between("<style>", "</style>"), STYLE);
    assert_eq!(between("<script>", "</script>"), SCRIPT);
    let policy = between("Security-Policy\" content=\"", "\"");
    assert!(policy.starts_with("default-src 'none';"), "{policy}");
    for text in [STYLE, SCRIPT] {
        assert!(policy.contains(&format!("'sha256-{}'", sha256_base64(text))), "{policy}");
    }
    for odd in ["innerHTML", "outerHTML", "insertAdjacent", "eval(", "document.write", "http"] {
        assert!(!SCRIPT.contains(odd), "{odd}");
    }
    assert!(!STYLE.contains("url(") && !STYLE.contains("@import"));
}

#[test]
fn offsets_count_utf_16_units() {
    let text = "a\u{301}😀𠮷中👨\u{200d}👩b";
    let units = Units::of(text);
    for (index, (byte, _)) in text.char_indices().enumerate() {
        assert_eq!(units.at(index), text[..byte].encode_utf16().count());
    }
    assert_eq!(units.at(text.chars().count()), text.encode_utf16().count());
}

#[test]
fn figures_and_reasons_stand_where_their_text_is() {
    let miner = Miner::new().unwrap();
    for text in [
        "😀𠮷区新增确诊病例58例😀，累计新增😷100例。",
        "現(xiàn)有密接者21740人,治愈(yù)出院12例",
        "昨日😀新增\r\n5\n8例",
    ] {
        let units: Vec<_> = text.encode_utf16().collect();
        let slice = |at: &Value| {
            let offset = |side: usize| at[side].as_u64().unwrap() as usize;
            String::from_utf16(&units[offset(0)..offset(1)]).unwrap()
        };
        let (document, reasons) = miner.explain_all(text, &Context::default()).unwrap();
        let sheet = Sheet { text, document: &document, reasons: &reasons };
        let body = serde_json::to_value(Body::of(&sheet)).unwrap();
        assert!(!document.records.is_empty(), "{text}");
        for (record, reasons) in document.records.iter().zip(&reasons) {
            let entry = &body["records"][record.id];
            assert_eq!(slice(&entry["at"]), record.text);
            assert_eq!(
                body["sentences"][entry["sentence"].as_u64().unwrap() as usize],
                *record.sentence
            );
            assert_eq!(entry["reasons"].as_array().unwrap().len(), reasons.len());
            for (at, reason) in reasons.iter().enumerate() {
                let words = &entry["reasons"][at][3];
                assert_eq!(words.is_array().then(|| slice(words)), reason.text);
            }
        }
    }
}
