"""What the tests share: the fixtures of the repository, one miner."""

import csv
from dataclasses import dataclass
from pathlib import Path

import pytest

import tongbao

ROOT = Path(__file__).resolve().parents[2]
BULLETINS = ROOT / "fixtures" / "bulletins"


@dataclass
class Bulletin:
    name: str
    bytes: bytes
    published: str | None
    place: str | None
    encoding: str

    def extract(self, miner: tongbao.Miner) -> tongbao.Records:
        return miner.extract(self.bytes, self.published, self.place, self.name)

    def source(self) -> dict[str, object]:
        return {
            "id": self.name,
            "text": self.bytes,
            "published": self.published,
            "place": self.place,
        }


def read_bulletins() -> list[Bulletin]:
    with (BULLETINS / "index.tsv").open(encoding="utf-8", newline="") as index:
        lines = [line for line in index if line.strip() and not line.startswith("#")]
    return [
        Bulletin(
            name=file.removesuffix(".txt"),
            bytes=(BULLETINS / file).read_bytes(),
            published=published or None,
            place=place or None,
            encoding=encoding,
        )
        for file, published, place, encoding in csv.reader(lines, delimiter="\t")
    ]


@pytest.fixture(scope="session")
def bulletins() -> list[Bulletin]:
    return read_bulletins()


@pytest.fixture(scope="session")
def miner() -> tongbao.Miner:
    return tongbao.Miner()
