"""tongbao on Ray: a Dataset of documents in, a Dataset of records out.

    import ray.data
    import tongbao.ray

    bulletins = ray.data.read_json("bulletins/", file_extensions=["jsonl"])
    figures = tongbao.ray.extract(bulletins, published="published")
    figures.write_parquet("figures")

Needs `tongbao[ray]`, on the workers too.
"""

from collections.abc import Sequence
from os import PathLike, fspath
from typing import Any, Literal

from ray.data import Dataset

from tongbao._work import Work

__all__ = ["extract"]


def extract(
    dataset: Dataset,
    text: str = "text",
    id: str = "id",
    published: str | None = None,
    place: str | None = None,
    table: Literal["figures", "cases", "diagnostics"] = "figures",
    *,
    encoding: str | None = None,
    max_bytes: int = 16 << 20,
    strict: bool = False,
    catalogues: Sequence[str | PathLike[str]] = (),
    batch_size: int = 4096,
    **options: Any,
) -> Dataset:
    """The figures of the documents of `dataset`, one in a row; see `tongbao.spark.extract`, whose
    arguments these are.

    `batch_size` documents are handed to a worker at once. `options` are those of
    `Dataset.map_batches`: `concurrency`, `num_cpus`, `memory` and others. A wrong setting raises a
    TongbaoError at once, a wrong column when it is read.
    """
    paths = tuple(fspath(path) for path in catalogues)
    work = Work(text, id, published, place, table, encoding, max_bytes, strict, paths)
    work.schema()
    return dataset.map_batches(
        work.tables, batch_format="pyarrow", batch_size=batch_size, **options
    )
