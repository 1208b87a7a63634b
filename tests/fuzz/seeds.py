"""Makes the first inputs of the fuzz targets from the fixtures: tests/fuzz/corpus/TARGET/NAME."""

import json
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FIXTURES = ROOT / "fixtures"
# Longer inputs are cut into pieces of so many bytes.
LONGEST = 3000


def seed(target: str, name: str, content: bytes) -> None:
    folder = ROOT / "tests" / "fuzz" / "corpus" / target
    folder.mkdir(parents=True, exist_ok=True)
    for at in range(0, max(len(content), 1), LONGEST):
        (folder / f"{name}-{at}").write_bytes(content[at : at + LONGEST])


def main() -> None:
    for path in sorted(FIXTURES.glob("bulletins/*.txt")):
        content = path.read_bytes()
        seed("bytes", path.stem, b"\x05\x00" + content)
        text = content.decode("utf-8", "replace")
        seed("text", path.stem, b"\x05" + text.encode())
        line = {"id": path.stem, "text": text[:800], "published": "2022-05-09", "place": None}
        seed("jsonl", path.stem, json.dumps(line, ensure_ascii=False).encode() + b"\n")
    for path in sorted(FIXTURES.glob("cases/*.jsonl")):
        for number, line in enumerate(path.read_text("utf-8").splitlines()):
            if line.strip() and number % 8 == 0:
                seed("text", f"{path.stem}-{number}", b"\x05" + json.loads(line)["text"].encode())
    for path in sorted(FIXTURES.glob("gold/*.gold")):
        seed("gold", path.stem, path.read_bytes())
    for path in sorted(FIXTURES.glob("pages/*.html")):
        seed("html", path.stem, path.read_bytes())
    for name in ("metrics.tsv", "units.tsv", "words.tsv"):
        content = (ROOT / "src" / "data" / name).read_text("utf-8").splitlines()
        for at in range(0, len(content), 40):
            seed("catalogue", f"{name}-{at}", "\n".join(content[at : at + 40]).encode())
    # What once broke something.
    for path in sorted((ROOT / "tests" / "fuzz" / "found").glob("*/*")):
        seed(path.parent.name, path.name, path.read_bytes())


if __name__ == "__main__":
    main()
