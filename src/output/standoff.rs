//! Records as marks beside a text, in the forms that annotation tools read, so that people can look
//! at them and correct them.
//!
//! In: a text and its records. Out: JSON values, one an annotation or one a document. Always: the
//! text stands in the output as it was decoded, and offsets count what the tool counts: Unicode
//! scalars, or UTF-16 units where the tool runs in a browser.
//!
//! The label of a figure is its metric, or `figure` where the catalogue has none.

use serde_json::{Value, json};

use crate::record::Record;

/// So many characters before and after a figure tell it from another with the same words.
const AROUND: usize = 24;

/// The annotation of one record in the [Web Annotation data model][model]: a tag, the whole record
/// as JSON, and where its words stand in `text`, by position and by quotation.
///
/// [model]: https://www.w3.org/TR/annotation-model/
///
/// ```
/// let text = "许昌市新增58例。";
/// let document = tongbao::Miner::new()?.mine_text(text, &Default::default())?;
/// let annotation = tongbao::output::standoff::web_annotation(text, &document.records[0]);
/// assert_eq!(annotation["target"]["selector"][0]["start"], 5);
/// assert_eq!(annotation["target"]["selector"][1]["prefix"], "许昌市新增");
/// # Ok::<(), tongbao::Error>(())
/// ```
#[must_use]
pub fn web_annotation(text: &str, record: &Record) -> Value {
    let (before, after) = (&text[..record.byte_start], &text[record.byte_end..]);
    let from = before.char_indices().rev().nth(AROUND - 1).map_or(0, |(at, _)| at);
    let to = after.char_indices().nth(AROUND).map_or(after.len(), |(at, _)| at);
    json!({
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "id": format!("urn:tongbao:{}:{}", record.doc, record.id),
        "type": "Annotation",
        "body": [
            {"type": "TextualBody", "purpose": "tagging", "value": label(record)},
            {
                "type": "TextualBody",
                "purpose": "describing",
                "format": "application/json",
                "value": serde_json::to_string(record).unwrap_or_default(),
            },
        ],
        "target": {
            "source": record.doc,
            "selector": [
                {
                    "type": "TextPositionSelector",
                    "start": record.char_start,
                    "end": record.char_end,
                },
                {
                    "type": "TextQuoteSelector",
                    "exact": record.text,
                    "prefix": before[from..],
                    "suffix": after[..to],
                },
            ],
        },
    })
}

/// A document for doccano's sequence labeling: its text, and start, end and label of each figure.
///
/// ```
/// let text = "😷新增确诊病例58例。";
/// let document = tongbao::Miner::new()?.mine_text(text, &Default::default())?;
/// let line = tongbao::output::standoff::doccano("a", text, &document.records);
/// assert_eq!(line["label"][0], serde_json::json!([7, 10, "confirmed_cases"]));
/// # Ok::<(), tongbao::Error>(())
/// ```
#[must_use]
pub fn doccano(doc: &str, text: &str, records: &[Record]) -> Value {
    let mark = |record: &Record| json!([record.char_start, record.char_end, label(record)]);
    json!({"id": doc, "text": text, "label": records.iter().map(mark).collect::<Vec<_>>()})
}

/// A task for Label Studio: its text, and as predictions a label and the record's attributes for
/// each figure, and a relation from each part to its whole. The labelling configuration wants a
/// `Text` called `text` and `Labels` called `label`.
///
/// ```
/// let text = "😷新增确诊病例58例，其中男性29例。";
/// let document = tongbao::Miner::new()?.mine_text(text, &Default::default())?;
/// let task = tongbao::output::standoff::label_studio("a", text, &document.records);
/// let result = &task["predictions"][0]["result"];
/// assert_eq!(result[0]["value"]["start"], 8); // in UTF-16 units
/// assert_eq!(result[2], serde_json::json!({
///     "type": "relation", "from_id": "1", "to_id": "0", "direction": "right",
///     "labels": ["part_of"],
/// }));
/// # Ok::<(), tongbao::Error>(())
/// ```
#[must_use]
pub fn label_studio(doc: &str, text: &str, records: &[Record]) -> Value {
    let units = |text: &str| text.encode_utf16().count();
    let (mut byte, mut start) = (0, 0);
    let mut result: Vec<Value> = Vec::new();
    for record in records {
        start += units(&text[byte..record.byte_start]); // records stand in the order of the text
        byte = record.byte_start;
        result.push(json!({
            "id": record.id.to_string(),
            "type": "labels",
            "from_name": "label",
            "to_name": "text",
            "value": {
                "start": start,
                "end": start + units(&record.text),
                "text": record.text,
                "labels": [label(record)],
            },
            "meta": {"record": record},
        }));
    }
    result.extend(records.iter().filter_map(|record| {
        let whole = record.part_of?;
        Some(json!({
            "type": "relation",
            "from_id": record.id.to_string(),
            "to_id": whole.to_string(),
            "direction": "right",
            "labels": ["part_of"],
        }))
    }));
    json!({
        "data": {"text": text, "doc": doc},
        "predictions": [{
            "model_version": concat!("tongbao ", env!("CARGO_PKG_VERSION")),
            "result": result,
        }],
    })
}

fn label(record: &Record) -> &str {
    record.metric.as_deref().unwrap_or("figure")
}
