#!/usr/bin/env python3
"""How long `tongbao` takes from its start to its end on almost nothing.

    benches/cold.py [--rounds N]

Compares `tongbao --version` (the process alone) with `tongbao extract` on one sentence whose
figures are read without word segmentation and on one whose figures need it: the dictionary of
words is loaded only then. Prints median milliseconds.
"""

import argparse
import pathlib
import statistics
import tempfile

import child

TEXTS = {
    "extract, no words to cut": "许昌市新增本土确诊病例58例。\n",
    "extract, words to cut": "出动消防车12辆。\n",
}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=20, help="how often each runs, in turns")
    arguments = parser.parse_args()
    tongbao, _ = child.build()
    with tempfile.TemporaryDirectory(prefix="tongbao-cold-") as folder:
        commands = {"--version": [tongbao, "--version"]}
        for name, text in TEXTS.items():
            file = pathlib.Path(folder) / f"{len(commands)}.txt"
            file.write_text(text, encoding="utf-8")
            commands[name] = [tongbao, "extract", "--published", "2022-05-09", file]
        times = {name: [] for name in commands}
        for _ in range(arguments.rounds):
            for name, command in commands.items():
                times[name].append(child.run(command).wall * 1000)
    medians = {name: statistics.median(found) for name, found in times.items()}
    print(f"{'':26}{'ms':>8}{'to --version':>14}")
    for name, milliseconds in medians.items():
        print(f"{name:26}{milliseconds:8.1f}{milliseconds / medians['--version']:14.1f}")


if __name__ == "__main__":
    main()
