//! Bytes of a page → its characters.

use crate::decode::{self, Decoded};
use crate::error::Result;

/// A declaration stands among the first bytes.
const HEAD: usize = 4096;
/// A label is no longer.
const LABEL: usize = 40;

/// Decodes by `label`, else by what the page says or looks like.
///
/// Pages of GBK that call themselves UTF-8, and the other way round, are common; so a declaration
/// holds as long as nothing else reads more of the page.
pub(super) fn decode<'a>(bytes: &'a [u8], label: Option<&str>) -> Result<Decoded<'a>> {
    if label.is_some_and(|label| !label.trim().eq_ignore_ascii_case("auto")) {
        return decode::decode(bytes, label);
    }
    let declared = declared(bytes).filter(|_| std::str::from_utf8(bytes).is_err());
    let declared = declared.and_then(|label| decode::decode(bytes, Some(&label)).ok());
    let sound = |decoded: &Decoded<'_>| decoded.diagnostics.is_empty();
    match declared {
        Some(declared) if sound(&declared) => Ok(declared),
        Some(declared) => {
            let detected = decode::decode(bytes, None)?;
            Ok(if lost(&detected) < lost(&declared) { detected } else { declared })
        }
        None => decode::decode(bytes, None),
    }
}

fn lost(decoded: &Decoded<'_>) -> usize {
    decoded.text.matches(char::REPLACEMENT_CHARACTER).count()
}

/// The label behind the first `charset=`, or `encoding=` of XML, of the page. A page in which that
/// can be read is not UTF-16, whatever it says.
fn declared(bytes: &[u8]) -> Option<String> {
    let head = bytes[..bytes.len().min(HEAD)].to_ascii_lowercase();
    let after = |word: &[u8]| {
        let at = head.windows(word.len()).position(|part| part == word)? + word.len();
        let rest = head[at..].trim_ascii_start().strip_prefix(b"=")?.trim_ascii_start();
        let rest = rest.strip_prefix(b"\"").or_else(|| rest.strip_prefix(b"'")).unwrap_or(rest);
        let name = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b':');
        let label: Vec<u8> = rest.iter().copied().take_while(name).take(LABEL).collect();
        String::from_utf8(label).ok().filter(|label| !label.starts_with("utf-16"))
    };
    after(b"charset").or_else(|| after(b"encoding")).filter(|label| !label.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "许昌市新增确诊病例58例，均在集中隔离点发现。";

    fn page(declaration: &str, encoding: &'static encoding_rs::Encoding) -> (String, Vec<u8>) {
        let text = format!("<html>{declaration}<p>{TEXT}");
        let bytes = encoding.encode(&text).0.into_owned();
        (text, bytes)
    }

    #[test]
    fn declarations_are_found() {
        for (head, want) in [
            ("<meta charset=\"GBK\">", Some("gbk")),
            (
                "<META http-equiv=Content-Type content='text/html; charset = gb2312'>",
                Some("gb2312"),
            ),
            ("<?xml version=\"1.0\" encoding='big5'?>", Some("big5")),
            ("<meta charset=utf-16>", None),
            ("<meta charset>", None),
            ("<p>", None),
        ] {
            assert_eq!(declared(head.as_bytes()).as_deref(), want, "{head}");
        }
    }

    #[test]
    fn a_page_is_read_whatever_it_declares() {
        use encoding_rs::{BIG5, GBK, UTF_8};
        for (declaration, encoding, want) in [
            ("<meta charset=gb2312>", GBK, "gb18030"),
            ("<meta charset=utf-8>", GBK, "gb18030"),
            ("<meta charset=gbk>", UTF_8, "UTF-8"),
            ("<meta charset=klingon>", GBK, "gb18030"),
            ("", GBK, "gb18030"),
            ("<meta charset=big5>", BIG5, "Big5"),
        ] {
            let (text, bytes) = page(declaration, encoding);
            let text = if encoding == BIG5 { encoding.decode(&bytes).0.into_owned() } else { text };
            let decoded = decode(&bytes, None).unwrap();
            assert_eq!((&*decoded.text, decoded.encoding), (text.as_str(), want), "{declaration}");
        }
        let (_, bytes) = page("<meta charset=utf-8>", GBK);
        assert_eq!(decode(&bytes, Some("gbk")).unwrap().encoding, "gb18030");
        assert!(decode(&bytes, Some("klingon")).is_err());
    }
}
