"""Whole jobs on Ray, with two worker processes; needs `tongbao[ray]`."""

import os
import signal
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import corpus
import pyarrow
import pyarrow.parquet
import pytest
import tongbao

pytest.importorskip("ray")

import ray
import ray.data
import tongbao.ray
from ray.data import Dataset
from tongbao._work import Work


@pytest.fixture(scope="module", autouse=True)
def cluster() -> Iterator[None]:
    ray.init(num_cpus=2, include_dashboard=False, object_store_memory=500_000_000)
    yield
    ray.shutdown()


@pytest.fixture(scope="module")
def documents(lines: Path) -> Dataset:
    dataset: Dataset = ray.data.from_arrow(corpus.table(lines)).repartition(8).materialize()
    return dataset


def written(dataset: Dataset, path: Path) -> pyarrow.Table:
    dataset.write_parquet(str(path))
    return corpus.in_order(pyarrow.parquet.read_table(path))


def test_figures_are_those_of_the_command(
    documents: Dataset, figures: pyarrow.Table, folder: Path
) -> None:
    found = tongbao.ray.extract(documents, published="published", place="place", batch_size=500)
    assert written(found, folder / "found").cast(figures.schema).equals(figures)


def test_a_killed_worker_loses_and_doubles_nothing(
    documents: Dataset, figures: pyarrow.Table, folder: Path
) -> None:
    marker = folder / "killed"
    work = Work("text", "id", "published", "place", "figures", None, 16 << 20, False, ())

    def dies_once(block: pyarrow.Table) -> Iterator[pyarrow.Table]:
        for number, table in enumerate(work.tables(block)):
            yield table
            if number > 0 and not marker.exists():
                marker.write_text(str(os.getpid()))
                os.kill(os.getpid(), signal.SIGKILL)

    found = documents.map_batches(dies_once, batch_format="pyarrow", batch_size=500)
    assert written(found, folder / "retried").cast(figures.schema).equals(figures)
    assert int(marker.read_text()) != os.getpid()


def test_poisoned_documents_do_not_stop_the_job() -> None:
    names = ["id", "text", "published", "place"]
    lines = [*corpus.POISON, {"id": "good", "text": "治愈7例。"}]
    columns = {n: pyarrow.array([it.get(n) for it in lines], pyarrow.string()) for n in names}
    dataset = ray.data.from_arrow(pyarrow.table(columns))
    extract = partial(
        tongbao.ray.extract, published="published", place="place", max_bytes=1_000_000
    )
    found = extract(dataset).take_all()
    assert sorted((row["doc"], row["value"]) for row in found) == [("", 3), ("good", 7)]
    wrong = extract(dataset, table="diagnostics").take_all()
    assert corpus.faults(wrong) == corpus.FAULTS
    with pytest.raises(Exception, match="null: no_text"):
        extract(dataset, strict=True).take_all()
    with pytest.raises(tongbao.TongbaoError, match="klingon"):
        tongbao.ray.extract(dataset, encoding="klingon")
