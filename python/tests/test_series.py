"""Series of many documents, and web pages."""

import json
import os
import subprocess

import pytest
from conftest import ROOT

import tongbao

TOOL = os.environ.get("TONGBAO")

NOTICES = [
    {"id": "a", "published": "2022-05-09", "place": "许昌市", "text": "5月8日，新增确诊病例12例，治愈3例。"},
    {"id": "b", "published": "2022-05-10", "place": "许昌市", "text": "5月8日，新增确诊病例13例。"},
]
PAGE = (
    "<meta charset=gbk><meta name=PubDate content='2022-05-09 08:30'><title>疫情通报</title>"
    "<div id=nav><a href=/>首页</a></div><h1>疫情通报</h1><p>昨日新增<b>确诊病例</b>3例。</p>"
)


def test_points() -> None:
    points = tongbao.series(NOTICES, metric="confirmed_cases")
    assert [(p["value"], p["standing"]) for p in points.to_list()] == [(12, "revised"), (13, "revision")]
    assert points[0] == points.to_list()[0] == points[-2]
    assert list(points[0]) == list(tongbao.Point.__annotations__)
    assert points[1]["sources"] == [{"doc": "b", "id": 0}]
    with pytest.raises(IndexError):
        points[2]
    assert len(tongbao.series(NOTICES)) == 3
    assert len(tongbao.series(NOTICES, metric=("recoveries", "confirmed_cases"))) == 3
    assert len(tongbao.series(NOTICES, metric="deaths")) == 0


def test_frames_have_the_points() -> None:
    points = tongbao.series(NOTICES)
    rows = []
    for point in points.to_list():
        row: dict[str, object] = dict(point)
        for key in ("qualifiers", "sources"):
            row[key] = json.dumps(row[key], ensure_ascii=False, separators=(",", ":"))
        rows.append(row)
    assert points.to_arrow().to_pylist() == points.to_polars().to_dicts() == rows
    frame = points.to_pandas()
    assert str(frame["place_code"].dtype) == "string" and str(frame["value"].dtype) == "float64"
    assert list(tongbao.series([]).to_pandas().columns) == list(frame.columns)


@pytest.mark.skipif(TOOL is None, reason="TONGBAO names no command")
def test_points_are_the_rows_of_the_command() -> None:
    documents = [
        {"id": path.stem, "published": path.stem, "place": "许昌市", "text": path.read_text("utf-8")}
        for path in sorted((ROOT / "fixtures" / "notices").glob("*.txt"))
    ]
    lines = "\n".join(json.dumps(document) for document in documents)
    command = [str(TOOL), "series", "--input-format", "jsonl", "--format", "jsonl"]
    run = subprocess.run(command, input=lines.encode(), capture_output=True, check=True)
    rows = [json.loads(line) for line in run.stdout.splitlines()]
    assert {row["standing"] for row in rows} == {"stated", "revised", "revision"}
    points = tongbao.series(documents).to_list()
    assert points == rows
    assert [list(point) for point in points] == [list(row) for row in rows]


def test_web_pages() -> None:
    for page in (PAGE, PAGE.encode("gbk")):
        records = tongbao.extract(page, html=True)
        assert records.text == "疫情通报\n昨日新增确诊病例3例。"
        [record] = records
        assert records.text[record["char_start"] : record["char_end"]] == record["text"]
        assert record["time_end"] == "2022-05-08"
        assert tongbao.extract(page, "2022-05-20", html=True)[0]["time_end"] == "2022-05-19"
        web = tongbao.web_text(page)
        assert web["text"] == records.text == tongbao.document(page, html=True)["text"]
        assert str(web["published"]).startswith("2022-05-09")
        [of_many] = tongbao.extract_many([{"html": page, "id": "p"}])
        assert of_many.text == records.text and of_many[0]["doc"] == "p"
        [point] = tongbao.series([{"html": page, "place": "许昌市"}]).to_list()
        assert point["time_end"] == "2022-05-08"
    with pytest.raises(tongbao.TongbaoError, match="none-such"):
        tongbao.web_text(PAGE.encode(), encoding="none-such")
