//! What holds for any input, tried on random bytes, random text and shuffled pieces of bulletins.

use std::sync::LazyLock;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use tongbao::Context;

use crate::contract::check;
use crate::house::{BULLETINS, MINER};

/// Stretches of the bulletins, cut at punctuation, and odd pieces between.
static PIECES: LazyLock<Vec<String>> = LazyLock::new(|| {
    let odd = "\n|\n\n|\t| |　|0|9|，|,|。|（|）|(|)|一|万|亿|十|各|其中|分别|\u{200b}|\u{feff}|\u{fffd}|𠮷|é|(yì)|\
               % |％|．|~|—|至|余|约|不足|年|月|日|时|无|零|每|**|# |> |[|](|http://a.cn/1|\r|\0|1e9";
    let mut pieces: Vec<String> = odd.split('|').map(str::to_owned).collect();
    for bulletin in BULLETINS.iter() {
        let text = MINER.decode(&bulletin.bytes, &Context::default()).expect("a text").0;
        pieces.extend(text.split_inclusive(['，', '。', '、', '；', '\n']).map(str::to_owned));
    }
    pieces
});

fn context() -> impl Strategy<Value = Context> {
    let published =
        select(vec![None, Some("2022-05-09"), Some("2020-02-29T08:00"), Some("0001-01-01")]);
    let place = select(vec![None, Some("许昌市"), Some("河南省"), Some("香港特别行政区")]);
    (published, place).prop_map(|(published, place)| Context {
        published: published.map(str::to_owned),
        place: place.map(str::to_owned),
        ..Context::default()
    })
}

fn shuffled() -> impl Strategy<Value = String> {
    let piece = select(PIECES.as_slice());
    // A piece, or only a part of it: cuts fall inside numbers and words.
    let part = (piece, 0..12usize, 0..40usize)
        .prop_map(|(piece, from, count)| piece.chars().skip(from).take(count).collect::<String>());
    vec(prop_oneof![select(PIECES.as_slice()), part], 0..24).prop_map(|parts| parts.concat())
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof![4 => shuffled(), 1 => any::<String>(), 1 => "[0-9一二三十百千万亿半两.,，、%年月日人例()（） ]{0,60}"]
}

fn settings(cases: u32) -> ProptestConfig {
    ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(settings(300))]

    #[test]
    fn any_bytes_are_read(bytes in vec(any::<u8>(), 0..400), context in context()) {
        let (text, ..) = MINER.decode(&bytes, &context).expect("any bytes");
        check(&text, &MINER.mine(&bytes, &context).expect("any bytes"));
        MINER.scan(&text, &context).expect("any text");
        MINER.segment(&text, &context).expect("any text");
    }

    #[test]
    fn damaged_bulletins_are_read(at in any::<prop::sample::Index>(), byte in any::<u8>(), end in any::<prop::sample::Index>()) {
        for bulletin in BULLETINS.iter().rev().take(6) {
            let mut bytes = bulletin.bytes.clone();
            let at = at.index(bytes.len());
            bytes[at] = byte;
            bytes.truncate(end.index(bytes.len()) + 1);
            let (text, ..) = MINER.decode(&bytes, &bulletin.context).expect("any bytes");
            check(&text, &MINER.mine(&bytes, &bulletin.context).expect("any bytes"));
        }
    }
}

proptest! {
    #![proptest_config(settings(1500))]

    #[test]
    fn records_keep_the_contract(text in text(), context in context()) {
        let document = MINER.mine_text(&text, &context).expect("any text");
        check(&text, &document);
        prop_assert_eq!(document, MINER.mine_text(&text, &context).expect("any text"));
    }

    #[test]
    fn mentions_stand_in_the_text(text in text(), context in context()) {
        let chars: Vec<char> = text.chars().collect();
        let mut at = 0;
        for mention in MINER.scan(&text, &context).expect("any text") {
            let slice: String = chars[mention.char_start..mention.char_end].iter().collect();
            prop_assert_eq!(slice, mention.text);
            prop_assert!(at <= mention.char_start);
            at = mention.char_start;
        }
    }

    #[test]
    fn segments_stand_in_one_another(text in text(), context in context()) {
        let count = text.chars().count();
        let mut at = 0;
        for article in MINER.segment(&text, &context).expect("any text").articles {
            prop_assert!(at <= article.info.char_start && article.info.char_end <= count);
            for paragraph in article.paragraphs {
                for sentence in paragraph.sentences {
                    prop_assert!(paragraph.char_start <= sentence.char_start);
                    prop_assert!(sentence.char_end <= paragraph.char_end);
                    prop_assert!(at <= sentence.char_start);
                    for word in sentence.words {
                        prop_assert!(at <= word.char_start && word.char_start <= word.char_end);
                        at = word.char_end;
                    }
                    prop_assert!(at <= sentence.char_end);
                }
            }
            at = at.max(article.info.char_start);
        }
    }
}
