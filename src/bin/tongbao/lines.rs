//! JSON Lines: one line to the four things that matter in it, which a row of Parquet has too.

use std::io::{self, BufRead, Read};

use clap::Args;
use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, Visitor};
use serde_json::Value;
use tongbao::output::csv::BYTE_ORDER_MARK;

const HEADING: &str = "Keys of JSON Lines input, columns of Parquet input";

/// The keys of a JSON Lines document, the columns of Parquet.
#[derive(Args, Debug)]
pub struct Keys {
    /// Key of the document's id (string or number; without one the id is FILE:LINE, of Parquet
    /// FILE:ROW)
    ///
    /// Nobody checks that ids differ: a corpus may have more of them than memory holds.
    #[arg(long, help_heading = HEADING, value_name = "KEY", default_value = "id")]
    pub id_key: String,
    /// Key of the text
    #[arg(long, help_heading = HEADING, value_name = "KEY", default_value = "text")]
    pub text_key: String,
    /// Key of the date or date-time of publication
    #[arg(long, help_heading = HEADING, value_name = "KEY", default_value = "published")]
    pub published_key: String,
    /// Key of the home place
    #[arg(long, help_heading = HEADING, value_name = "KEY", default_value = "place")]
    pub place_key: String,
}

/// A document as its line or row gives it; null, absent and blank are none.
#[derive(Debug, PartialEq, Eq)]
pub struct Fields {
    pub id: Option<String>,
    pub text: Text,
    pub published: Option<String>,
    pub place: Option<String>,
}

#[derive(Debug, PartialEq, Eq)]
pub enum Text {
    Decoded(String),
    /// In an encoding that is named or detected.
    Bytes(Vec<u8>),
}

impl Text {
    pub fn as_bytes(&self) -> &[u8] {
        match self {
            Self::Decoded(text) => text.as_bytes(),
            Self::Bytes(bytes) => bytes,
        }
    }
}

impl Keys {
    /// Reads one line, or says what is wrong with it.
    pub fn read(&self, line: &[u8]) -> Result<Fields, String> {
        let wanted = [&self.id_key, &self.text_key, &self.published_key, &self.place_key];
        let mut json = serde_json::Deserializer::from_slice(unmarked(line));
        let [id, text, published, place] = Wanted(wanted.map(String::as_str))
            .deserialize(&mut json)
            .and_then(|found| json.end().map(|()| found))
            .map_err(|error| broken(&error))?;
        Ok(Fields {
            id: self.identity(id)?,
            text: Text::Decoded(self.body(text)?),
            published: optional(&self.published_key, published)?,
            place: optional(&self.place_key, place)?,
        })
    }

    fn identity(&self, value: Value) -> Result<Option<String>, String> {
        match value {
            Value::Number(number) => Ok(Some(number.to_string())),
            other => optional(&self.id_key, other),
        }
    }

    /// Why a document without a text is none.
    pub fn no_text(&self) -> String {
        format!("no text under the key «{}»", self.text_key)
    }

    fn body(&self, value: Value) -> Result<String, String> {
        match value {
            Value::String(text) => Ok(text),
            Value::Null => Err(self.no_text()),
            _ => Err(format!("«{}» is not a string", self.text_key)),
        }
    }
}

fn optional(key: &str, value: Value) -> Result<Option<String>, String> {
    match value {
        Value::Null => Ok(None),
        Value::String(text) => Ok(said(text)),
        _ => Err(format!("«{key}» is not a string")),
    }
}

/// What is not blank.
pub fn said(text: String) -> Option<String> {
    Some(text).filter(|text| !text.trim().is_empty())
}

/// The parser's message with the byte of the line; its own line number is always 1.
fn broken(error: &serde_json::Error) -> String {
    let message = error.to_string();
    let reason = message.rsplit_once(" at line ").map_or(message.as_str(), |(reason, _)| reason);
    format!("broken JSON at byte {}: {reason}", error.column())
}

/// Picks the values under four keys and skips all others unparsed.
struct Wanted<'k>([&'k str; 4]);

impl<'de> DeserializeSeed<'de> for Wanted<'_> {
    type Value = [Value; 4];

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<Self::Value, D::Error> {
        json.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Wanted<'_> {
    type Value = [Value; 4];

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a JSON object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut found = <[Value; 4]>::default();
        let mut seen = [false; 4];
        while let Some(key) = map.next_key::<String>()? {
            if !self.0.contains(&key.as_str()) {
                map.next_value::<IgnoredAny>()?;
                continue;
            }
            let value: Value = map.next_value()?;
            for at in (0..found.len()).filter(|at| self.0[*at] == key) {
                if std::mem::replace(&mut seen[at], true) {
                    return Err(A::Error::custom(format_args!("the key «{key}» stands twice")));
                }
                found[at].clone_from(&value);
            }
        }
        Ok(found)
    }
}

/// The line without the byte order mark that a file may start with.
pub fn unmarked(line: &[u8]) -> &[u8] {
    line.strip_prefix(BYTE_ORDER_MARK.as_bytes()).unwrap_or(line)
}

/// How reading a line ended.
#[derive(Debug, PartialEq, Eq)]
pub enum Line {
    /// This is the line, with its end.
    Read(Vec<u8>),
    /// It was longer than allowed, and was skipped.
    TooLong,
    /// There is none.
    End,
}

/// Reads the next line, never holding more than `limit` bytes of it and its end.
pub fn read_line(input: &mut impl BufRead, limit: u64) -> io::Result<Line> {
    let mut line = Vec::new();
    input.take(limit.saturating_add(1)).read_until(b'\n', &mut line)?;
    if line.is_empty() {
        return Ok(Line::End);
    }
    let ended = line.last() == Some(&b'\n');
    if !ended && line.len() as u64 > limit {
        drop(line);
        input.skip_until(b'\n')?;
        return Ok(Line::TooLong);
    }
    Ok(Line::Read(line))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys() -> Keys {
        Keys {
            id_key: "id".into(),
            text_key: "text".into(),
            published_key: "day".into(),
            place_key: "place".into(),
        }
    }

    fn decoded(text: &str) -> Text {
        Text::Decoded(text.into())
    }

    fn reason(line: &str) -> String {
        keys().read(line.as_bytes()).unwrap_err()
    }

    #[test]
    fn picks_the_four_keys() {
        let line = r#"{"x":[1,{"text":2}],"id":7,"text":"甲","day":null,"place":" "}"#;
        let want =
            Fields { id: Some("7".into()), text: decoded("甲"), published: None, place: None };
        assert_eq!(keys().read(line.as_bytes()), Ok(want));
    }

    #[test]
    fn says_what_is_wrong() {
        assert_eq!(reason("{}"), "no text under the key «text»");
        assert_eq!(reason(r#"{"text":null}"#), "no text under the key «text»");
        assert_eq!(reason(r#"{"text":5}"#), "«text» is not a string");
        assert_eq!(reason(r#"{"text":"","day":20220509}"#), "«day» is not a string");
        assert!(reason("[1]").starts_with("broken JSON at byte "));
        assert!(reason(r#"{"text":"甲"} x"#).starts_with("broken JSON at byte 16: trailing"));
        let twice = reason(r#"{"text":"甲","x":1,"x":2,"text":"乙"}"#);
        assert!(twice.ends_with("the key «text» stands twice"), "{twice}");
    }

    #[test]
    fn one_key_may_serve_twice() {
        let keys = Keys { id_key: "text".into(), ..keys() };
        let fields = keys.read(br#"{"text":"a"}"#).unwrap();
        assert_eq!((fields.id.as_deref(), fields.text), (Some("a"), decoded("a")));
    }

    #[test]
    fn long_lines_are_skipped() {
        let mut input = io::Cursor::new("123\n12345\n1234\n12");
        let mut next = || read_line(&mut input, 4).unwrap();
        let read = |line: &str| Line::Read(line.into());
        let ends = [next(), next(), next(), next(), next()];
        let want = [read("123\n"), Line::TooLong, read("1234\n"), read("12"), Line::End];
        assert_eq!(ends, want);
    }
}
