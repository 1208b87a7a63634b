"""Whole jobs on Spark, with two Python worker processes; needs `tongbao[spark]` and Java."""

import json
import os
import shutil
import signal
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import corpus
import pyarrow
import pyarrow.parquet
import pytest
import tongbao

pytest.importorskip("pyspark")
if shutil.which("java") is None and "JAVA_HOME" not in os.environ:
    pytest.skip("no Java", allow_module_level=True)

import tongbao.spark
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql.functions import col, lit
from tongbao._work import Work


@pytest.fixture(scope="module")
def spark() -> Iterator[SparkSession]:
    """Two workers, with the Python of the tests; a task that fails is tried four times."""
    os.environ["PYSPARK_PYTHON"] = sys.executable
    session = (
        SparkSession.builder.master("local[2,4]")
        .config("spark.ui.enabled", "false")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.sql.shuffle.partitions", "4")
        .config("spark.sql.session.timeZone", "UTC")
        .getOrCreate()
    )
    yield session
    session.stop()


@pytest.fixture(scope="module")
def documents(spark: SparkSession, lines: Path) -> DataFrame:
    schema = "id string, text string, published string, place string"
    return spark.read.schema(schema).json(str(lines)).repartition(8)


def written(df: DataFrame, path: Path) -> pyarrow.Table:
    df.write.mode("overwrite").parquet(str(path))
    return corpus.in_order(pyarrow.parquet.read_table(path))


def same(found: pyarrow.Table, want: pyarrow.Table) -> bool:
    """Spark makes every column nullable when it writes."""
    return bool(found.cast(want.schema).equals(want))


def test_figures_are_those_of_the_command(
    documents: DataFrame, figures: pyarrow.Table, folder: Path
) -> None:
    found = tongbao.spark.extract(documents, published="published", place="place")
    assert found.columns == list(tongbao.Record.__annotations__)
    assert figures.num_rows > 10_000
    assert same(written(found, folder / "found"), figures)


@pytest.mark.skipif(corpus.TOOL is None, reason="TONGBAO names no command")
def test_cases_are_those_of_the_command(spark: SparkSession, folder: Path) -> None:
    text = "病例1—病例9，居住于南关区。病例10，女，3岁，居住于宽城区。"
    lines = [{"id": str(number), "text": text, "place": "长春市"} for number in range(30)]
    path = folder / "cases.jsonl"
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    want = corpus.command(path, folder / "cases.parquet", "--table", "cases")
    df = spark.read.schema("id string, text string, place string").json(str(path)).repartition(3)
    cases = tongbao.spark.extract(df, place="place", table="cases")
    assert want.num_rows == 60
    assert same(written(cases, folder / "cases"), want)


def test_a_killed_worker_loses_and_doubles_nothing(
    documents: DataFrame, figures: pyarrow.Table, folder: Path
) -> None:
    marker = folder / "killed"
    work = Work("text", "id", "published", "place", "figures", None, 16 << 20, False, ())

    def dies_once(batches: Iterator[pyarrow.RecordBatch]) -> Iterator[pyarrow.RecordBatch]:
        for batch in work.batches(batches):
            yield batch
            if not marker.exists():
                marker.write_text(str(os.getpid()))
                os.kill(os.getpid(), signal.SIGKILL)

    schema = tongbao.spark.extract(documents).schema
    found = documents.mapInArrow(dies_once, schema)
    assert same(written(found, folder / "retried"), figures)
    assert int(marker.read_text()) != os.getpid()


def test_poisoned_documents_do_not_stop_the_job(spark: SparkSession, documents: DataFrame) -> None:
    extract = partial(
        tongbao.spark.extract, published="published", place="place", max_bytes=1_000_000
    )
    columns = "id string, text string, published string, place string"
    poison = spark.createDataFrame([dict(it) for it in corpus.POISON], columns)
    some = documents.limit(50).select("id", "text", "published", "place").persist()
    mixed = some.unionAll(poison).repartition(2)
    assert extract(mixed).count() == extract(some).count() + 1  # that of the one without an id
    wrong = extract(poison, table="diagnostics").collect()
    assert corpus.faults([row.asDict() for row in wrong]) == corpus.FAULTS
    with pytest.raises(Exception, match="nowhere: unknown_place: .*瓦坎达"):
        extract(poison.where("id = 'nowhere'"), strict=True).collect()


def test_strings_that_are_no_text(spark: SparkSession) -> None:
    text = "新增确诊病例5例，".encode() + b"\xff" + "治愈3例。".encode()
    rows = spark.createDataFrame(
        [("bytes", bytearray(text)), ("good", bytearray("治愈7例。".encode()))],
        "id string, text binary",
    )
    for df in [rows, rows.withColumn("text", col("text").cast("string"))]:
        found = tongbao.spark.extract(df.coalesce(1), encoding="utf-8").collect()
        assert [(r["doc"], r["value"]) for r in found] == [("bytes", 5), ("bytes", 3), ("good", 7)]
        wrong = tongbao.spark.extract(df, encoding="utf-8", table="diagnostics").collect()
        assert {(r["doc"], r["code"]) for r in wrong} >= {("bytes", "undecodable")}


def test_what_is_known_of_all_is_a_column(spark: SparkSession) -> None:
    df = spark.createDataFrame([(7, "昨日新增确诊病例58例。")], "key long, body string")
    df = (
        df.withColumnRenamed("key", "the.id")
        .withColumn("home", lit("许昌市"))
        .withColumn("day", lit("2022-05-09").cast("date"))
    )
    (row,) = tongbao.spark.extract(df, "body", "the.id", "day", "home").collect()
    assert (row["doc"], row["place"], row["time_end"]) == ("7", "许昌市", "2022-05-08")


def test_wrong_columns_are_found_at_once(spark: SparkSession) -> None:
    df = spark.createDataFrame([(1, "a", 1.5)], "id long, text string, number double")
    with pytest.raises(tongbao.TongbaoError, match="no column «body»"):
        tongbao.spark.extract(df, "body")
    with pytest.raises(tongbao.TongbaoError, match="«number»: double is not string or date"):
        tongbao.spark.extract(df, published="number")
    with pytest.raises(tongbao.TongbaoError, match="klingon"):
        tongbao.spark.extract(df, encoding="klingon")
    with pytest.raises(FileNotFoundError):
        tongbao.spark.extract(df, catalogues=["/nowhere.tsv"])
