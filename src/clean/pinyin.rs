//! Readings that a converter put behind characters: 書(shū)記, 會(huì )議, 我們(men).
//!
//! A bracket is one when it holds one syllable of Mandarin with its tone mark, or one of the few
//! syllables that have none. (WHO), (mRNA), (R0) and (pm) are not.

/// No reading with its blanks is longer.
const LONGEST: usize = 24;

const INITIALS: &[&str] = &[
    "zh", "ch", "sh", "b", "p", "m", "f", "d", "t", "n", "l", "g", "k", "h", "j", "q", "x", "r",
    "z", "c", "s", "y", "w", "",
];

const FINALS: &[&str] = &[
    "a", "o", "e", "i", "u", "ü", "ai", "ei", "ui", "ao", "ou", "iu", "ie", "ue", "üe", "ia", "ua",
    "uo", "er", "an", "en", "in", "un", "ün", "ang", "eng", "ing", "ong", "iao", "ian", "iang",
    "iong", "uai", "uan", "uang", "ueng", "n", "ng",
];

/// Syllables that are spoken without a tone.
const TONELESS: &[&str] = &[
    "a", "ba", "bo", "de", "di", "ge", "guo", "hu", "la", "le", "lai", "li", "lou", "luo", "ma",
    "me", "men", "mo", "na", "ne", "qu", "shang", "shi", "tou", "wa", "xia", "xie", "ya", "yo",
    "you", "zhe", "zi",
];

/// Byte length of the bracket with a reading that `text` begins with; `text[0]` is the bracket.
pub(super) fn reading(text: &str) -> Option<usize> {
    let mut syllable = String::new();
    let mut toned = false;
    for (at, char) in text.char_indices().skip(1) {
        match char {
            _ if at > LONGEST => return None,
            ')' | '）' => {
                let ours = is_syllable(&syllable, toned);
                return ours.then_some(at + char.len_utf8());
            }
            ' ' | '\u{A0}' | '\u{3000}' | '\u{200B}' | '\'' | '’' => {}
            _ => {
                let (letter, tone) = base(char)?;
                toned |= tone;
                syllable.extend(letter);
            }
        }
    }
    None
}

/// The letter under its tone mark, and whether it had one; no letter for a mark of its own.
fn base(char: char) -> Option<(Option<char>, bool)> {
    Some(match char {
        'a'..='z' | 'ü' => (Some(char), false),
        'ａ'..='ｚ' => (char::from_u32(u32::from(char) - 0xFEE0), false),
        'ɡ' => (Some('g'), false),
        'ɑ' => (Some('a'), false),
        'ê' => (Some('e'), false),
        'ā' | 'á' | 'ǎ' | 'ă' | 'à' => (Some('a'), true),
        'ē' | 'é' | 'ě' | 'ĕ' | 'è' => (Some('e'), true),
        'ī' | 'í' | 'ǐ' | 'ĭ' | 'ì' => (Some('i'), true),
        'ō' | 'ó' | 'ǒ' | 'ŏ' | 'ò' => (Some('o'), true),
        'ū' | 'ú' | 'ǔ' | 'ŭ' | 'ù' => (Some('u'), true),
        'ǖ' | 'ǘ' | 'ǚ' | 'ǜ' => (Some('ü'), true),
        'ń' | 'ň' | 'ǹ' => (Some('n'), true),
        'ḿ' => (Some('m'), true),
        '\u{308}' => (None, false),
        '\u{300}' | '\u{301}' | '\u{304}' | '\u{306}' | '\u{30C}' => (None, true),
        _ => return None,
    })
}

fn is_syllable(letters: &str, toned: bool) -> bool {
    if !toned {
        return TONELESS.contains(&letters);
    }
    // 儿 added to a syllable is written r: 点儿 (diǎnr).
    let bare = letters.strip_suffix('r').filter(|bare| bare.len() > 1).unwrap_or(letters);
    [letters, bare].iter().any(|letters| {
        INITIALS
            .iter()
            .any(|initial| letters.strip_prefix(initial).is_some_and(|rest| FINALS.contains(&rest)))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn readings() {
        for text in [
            "(shū)記",
            "(huì )",
            "（cháng）",
            "(men)",
            "(le)",
            "(nǚ)",
            "( zhuàng )",
            "(èr)",
            "(dia\u{30C}nr)",
            "（ｓｈū）",
        ] {
            assert!(reading(text).is_some(), "{text}");
        }
        for text in ["(WHO)", "(mRNA)", "(R0)", "(pm)", "(café)", "()", "(shū", "(含2例)", "(a1)"]
        {
            assert!(reading(text).is_none(), "{text}");
        }
        assert_eq!(reading("(gè)、"), Some("(gè)".len()));
    }
}
