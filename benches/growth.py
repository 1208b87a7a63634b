#!/usr/bin/env python3
"""How time and memory of `tongbao extract` grow with the size of its input.

    benches/growth.py [MEGABYTES ...] [--rounds N]

For each size (1, 10, 100 and 1000 unless told) a file of made-up bulletins is written, read with
one thread and with two, and removed. Prints a table and leaves it in growth.tsv, with a plot in
growth.svg beside this script. The files go to the folder for temporary files (TMPDIR).
"""

import argparse
import math
import pathlib
import statistics
import subprocess
import tempfile

import child

FOLDER = pathlib.Path(__file__).resolve().parent
COLUMNS = ["MB", "threads", "wall s", "CPU s", "peak MB", "MB/s"]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("megabytes", nargs="*", type=int, default=[1, 10, 100, 1000])
    parser.add_argument("--rounds", type=int, default=3, help="the median of so many counts")
    arguments = parser.parse_args()
    tongbao, corpus = child.build()
    rows = []
    for megabytes in arguments.megabytes:
        rows += measure(tongbao, corpus, megabytes, arguments.rounds)
    table = "".join("\t".join(map(str, row)) + "\n" for row in [COLUMNS, *rows])
    (FOLDER / "growth.tsv").write_text(table)
    (FOLDER / "growth.svg").write_text(plot(rows), encoding="utf-8")
    print(table.expandtabs(10), end="")


def measure(tongbao, corpus, megabytes, rounds):
    """The rows of one size: a row for each number of threads, which run in turns."""
    command = [tongbao, "extract", "--input-format", "jsonl", "--format", "jsonl"]
    # A version without the option has one thread.
    settings = [["--threads", "1"], ["--threads", "2"]]
    if not child.has_option(tongbao, "--threads"):
        settings = [[]]
    usages = [[] for _ in settings]
    with tempfile.NamedTemporaryFile(prefix="tongbao-growth-", suffix=".jsonl") as file:
        subprocess.run([corpus, str(megabytes)], check=True, stdout=file)
        for _ in range(rounds):
            for setting, found in zip(settings, usages):
                found.append(child.run([*command, *setting, file.name]))
    return [row(megabytes, 1 + at, found) for at, found in enumerate(usages)]


def row(megabytes, threads, usages):
    """A row of the table: medians."""
    wall = statistics.median(usage.wall for usage in usages)
    cpu = statistics.median(usage.cpu for usage in usages)
    peak = statistics.median(usage.peak for usage in usages) / 1e6
    return megabytes, threads, round(wall, 3), round(cpu, 3), round(peak, 1), rate(megabytes, wall)


def rate(megabytes, seconds):
    return round(megabytes / seconds, 1)


# The plot: two panels on logarithmic axes, in pixels.
WIDTH, HEIGHT = 860, 400
PANEL, TOP, BOTTOM = 330, 50, 340
STYLE = """
.ground { fill: #fff }
text { font: 13px system-ui, sans-serif; fill: #222 }
.title { font-weight: 600 }
.grid { stroke: #ddd }
.line { fill: none; stroke-width: 2 }
.series1 { stroke: #0b62c4 } .dot1 { fill: #0b62c4 }
.series2 { stroke: #c2570c } .dot2 { fill: #c2570c }
@media (prefers-color-scheme: dark) {
  .ground { fill: #16181d }
  text { fill: #e6e6e6 }
  .grid { stroke: #3a3a3a }
  .series1 { stroke: #6bb0ff } .dot1 { fill: #6bb0ff }
  .series2 { stroke: #ffa057 } .dot2 { fill: #ffa057 }
}
"""


def plot(rows):
    """The SVG: wall time and peak memory against the size of the input."""
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}"'
        f' width="{WIDTH}" height="{HEIGHT}" role="img">',
        "<title>Wall time and peak memory of tongbao extract against input size</title>",
        f"<style>{STYLE}</style>",
        '<rect class="ground" width="100%" height="100%"/>',
        *panel(70, "Wall time, s", [(size, threads, wall) for size, threads, wall, *_ in rows]),
        *panel(500, "Peak memory, MB", [(row[0], row[1], row[4]) for row in rows]),
        *legend(sorted({threads for _, threads, *_ in rows})),
        "</svg>\n",
    ]
    return "\n".join(parts)


def panel(left, title, points):
    """One panel, its left edge at `left`; points are of size, threads and value."""
    sizes = decades(size for size, *_ in points)
    values = decades(value for *_, value in points)

    def x(size):
        return round(left + PANEL * share(size, sizes), 1)

    def y(value):
        return round(BOTTOM - (BOTTOM - TOP) * share(value, values), 1)

    yield f'<text class="title" x="{left}" y="{TOP - 16}">{title}</text>'
    middle = left + PANEL / 2
    yield f'<text x="{middle}" y="{BOTTOM + 42}" text-anchor="middle">Input, MB</text>'
    for size in sizes:
        yield f'<path class="grid" d="M{x(size)} {TOP}V{BOTTOM}"/>'
        yield f'<text x="{x(size)}" y="{BOTTOM + 20}" text-anchor="middle">{size:g}</text>'
    for value in values:
        yield f'<path class="grid" d="M{left} {y(value)}h{PANEL}"/>'
        yield f'<text x="{left - 8}" y="{y(value) + 4}" text-anchor="end">{value:g}</text>'
    for threads in sorted({threads for _, threads, _ in points}):
        own = [(x(size), y(value)) for size, of, value in points if of == threads]
        line = " ".join(f"{x},{y}" for x, y in own)
        yield f'<polyline class="line series{threads}" points="{line}"/>'
        yield from (f'<circle class="dot{threads}" cx="{x}" cy="{y}" r="4"/>' for x, y in own)


def decades(values):
    """The powers of ten from below the least value to above the greatest."""
    values = list(values)
    low, high = math.floor(math.log10(min(values))), math.ceil(math.log10(max(values)))
    return [10.0**power for power in range(low, max(high, low + 1) + 1)]


def share(value, scale):
    """Where a value stands on a logarithmic scale: 0 at its start, 1 at its end."""
    return math.log(value / scale[0]) / math.log(scale[-1] / scale[0])


def legend(series):
    """A line for each number of threads, under the title of the left panel."""
    for threads in series:
        y = TOP + 20 * threads
        yield f'<path class="line series{threads}" d="M82 {y}h26"/>'
        label = "1 thread" if threads == 1 else f"{threads} threads"
        yield f'<text x="116" y="{y + 4}">{label}</text>'


if __name__ == "__main__":
    main()
