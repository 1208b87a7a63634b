//! Records for a notebook: the text with its figures marked, or a table where it is not known.
//!
//! Always: what comes from the text stands escaped, in elements and in attributes.

use std::fmt::Write;

use tongbao::Record;

use crate::row::Row;

/// Rows of a table.
const ROWS: usize = 60;

/// The columns of a table.
const COLUMNS: [&str; 9] =
    ["doc", "place", "subject", "metric", "aspect", "text", "value", "unit", "time_end"];

/// The text, each figure in it marked; what is known of it shows when it is pointed at.
pub fn marked(text: &str, records: &[Record]) -> String {
    let mut html = String::from("<div style=\"white-space: pre-wrap\">");
    let mut at = 0;
    for figures in records.chunk_by(|one, next| next.byte_start < one.byte_end) {
        let start = figures[0].byte_start;
        let end = figures.iter().map(|record| record.byte_end).max().unwrap_or(start);
        // A figure that two records state apart is marked once.
        if start < at {
            continue;
        }
        escape(&mut html, &text[at..start]);
        html.push_str("<mark title=\"");
        for (index, record) in figures.iter().enumerate() {
            html.push_str(if index == 0 { "" } else { "&#10;" });
            escape(&mut html, &title(&Row::from(record)));
        }
        html.push_str("\">");
        escape(&mut html, &text[start..end]);
        html.push_str("</mark>");
        at = end;
    }
    escape(&mut html, &text[at..]);
    html.push_str("</div>");
    html
}

/// 确诊病例 · confirmed_cases · new · 58 例 · 许昌市 · 2022-05-08
fn title(row: &Row<'_>) -> String {
    let value = format!("{} {}", row.value.double(), row.unit.unwrap_or_default());
    let value = Some(value.trim_end());
    let parts = [row.subject, row.metric, row.aspect, value, row.place, row.time_end];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// The first records, a row each.
pub fn table(records: &[Record]) -> String {
    let mut html = String::from("<table><thead><tr>");
    for column in COLUMNS {
        let _ = write!(html, "<th>{column}</th>");
    }
    html.push_str("</tr></thead><tbody>");
    for record in records.iter().take(ROWS) {
        let row = Row::from(record);
        let value = row.value.double().to_string();
        let cells = [
            Some(row.doc),
            row.place,
            row.subject,
            row.metric,
            row.aspect,
            Some(row.text),
            Some(value.as_str()),
            row.unit,
            row.time_end,
        ];
        html.push_str("<tr>");
        for cell in cells {
            html.push_str("<td>");
            escape(&mut html, cell.unwrap_or_default());
            html.push_str("</td>");
        }
        html.push_str("</tr>");
    }
    html.push_str("</tbody></table>");
    let _ = write!(html, "<p>{} of {} records</p>", records.len().min(ROWS), records.len());
    html
}

/// Appends `text` so that it stands for itself, in an element as in a quoted attribute.
fn escape(html: &mut String, text: &str) {
    for character in text.chars() {
        match character {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            '\'' => html.push_str("&#39;"),
            other => html.push(other),
        }
    }
}
