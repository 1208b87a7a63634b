//! The schemas in `schema/` are those of the types, and what is written fits them.
//! `TONGBAO_BLESS=1 cargo test --all-features schema` rewrites them.

use std::fs;

use serde_json::Value;
use tongbao::schema::{case, check, document, record, table};

use crate::house::{self, MINER};

#[test]
fn schemas_are_those_of_the_types() {
    let schemas = [
        ("record.schema.json", record()),
        ("case.schema.json", case()),
        ("check.schema.json", check()),
        ("document.schema.json", document()),
        ("figures.table.json", table(&record())),
        ("cases.table.json", table(&case())),
    ];
    for (name, schema) in schemas {
        let text = format!("{schema:#}\n");
        let file = format!("schema/{name}");
        if house::bless() {
            fs::create_dir_all(house::path("schema")).expect("can be made");
            fs::write(house::path(&file), text).expect("can be written to");
        } else {
            assert!(text == house::read(&file), "{file} is old (TONGBAO_BLESS=1 rewrites it)");
        }
    }
}

#[test]
fn documents_fit_their_schema() {
    let validator = jsonschema::validator_for(&document()).expect("a schema");
    for bulletin in house::BULLETINS.iter() {
        let mined = MINER.mine(&bulletin.bytes, &bulletin.context).expect("a document");
        let mut json = serde_json::to_value(&mined).expect("JSON");
        let errors = |json: &Value| validator.iter_errors(json).map(|e| e.to_string()).next();
        assert_eq!(errors(&json), None, "{}", bulletin.name);
        if let Some(record) = json["records"].get_mut(0) {
            record["aspect"] = "old".into();
            assert!(errors(&json).is_some(), "a wrong word is noticed");
        }
    }
}

/// Columns of CSV, in their order, are the fields of the table schema.
#[test]
fn tables_have_the_columns_of_the_csv() {
    let names = |schema: Value| -> Vec<String> {
        let fields = schema["fields"].as_array().expect("fields").iter();
        fields.map(|field| field["name"].as_str().expect("a name").to_owned()).collect()
    };
    use tongbao::output::csv::columns;
    assert!(columns::<tongbao::Record>().eq(names(table(&record()))));
    assert!(columns::<tongbao::Case>().eq(names(table(&case()))));
}
