//! Schemas of what is written, generated from the types.
//!
//! In: the types of the record contract. Out: JSON Schemas (draft 2020-12) of a record, a case, a
//! check and a document, and Table Schemas (Frictionless) of the tables of records and cases. They
//! are checked in under `schema/`; a test holds them against the types.
//!
//! ```
//! let schema = tongbao::schema::record();
//! assert_eq!(schema["properties"]["place_code"]["type"][0], "string");
//! let table = tongbao::schema::table(&schema);
//! assert_eq!(table["fields"][0]["name"], "doc");
//! ```

use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde_json::{Map, Value, json};

use crate::cases::Case;
use crate::check::Check;
use crate::record::{Document, Record};

/// The schema of a record.
#[must_use]
pub fn record() -> Value {
    of::<Record>()
}

/// The schema of a case of a case list.
#[must_use]
pub fn case() -> Value {
    of::<Case>()
}

/// The schema of a check.
#[must_use]
pub fn check() -> Value {
    of::<Check>()
}

/// The schema of a document.
#[must_use]
pub fn document() -> Value {
    of::<Document>()
}

fn of<T: JsonSchema>() -> Value {
    let settings = SchemaSettings::draft2020_12().for_serialize();
    settings.into_generator().into_root_schema_for::<T>().to_value()
}

/// The Table Schema of a table whose rows are as the JSON Schema `row` says, for the CSV that the
/// command writes: an empty cell is null, objects are JSON.
#[must_use]
pub fn table(row: &Value) -> Value {
    // All are required, and named there in their order.
    let names = row["required"].as_array().into_iter().flatten().filter_map(Value::as_str);
    let fields = names.map(|name| field(row, name, &row["properties"][name]));
    json!({"fields": fields.collect::<Vec<_>>(), "missingValues": [""]})
}

/// The field of one property: its type, whether it may be null, and which values it may have.
fn field(root: &Value, name: &str, property: &Value) -> Value {
    let (mut kind, mut values, mut nullable) = (None, Vec::new(), false);
    let mut pending = vec![property];
    while let Some(schema) = pending.pop() {
        let types = match &schema["type"] {
            Value::Array(types) => types.as_slice(),
            single => std::slice::from_ref(single),
        };
        for name in types.iter().filter_map(Value::as_str) {
            match name {
                "null" => nullable = true,
                other => kind = Some(other),
            }
        }
        let listed = schema["enum"].as_array().into_iter().flatten();
        values.extend(listed.chain(schema.get("const")).filter(|value| !value.is_null()).cloned());
        let choices = ["anyOf", "oneOf"].into_iter().filter_map(|key| schema[key].as_array());
        pending.extend(choices.flatten().rev());
        let pointer = schema["$ref"].as_str().and_then(|it| it.strip_prefix('#'));
        pending.extend(pointer.and_then(|pointer| root.pointer(pointer)));
    }
    let mut constraints = Map::new();
    if !nullable {
        constraints.insert("required".into(), true.into());
    }
    if !values.is_empty() {
        constraints.insert("enum".into(), values.into());
    }
    json!({
        "name": name,
        "type": kind.unwrap_or("string"),
        "description": property["description"],
        "constraints": constraints,
    })
}
