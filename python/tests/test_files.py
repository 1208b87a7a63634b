"""Files that the command writes, read by others: each is the JSON Lines, column by column.

TONGBAO is the command, built with the feature `cli`.
"""

import json
import math
import os
import subprocess
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import duckdb
import pandas
import polars
import pyarrow
import pyarrow.ipc
import pyarrow.parquet
import pytest
from conftest import ROOT, read_bulletins

import tongbao

Rows = list[dict[str, Any]]
Read = Callable[[Path, str], Rows]

TOOL = os.environ.get("TONGBAO")

pytestmark = pytest.mark.skipif(TOOL is None, reason="TONGBAO names no command")

TABLES = {
    "figures": ["extract"],
    "cases": ["extract", "--table", "cases"],
    "series": ["series"],
    "checks": ["check"],
}

ODD = [
    ("007", None, "5月8日，许昌市投入1234567890123456元，治愈率99.55%，三分之二已解除，气温-5℃。"),
    ("0001", "2022-05-09", "-5℃至3℃；第四轮核酸检测发现60岁以上\n确诊病例178万余例。"),
    ("=1", "2022-05-09", "，".join(["“新增,确诊”病例12万亿例", "0.1亿元", "十万分之三", "无新增死亡病例"])),
    ("NA", "2022-05-09", "病例1，男，3个月，居住于南关区。病例2—病例9，居住于宽城区。"),
]
"""Ids with leading zeros, a formula, what pandas takes for null; dates without a year; numbers
that are large, negative or ratios; line breaks, commas and nulls."""


def gold() -> Iterable[dict[str, str]]:
    """The texts of fixtures/gold."""
    for path in sorted((ROOT / "fixtures" / "gold").glob("*.gold")):
        head, _, rest = path.read_text(encoding="utf-8").partition("=== text\n")
        known = dict(line.split(": ", 1) for line in head.splitlines() if ": " in line)
        text = rest.partition("=== figures")[0]
        known = {k: v for k, v in known.items() if k in {"id", "published", "place"}}
        yield {"text": text, **{k: v for k, v in known.items() if v != "null"}}


def documents() -> Iterable[dict[str, Any]]:
    miner = tongbao.Miner()
    for bulletin in read_bulletins():
        yield {**bulletin.source(), "text": bulletin.extract(miner).text}
    yield from gold()
    for id, published, text in ODD:
        yield {"id": id, "published": published, "text": text}


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> list[list[str]]:
    """Arguments that name what is read."""
    lines = tmp_path_factory.mktemp("in") / "documents.jsonl"
    dumped = (json.dumps({k: v for k, v in d.items() if v}, ensure_ascii=False) for d in documents())
    lines.write_text("\n".join(dumped), encoding="utf-8")
    pages = ROOT / "fixtures" / "pages"
    return [["--input-format", "jsonl", str(lines)], ["--input-format", "html", str(pages)]]


@pytest.fixture(scope="module")
def write(
    sources: list[list[str]], tmp_path_factory: pytest.TempPathFactory
) -> Callable[[str, str], list[Path]]:
    """Runs the command; each file is written once."""
    folder = tmp_path_factory.mktemp("out")

    def write(table: str, form: str) -> list[Path]:
        paths = []
        for number, source in enumerate(sources):
            path = folder / f"{table}{number}.{form}"
            if not path.exists():
                command = [str(TOOL), *TABLES[table], *source, "--format", form, "-o", str(path)]
                subprocess.run(command, check=True)
            paths.append(path)
        return paths

    return write


def column(name: str, value: Any) -> Any:
    """A value of JSON as a column has it: numbers are doubles, objects and lists are JSON."""
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    if name in {"value", "low", "high", "age", "left", "right"} and value is not None:
        return float(value)
    return value


def lines(path: Path) -> Rows:
    with path.open(encoding="utf-8", newline="\n") as file:
        return [{k: column(k, v) for k, v in json.loads(line).items()} for line in file]


def plain(frame: pandas.DataFrame) -> Rows:
    """Rows of Python's own values, with None for null."""
    objects = frame.astype(object).where(frame.notna(), None)
    return [{str(k): v for k, v in row.items()} for row in objects.to_dict("records")]


def duck(relation: duckdb.DuckDBPyRelation) -> Rows:
    return [dict(zip(relation.columns, row, strict=True)) for row in relation.fetchall()]


def arrow_table(path: Path) -> pyarrow.Table:
    with pyarrow.memory_map(str(path)) as file:
        return pyarrow.ipc.open_file(file).read_all()


def duck_arrow(path: Path, _: str) -> Rows:
    return duck(duckdb.from_arrow(arrow_table(path)))


READERS: dict[str, tuple[str, Read]] = {
    "pandas of Parquet": (
        "parquet",
        lambda path, _: plain(pandas.read_parquet(path, dtype_backend="numpy_nullable")),
    ),
    "polars of Parquet": ("parquet", lambda path, _: polars.read_parquet(path).to_dicts()),
    "DuckDB of Parquet": ("parquet", lambda path, _: duck(duckdb.read_parquet(str(path)))),
    "pandas of Arrow": (
        "arrow",
        lambda path, _: plain(pandas.read_feather(path, dtype_backend="numpy_nullable")),
    ),
    "polars of Arrow": ("arrow", lambda path, _: polars.read_ipc(path).to_dicts()),
    "DuckDB of Arrow": ("arrow", duck_arrow),
    "pandas of CSV": ("csv", lambda path, table: pandas_csv(path, table)),
    "polars of CSV": ("csv", lambda path, table: polars_csv(path, table)),
    "DuckDB of CSV": ("csv", lambda path, table: duck_csv(path, table)),
}


def types(table: str, names: dict[str, Any]) -> dict[str, Any]:
    """Types of the columns by the Table Schema."""
    schema = json.loads((ROOT / "schema" / f"{table}.table.json").read_text(encoding="utf-8"))
    return {field["name"]: names[field["type"]] for field in schema["fields"]}


def unguarded(rows: Rows) -> Rows:
    """Without the ' before what a spreadsheet would run."""
    formula = tuple(f"'{start}" for start in "=+-@＝＋－＠\t\r\n")

    def bare(value: Any) -> Any:
        return value[1:] if isinstance(value, str) and value.startswith(formula) else value

    return [{key: bare(value) for key, value in row.items()} for row in rows]


def pandas_csv(path: Path, table: str) -> Rows:
    names = {
        "string": "string",
        "object": "string",
        "integer": "Int64",
        "number": "float64",
        "boolean": "boolean",
    }
    dtype = types(table, names)
    nulls: dict[str, Any] = {"keep_default_na": False, "na_values": [""]}
    return unguarded(plain(pandas.read_csv(path, dtype=dtype, **nulls)))


def polars_csv(path: Path, table: str) -> Rows:
    names = {
        "string": polars.String,
        "object": polars.String,
        "integer": polars.Int64,
        "number": polars.Float64,
        "boolean": polars.Boolean,
    }
    return unguarded(polars.read_csv(path, schema=types(table, names)).to_dicts())


def duck_csv(path: Path, table: str) -> Rows:
    names = {
        "string": "VARCHAR",
        "object": "VARCHAR",
        "integer": "BIGINT",
        "number": "DOUBLE",
        "boolean": "BOOLEAN",
    }
    query = "from read_csv(?, columns = ?, header = true, quote = '\"', escape = '\"', delim = ',')"
    found = duckdb.sql(query, params=[str(path), types(table, names)])
    assert found is not None
    return unguarded(duck(found))


def same(found: Rows, wanted: Rows) -> None:
    assert len(found) == len(wanted)
    for name in wanted[0]:
        got, want = [row[name] for row in found], [row[name] for row in wanted]
        assert got == want, name
        kinds = {type(value) for value in got if value is not None}
        assert kinds == {type(value) for value in want if value is not None}, name


COMPARED = [
    (reader, table)
    for reader, (form, _) in READERS.items()
    for table in TABLES
    if form != "csv" or (ROOT / "schema" / f"{table}.table.json").exists()
]
"""CSV is read by its Table Schema, where there is one."""


@pytest.mark.parametrize(("reader", "table"), COMPARED)
def test_files_are_the_json_lines(
    reader: str, table: str, write: Callable[[str, str], list[Path]]
) -> None:
    form, read = READERS[reader]
    rows = 0
    for path, want in zip(write(table, form), write(table, "jsonl"), strict=True):
        wanted = lines(want)
        rows += len(wanted)
        if wanted:
            same(read(path, table), wanted)
    assert rows


def test_what_is_odd_is_there(write: Callable[[str, str], list[Path]]) -> None:
    """The comparison is of rows that could go wrong."""
    rows = lines(write("figures", "jsonl")[0])
    values = {row["value"] for row in rows}
    assert {1234567890123456.0, 99.55, 2 / 3, -5.0, 12e12, 3e-5, 0.0} <= values
    assert {"007", "0001", "=1", "NA"} <= {row["doc"] for row in rows}
    assert any(row["time_start"] == "XXXX-05-08" for row in rows)
    assert any(row["qualifiers"] not in {"{}", ""} for row in rows)
    assert any("\n" in row["text"] for row in rows)
    nulls = {name for row in rows for name, value in row.items() if value is None}
    assert {"metric", "low", "high", "unit", "place", "place_code", "part_of"} <= nulls
    assert all(math.isfinite(value) for value in values)


def test_types_are_those_of_python(write: Callable[[str, str], list[Path]]) -> None:
    """A Parquet file, an Arrow file and the package's own table have one schema."""
    schema = tongbao.extract("58例").to_arrow().schema
    parquet = pyarrow.parquet.read_schema(write("figures", "parquet")[0])
    assert parquet.equals(schema)
    assert arrow_table(write("figures", "arrow")[0]).schema.equals(schema)
    for found in [schema, parquet]:
        assert found.metadata[b"tongbao.version"] == tongbao.__version__.encode()


def test_a_terminal_gets_no_file() -> None:
    pty = pytest.importorskip("pty")
    main, terminal = pty.openpty()
    command = [str(TOOL), "extract", "-", "--format", "parquet"]
    run = subprocess.run(command, input=b"", stdout=terminal, stderr=subprocess.PIPE, check=False)
    os.close(terminal)
    os.close(main)
    assert run.returncode == 2
    assert run.stderr.startswith(b"tongbao: a terminal cannot show")


def test_a_pipe_gets_the_file(write: Callable[[str, str], list[Path]]) -> None:
    for form in ["parquet", "arrow"]:
        path = write("figures", form)[1]
        source = ["--input-format", "html", str(ROOT / "fixtures" / "pages")]
        command = [str(TOOL), "extract", *source, "--format", form]
        assert subprocess.run(command, capture_output=True, check=True).stdout == path.read_bytes()


def command(*args: str | Path) -> bytes:
    """What the command prints."""
    return subprocess.run([str(TOOL), *map(str, args)], capture_output=True, check=True).stdout


@pytest.mark.parametrize("codec", ["snappy", "zstd", "gzip", "lz4", "none"])
def test_parquet_in_is_json_lines_in(
    codec: str, sources: list[list[str]], tmp_path: Path
) -> None:
    found = list(documents())
    table = pyarrow.table({key: [d.get(key) for d in found] for key in ("id", "text", "published", "place")})
    categories = table.set_column(3, "place", table["place"].cast("string").dictionary_encode())
    for number, each in enumerate([table, categories]):
        path = tmp_path / f"{number}.parquet"
        pyarrow.parquet.write_table(each, path, compression=codec, row_group_size=7)
        got = command("extract", "--input-format", "parquet", path)
        assert got.count(b"\n") > 100
        assert got == command("extract", *sources[0])


@pytest.mark.parametrize("is_old", [True, False])
def test_times_as_spark_writes_them_are_instants(is_old: bool, tmp_path: Path) -> None:
    """Without a word on the time zone: of 96 bits, or adjusted to UTC."""
    path = tmp_path / "in.parquet"
    evening = pandas.Series(pandas.to_datetime(["2022-05-08T16:30Z"]))  # it is the 9th in China
    table = pyarrow.table({"text": ["昨日新增确诊病例1例。"], "published": pyarrow.array(evening)})
    pyarrow.parquet.write_table(
        table, path, store_schema=False, use_deprecated_int96_timestamps=is_old
    )
    [record] = command("extract", "--input-format", "parquet", path).splitlines()
    assert json.loads(record)["time_end"] == "2022-05-08"


def test_pandas_by_the_readme(write: Callable[[str, str], list[Path]]) -> None:
    """The lines of the README, as they stand there."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    code = readme.split("## Records in pandas\n\n```python\n")[1].split("```")[0]
    [lines_path, _], [csv_path, _] = write("figures", "jsonl"), write("figures", "csv")
    code = code.replace('"figures.jsonl"', repr(str(lines_path)))
    code = code.replace('"figures.csv"', repr(str(csv_path)))
    names: dict[str, Any] = {}
    exec(code, names)  # they are ours
    wanted = lines(lines_path)
    for frame in [names["figures"], names["same"]]:
        rows = unguarded([{k: column(k, v) for k, v in row.items()} for row in plain(frame)])
        assert rows == wanted
