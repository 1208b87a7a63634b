"""What a worker process of a cluster does: batches of documents in, batches of rows out.

Spark and Ray send a `Work` to their worker processes. Each process builds one miner for it, at the
first batch.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal

import pyarrow

from tongbao._tongbao import Miner

ROWS = 256
"""Documents that are worked on at once. Figures take many times the memory of their text, and the
batches that are handed out hold them all: 256 bulletins have some 15,000."""

_miner = cache(Miner)


@dataclass(frozen=True)
class Work:
    """What is read, and what is made of it."""

    text: str
    id: str
    published: str | None
    place: str | None
    table: Literal["figures", "cases", "diagnostics"]
    encoding: str | None
    max_bytes: int
    strict: bool
    catalogues: tuple[str, ...]

    def columns(self) -> list[str]:
        """The columns that are read."""
        named = [self.text, self.id, self.published, self.place]
        return list(dict.fromkeys(name for name in named if name is not None))

    def schema(self) -> pyarrow.Schema:
        """The columns and types of what is made; raises TongbaoError for a wrong setting."""
        blank = pyarrow.array([b" "], pyarrow.binary())
        return self.made(pyarrow.record_batch({name: blank for name in self.columns()})).schema

    def batches(self, batches: Iterator[pyarrow.RecordBatch]) -> Iterator[pyarrow.RecordBatch]:
        """What is made of the documents, some at a time."""
        for batch in batches:
            for start in range(0, batch.num_rows, ROWS):
                yield from self.made(batch.slice(start, ROWS)).to_batches()

    def tables(self, block: pyarrow.Table) -> Iterator[pyarrow.Table]:
        """The same of a table; one table at least, for its columns."""
        made = self.batches(iter(block.select(self.columns()).to_batches()))
        schema = self.schema()
        yield schema.empty_table()
        for batch in made:
            yield pyarrow.Table.from_batches([batch], schema)

    def made(self, batch: pyarrow.RecordBatch) -> pyarrow.Table:
        """What is made of all of a batch. Offsets are int64, for Spark has no unsigned ones."""
        batch, encoding = readable(batch, self.encoding)
        rows, faults = _miner(self.catalogues).extract_batch(
            batch,
            self.text,
            self.id,
            self.published,
            self.place,
            "cases" if self.table == "cases" else "figures",
            encoding=encoding,
            max_bytes=self.max_bytes,
            strict=self.strict,
        )
        if self.table == "diagnostics":
            # A row of a batch says nothing where batches are cut anew in each run.
            return signed(pyarrow.table(faults).drop_columns("row"))
        return signed(pyarrow.table(rows))


def readable(
    batch: pyarrow.RecordBatch, encoding: str | None
) -> tuple[pyarrow.RecordBatch, str | None]:
    """The batch, and the encoding of its bytes. Engines let strings pass that are no UTF-8, which
    no Arrow array may hold: these are given as the bytes they are."""
    try:
        batch.validate(full=True)
    except pyarrow.ArrowInvalid:
        columns = [
            column.cast(pyarrow.binary()) if pyarrow.types.is_string(column.type) else column
            for column in batch.columns
        ]
        return pyarrow.record_batch(columns, names=batch.schema.names), encoding or "utf-8"
    return batch, encoding


def signed(table: pyarrow.Table) -> pyarrow.Table:
    """The table with int64 in the place of uint64."""
    unsigned = {pyarrow.uint64(): pyarrow.int64()}
    fields = [field.with_type(unsigned.get(field.type, field.type)) for field in table.schema]
    return table.cast(pyarrow.schema(fields))
