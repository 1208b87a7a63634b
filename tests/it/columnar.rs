//! Tables as files of columns: what is read back is what was written, and the bytes depend on the
//! rows alone.

use arrow_array::cast::AsArray;
use arrow_array::types::{Float64Type, Int64Type, UInt64Type};
use arrow_array::{Array, RecordBatch};
use arrow_ipc::reader::FileReader;
use arrow_schema::{DataType, SchemaRef};
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use parquet::file::reader::{FileReader as _, SerializedFileReader};
use serde::Serialize;
use serde_json::{Map, Value, json};
use tongbao::output::Row;
use tongbao::output::arrow::{batch, batches, schema};
use tongbao::output::columnar::{Format, GROUP, Writer};
use tongbao::series::Series;
use tongbao::{Context, Document, Record};

use crate::house::{BULLETINS, MINER};

/// The bulletins, and a notice with a case list, of which they have none.
fn documents() -> Vec<Document> {
    let bulletins = BULLETINS.iter().map(|it| MINER.mine(&it.bytes, &it.context));
    let list = "新增本土确诊病例12例（南关区9例、宽城区2例）。\n\
                病例1—病例9，居住于南关区，病例10，女，3岁，居住于宽城区。";
    let list = MINER.mine_text(list, &Context::default());
    bulletins.chain([list]).collect::<Result<_, _>>().expect("documents")
}

fn records() -> Vec<Record> {
    documents().into_iter().flat_map(|document| document.records).collect()
}

/// The file of these batches.
fn file<R: Row>(format: Format, batches: impl IntoIterator<Item = RecordBatch>) -> Vec<u8> {
    let mut out = Vec::new();
    let mut file = Writer::new(format, &schema::<R>()).expect("a file");
    for batch in batches {
        file.write(batch, &mut out).expect("memory");
    }
    file.finish(&mut out).expect("memory");
    out
}

fn read(format: Format, bytes: Vec<u8>) -> (SchemaRef, Vec<RecordBatch>) {
    match format {
        Format::Parquet => {
            let reader = ParquetRecordBatchReaderBuilder::try_new(bytes::Bytes::from(bytes));
            let reader = reader.expect("Parquet");
            let schema = reader.schema().clone();
            let batches = reader.build().expect("Parquet");
            (schema, batches.collect::<Result<_, _>>().expect("Parquet"))
        }
        Format::Arrow => {
            let reader = FileReader::try_new(std::io::Cursor::new(bytes), None).expect("Arrow");
            let schema = reader.schema();
            (schema, reader.collect::<Result<_, _>>().expect("Arrow"))
        }
    }
}

/// A cell as JSON has it; numbers are all doubles.
fn cell(column: &dyn Array, row: usize) -> Value {
    match column.data_type() {
        _ if column.is_null(row) => Value::Null,
        DataType::Utf8 => column.as_string::<i32>().value(row).into(),
        DataType::Int64 => column.as_primitive::<Int64Type>().value(row).into(),
        DataType::UInt64 => column.as_primitive::<UInt64Type>().value(row).into(),
        DataType::Float64 => column.as_primitive::<Float64Type>().value(row).into(),
        DataType::Boolean => column.as_boolean().value(row).into(),
        other => panic!("a column of {other}"),
    }
}

/// The rows of a file as JSON objects.
fn objects(batches: &[RecordBatch]) -> Vec<Value> {
    let rows = batches.iter().flat_map(|batch| (0..batch.num_rows()).map(move |at| (batch, at)));
    let object = |(batch, at): (&RecordBatch, usize)| {
        let names = batch.schema_ref().fields().iter().map(|field| field.name().clone());
        names.zip(batch.columns()).map(|(name, it)| (name, cell(it, at))).collect::<Map<_, _>>()
    };
    rows.map(|row| object(row).into()).collect()
}

/// A row as its JSON, with what columns have of it: doubles, and text for what has parts.
fn flat(row: &impl Serialize) -> Value {
    let Value::Object(mut object) = serde_json::to_value(row).expect("JSON") else {
        panic!("no object")
    };
    for (key, value) in &mut object {
        if value.is_object() || value.is_array() {
            *value = value.to_string().into();
        } else if ["value", "low", "high", "age", "left", "right"].contains(&key.as_str()) {
            *value = json!(value.as_f64());
        }
    }
    object.into()
}

fn comes_back<R: Row + Serialize>(rows: &[R]) {
    assert!(!rows.is_empty());
    for format in [Format::Parquet, Format::Arrow] {
        let (read_schema, batches) = read(format, file::<R>(format, [batch(rows).expect("fits")]));
        assert_eq!(read_schema, schema::<R>(), "{format:?}");
        let want: Vec<_> = rows.iter().map(flat).collect();
        assert_eq!(objects(&batches), want, "{format:?}");
    }
}

#[test]
fn every_table_comes_back() {
    let documents = documents();
    let mut series = Series::default();
    documents.iter().for_each(|it| series.add(&it.records, None));
    comes_back(&records());
    comes_back(&documents.iter().flat_map(|it| it.cases.clone()).collect::<Vec<_>>());
    comes_back(&documents.iter().flat_map(|it| it.checks.clone()).collect::<Vec<_>>());
    comes_back(&series.points());
}

#[test]
fn numbers_codes_and_odd_dates_come_back() {
    let text = "5月8日，许昌市投入1234567890123456元，治愈率99.55%，三分之二已解除，气温-5℃；\
                魏都区第四轮核酸检测发现60岁以上确诊病例178万余例。";
    let mut records = MINER.mine_text(text, &Context::default()).expect("records").records;
    records.iter_mut().for_each(|record| record.doc = "007".into());
    let (_, batches) = read(
        Format::Parquet,
        file::<Record>(Format::Parquet, batches(&records).map(|it| it.expect("fits"))),
    );
    let rows = objects(&batches);
    assert_eq!(rows[0]["value"], json!(1_234_567_890_123_456_f64));
    assert_eq!(rows[1]["value"], json!(99.55));
    assert_eq!(rows[2]["value"], json!(2.0 / 3.0));
    assert_eq!(rows[3]["value"], json!(-5.0));
    assert_eq!((&rows[4]["low"], &rows[4]["high"]), (&json!(1_780_000.0), &Value::Null));
    assert_eq!(rows[4]["place_code"], "411002");
    assert_eq!(rows[0]["doc"], "007");
    assert_eq!(rows[0]["time_start"], "XXXX-05-08");
    assert_eq!(
        rows[4]["qualifiers"],
        json!(serde_json::to_string(&records[4].qualifiers).unwrap())
    );
    assert!(!records[4].qualifiers.is_empty());
}

/// A table of no rows has its columns.
#[test]
fn an_empty_table_is_a_file() {
    for format in [Format::Parquet, Format::Arrow] {
        let (read_schema, batches) = read(format, file::<Record>(format, []));
        assert_eq!(read_schema, schema::<Record>());
        assert!(objects(&batches).is_empty());
        assert_eq!(read_schema.metadata()["tongbao.version"], env!("CARGO_PKG_VERSION"));
    }
}

#[test]
fn bytes_depend_on_the_rows_alone() {
    let records = records();
    let many: Vec<_> = records.iter().cycle().take(GROUP + 1000).cloned().collect();
    for format in [Format::Parquet, Format::Arrow] {
        let cut =
            |length| file::<Record>(format, many.chunks(length).map(|it| batch(it).expect("fits")));
        let once = cut(GROUP);
        assert!(once == cut(777) && once == cut(GROUP + 1000), "{format:?}");
        assert_eq!(objects(&read(format, once).1).len(), many.len());
    }
}

/// What is not yet written is bounded: groups are closed, and their bytes handed on.
#[test]
fn groups_are_written_as_they_are_whole() {
    let records = records();
    let some: Vec<_> = records.iter().cycle().take(GROUP / 2).cloned().collect();
    let some = batch(&some).expect("fits");
    let mut out = Vec::new();
    let mut writer = Writer::new(Format::Parquet, &schema::<Record>()).expect("a file");
    let mut lengths = Vec::new();
    for _ in 0..5 {
        writer.write(some.clone(), &mut out).expect("memory");
        lengths.push(out.len());
    }
    assert!(lengths[1] > lengths[0] && lengths[3] > lengths[2], "{lengths:?}");
    writer.finish(&mut out).expect("memory");
    let reader = SerializedFileReader::new(bytes::Bytes::from(out)).expect("Parquet");
    let rows: Vec<_> = reader.metadata().row_groups().iter().map(|it| it.num_rows()).collect();
    assert_eq!(rows, [GROUP as i64, GROUP as i64, GROUP as i64 / 2]);
    let said = reader.metadata().file_metadata().key_value_metadata().expect("metadata");
    assert!(said.iter().any(|it| it.key == "tongbao.version"));
}

/// Chunks hold what one array can.
#[test]
fn batches_are_cut() {
    let records = records();
    let many: Vec<_> = records.iter().cycle().take(20_000).cloned().collect();
    let lengths: Vec<_> = batches(&many).map(|it| it.expect("fits").num_rows()).collect();
    assert_eq!(lengths, [8192, 8192, 3616]);
}
