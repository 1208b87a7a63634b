"""Times the package against the command, on the same documents: the best of several runs.

    cargo run --release --example corpus -- 3 | head -1000 > corpus.jsonl
    cargo build --release --features cli
    python python/bench.py target/release/tongbao corpus.jsonl
"""

import json
import subprocess
import sys
from collections.abc import Callable, Iterable
from time import perf_counter

from tongbao import Miner

RUNS = 7


def main(command: str, corpus: str) -> None:
    def documents() -> Iterable[dict[str, str]]:
        with open(corpus, encoding="utf-8") as lines:
            yield from map(json.loads, lines)

    def the_command() -> None:
        arguments = [command, "extract", "--input-format", "jsonl", corpus]
        subprocess.run(arguments, stdout=subprocess.DEVNULL, check=True)

    def records() -> None:
        for _ in Miner().extract_many(documents()):
            pass

    def dicts() -> None:
        for records in Miner().extract_many(documents()):
            for _ in records:
                pass

    def table() -> None:
        Miner().extract_table(documents())

    def frame() -> None:
        Miner().extract_table(documents()).to_polars()

    import polars  # noqa: F401, the import is no part of it

    count = sum(len(records) for records in Miner().extract_many(documents()))
    print(f"{sum(1 for _ in documents())} documents, {count} records")
    runs: list[Callable[[], None]] = [the_command, records, dicts, table, frame]
    best = dict.fromkeys(runs, float("inf"))
    for _ in range(RUNS):  # in turn, for the machine has other things to do
        for run in runs:
            start = perf_counter()
            run()
            best[run] = min(best[run], perf_counter() - start)
    for run in runs:
        print(f"{run.__name__:12} {best[run]:6.3f} s {best[run] / best[the_command]:6.2f}")


if __name__ == "__main__":
    main(*sys.argv[1:])
