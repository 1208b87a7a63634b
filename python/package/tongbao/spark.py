"""tongbao on Spark: a DataFrame of documents in, a DataFrame of records out.

    import tongbao.spark

    bulletins = spark.read.json("bulletins/*.jsonl")
    figures = tongbao.spark.extract(bulletins, published="published")
    figures.write.parquet("figures")

Needs `tongbao[spark]`, on the workers too.
"""

from collections.abc import Sequence
from os import PathLike, fspath
from typing import Literal

from pyspark.sql import DataFrame
from pyspark.sql.pandas.types import from_arrow_schema
from pyspark.sql.types import BinaryType, DataType, DateType, IntegralType, NullType, StringType

from tongbao._tongbao import TongbaoError
from tongbao._work import Work

__all__ = ["extract"]

TYPES = {
    "text": (StringType, BinaryType, NullType),
    "id": (StringType, IntegralType, NullType),
    "published": (StringType, DateType, NullType),
    "place": (StringType, NullType),
}
"""What a column may hold."""


def extract(
    df: DataFrame,
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
) -> DataFrame:
    """The figures of the documents of `df`, one in a row, with the columns of `tongbao extract`.

    `text`, `id`, `published` and `place` name columns: strings; `text` may be binary (decoded, in
    an encoding that is detected unless `encoding` names it), `id` an integer, `published` a date.
    What is the same for all documents is a column as well: `df.withColumn("place", lit("许昌市"))`.

    `table` is "figures", "cases" (case lists), or "diagnostics": what is wrong with the documents,
    as `doc`, `code`, `byte_start`, `byte_end` and `message`. Codes are those of
    `Miner.extract_batch`. A document that cannot be read has no figures and a row there; with
    `strict=True` the job fails instead, with the document's id. Diagnostics are found by reading
    the documents again: `df.persist()` if they are costly to get.

    Rows come in the order of the documents, as far as `df` has one. Offsets are bigint, for Spark
    has no unsigned integers; all else is as in `tongbao extract --format parquet`. `catalogues` are
    files that every worker can read.

    Each Python worker process builds one miner, which takes some 0.3 s. Nothing is read until the
    result is asked for; a wrong column or setting raises a TongbaoError at once.
    """
    named = {"text": text, "id": id, "published": published, "place": place}
    wanted = {role: name for role, name in named.items() if name is not None}
    for role, name in wanted.items():
        check(df, name, TYPES[role])
    work = Work(
        "text",
        "id",
        None if published is None else "published",
        None if place is None else "place",
        table,
        encoding,
        max_bytes,
        strict,
        tuple(fspath(path) for path in catalogues),
    )
    schema = from_arrow_schema(work.schema())
    # Under names of their own, for Spark loses columns with a dot in theirs on this way.
    columns = [df[quoted(name)].alias(role) for role, name in wanted.items()]
    return df.select(*columns).mapInArrow(work.batches, schema)


def check(df: DataFrame, name: str, types: tuple[type[DataType], ...]) -> None:
    """Whether there is such a column, of one of the types."""
    found = {field.name: field.dataType for field in df.schema}
    if name not in found:
        raise TongbaoError(f"no column «{name}»")
    if not isinstance(found[name], types):
        names = " or ".join(kind.typeName() for kind in types if kind is not NullType)
        raise TongbaoError(f"«{name}»: {found[name].simpleString()} is not {names}")


def quoted(name: str) -> str:
    """The name of a column, where a dot is no way into a struct."""
    return "`" + name.replace("`", "``") + "`"
