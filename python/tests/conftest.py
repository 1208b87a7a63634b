"""What the tests share: the fixtures of the repository, one miner."""

import csv
from dataclasses import dataclass
from pathlib import Path

import pyarrow
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


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the tests of a module write."""
    return tmp_path_factory.mktemp("module")


@pytest.fixture(scope="session")
def lines(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A corpus, as JSON Lines."""
    import corpus  # which takes the bulletins from here

    return corpus.write(tmp_path_factory.mktemp("corpus") / "corpus.jsonl")


@pytest.fixture(scope="session")
def figures(lines: Path) -> pyarrow.Table:
    """What the command makes of the corpus."""
    import corpus

    return corpus.command(lines, lines.with_name("figures.parquet"))
