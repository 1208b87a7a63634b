//! Parquet as input: a row is what a line of JSON Lines is.

use std::fs;
use std::process::{Command, Stdio};
use std::sync::Arc;

use arrow_array::types::Int8Type;
use arrow_array::{
    ArrayRef, BinaryArray, Date32Array, DictionaryArray, Float64Array, Int64Array, RecordBatch,
    StringArray, StringViewArray, TimestampMillisecondArray,
};
use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression, GzipLevel};
use parquet::file::properties::WriterProperties;
use serde_json::json;

use super::{journalled, wait_for};
use crate::cli::{Desk, firsts, notice, objects};

const ARGS: [&str; 3] = ["extract", "--input-format", "parquet"];

type Columns<'a> = &'a [(&'a str, ArrayRef)];

/// A Parquet file of these columns.
pub fn parquet(columns: Columns<'_>) -> Vec<u8> {
    packed(columns, Compression::SNAPPY)
}

fn packed(columns: Columns<'_>, compression: Compression) -> Vec<u8> {
    let columns = columns.iter().map(|(name, column)| (*name, column.clone(), true));
    let batch = RecordBatch::try_from_iter_with_nullable(columns).unwrap();
    let properties = WriterProperties::builder()
        .set_compression(compression)
        .set_max_row_group_row_count(Some(150))
        .build();
    let mut file = Vec::new();
    let mut writer = ArrowWriter::try_new(&mut file, batch.schema(), Some(properties)).unwrap();
    writer.write(&batch).unwrap();
    writer.close().unwrap();
    file
}

pub fn strings<T: AsRef<str>>(values: impl IntoIterator<Item = Option<T>>) -> ArrayRef {
    Arc::new(values.into_iter().collect::<StringArray>())
}

/// Notices under the key `body`, with and without what is known of them.
fn notices(count: u32) -> (Vec<u8>, String) {
    let text = |n: u32| format!("昨日{}", notice(n)).repeat(1 + n as usize % 40);
    let published = |n: u32| (!n.is_multiple_of(3)).then(|| format!("2022-05-{:02}", 1 + n % 28));
    let place = |n: u32| n.is_multiple_of(2).then_some("许昌市");
    let file = parquet(&[
        ("other", Arc::new(Float64Array::from_iter((0..count).map(f64::from)))),
        ("place", strings((0..count).map(place))),
        ("body", Arc::new((0..count).map(|n| Some(text(n))).collect::<StringViewArray>())),
        ("published", strings((0..count).map(published))),
        ("id", Arc::new(Int64Array::from_iter_values((0..count).map(i64::from)))),
    ]);
    let line = |n| {
        let (published, place) = (published(n), place(n));
        json!({"id": n, "body": text(n), "published": published, "place": place}).to_string()
    };
    (file, (0..count).map(line).collect::<Vec<_>>().join("\n"))
}

#[test]
fn rows_give_what_lines_give_in_every_format() {
    let desk = Desk::new();
    let (file, lines) = notices(700);
    desk.put("in.parquet", file).put("in.jsonl", lines);
    let made = |args: &[&str], format: &str| {
        let input = format!("in.{format}");
        let input = ["--text-key", "body", "--input-format", format, &input, "-o", "out"];
        desk.run(&[args, &input].concat()).good();
        fs::read(desk.path("out")).unwrap()
    };
    let formats =
        ["jsonl", "json", "csv", "parquet", "arrow", "web-annotation", "doccano", "label-studio"];
    let formats = formats.map(|format| ["extract", "--format", format]);
    let others = [["scan", "--threads", "1"], ["series", "--threads", "2"]];
    for args in formats.iter().chain(&others) {
        let rows = made(args, "parquet");
        assert!(rows.len() > 500, "{args:?}");
        assert!(rows == made(args, "jsonl"), "{args:?}");
    }
}

#[test]
fn every_compression_is_read() {
    let desk = Desk::new();
    let all = [
        Compression::UNCOMPRESSED,
        Compression::SNAPPY,
        Compression::GZIP(GzipLevel::default()),
        Compression::LZ4,
        Compression::LZ4_RAW,
        Compression::ZSTD(Default::default()),
    ];
    for compression in all {
        desk.put("in.parquet", packed(&[("text", strings([Some(notice(58))]))], compression));
        let out = desk.run(&[&ARGS[..], &["in.parquet"]].concat()).good();
        assert_eq!(firsts(&out), [("in.parquet:1".to_owned(), 58.0)], "{compression}");
    }
}

#[test]
fn dates_are_those_of_strings() {
    let days: [ArrayRef; 4] = [
        strings([Some("2022-05-09"), None]),
        Arc::new(Date32Array::from(vec![Some(19_121), None])),
        Arc::new(TimestampMillisecondArray::from(vec![Some(1_652_083_200_000), None])),
        // 21:00 in London is the next day in China.
        Arc::new(
            TimestampMillisecondArray::from(vec![Some(1_652_040_000_000), None])
                .with_timezone("Europe/London"),
        ),
    ];
    for day in days {
        let desk = Desk::new();
        let kind = day.data_type().to_string();
        let text = strings([Some("昨日新增确诊病例1例。"); 2]);
        desk.put("in.parquet", parquet(&[("text", text), ("published", day)]));
        let args = [&ARGS[..], &["in.parquet", "--published", "2022-06-02"]].concat();
        let records = objects(&desk.run(&args).good());
        assert_eq!(records[0]["time_end"], "2022-05-08", "{kind}");
        assert_eq!(records[1]["time_end"], "2022-06-01", "{kind}: null is not known");
    }
}

#[test]
fn a_wrong_row_costs_no_other() {
    let desk = Desk::new();
    let text = notice(1);
    let long = "长".repeat(2_000);
    let texts = [Some(text.as_str()), None, Some(&text), Some(&text), Some(&long), Some(&text)];
    let days = [None, None, Some("2022-02-30"), Some(" "), None, Some("2022-05-09")];
    let places = [None, None, None, Some("瓦坎达"), None, Some("许昌市")];
    let ids = [Some("a"), Some("b"), Some("c"), Some("d"), Some("e"), None];
    let ids: DictionaryArray<Int8Type> = ids.into_iter().collect();
    desk.put(
        "in/deep/x.parquet",
        parquet(&[
            ("text", strings(texts)),
            ("published", strings(days)),
            ("place", strings(places)),
            ("id", Arc::new(ids)),
        ]),
    );
    desk.put("in/deep/y.txt", notice(9));
    for threads in ["1", "2"] {
        let args = ["in", "--max-bytes", "5K", "--threads", threads];
        let run = desk.run(&[&ARGS[..], &args].concat());
        let summary = run.summary.clone();
        let out = run.bad(
            1,
            &[
                "tongbao: in/deep/x.parquet:2: no text under the key «text»",
                "tongbao: in/deep/x.parquet:3: no ISO 8601 date or date-time: «2022-02-30»",
                "tongbao: in/deep/x.parquet:4: ",
                "tongbao: in/deep/x.parquet:5: longer than 5120 bytes",
            ],
        );
        let docs: Vec<_> = firsts(&out).into_iter().map(|(doc, _)| doc).collect();
        assert_eq!(docs, ["a", "in/deep/x.parquet:6"]);
        assert_eq!(summary.unwrap(), "2 documents read, 2 records written, 4 failed");
    }
}

#[test]
fn bytes_are_decoded() {
    let desk = Desk::new();
    let text = "许昌市新增确诊病例58例，均为本土。";
    let (bytes, ..) = encoding_rs::GB18030.encode(text);
    let column = Arc::new(BinaryArray::from(vec![bytes.as_ref(), text.as_bytes()]));
    desk.put("in.parquet", parquet(&[("text", column)]));
    let run = |encoding| desk.run(&[&ARGS[..], &["in.parquet", "--encoding", encoding]].concat());
    let out = objects(&run("auto").good());
    assert_eq!(out[0]["sentence"], text);
    assert_eq!(out[0]["sentence"], out[1]["sentence"]);
    assert_eq!(objects(&run("gb18030").out)[0]["sentence"], text);
    run("klingon").bad(2, &["tongbao: --encoding: "]);
}

#[test]
fn a_broken_file_is_named_and_the_others_are_read() {
    let desk = Desk::new();
    let (file, _) = notices(300);
    desk.put("in/a.parquet", &file[..file.len() / 2])
        .put("in/b.parquet", "PAR1")
        .put("in/c.parquet", "");
    let mut torn = file.clone();
    torn[file.len() / 4..file.len() / 2].fill(0xA5);
    desk.put("in/d.parquet", torn);
    desk.put("in/e.parquet", parquet(&[("body", strings([Some(notice(58))]))]));
    desk.put("in/f.parquet", parquet(&[("text", strings([Some("")]))]));
    desk.put("in/g.parquet", parquet(&[("body", Arc::new(Float64Array::from(vec![1.0])))]));
    let run = desk.run(&[&ARGS[..], &["in", "--text-key", "body"]].concat());
    let (whole, torn): (Vec<_>, Vec<_>) =
        run.err.lines().partition(|line| !line.starts_with("tongbao: in/d.parquet:"));
    let want = [
        "tongbao: in/a.parquet: ",
        "tongbao: in/b.parquet: ",
        "tongbao: in/c.parquet: ",
        "tongbao: in/f.parquet: no column «body»; there are: text",
        "tongbao: in/g.parquet: «body»: Float64 is neither string nor binary",
    ];
    assert_eq!((run.code, whole.len(), torn.len()), (1, want.len(), 1), "{}", run.err);
    assert!(whole.iter().zip(want).all(|(line, start)| line.starts_with(start)), "{}", run.err);
    assert_eq!(firsts(&run.out).last().unwrap(), &("in/e.parquet:1".to_owned(), 58.0));
}

#[test]
fn whatever_is_in_a_file_the_run_goes_on() {
    let desk = Desk::new();
    let texts: Vec<_> = (0..8).map(|n| Some(notice(n))).collect();
    let file = parquet(&[("text", strings(texts)), ("id", strings([Some("a"); 8]))]);
    let mut random = fastrand::Rng::with_seed(58);
    for number in 0..600 {
        let mut broken = file.clone();
        for _ in 0..random.usize(1..4) {
            broken[random.usize(4..file.len() - 8)] = random.u8(..);
        }
        desk.put(&format!("in/{number}.parquet"), broken);
    }
    desk.put("in/whole.parquet", &file);
    for threads in ["1", "2"] {
        let run = desk.run(&[&ARGS[..], &["in", "--threads", threads]].concat());
        assert!(run.code == 1 && run.out.contains("新增本土确诊病例7例"), "{run:?}");
        let complaints = run.err.lines();
        let is_named = |line: &str| line.starts_with("tongbao: in/");
        assert!(
            complaints.clone().count() > 100 && complaints.clone().all(is_named),
            "{}",
            run.err
        );
    }
}

#[test]
fn no_rows_are_no_documents() {
    let desk = Desk::new();
    desk.put("in.parquet", parquet(&[("text", strings::<&str>([]))]));
    assert_eq!(desk.run(&[&ARGS[..], &["in.parquet"]].concat()).good(), "");
}

#[test]
fn a_stream_is_refused() {
    let desk = Desk::new();
    for args in [&[][..], &["-"]] {
        let run = desk.feed(&[&ARGS[..], args].concat(), "PAR1");
        run.bad(2, &["tongbao: standard input cannot be read as Parquet"]);
    }
}

#[test]
fn a_killed_run_is_gone_on_with() {
    let desk = Desk::new();
    let text = |n| notice(n).repeat(200);
    let texts: ArrayRef = strings((0..1_000).map(|n| Some(text(n))));
    desk.put("in.parquet", parquet(&[("text", texts)]));
    let args = [&ARGS[..], &["-o", "out", "in.parquet"]].concat();
    desk.run(&args).good();
    let want = desk.read("out");
    fs::remove_file(desk.path("out")).unwrap();
    // The second input never comes, so that the run is there to be killed.
    let made = Command::new("mkfifo").arg(desk.path("never.parquet")).status().unwrap();
    assert!(made.success());
    let mut command = desk.command(&[&args[..], &["never.parquet"]].concat());
    let mut run = command.stdin(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    let journal = desk.path("out.partial.journal");
    wait_for("a point of the journal", || journalled(&journal));
    run.kill().unwrap();
    run.wait().unwrap();
    fs::remove_file(desk.path("never.parquet")).unwrap();
    let refused = desk.run(&[&args[..], &["--resume"]].concat());
    assert!(refused.code == 2 && refused.err.contains("paths was "), "{refused:?}");
    let resumed = desk.run(&[&args[..], &["never.parquet", "--resume"]].concat());
    resumed.bad(1, &["tongbao: never.parquet: "]);
    assert!(desk.read("out") == want);
    assert_eq!(desk.names(), ["in.parquet", "out"]);
}
