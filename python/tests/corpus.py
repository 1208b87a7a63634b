"""Documents for whole jobs, and what the command makes of them.

TONGBAO is the command, built with the feature `cli`; TONGBAO_CORPUS a file of JSON Lines:
`cargo run --release --example corpus -- 42` makes one of 20,000 bulletins. Without it, the bulletins
of `fixtures/` are taken several times.
"""

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pyarrow
import pyarrow.parquet
import tongbao
from conftest import read_bulletins

TOOL = os.environ.get("TONGBAO")
CORPUS = os.environ.get("TONGBAO_CORPUS")

POISON: list[dict[str, Any]] = [
    {"id": "null", "text": None},
    {"id": "empty", "text": ""},
    {"id": "nowhere", "text": "新增确诊病例3例。", "place": "瓦坎达"},
    {"id": "never", "text": "新增确诊病例3例。", "published": "2022-13-45"},
    {"id": None, "text": "新增确诊病例3例。"},
    {"id": "huge", "text": "新增确诊病例3例。" * 100_000},
]
"""Documents each of which is wrong in its own way."""

FAULTS = [
    (None, "no_id"),
    ("empty", "empty_text"),
    ("huge", "too_long"),
    ("never", "invalid_date"),
    ("nowhere", "unknown_place"),
    ("null", "no_text"),
]
"""What is said of them where documents of a million bytes are too long, in order."""


def write(path: Path) -> Path:
    """The corpus as JSON Lines."""
    if CORPUS is not None:
        return Path(CORPUS)
    bulletins = [
        {"text": tongbao.extract(it.bytes).text, "published": it.published, "place": it.place}
        for it in read_bulletins()
    ]
    with path.open("w", encoding="utf-8") as lines:
        for number, bulletin in enumerate(bulletins * 30):
            line = {"id": str(number), **bulletin}
            lines.write(json.dumps(line, ensure_ascii=False) + "\n")
    return path


def table(path: Path) -> pyarrow.Table:
    """The corpus as a table of strings."""
    names = ["id", "text", "published", "place"]
    with path.open(encoding="utf-8") as lines:
        documents = [json.loads(line) for line in lines]
    return pyarrow.table(
        {n: pyarrow.array([d.get(n) for d in documents], pyarrow.string()) for n in names}
    )


def command(corpus: Path, out: Path, *arguments: str) -> pyarrow.Table:
    """What the command makes of it; where there is none, what the package does, by another way."""
    if TOOL is None:
        with corpus.open(encoding="utf-8") as lines:
            return in_order(tongbao.extract_table(map(json.loads, lines)).to_arrow())
    start = [TOOL, "extract", "--input-format", "jsonl", "--format", "parquet"]
    subprocess.run([*start, *arguments, "-o", str(out), str(corpus)], check=True)
    return in_order(pyarrow.parquet.read_table(out))


def in_order(table: pyarrow.Table) -> pyarrow.Table:
    """The rows by document and index, with the types that both have."""
    fields = [
        pyarrow.field(f.name, pyarrow.int64() if f.type == pyarrow.uint64() else f.type)
        for f in table.schema
    ]
    plain = table.cast(pyarrow.schema(fields)).replace_schema_metadata(None)
    return plain.sort_by([("doc", "ascending"), ("id", "ascending")]).combine_chunks()


def faults(rows: list[dict[str, Any]]) -> list[tuple[str | None, str]]:
    """Document and code of each, in order."""
    return sorted(((r["doc"], r["code"]) for r in rows), key=lambda it: (it[0] or "", it[1]))
