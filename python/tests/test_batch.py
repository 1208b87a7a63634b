"""Arrow in, Arrow out: `Miner.extract_batch`."""

from datetime import date, datetime
from typing import Any

import polars
import pyarrow
import pytest
import tongbao
from conftest import Bulletin
from corpus import FAULTS, POISON, faults

TEXT = "昨日新增本土确诊病例58例，其中魏都区29例。"


def documents(**columns: Any) -> pyarrow.RecordBatch:
    return pyarrow.record_batch(
        {n: c if isinstance(c, pyarrow.Array) else pyarrow.array(c) for n, c in columns.items()}
    )


def rows(table: tongbao.Table) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = pyarrow.table(table).to_pylist()
    return found


@pytest.mark.parametrize(
    "kind", [pyarrow.binary(), pyarrow.large_binary(), pyarrow.binary_view()], ids=str
)
def test_bytes_are_decoded(
    kind: pyarrow.DataType, bulletins: list[Bulletin], miner: tongbao.Miner
) -> None:
    batch = documents(
        text=pyarrow.array([b.bytes for b in bulletins], kind),
        id=[b.name for b in bulletins],
        published=[b.published for b in bulletins],
        place=[b.place for b in bulletins],
    )
    figures, _ = miner.extract_batch(batch, published="published", place="place")
    want = miner.extract_table([b.source() for b in bulletins]).to_arrow()
    assert pyarrow.table(figures).combine_chunks().equals(want.combine_chunks())
    assert figures.to_arrow().schema.metadata == want.schema.metadata


@pytest.mark.parametrize(
    "kind", [pyarrow.string(), pyarrow.large_string(), pyarrow.string_view()], ids=str
)
def test_strings_and_what_is_known_of_them(kind: pyarrow.DataType, miner: tongbao.Miner) -> None:
    want = rows(
        miner.extract_batch(
            documents(
                text=pyarrow.array([TEXT], kind), id=["7"], day=["2022-05-09"], home=["许昌市"]
            ),
            published="day",
            place="home",
        )[0]
    )
    assert [(r["doc"], r["place"], r["time_end"], r["value"], r["part_of"]) for r in want] == [
        ("7", "许昌市", "2022-05-08", 58, None),
        ("7", "魏都区", "2022-05-08", 29, 0),
    ]
    other = documents(body=[TEXT], key=[7], day=[date(2022, 5, 9)], home=["许昌市"])
    assert rows(miner.extract_batch(other, "body", "key", "day", "home")[0]) == want


def test_a_slice_is_a_batch(miner: tongbao.Miner) -> None:
    batch = documents(text=["新增1例。", "新增2例。", None, "新增4例。"], id=list("abcd"))
    figures, wrong = miner.extract_batch(batch.slice(1, 3))
    assert [(r["doc"], r["value"]) for r in rows(figures)] == [("b", 2), ("d", 4)]
    assert [(r["doc"], r["row"]) for r in rows(wrong)] == [("c", 1)]
    figures, wrong = miner.extract_batch(batch.slice(0, 0))
    assert (len(figures), len(wrong)) == (0, 0)
    assert figures.to_arrow().column_names == list(tongbao.Record.__annotations__)


def test_cases(miner: tongbao.Miner) -> None:
    text = "病例1—病例9，居住于南关区。病例10，女，3岁，居住于宽城区。"
    batch = documents(text=[text], id=["a"], place=["长春市"])
    cases, _ = miner.extract_batch(batch, place="place", table="cases")
    assert [(r["doc"], r["count"], r["residence"]) for r in rows(cases)] == [
        ("a", 9, "南关区"),
        ("a", 1, "宽城区"),
    ]


def test_every_row_has_records_or_a_reason(miner: tongbao.Miner) -> None:
    good: dict[str, Any] = {"id": "good", "text": TEXT}
    names = ["id", "text", "published", "place"]
    lines = [good, *POISON, good]
    batch = documents(**{n: [line.get(n) for line in lines] for n in names})
    figures, wrong = miner.extract_batch(
        batch, published="published", place="place", max_bytes=1_000_000
    )
    assert [(r["doc"], r["value"]) for r in rows(figures)] == [
        ("good", 58), ("good", 29), ("", 3), ("good", 58), ("good", 29),
    ]  # fmt: skip
    assert faults(rows(wrong)) == FAULTS
    assert all(r["byte_start"] is None for r in rows(wrong))
    by_code = {r["code"]: r for r in rows(wrong)}
    assert by_code["unknown_place"]["row"] == 3
    assert "瓦坎达" in by_code["unknown_place"]["message"]
    # Within the limit, the long one is read.
    whole, _ = miner.extract_batch(batch, published="published", place="place")
    assert len(whole) == len(figures) + 100_000


def test_bytes_without_meaning_are_told(miner: tongbao.Miner) -> None:
    batch = documents(text=["新增".encode() + b"\xff" + "5例，治愈3例。".encode()], id=["a"])
    figures, wrong = miner.extract_batch(batch, encoding="utf-8")
    assert [r["value"] for r in rows(figures)] == [5, 3]
    fault, glyph = rows(wrong)
    assert (fault["byte_start"], glyph["code"]) == (glyph["byte_start"], "lost_glyph")
    assert (fault["doc"], fault["row"], fault["code"]) == ("a", 0, "undecodable")
    assert (fault["byte_start"], fault["byte_end"]) == (6, 9)


def test_strict_raises_with_the_id(miner: tongbao.Miner) -> None:
    batch = documents(text=["新增1例。", None], id=["a", "b"])
    with pytest.raises(tongbao.TongbaoError, match="b: no_text") as raised:
        miner.extract_batch(batch, strict=True)
    assert raised.value.doc == "b"
    assert len(miner.extract_batch(batch.slice(0, 1), strict=True)[0]) == 1
    with pytest.raises(tongbao.TongbaoError, match="row 0: no_id"):
        miner.extract_batch(documents(text=[TEXT], id=pyarrow.nulls(1)), strict=True)


@pytest.mark.parametrize(
    "day",
    [
        pyarrow.array([date(2022, 5, 9)], pyarrow.date64()),
        pyarrow.array([datetime(2022, 5, 9, 8)], pyarrow.timestamp("us")),
        # The next day in China.
        pyarrow.array([datetime(2022, 5, 8, 20)], pyarrow.timestamp("ms", "UTC")),
        pyarrow.array(["2022-05-09"]).dictionary_encode(),
    ],
    ids=lambda day: str(day.type),
)
def test_dates_and_timestamps(day: pyarrow.Array, miner: tongbao.Miner) -> None:
    figures, wrong = miner.extract_batch(documents(text=[TEXT], id=["a"], day=day), published="day")
    assert len(wrong) == 0
    assert {r["time_end"] for r in rows(figures)} == {"2022-05-08"}


def test_wrong_settings_are_errors(miner: tongbao.Miner) -> None:
    batch = documents(text=[TEXT], id=["a"], number=[1.5])
    for arguments, reason in [
        ({"text": "body"}, "no column «body»"),
        ({"text": "number"}, "«number»: Float64 is neither"),
        ({"id": "number"}, "«number»: Float64 is neither"),
        ({"place": "home"}, "no column «home»"),
    ]:
        with pytest.raises(tongbao.TongbaoError, match=reason):
            miner.extract_batch(batch, **arguments)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="table"):
        miner.extract_batch(batch, table="series")  # type: ignore[arg-type]
    with pytest.raises(tongbao.TongbaoError, match="klingon"):
        miner.extract_batch(documents(text=[b"5"], id=["a"]), encoding="klingon")
    with pytest.raises((TypeError, ValueError)):
        miner.extract_batch([TEXT])  # type: ignore[arg-type]


def test_no_ids_and_frames(miner: tongbao.Miner) -> None:
    figures, wrong = miner.extract_batch(documents(text=[TEXT]), id=None)
    assert len(wrong) == 0
    assert figures.to_polars()["value"].to_list() == [58, 29]
    assert figures.to_pandas()["value"].tolist() == [58, 29]
    assert polars.DataFrame(wrong).columns == [
        "doc",
        "row",
        "code",
        "byte_start",
        "byte_end",
        "message",
    ]
