"""Reads Chinese news and health bulletins and gives back every figure in them.

>>> import tongbao
>>> text = "截至5月8日8时，我市累计报告本土确诊病例46例，其中魏都区29例。"
>>> records = tongbao.extract(text, published="2022-05-09", place="许昌市")
>>> for r in records:
...     print(r["place"], r["metric"], r["aspect"], r["value"], r["time_end"])
许昌市 confirmed_cases cumulative 46 2022-05-08T08:00
魏都区 confirmed_cases cumulative 29 2022-05-08T08:00
>>> text[records[1]["char_start"]:records[1]["char_end"]]
'29例'

`Records` are a sequence of dicts, and a data frame by `to_pandas()`, `to_polars()`, or any
reader of Arrow. The functions here share one `Miner` with the built-in tables; build one of your
own to add catalogues.
"""

from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import Any

from tongbao._tongbao import (
    SCHEMA_VERSION,
    Miner,
    Points,
    Records,
    Table,
    TongbaoError,
    __version__,
    web_text,
)
from tongbao.types import Point, Published, Record, Source, Text, WebPage

__all__ = [
    "SCHEMA_VERSION",
    "Miner",
    "Point",
    "Points",
    "Record",
    "Records",
    "Table",
    "TongbaoError",
    "WebPage",
    "__version__",
    "check",
    "check_many",
    "document",
    "explain",
    "extract",
    "extract_many",
    "extract_table",
    "scan",
    "segment",
    "series",
    "web_text",
]

_miner = cache(Miner)


def extract(
    text: Text,
    published: Published | None = None,
    place: str | None = None,
    id: str = "",
    *,
    encoding: str | None = None,
    html: bool = False,
) -> Records:
    """The figures of a document; see `Miner.extract`.

    >>> import tongbao
    >>> [(r["value"], r["bound"]) for r in tongbao.extract("检测178万余人次。")]
    [(1780000, 'more_than')]
    """
    return _miner().extract(text, published, place, id, encoding=encoding, html=html)


def document(
    text: Text,
    published: Published | None = None,
    place: str | None = None,
    id: str = "",
    *,
    encoding: str | None = None,
    html: bool = False,
) -> dict[str, Any]:
    """All that is known about a document; see `Miner.document`.

    >>> import tongbao
    >>> tongbao.document("新增确诊病例58例。".encode("gb18030"), encoding="gb18030")["encoding"]
    'gb18030'
    """
    return _miner().document(text, published, place, id, encoding=encoding, html=html)


def scan(
    text: Text,
    published: Published | None = None,
    place: str | None = None,
    id: str = "",
    *,
    encoding: str | None = None,
    html: bool = False,
) -> list[dict[str, Any]]:
    """Every number, quantity, time, place and metric that is mentioned; see `Miner.scan`.

    >>> import tongbao
    >>> [(m["kind"], m["text"]) for m in tongbao.scan("许昌市58例，昨日3例")]
    [('place', '许昌市'), ('quantity', '58例'), ('time', '昨日'), ('quantity', '3例')]
    """
    return _miner().scan(text, published, place, id, encoding=encoding, html=html)


def segment(
    text: Text,
    published: Published | None = None,
    place: str | None = None,
    id: str = "",
    *,
    encoding: str | None = None,
    html: bool = False,
) -> dict[str, Any]:
    """Articles, paragraphs, sentences and words; see `Miner.segment`.

    >>> import tongbao
    >>> paragraph = tongbao.segment("新增病例。病人出院。")["articles"][0]["paragraphs"][0]
    >>> [[word["text"] for word in s["words"]] for s in paragraph["sentences"]]
    [['新增', '病例', '。'], ['病人', '出院', '。']]
    """
    return _miner().segment(text, published, place, id, encoding=encoding, html=html)


def check(
    text: Text,
    published: Published | None = None,
    place: str | None = None,
    id: str = "",
    *,
    encoding: str | None = None,
    html: bool = False,
) -> list[dict[str, Any]]:
    """What the figures of a document say of one another; see `Miner.check`.

    >>> import tongbao
    >>> text = "昨日新增本土确诊病例5例（南关区3例、宽城区1例）。"
    >>> [(c["kind"], c["left"], c["right"]) for c in tongbao.check(text, place="长春市")]
    [('parts_sum', 4, 5)]
    """
    return _miner().check(text, published, place, id, encoding=encoding, html=html)


def explain(
    text: Text,
    at: int,
    published: Published | None = None,
    place: str | None = None,
    id: str = "",
    *,
    encoding: str | None = None,
    html: bool = False,
) -> dict[str, Any] | None:
    """Why the record at the character `at` says what it says; see `Miner.explain`.

    >>> import tongbao
    >>> why = tongbao.explain("全市累计报告确诊病例58例。", 11)
    >>> [(r["value"], r["text"]) for r in why["reasons"] if r["attribute"] == "aspect"]
    [('cumulative', '累计报告')]
    """
    return _miner().explain(text, at, published, place, id, encoding=encoding, html=html)


def extract_many(
    documents: Iterable[Source],
    threads: int | None = None,
    *,
    on_error: Callable[[TongbaoError], object] | None = None,
) -> Iterator[Records]:
    """The figures of many documents, one after the other; see `Miner.extract_many`.

    >>> import tongbao
    >>> documents = [{"id": "a", "text": "新增3例。"}, {"id": "b", "text": "新增5例。"}]
    >>> [[(r["doc"], r["value"]) for r in records] for records in tongbao.extract_many(documents)]
    [[('a', 3)], [('b', 5)]]
    """
    return _miner().extract_many(documents, threads, on_error=on_error)


def extract_table(
    documents: Iterable[Source],
    threads: int | None = None,
    *,
    on_error: Callable[[TongbaoError], object] | None = None,
) -> Records:
    """The figures of many documents together; see `Miner.extract_table`.

    >>> import tongbao
    >>> frame = tongbao.extract_table(["新增3例。", "新增5例。"]).to_pandas()
    >>> float(frame["value"].sum())
    8.0
    """
    return _miner().extract_table(documents, threads, on_error=on_error)


def series(
    documents: Iterable[Source],
    metric: str | Iterable[str] | None = None,
    threads: int | None = None,
    *,
    on_error: Callable[[TongbaoError], object] | None = None,
) -> Points:
    """The figures of many documents as one series; see `Miner.series`.

    >>> import tongbao
    >>> texts = ["2022年5月7日，许昌市新增确诊病例12例。", "2022年5月8日，许昌市新增确诊病例9例。"]
    >>> frame = tongbao.series(texts, metric="confirmed_cases").to_pandas()
    >>> frame[["time_end", "value"]].values.tolist()
    [['2022-05-07', 12.0], ['2022-05-08', 9.0]]
    """
    wanted = metric if metric is None or isinstance(metric, str) else list(metric)
    return _miner().series(documents, wanted, threads, on_error=on_error)


def check_many(
    documents: Iterable[Source],
    threads: int | None = None,
    *,
    on_error: Callable[[TongbaoError], object] | None = None,
) -> list[dict[str, Any]]:
    """What the figures of many documents say of one another; see `Miner.check_many`.

    >>> import tongbao
    >>> texts = ["截至5月8日，累计报告确诊病例58例。", "截至5月9日，累计报告确诊病例57例。"]
    >>> documents = [{"text": text, "place": "许昌市", "published": "2022-05-10"} for text in texts]
    >>> [(c["kind"], c["verdict"]) for c in tongbao.check_many(documents)]
    [('cumulative_rises', 'fails')]
    """
    return _miner().check_many(documents, threads, on_error=on_error)
