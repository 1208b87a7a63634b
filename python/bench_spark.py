"""Times extraction inside Spark, on one core, against the command with one thread, over 1, 4 and 16
times the same documents; and beside it what one would write without `tongbao.spark`: a plain
Python UDF.

    cargo run --release --example corpus -- 3 | head -1000 > corpus.jsonl
    cargo build --release --features cli
    pip install './python[spark]'
    python python/bench_spark.py target/release/tongbao corpus.jsonl

The worker process and its miner are there before a run is timed, and the documents are in memory.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

import tongbao
import tongbao.spark
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql.functions import explode, udf

TIMES = [1, 4, 16]
RUNS = 3


def main(command: str, corpus: str) -> None:
    os.environ["PYSPARK_PYTHON"] = sys.executable
    session = SparkSession.builder.master("local[1]").config("spark.ui.enabled", "false")
    spark = session.config("spark.driver.memory", "4g").getOrCreate()
    spark.sparkContext.setLogLevel("ERROR")
    lines = Path(corpus).read_text(encoding="utf-8").splitlines()
    documents = [json.loads(line) for line in lines]
    columns = "id string, text string, published string"
    one = [(d["id"], d["text"], d["published"]) for d in documents]
    size = sum(len(d["text"].encode()) for d in documents) / 1e6
    print(f"{len(one)} documents, {size:.1f} MB of text; best of {RUNS} runs, in turn")

    def plain(text: str, published: str) -> list[tuple[str | None, float]]:
        return [(r["metric"], float(r["value"])) for r in tongbao.extract(text, published)]

    records = udf(plain, "array<struct<metric: string, value: double>>")

    def arrow_in_spark(df: DataFrame) -> None:
        consume(tongbao.spark.extract(df, published="published"))

    def plain_udf(df: DataFrame) -> None:
        consume(df.select("id", explode(records("text", "published"))))

    for times in TIMES:
        df = spark.createDataFrame(one * times, columns).coalesce(1).persist()
        df.count()
        with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as file:
            file.writelines(line + "\n" for line in lines * times)
            file.flush()

            def the_command(name: str = file.name) -> None:
                start = [command, "extract", "--input-format", "jsonl", "--threads", "1"]
                out = ["--format", "arrow", "-o", "/dev/null"]
                subprocess.run([*start, *out, name], check=True)

            runs: dict[str, Callable[[], None]] = {
                "the command": the_command,
                "tongbao.spark": lambda df=df: arrow_in_spark(df),  # type: ignore[misc]
                "plain UDF": lambda df=df: plain_udf(df),  # type: ignore[misc]
            }
            arrow_in_spark(df.limit(10))
            plain_udf(df.limit(10))
            best = dict.fromkeys(runs, float("inf"))
            for _ in range(RUNS):
                for name, run in runs.items():
                    start = perf_counter()
                    run()
                    best[name] = min(best[name], perf_counter() - start)
            for name, seconds in best.items():
                rate, share = size * times / seconds, best["the command"] / seconds
                each = len(one) * times / seconds
                print(
                    f"{times:3}x {name:14} {seconds:7.2f} s {rate:6.2f} MB/s {each:6.0f} documents/s {share:5.2f}"
                )
        df.unpersist()
    spark.stop()


def consume(df: DataFrame) -> None:
    """Makes all rows, and throws them away."""
    df.write.format("noop").mode("overwrite").save()


if __name__ == "__main__":
    main(*sys.argv[1:])
