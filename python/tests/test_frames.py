"""Records as Arrow and data frames."""

import json
from typing import Any

import pandas
import polars
import pyarrow
import pytest
from conftest import Bulletin

import tongbao

INTEGERS = ["article", "id", "part_of"]
OFFSETS = ["byte_start", "byte_end", "char_start", "char_end"]
NUMBERS = ["value", "low", "high"]


@pytest.fixture(scope="module")
def records(bulletins: list[Bulletin]) -> tongbao.Records:
    """More than one Arrow batch of them."""
    return tongbao.extract_table([b.source() for b in bulletins * 17])


def rows(records: tongbao.Records) -> list[dict[str, Any]]:
    """The records as a table has them."""
    return [
        {**r, "qualifiers": json.dumps(r["qualifiers"], ensure_ascii=False, separators=(",", ":"))}
        for r in records
    ]


def test_arrow(records: tongbao.Records) -> None:
    table = records.to_arrow()
    assert len(records) > 2 * 8192
    assert table.column("doc").num_chunks == -(-len(records) // 8192)
    assert table.column_names == list(records[0])
    assert table.to_pylist() == rows(records)
    for field in table.schema:
        if field.name in INTEGERS:
            assert field.type == pyarrow.int64()
        elif field.name in OFFSETS:
            assert field.type == pyarrow.uint64()
        elif field.name in NUMBERS:
            assert field.type == pyarrow.float64()
        else:
            assert field.type == pyarrow.string()
    table.validate(full=True)


def test_arrow_streams_can_be_read_batch_by_batch(records: tongbao.Records) -> None:
    reader = pyarrow.RecordBatchReader.from_stream(records)
    first = reader.read_next_batch()
    del records
    assert first.num_rows == 8192
    assert sum(batch.num_rows for batch in reader) > 8192


def test_a_stream_that_nobody_reads_is_freed(records: tongbao.Records) -> None:
    for _ in range(100):
        records.__arrow_c_stream__()
        records.__arrow_c_stream__(requested_schema=None)


def test_pandas(records: tongbao.Records) -> None:
    frame = records.to_pandas()
    assert list(frame.columns) == list(records[0])
    assert {str(frame[name].dtype) for name in INTEGERS} == {"Int64"}
    assert {str(frame[name].dtype) for name in OFFSETS} == {"uint64"}
    assert {str(frame[name].dtype) for name in NUMBERS} == {"float64"}
    others = [name for name in frame if name not in INTEGERS + OFFSETS + NUMBERS]
    assert {str(frame[name].dtype) for name in others} == {"string"}
    plain = frame.astype(object).where(frame.notna(), None)
    assert plain.to_dict("records") == rows(records)
    assert "411000" in set(frame["place_code"].dropna())


def test_polars(records: tongbao.Records) -> None:
    frame = records.to_polars()
    assert frame.columns == list(records[0])
    assert frame.schema["place_code"] == polars.String
    assert frame.schema["part_of"] == polars.Int64
    assert frame.schema["char_start"] == polars.UInt64
    assert frame.to_dicts() == rows(records)


def test_no_records_have_all_columns() -> None:
    records = tongbao.extract("")
    names = list(tongbao.Record.__annotations__)
    assert records.to_arrow().column_names == names
    assert list(records.to_pandas().columns) == names
    assert records.to_polars().columns == names
    assert len(records.to_pandas()) == 0


def test_frames_of_a_slice_and_of_one_document() -> None:
    records = tongbao.extract("新增1例、治愈2例、死亡3例。")
    assert records[1:].to_polars()["value"].to_list() == [2, 3]
    assert isinstance(records.to_pandas(), pandas.DataFrame)
    assert polars.DataFrame(records).equals(records.to_polars())
