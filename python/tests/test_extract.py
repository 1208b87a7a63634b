"""One document: what the command writes, in Python."""

import json
import os
import subprocess
from datetime import date, datetime, timezone
from pathlib import Path

import pandas
import pytest
from conftest import BULLETINS, Bulletin

import tongbao

COMMAND = os.environ.get("TONGBAO")
"""The command, to compare with; without it only the committed records are compared with."""


def test_records_are_those_of_the_fixtures(
    bulletins: list[Bulletin], miner: tongbao.Miner
) -> None:
    for bulletin in bulletins:
        lines = (BULLETINS / f"{bulletin.name}.jsonl").read_text("utf-8").splitlines()
        want = [json.loads(line) for line in lines]
        # As JSON, so that 1 is not 1.0 and the order of keys counts.
        got = [json.dumps(record) for record in bulletin.extract(miner)]
        assert got == [json.dumps(record) for record in want], bulletin.name


@pytest.mark.skipif(COMMAND is None, reason="TONGBAO does not name the command")
@pytest.mark.parametrize("subcommand", ["extract", "document", "scan", "segment", "check"])
def test_all_is_what_the_command_writes(
    subcommand: str, bulletins: list[Bulletin], miner: tongbao.Miner, tmp_path: Path
) -> None:
    assert COMMAND
    for bulletin in bulletins:
        path = tmp_path / f"{bulletin.name}.txt"
        path.write_bytes(bulletin.bytes)
        arguments = [COMMAND, "extract" if subcommand == "document" else subcommand, str(path)]
        arguments += ["--format", "json"] if subcommand == "document" else []
        arguments += ["--published", bulletin.published] if bulletin.published else []
        arguments += ["--place", bulletin.place] if bulletin.place else []
        lines = subprocess.run(arguments, capture_output=True, check=True).stdout.splitlines()
        want = [json.loads(line) for line in lines]
        got = getattr(miner, subcommand)(
            bulletin.bytes, bulletin.published, bulletin.place, str(path)
        )
        if subcommand in ("document", "segment"):
            got = [got]
        assert json.dumps(list(got)) == json.dumps(want), bulletin.name


def test_offsets_are_those_of_python_strings(miner: tongbao.Miner) -> None:
    text = "🎉𠮷许昌市👨‍👩‍👧新增３例，\n治愈一百二\n十例👍🏽。"
    records = miner.extract(text)
    assert [record["value"] for record in records] == [3, 120]
    for record in records:
        assert text[record["char_start"] : record["char_end"]] == record["text"]
        utf8 = text.encode()[record["byte_start"] : record["byte_end"]]
        assert utf8.decode() == record["text"]


def test_lone_surrogates_keep_offsets(miner: tongbao.Miner) -> None:
    text = "\ud83c\udf89新增\udc80确诊病例58例。\ud800"
    (record,) = miner.extract(text)
    assert text[record["char_start"] : record["char_end"]] == record["text"] == "58例"
    assert miner.extract("\ud800") == []


def test_bytes_are_decoded(bulletins: list[Bulletin], miner: tongbao.Miner) -> None:
    for bulletin in bulletins:
        assert miner.document(bulletin.bytes)["encoding"] == bulletin.encoding
        records = bulletin.extract(miner)
        assert records.text is not None
        for record in records:
            assert records.text[record["char_start"] : record["char_end"]] == record["text"]
    text = "新增確診病例58例。"
    for encoding in ["big5", "gb18030", "utf-16"]:
        assert miner.extract(bytearray(text.encode(encoding)), encoding=encoding).text == text


def test_published_may_be_a_date(miner: tongbao.Miner) -> None:
    text = "昨日新增3例。"
    days: list[str | date] = [
        "2022-05-09",
        date(2022, 5, 9),
        datetime(2022, 5, 9, 8, 30),
        datetime(2022, 5, 9, 8, 30, 1, 5, tzinfo=timezone.utc),
    ]
    for published in days:
        assert miner.extract(text, published)[0]["time_end"] == "2022-05-08"


def test_records_are_a_sequence(miner: tongbao.Miner) -> None:
    records = miner.extract("新增1例、治愈2例、死亡3例。")
    listed = list(records)
    assert isinstance(records, tongbao.Records)
    assert len(records) == 3
    assert records == listed == records.to_list() == miner.extract("新增1例、治愈2例、死亡3例。")
    assert records != listed[:2]
    assert records[-1] == listed[-1]
    assert records[::-2] == listed[::-2]
    assert list(reversed(records)) == listed[::-1]
    assert listed[1] in records
    assert pandas.DataFrame(records).to_dict("records") == pandas.DataFrame(listed).to_dict("records")
    assert not miner.extract("")
    for index in (3, -4):
        with pytest.raises(IndexError):
            records[index]
    assert repr(records) == "<tongbao.Records: 3>"
    records[0]["value"] = 99
    assert records[0]["value"] == 1
    assert set(records[0]) == set(tongbao.Record.__annotations__)


def test_numbers_are_ints_where_they_are_whole(miner: tongbao.Miner) -> None:
    values = [r["value"] for r in miner.extract("投入资金1.20万元，增长3.5%，库存2.0吨。")]
    assert [(value, type(value)) for value in values] == [(12000, int), (3.5, float), (2, int)]


def test_explain(miner: tongbao.Miner) -> None:
    text = "全市累计报告确诊病例58例。"
    why = miner.explain(text, 11, place="许昌市")
    assert why is not None
    assert why["record"] == miner.extract(text, place="许昌市")[0]
    assert miner.explain(text, 0) is None


def test_check_many(miner: tongbao.Miner) -> None:
    checks = miner.check_many(
        [
            {"text": f"截至2022年5月{day}日，累计报告确诊病例{count}例。", "place": "许昌市"}
            for day, count in [(8, 58), (9, 57)]
        ]
    )
    assert [(c["kind"], c["verdict"]) for c in checks] == [("cumulative_rises", "fails")]
    assert checks[0]["records"] == [{"doc": "0", "id": 0}, {"doc": "1", "id": 0}]


def test_errors_say_what_is_wrong(miner: tongbao.Miner) -> None:
    assert issubclass(tongbao.TongbaoError, ValueError)
    with pytest.raises(tongbao.TongbaoError, match="^a: .*«瓦坎达»") as raised:
        miner.extract("新增3例。", place="瓦坎达", id="a")
    assert raised.value.doc == "a"
    assert "瓦坎达" in raised.value.reason
    with pytest.raises(tongbao.TongbaoError) as raised:
        miner.extract("新增3例。", "2022-13-01")
    assert raised.value.doc is None
    assert str(raised.value) == raised.value.reason
    with pytest.raises(tongbao.TongbaoError, match="klingon"):
        miner.document(b"", encoding="klingon")
    with pytest.raises(TypeError, match="int"):
        miner.extract(5)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="int"):
        miner.extract("", 20220509)  # type: ignore[arg-type]


def test_catalogues(tmp_path: Path) -> None:
    catalogue = tmp_path / "mine.tsv"
    catalogue.write_text("masks\t口罩|医用口罩\t个 只\tnoun\n", "utf-8")
    for path in (catalogue, str(catalogue)):
        (record,) = tongbao.Miner(catalogues=[path]).extract("发放口罩300只。")
        assert record["metric"] == "masks"
    catalogue.write_text("masks\t口罩\t万只\tnoun\n", "utf-8")
    with pytest.raises(tongbao.TongbaoError, match="mine.tsv:1: unknown unit «万只»"):
        tongbao.Miner([catalogue])
    with pytest.raises(FileNotFoundError, match="none.tsv"):
        tongbao.Miner([tmp_path / "none.tsv"])
    catalogue.write_bytes(b"\xff\xfe")
    with pytest.raises(tongbao.TongbaoError, match="mine.tsv: .*UTF-8"):
        tongbao.Miner([catalogue])


def test_examples() -> None:
    import doctest

    tests = doctest.DocTestFinder().find(tongbao)
    for item in (tongbao.Miner, tongbao.Records):
        tests += doctest.DocTestFinder().find(item, module=False)
    runner = doctest.DocTestRunner()
    for test in tests:
        runner.run(test)
    result = runner.summarize()
    assert result.attempted > 30
    assert result.failed == 0


def test_constants() -> None:
    assert tongbao.SCHEMA_VERSION == tongbao.document("")["schema_version"]
    assert tongbao.__version__.count(".") == 2
