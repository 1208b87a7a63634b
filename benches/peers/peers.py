"""Compares tongbao with packages that find numbers in Chinese text. Started by run.sh.

Each peer runs in a process of its own, one thread, over the same sentences, one at a time, and is
stopped after a limit; CPU seconds count, those for loading apart. tongbao is fast, so it reads
the sentences many times over, each as a document of its own (and once more as whole documents,
which is how it is meant to be used); what it takes for one reading beyond that is its loading.
"""

import argparse
import importlib.metadata
import json
import logging
import pathlib
import re
import subprocess
import sys
import tempfile
import time
import warnings

import child

# How often tongbao reads the sentences.
REPEAT = 40


def recognizers():
    """Numbers, percentages, and numbers with units of each kind."""
    from recognizers_number import Culture, NumberRecognizer
    from recognizers_number_with_unit import NumberWithUnitRecognizer

    numbers = NumberRecognizer(Culture.Chinese)
    units = NumberWithUnitRecognizer(Culture.Chinese)
    models = [
        numbers.get_number_model(),
        numbers.get_percentage_model(),
        units.get_dimension_model(),
        units.get_currency_model(),
        units.get_age_model(),
        units.get_temperature_model(),
    ]

    def find(sentence):
        found = [model.parse(sentence) for model in models]
        return len(found[0])  # the others say of the same numbers what they count

    return find


def recognizers_numbers():
    """Numbers alone."""
    from recognizers_number import Culture, NumberRecognizer

    model = NumberRecognizer(Culture.Chinese).get_number_model()
    return lambda sentence: len(model.parse(sentence))


def jionlp():
    """Amounts of money and times."""
    from jionlp import ner

    return lambda sentence: len(ner.extract_money(sentence)) + len(ner.extract_time(sentence))


def chinese2digits():
    """Numbers of both scripts."""
    from chinese2digits import takeNumberFromString

    return lambda sentence: len(takeNumberFromString(sentence)["digitsStringList"])


def cn2an():
    """Does not say how much it rewrote."""
    from cn2an import transform

    def find(sentence):
        transform(sentence, "cn2an")
        return 0

    return find


def jieba():
    """Words, no numbers."""
    import jieba

    jieba.setLogLevel(logging.WARNING)
    jieba.initialize()

    def find(sentence):
        jieba.lcut(sentence)
        return 0

    return find


# By package: what it does, and the function that loads it and gives one that counts what it finds in
# a sentence.
PEERS = {
    "recognizers-text-number": ("values of numbers", recognizers_numbers),
    "recognizers-text-suite": ("values of numbers, percentages, units", recognizers),
    "jionlp": ("amounts of money, times", jionlp),
    "chinese2digits": ("values of numbers", chinese2digits),
    "cn2an": ("rewrites numerals as digits", cn2an),
    "jieba": ("cuts words, no figures", jieba),
}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--kilobytes", type=int, default=300, help="so much text")
    parser.add_argument("--limit", type=float, default=60, help="CPU seconds for each peer")
    parser.add_argument("--peer", choices=PEERS, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.peer:
        print(json.dumps(run_peer(arguments.peer, json.load(sys.stdin), arguments.limit)))
        return
    tongbao, corpus = child.build()
    documents = texts(corpus, arguments.kilobytes * 1000)
    sentences = [part for text in documents for part in re.findall(r"[^。！？\n]+[。！？]?", text)]
    rows = []
    for name, unit in [("sentences", sentences), ("whole documents", documents)]:
        does = f"figures as records, from {name}"
        rows.append(("tongbao", does, run_tongbao(tongbao, unit)))
    for name, (does, _) in PEERS.items():
        rows.append((name, does, start_peer(name, sentences, arguments.limit)))
    print_table(rows, sum(len(sentence.encode()) for sentence in sentences))


def texts(corpus, size):
    """Made-up bulletins of so many bytes together."""
    megabytes = str(size // 1_000_000 + 1)
    made = subprocess.run([corpus, megabytes], check=True, stdout=subprocess.PIPE).stdout
    documents = []
    for line in made.splitlines():
        if size <= 0:
            break
        documents.append(json.loads(line)["text"])
        size -= len(documents[-1].encode())
    return documents


def run_tongbao(tongbao, documents):
    """What tongbao takes for documents, in the form of `run_peer`."""
    command = [tongbao, "extract", "--input-format", "jsonl", "--published", "2022-05-09"]
    if child.has_option(tongbao, "--threads"):
        command += ["--threads", "1"]
    lines = "".join(json.dumps({"text": text}, ensure_ascii=False) + "\n" for text in documents)
    with tempfile.TemporaryDirectory(prefix="tongbao-peers-") as folder:
        once = pathlib.Path(folder) / "once.jsonl"
        often = pathlib.Path(folder) / "often.jsonl"
        once.write_text(lines, encoding="utf-8")
        often.write_text(lines * (REPEAT + 1), encoding="utf-8")
        first = min(child.run([*command, once]).cpu for _ in range(3))
        more = min(child.run([*command, often]).cpu for _ in range(3)) - first
        records = subprocess.run([*command, once], check=True, stdout=subprocess.PIPE).stdout
    version = subprocess.run([tongbao, "--version"], check=True, stdout=subprocess.PIPE).stdout
    return {
        "version": version.decode().split()[1],
        "size": sum(len(text.encode()) for text in documents),
        "seconds": more / REPEAT,
        "load": first - more / REPEAT,
        "found": records.count(b"\n"),
        "failed": 0,
    }


def start_peer(name, sentences, limit):
    """Runs a peer in a process of its own: what it took, or why it did not run."""
    command = [sys.executable, __file__, "--peer", name, "--limit", str(limit)]
    text = json.dumps(sentences)
    ended = subprocess.run(command, input=text, capture_output=True, text=True)
    if ended.returncode == 0:
        return json.loads(ended.stdout.splitlines()[-1])
    reason = ended.stderr.splitlines() or [f"exit status {ended.returncode}"]
    return {"reason": reason[-1]}


def run_peer(name, sentences, limit):
    """Feeds the sentences to a peer until the limit: bytes, seconds and what it found."""
    warnings.simplefilter("ignore")  # cn2an warns of each numeral that it cannot read
    start = time.process_time()
    find = PEERS[name][1]()
    find("新增58例。")
    loaded = time.process_time()
    size = found = failed = 0
    for sentence in sentences:
        if time.process_time() - loaded > limit:
            break
        size += len(sentence.encode())
        try:
            found += find(sentence)
        except Exception:  # a crash on a sentence is the peer's, the next one may be read
            failed += 1
    return {
        "version": importlib.metadata.version(name),
        "size": size,
        "seconds": time.process_time() - loaded,
        "load": loaded - start,
        "found": found,
        "failed": failed,
    }


def print_table(rows, size):
    """A line for each row; the first is what the others are compared with."""
    layout = "{:24}{:10}{:39}{:>8}{:>14}{:>10}{:>8}{:>8}{:>8}"
    print(f"{size / 1000:.0f} KB of text")
    heads = ["peer", "version", "what it does", "load s", "MB per CPU s", "slower"]
    print(layout.format(*heads, "KB read", "found", "failed"))
    first = None
    for name, does, made in rows:
        if "reason" in made:
            print(f"{name:24}not measured: {made['reason']}")
            continue
        rate = made["size"] / made["seconds"] / 1e6
        first = first or rate
        speed = [f"{made['load']:.2f}", f"{rate:.3f}", f"{first / rate:.1f}"]
        result = [made["size"] // 1000, made["found"] or "-", made["failed"]]
        print(layout.format(name, made["version"], does, *speed, *result))


if __name__ == "__main__":
    main()
