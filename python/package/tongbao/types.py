"""Types of what goes in and what comes out, for type checkers and for reading."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Literal, Protocol, TypeAlias, TypedDict

Text: TypeAlias = str | bytes | bytearray
"""A document's text; bytes are decoded, in an encoding that is detected unless named."""

Published: TypeAlias = str | date
"""When a document was published: a date or datetime, or "2022-05-09", or with a time of day."""

Source: TypeAlias = Text | Mapping[str, Any]
"""A document: its text, or a dict with `text` (or `html`, a web page) and, where known, `id`,
`published`, `place`."""


class ArrowArray(Protocol):
    """An Arrow record batch of any library."""

    def __arrow_c_array__(self, requested_schema: Any = None) -> tuple[object, object]: ...


class Record(TypedDict):
    """One figure of a document. Offsets are in the decoded source."""

    doc: str
    """The document's id."""
    article: int
    """0-based index of the article in the document."""
    id: int
    """0-based index of the record in the document."""
    metric: str | None
    """What is counted: an id of the catalogue."""
    subject: str | None
    """What is counted, in the text's own words."""
    aspect: Literal["new", "cumulative", "current", "increase", "decrease"] | None
    origin: Literal["local", "imported"] | None
    qualifiers: dict[str, str]
    """Narrower properties, by name."""
    value: int | float
    """The number as stated, multipliers included."""
    low: int | float | None
    high: int | float | None
    bound: Literal[
        "exact", "about", "nearly", "more_than", "at_least", "less_than", "at_most", "range"
    ]
    unit: str | None
    dimension: Literal[
        "count",
        "ratio",
        "money",
        "duration",
        "length",
        "area",
        "volume",
        "mass",
        "temperature",
        "speed",
        "energy",
        "power",
        "voltage",
        "other",
    ]
    per: str | None
    """The base of a rate."""
    status: Literal["reported", "planned", "required"]
    place: str | None
    place_code: str | None
    """Six digits (GB/T 2260)."""
    place_from: Literal["stated", "context", "home"] | None
    time_start: str | None
    time_end: str | None
    """ISO 8601; "XXXX" where no year is known."""
    time_from: Literal["stated", "context", "published"] | None
    part_of: int | None
    """`id` of the record that this one is a part of."""
    text: str
    """The words of the source that state number and unit."""
    byte_start: int
    byte_end: int
    char_start: int
    char_end: int
    """`source[char_start:char_end]` is `text`."""
    sentence: str
    rule: str
    """The rule that read the number."""


class RecordRef(TypedDict):
    """A record of a document."""

    doc: str
    id: int


class Point(TypedDict):
    """One value of a series."""

    metric: str
    aspect: Literal["new", "cumulative", "current", "increase", "decrease"] | None
    origin: Literal["local", "imported"] | None
    qualifiers: dict[str, str]
    unit: str | None
    place_code: str | None
    place: str | None
    time_start: str | None
    time_end: str | None
    value: int | float
    bound: str
    standing: Literal["stated", "revised", "revision", "conflict"]
    """Nobody says otherwise; a later document does; it is that later value; none is the last."""
    sources: list[RecordRef]
    """The records that state it."""


class WebPage(TypedDict):
    """What a web page says."""

    text: str
    title: str | None
    published: str | None
    encoding: str
