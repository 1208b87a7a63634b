//! What the record contract says of every document.

use tongbao::Document;

/// Panics where the records of `text` break the contract.
pub fn check(text: &str, document: &Document) {
    let mut at = 0;
    for (index, record) in document.records.iter().enumerate() {
        assert_eq!(record.id, index);
        assert!(record.article < document.articles.len());
        assert_eq!(text.get(record.byte_start..record.byte_end), Some(record.text.as_str()));
        assert!(!record.text.is_empty());
        assert!(at <= record.byte_start, "offsets rise");
        at = record.byte_start;
        assert_eq!(text[..record.byte_start].chars().count(), record.char_start);
        assert_eq!(record.char_start + record.text.chars().count(), record.char_end);
        assert!(record.part_of != Some(index) && record.part_of < Some(document.records.len()));
        assert!(record.low.is_none_or(|low| low <= record.value));
        assert!(record.high.is_none_or(|high| record.value <= high));
        assert_eq!(record.place.is_some(), record.place_from.is_some());
        assert!(record.place_code.is_none() || record.place.is_some());
        let timed = record.time_start.is_some() || record.time_end.is_some();
        assert_eq!(timed, record.time_from.is_some());
    }
    for diagnostic in &document.diagnostics {
        assert!(text.get(diagnostic.span.start..diagnostic.span.end).is_some());
    }
}
