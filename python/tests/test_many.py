"""Many documents: order, threads, memory, failures."""

import gc
import threading
import time
from collections.abc import Iterator

import pytest
from conftest import Bulletin

import tongbao

LINE = "截至5月8日8时，全市累计报告本土确诊病例46例，其中魏都区29例。\n"


@pytest.mark.parametrize("threads", [None, 1, 2, 7])
def test_order_and_records_are_kept(
    threads: int | None, bulletins: list[Bulletin], miner: tongbao.Miner
) -> None:
    many = bulletins * 5
    found = list(miner.extract_many((b.source() for b in many), threads))
    assert len(found) == len(many)
    want = {bulletin.name: bulletin.extract(miner) for bulletin in bulletins}
    for bulletin, records in zip(many, found, strict=True):
        assert records == want[bulletin.name]
        assert records.text == want[bulletin.name].text
    table = miner.extract_table([b.source() for b in many], threads)
    assert len(table) == sum(map(len, found))
    assert table.text is None
    assert table[-1] == found[-1][-1] if found[-1] else True


def test_texts_go_by_their_index(miner: tongbao.Miner) -> None:
    documents: list[str | bytes | dict[str, object]] = [
        "新增3例。",
        "新增4例。".encode("gb18030"),
        {"text": "新增5例。", "id": 7},
    ]
    docs = [(r["doc"], r["value"]) for r in miner.extract_table(documents)]
    assert docs == [("0", 3), ("1", 4), ("7", 5)]
    assert list(miner.extract_many([])) == []


def test_no_more_is_read_ahead_than_is_needed(miner: tongbao.Miner) -> None:
    read = 0

    def endless() -> Iterator[str]:
        nonlocal read
        while True:
            read += 1
            yield LINE * 100

    for count, _ in enumerate(miner.extract_many(endless(), threads=1), 1):
        assert read == count
        if count == 5:
            break
    read = 0
    for count, _ in enumerate(miner.extract_many(endless(), threads=2), 1):
        assert read - count < 60
        if count == 200:
            break
    read = 0
    long = (LINE * 30_000 for _ in endless())  # 3 MB
    next(miner.extract_many(long, threads=8))
    assert read <= 4


def test_a_wrong_document_is_named_and_others_go_on(miner: tongbao.Miner) -> None:
    documents = [
        {"text": "新增1例。", "id": "good"},
        {"text": "新增2例。", "id": "bad-place", "place": "瓦坎达"},
        {"id": "no-text"},
        {"text": 5, "id": "no-string"},
        {"text": "新增3例。", "published": 20220509},
        None,
        {"text": "新增4例。", "published": None, "place": " "},
    ]
    for threads in (1, 2):
        found, errors = [], []
        extraction = miner.extract_many(documents, threads)  # type: ignore[arg-type]
        while True:
            try:
                found.append(next(extraction)[0]["value"])
            except StopIteration:
                break
            except tongbao.TongbaoError as error:
                errors.append(error)
        assert found == [1, 4]
        assert [error.doc for error in errors] == ["bad-place", "no-text", "no-string", "4", "5"]
        assert str(errors[1]) == "no-text: no text under the key «text»"
        assert all(str(error) == f"{error.doc}: {error.reason}" for error in errors)
        seen: list[tongbao.TongbaoError] = []
        table = miner.extract_table(
            documents,  # type: ignore[arg-type]
            threads,
            on_error=seen.append,
        )
        assert [record["value"] for record in table] == [1, 4]
        assert list(map(str, seen)) == list(map(str, errors))


def test_an_error_of_the_iterable_comes_after_what_was_read(miner: tongbao.Miner) -> None:
    def broken() -> Iterator[str]:
        yield from ["新增1例。", "新增2例。"]
        raise KeyError("made up")

    extraction = miner.extract_many(broken(), threads=2)
    assert [next(extraction)[0]["value"] for _ in range(2)] == [1, 2]
    with pytest.raises(KeyError):
        next(extraction)
    assert list(extraction) == []
    with pytest.raises(TypeError):
        miner.extract_many(5)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="threads"):
        miner.extract_many([], threads=0)


def test_python_goes_on_while_documents_are_mined(miner: tongbao.Miner) -> None:
    text = LINE * 20_000
    done = threading.Event()

    def mine() -> None:
        miner.extract(text)
        done.set()

    thread = threading.Thread(target=mine)
    thread.start()
    ticks = 0
    while not done.is_set():
        time.sleep(0.001)
        ticks += 1
    thread.join()
    # One that held the interpreter would let through a tick or two.
    assert ticks > 10


def test_a_miner_serves_many_threads(bulletins: list[Bulletin], miner: tongbao.Miner) -> None:
    want = [bulletin.extract(miner) for bulletin in bulletins]
    wrong: list[str] = []

    def mine() -> None:
        for bulletin, records in zip(bulletins, want, strict=True):
            if bulletin.extract(miner) != records:
                wrong.append(bulletin.name)

    threads = [threading.Thread(target=mine) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong


def test_an_iterator_that_is_left_ends_its_threads(miner: tongbao.Miner) -> None:
    def count() -> int:
        with open("/proc/self/stat", encoding="utf-8") as stat:
            return int(stat.read().rsplit(")", 1)[1].split()[17])

    before = count()
    extraction = miner.extract_many((LINE for _ in iter(int, 1)), threads=6)
    next(extraction)
    assert count() >= before + 6
    del extraction
    gc.collect()
    for _ in range(500):
        if count() <= before:
            break
        time.sleep(0.01)
    assert count() <= before
