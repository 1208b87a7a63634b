from collections.abc import Callable, Iterable, Iterator, Sequence
from os import PathLike
from typing import Any, Final, Literal, SupportsIndex, final, overload

import pandas
import polars
import pyarrow
from typing_extensions import Self

from tongbao.types import ArrowArray, Point, Published, Record, Source, Text, WebPage

__all__ = [
    "SCHEMA_VERSION",
    "Extraction",
    "Miner",
    "Points",
    "Records",
    "Table",
    "TongbaoError",
    "__version__",
    "web_text",
]

SCHEMA_VERSION: Final[int]
__version__: Final[str]

class TongbaoError(ValueError):
    doc: str | None
    reason: str

@final
class Records:
    @property
    def text(self) -> str | None: ...
    def __len__(self) -> int: ...
    @overload
    def __getitem__(self, index: SupportsIndex, /) -> Record: ...
    @overload
    def __getitem__(self, index: slice[Any, Any, Any], /) -> Records: ...
    def __iter__(self) -> Iterator[Record]: ...
    def __eq__(self, other: object, /) -> bool: ...
    def _repr_html_(self) -> str: ...
    def to_list(self) -> list[Record]: ...
    def to_pandas(self) -> pandas.DataFrame: ...
    def to_polars(self) -> polars.DataFrame: ...
    def to_arrow(self) -> pyarrow.Table: ...
    def __arrow_c_stream__(self, requested_schema: object = None) -> object: ...

@final
class Points:
    @property
    def left_out(self) -> int: ...
    def __len__(self) -> int: ...
    def __getitem__(self, index: SupportsIndex, /) -> Point: ...
    def to_list(self) -> list[Point]: ...
    def to_pandas(self) -> pandas.DataFrame: ...
    def to_polars(self) -> polars.DataFrame: ...
    def to_arrow(self) -> pyarrow.Table: ...
    def __arrow_c_stream__(self, requested_schema: object = None) -> object: ...

@final
class Table:
    def __len__(self) -> int: ...
    def to_pandas(self) -> pandas.DataFrame: ...
    def to_polars(self) -> polars.DataFrame: ...
    def to_arrow(self) -> pyarrow.Table: ...
    def __arrow_c_stream__(self, requested_schema: object = None) -> object: ...

def web_text(page: Text, *, encoding: str | None = None) -> WebPage: ...
@final
class Extraction:
    def __iter__(self) -> Self: ...
    def __next__(self) -> Records: ...

@final
class Miner:
    def __new__(cls, catalogues: Sequence[str | PathLike[str]] = ...) -> Self: ...
    def extract(
        self,
        text: Text,
        published: Published | None = None,
        place: str | None = None,
        id: str = "",
        *,
        encoding: str | None = None,
        html: bool = False,
    ) -> Records: ...
    def document(
        self,
        text: Text,
        published: Published | None = None,
        place: str | None = None,
        id: str = "",
        *,
        encoding: str | None = None,
        html: bool = False,
    ) -> dict[str, Any]: ...
    def scan(
        self,
        text: Text,
        published: Published | None = None,
        place: str | None = None,
        id: str = "",
        *,
        encoding: str | None = None,
        html: bool = False,
    ) -> list[dict[str, Any]]: ...
    def segment(
        self,
        text: Text,
        published: Published | None = None,
        place: str | None = None,
        id: str = "",
        *,
        encoding: str | None = None,
        html: bool = False,
    ) -> dict[str, Any]: ...
    def check(
        self,
        text: Text,
        published: Published | None = None,
        place: str | None = None,
        id: str = "",
        *,
        encoding: str | None = None,
        html: bool = False,
    ) -> list[dict[str, Any]]: ...
    def explain(
        self,
        text: Text,
        at: int,
        published: Published | None = None,
        place: str | None = None,
        id: str = "",
        *,
        encoding: str | None = None,
        html: bool = False,
    ) -> dict[str, Any] | None: ...
    def extract_many(
        self,
        documents: Iterable[Source],
        threads: int | None = None,
        *,
        on_error: Callable[[TongbaoError], object] | None = None,
    ) -> Extraction: ...
    def extract_table(
        self,
        documents: Iterable[Source],
        threads: int | None = None,
        *,
        on_error: Callable[[TongbaoError], object] | None = None,
    ) -> Records: ...
    def extract_batch(
        self,
        batch: ArrowArray,
        text: str = "text",
        id: str | None = ...,
        published: str | None = None,
        place: str | None = None,
        table: Literal["figures", "cases"] = "figures",
        *,
        encoding: str | None = None,
        max_bytes: int = 16777216,
        strict: bool = False,
    ) -> tuple[Table, Table]: ...
    def series(
        self,
        documents: Iterable[Source],
        metric: str | Sequence[str] | None = None,
        threads: int | None = None,
        *,
        on_error: Callable[[TongbaoError], object] | None = None,
    ) -> Points: ...
    def check_many(
        self,
        documents: Iterable[Source],
        threads: int | None = None,
        *,
        on_error: Callable[[TongbaoError], object] | None = None,
    ) -> list[dict[str, Any]]: ...
