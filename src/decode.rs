//! Bytes → text.
//!
//! Enters: the bytes of a file, with or without a label of their encoding. Leaves: [`Decoded`],
//! the text (borrowed where the bytes are sound UTF-8), the encoding and what was odd. Always
//! holds: every input decodes; what cannot be read is one U+FFFD for each bad sequence and is
//! told in a diagnostic; a byte order mark is no part of the text, so offset 0 is the first
//! character after it.
//!
//! ```
//! let decoded = tongbao::decode::decode(b"\xd0\xc2\xd4\xf658\xc0\xfd", None).unwrap();
//! assert_eq!((&*decoded.text, decoded.encoding), ("新增58例", "gb18030"));
//! ```

use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{BIG5, DecoderResult, Encoding, GB18030, GBK, UTF_8, UTF_16BE, UTF_16LE};

use crate::error::{Error, ErrorKind, Result};
use crate::oddity;
use crate::record::Diagnostic;
use crate::span::SourceSpan;

/// What is not UTF-8 is told by no more than this; a longer sample changes nothing.
const SAMPLE: usize = 16 * 1024;
/// The detector, which takes 0.5 ms for a kilobyte, gets no more than this.
const DETECTOR_SAMPLE: usize = 4 * 1024;
/// Fewer characters are too few to count their halves.
const FEW: usize = 12;

/// Names that people use and the WHATWG list has not.
const ALIASES: &[(&str, &Encoding)] = &[
    ("cp936", GB18030),
    ("ms936", GB18030),
    ("windows-936", GB18030),
    ("euc-cn", GB18030),
    ("cp950", BIG5),
    ("ms950", BIG5),
    ("utf-8-sig", UTF_8),
    ("utf16le", UTF_16LE),
    ("utf16be", UTF_16BE),
    ("utf16", UTF_16LE),
];

/// A text and how it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decoded<'a> {
    /// The text, without byte order mark.
    pub text: Cow<'a, str>,
    /// WHATWG name of the encoding: `UTF-8`, `gb18030`, `Big5`, `UTF-16LE` …
    pub encoding: &'static str,
    /// `undecodable`, one for each run of bad sequences; spans are bytes of `text`.
    pub diagnostics: Vec<Diagnostic>,
}

/// Decodes `bytes` by `label`, or by looking at them where the label is `None` or `auto`.
///
/// A byte order mark outranks the label. GBK and GB 2312 are read as GB 18030, their superset.
/// Bytes without label are UTF-8 when they are sound or nearly so (a page cut in the middle of a
/// character), UTF-16 when every other byte of the ASCII in it is zero, else GB 18030 or Big5.
///
/// # Errors
///
/// [`ErrorKind::UnknownEncoding`] when no encoding has that label.
///
/// ```
/// use tongbao::decode::decode;
/// let decoded = decode("\u{feff}新增58例".as_bytes(), None).unwrap();
/// assert_eq!(decoded.text, "新增58例");
/// assert!(decode(b"", Some("klingon")).is_err());
/// ```
pub fn decode<'a>(bytes: &'a [u8], label: Option<&str>) -> Result<Decoded<'a>> {
    let labelled = label.map(by_label).transpose()?.flatten();
    if labelled.is_none()
        && !bytes.contains(&0)
        && let Ok(text) = std::str::from_utf8(bytes)
    {
        let text = Cow::Borrowed(text.strip_prefix('\u{FEFF}').unwrap_or(text));
        return Ok(Decoded { text, encoding: UTF_8.name(), diagnostics: Vec::new() });
    }
    let (encoding, body) = match Encoding::for_bom(bytes) {
        Some((encoding, length)) => (encoding, &bytes[length..]),
        None => (labelled.unwrap_or_else(|| detect(bytes)), bytes),
    };
    Ok(read(encoding, body))
}

/// The encoding of a label; none for `auto`.
fn by_label(label: &str) -> Result<Option<&'static Encoding>> {
    let name = label.trim().to_ascii_lowercase();
    if name == "auto" {
        return Ok(None);
    }
    let alias = ALIASES.iter().find(|(alias, _)| *alias == name).map(|(_, encoding)| *encoding);
    alias
        .or_else(|| Encoding::for_label_no_replacement(name.as_bytes()))
        .map(|encoding| Some(if encoding == GBK { GB18030 } else { encoding }))
        .ok_or_else(|| {
            Error::new(ErrorKind::UnknownEncoding, format!("unknown encoding «{label}»"))
        })
}

/// The most likely encoding of bytes that have neither mark nor label.
fn detect(bytes: &[u8]) -> &'static Encoding {
    if nearly_utf8(bytes) {
        return UTF_8;
    }
    utf16(bytes).unwrap_or_else(|| chinese(bytes))
}

/// Sound UTF-8, or so few bad sequences among the characters that no other encoding explains it.
fn nearly_utf8(bytes: &[u8]) -> bool {
    if std::str::from_utf8(bytes).is_ok() {
        return !bytes.contains(&0) || utf16(bytes).is_none();
    }
    let (mut sound, mut bad) = (0usize, 0usize);
    for chunk in bytes.utf8_chunks() {
        sound += chunk.valid().bytes().filter(|byte| *byte >= 0xC0).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    // Two cut ends are allowed to any text, more to a long one.
    sound > 0 && bad <= 2.min(sound) + sound / 50
}

/// UTF-16 without mark shows in the zero halves of its digits, blanks and line ends.
fn utf16(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = &bytes[..bytes.len().min(SAMPLE) & !1];
    let (mut first, mut second) = (0usize, 0usize);
    for pair in sample.chunks_exact(2) {
        first += usize::from(pair[0] == 0 && pair[1] != 0);
        second += usize::from(pair[1] == 0 && pair[0] != 0);
    }
    let enough = sample.len() / 100 + 1;
    if second >= enough && second > 8 * first {
        Some(UTF_16LE)
    } else if first >= enough && first > 8 * second {
        Some(UTF_16BE)
    } else {
        None
    }
}

/// GB 18030 or Big5. Characters of GB 2312 have both halves above 0x80, of Big5's second halves a
/// third lies below: where hardly any does, it is GB 18030; else the detector says.
fn chinese(bytes: &[u8]) -> &'static Encoding {
    let start = bytes.iter().position(|byte| !byte.is_ascii()).unwrap_or(0);
    let sample = &bytes[start..bytes.len().min(start + SAMPLE)];
    let (low, all) = second_halves(sample);
    if all >= FEW && low * 20 <= all && !is_broken(GB18030, sample) {
        return GB18030;
    }
    detected(&sample[..sample.len().min(DETECTOR_SAMPLE)])
}

/// Among characters of two bytes, those whose second byte is ASCII, and all.
fn second_halves(sample: &[u8]) -> (usize, usize) {
    let (mut low, mut all, mut at) = (0, 0, 0);
    while at + 1 < sample.len() {
        if sample[at] < 0x80 {
            at += 1;
            continue;
        }
        low += usize::from(sample[at + 1] < 0x80);
        all += 1;
        at += 2;
    }
    (low, all)
}

/// True when `sample`, its cut end aside, cannot be read in `encoding`.
fn is_broken(encoding: &'static Encoding, sample: &[u8]) -> bool {
    let mut text = String::with_capacity(sample.len() * 3);
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let (result, _) = decoder.decode_to_string_without_replacement(sample, &mut text, false);
    matches!(result, DecoderResult::Malformed(..))
}

/// What the detector says, and when it says a third thing (it may of a few characters) what it
/// says of a page from China or Taiwan.
fn detected(sample: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(sample, false);
    let places: [Option<&[u8]>; 3] = [None, Some(b"cn"), Some(b"tw")];
    let guesses = places.map(|place| detector.guess(place, Utf8Detection::Deny));
    match guesses.iter().find(|guess| [GBK, GB18030, BIG5].contains(guess)) {
        Some(guess) if *guess == BIG5 => BIG5,
        Some(_) => GB18030,
        None => guesses[0],
    }
}

/// Reads the bytes; borrows sound UTF-8.
fn read<'a>(encoding: &'static Encoding, bytes: &'a [u8]) -> Decoded<'a> {
    if encoding == UTF_8
        && let Ok(text) = std::str::from_utf8(bytes)
    {
        let text = Cow::Borrowed(text);
        return Decoded { text, encoding: encoding.name(), diagnostics: Vec::new() };
    }
    let (text, spots) = replace(encoding, bytes);
    let diagnostics = oddity::report("undecodable", &spots, |spot: &Spot| {
        format!(
            "{} bytes at byte {} are no {}; U+FFFD stands for them",
            spot.bytes,
            spot.at,
            encoding.name()
        )
    });
    Decoded { text: Cow::Owned(text), encoding: encoding.name(), diagnostics }
}

/// A run of bad sequences in the input.
struct Spot {
    at: usize,
    bytes: usize,
}

/// Decodes with one U+FFFD for each bad sequence, and tells where runs of them are.
fn replace(encoding: &'static Encoding, bytes: &[u8]) -> (String, Vec<(SourceSpan, Spot)>) {
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let mut text = String::with_capacity(bytes.len() + bytes.len() / 2 + 16);
    let mut spots: Vec<(SourceSpan, Spot)> = Vec::new();
    let mut done = 0;
    loop {
        let rest = &bytes[done..];
        let (result, read) = decoder.decode_to_string_without_replacement(rest, &mut text, true);
        done += read;
        match result {
            DecoderResult::InputEmpty => return (text, spots),
            DecoderResult::OutputFull => text.reserve((bytes.len() - done).max(16) * 2),
            DecoderResult::Malformed(bad, after) => {
                let bad = usize::from(bad);
                let at = done.saturating_sub(bad + usize::from(after));
                note(&mut spots, text.len(), Spot { at, bytes: bad });
                if text.capacity() - text.len() < 4 {
                    text.reserve(bytes.len() - done + 16);
                }
                text.push(char::REPLACEMENT_CHARACTER);
            }
        }
    }
}

/// Adds a bad sequence that U+FFFD at `place` stands for, to the run before where it adjoins.
fn note(spots: &mut Vec<(SourceSpan, Spot)>, place: usize, spot: Spot) {
    let end = place + char::REPLACEMENT_CHARACTER.len_utf8();
    match spots.last_mut() {
        Some((span, run)) if span.end == place => {
            span.end = end;
            run.bytes += spot.bytes;
        }
        _ => spots.push((SourceSpan::new(place, end), spot)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SAMPLE_TEXT: &str = "截至5月8日24时，全市累计报告确诊病例58例，无新增死亡病例。";

    fn encode(encoding: &'static Encoding, text: &str) -> Vec<u8> {
        encoding.encode(text).0.into_owned()
    }

    fn utf16_bytes(text: &str, swap: bool) -> Vec<u8> {
        let bytes = |unit: u16| if swap { unit.to_be_bytes() } else { unit.to_le_bytes() };
        text.encode_utf16().flat_map(bytes).collect()
    }

    #[test]
    fn reads_each_encoding() {
        let traditional = "截至五月八日，全區累計報告確診個案58宗，無新增死亡個案。";
        let marked = [b"\xef\xbb\xbf".as_slice(), SAMPLE_TEXT.as_bytes()].concat();
        let cases: Vec<(Vec<u8>, &str, &str)> = vec![
            (SAMPLE_TEXT.into(), SAMPLE_TEXT, "UTF-8"),
            (marked, SAMPLE_TEXT, "UTF-8"),
            (encode(GBK, SAMPLE_TEXT), SAMPLE_TEXT, "gb18030"),
            (encode(GB18030, "㐂𠮷庄新增3例"), "㐂𠮷庄新增3例", "gb18030"),
            (encode(BIG5, traditional), traditional, "Big5"),
            (utf16_bytes(SAMPLE_TEXT, false), SAMPLE_TEXT, "UTF-16LE"),
            (utf16_bytes(SAMPLE_TEXT, true), SAMPLE_TEXT, "UTF-16BE"),
            (utf16_bytes("\u{feff}五例", false), "五例", "UTF-16LE"),
            (utf16_bytes("\u{feff}五例", true), "五例", "UTF-16BE"),
            (b"58".to_vec(), "58", "UTF-8"),
            (Vec::new(), "", "UTF-8"),
        ];
        for (bytes, text, encoding) in cases {
            let decoded = decode(&bytes, None).unwrap();
            assert_eq!((&*decoded.text, decoded.encoding), (text, encoding));
            assert!(decoded.diagnostics.is_empty());
        }
    }

    #[test]
    fn short_texts_are_chinese() {
        for text in ["新增3例", "确诊", "死亡病例1例。", "郑州市二七区", "出院"]
        {
            assert_eq!(decode(&encode(GBK, text), None).unwrap().text, text);
        }
    }

    #[test]
    fn a_long_page_is_sampled() {
        let text = format!("{}{}", "<p class=a>".repeat(3000), SAMPLE_TEXT.repeat(900));
        let bytes = encode(GBK, &text);
        assert_eq!(decode(&bytes, None).unwrap().text, text);
    }

    #[test]
    fn labels() {
        let bytes = encode(GBK, "三例");
        for label in ["gbk", "GB2312", " gb18030 ", "cp936"] {
            let decoded = decode(&bytes, Some(label)).unwrap();
            assert_eq!((&*decoded.text, decoded.encoding), ("三例", "gb18030"));
        }
        assert_eq!(decode(&bytes, Some("auto")).unwrap().text, "三例");
        let error = decode(&bytes, Some("gb-nonesuch")).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::UnknownEncoding);
        assert!(error.to_string().contains("gb-nonesuch"));
        assert!(decode(&bytes, Some("hz-gb-2312")).is_err());
    }

    #[test]
    fn cut_utf8_stays_utf8() {
        let bytes = SAMPLE_TEXT.as_bytes();
        for cut in [&bytes[..bytes.len() - 1], &bytes[1..], &bytes[2..bytes.len() - 2]] {
            let decoded = decode(cut, None).unwrap();
            assert_eq!(decoded.encoding, "UTF-8");
            assert!(!decoded.diagnostics.is_empty());
            for diagnostic in &decoded.diagnostics {
                let lost = &decoded.text[diagnostic.span.range()];
                assert!(lost.chars().all(|c| c == '\u{fffd}'));
            }
        }
    }

    #[test]
    fn bad_runs_are_told_and_bounded() {
        let decoded = decode(b"\xd0\xc2\xff\xff\xd4\xf6", Some("gbk")).unwrap();
        assert_eq!(decoded.text, "新\u{fffd}\u{fffd}增");
        assert_eq!(decoded.diagnostics.len(), 1);
        assert_eq!(decoded.diagnostics[0].span, SourceSpan::new(3, 9));
        let many = b"\xffa".repeat(5000);
        let decoded = decode(&many, Some("utf-8")).unwrap();
        assert_eq!(decoded.diagnostics.len(), oddity::LIMIT + 1);
        assert!(decoded.diagnostics[oddity::LIMIT].message.starts_with("4900 more"));
    }

    #[test]
    fn any_bytes_decode() {
        let mut state = 1u64;
        for round in 0..400 {
            let bytes: Vec<u8> = (0..round % 97)
                .map(|_| {
                    state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                    (state >> 56) as u8
                })
                .collect();
            for label in [None, Some("gbk"), Some("big5"), Some("utf-16"), Some("utf-8")] {
                let decoded = decode(&bytes, label).unwrap();
                for diagnostic in decoded.diagnostics {
                    assert!(decoded.text.get(diagnostic.span.range()).is_some());
                }
            }
        }
    }
}
