#!/usr/bin/env python3
"""Mutation testing of thousands of mutants in minutes.

cargo-mutants builds the crate anew for each mutant. This builds it once with all of them in it, each
behind a switch, and runs the tests once for each switch. The mutants are those that cargo-mutants
lists; a copy of the tree is changed, never the tree itself.

    pip install tree-sitter tree-sitter-rust && cargo install --locked cargo-mutants
    tools/mutants.py WORK REGEX [--share 1/1]

WORK is a folder for the copy, its build, and `outcomes.jsonl`, to which a line is added for each
mutant; a later run leaves out those that were killed. REGEX picks files, such as '^src/number'. Mutants
that do not compile, and the few that take a field out of a struct, are not tried; both are counted.
"""

import argparse
import concurrent.futures
import itertools
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys

import tree_sitter
import tree_sitter_rust

ROOT = pathlib.Path(__file__).resolve().parent.parent
PARSER = tree_sitter.Parser(tree_sitter.Language(tree_sitter_rust.language()))
SWITCH = """
#[doc(hidden)]
pub mod mutation {
    //! Switches of mutants.
    static ACTIVE: std::sync::LazyLock<u32> = std::sync::LazyLock::new(|| {
        std::env::var("MUTANT").map_or(u32::MAX, |id| id.parse().unwrap())
    });
    /// Whether this one is on.
    pub fn on(id: u32) -> bool {
        *ACTIVE == id
    }
}
"""
# What each mutant is tried with, the quickest first. Those that time something are left out.
TESTS = [
    ("lib", ["pinned"]),
    ("it", ["golden", "pinned", "cases", "tables"]),
    ("lib", ["number", "scan", "time", "link", "--skip", "linear", "--skip", "pinned"]),
    ("it", ["reference", "props"]),
]
TIMEOUT = 30


def listed(pattern):
    """The mutants of the files that match, each with a number of its own."""
    out = subprocess.run(
        ["cargo", "mutants", "--list", "--json"], cwd=ROOT, check=True, capture_output=True
    ).stdout
    mutants = json.loads(out)
    for number, mutant in enumerate(mutants):
        mutant["id"] = number
    return [m for m in mutants if re.search(pattern, m["file"])]


class File:
    """A source file, and the mutants in it."""

    def __init__(self, path, mutants):
        self.source = path.read_bytes()
        self.lines = self.source.split(b"\n")
        starts = [0]
        for line in self.lines:
            starts.append(starts[-1] + len(line) + 1)
        self.starts = starts
        self.at = {}  # node or offset -> mutants
        self.tree = PARSER.parse(self.source)
        self.skipped = []
        self.appendix = b""
        for mutant in mutants:
            self.place(mutant)

    def offset(self, place):
        line = self.lines[place["line"] - 1].decode()
        return self.starts[place["line"] - 1] + len(line[: place["column"] - 1].encode())

    def place(self, mutant):
        """Finds the node that a mutant changes."""
        start = self.offset(mutant["span"]["start"])
        end = self.offset(mutant["span"]["end"])
        genre = mutant["genre"]
        leaf = self.tree.root_node.descendant_for_byte_range(start, max(start, end - 1))
        if genre == "FnValue":
            node = leaf
            while node and not (node.type == "block" and node.parent.type == "function_item"):
                node = node.parent
        elif genre == "BinaryOperator":
            node = leaf.parent
            if node.type not in ("binary_expression", "compound_assignment_expr"):
                node = None
        elif genre == "UnaryOperator":
            node = leaf.parent if leaf.parent.type == "unary_expression" else None
        elif genre in ("MatchArm", "MatchArmGuard"):
            node = leaf
            while node and node.type != "match_arm":
                node = node.parent
            node = node and node.child_by_field_name("pattern")
        else:
            node = None
        if node is None:
            self.skipped.append(mutant)
            return
        self.at.setdefault(node.id, []).append(mutant)

    def render(self, dropped, constant):
        self.dropped = dropped
        self.constant = constant
        return self.text(self.tree.root_node) + self.appendix

    def raw(self, node):
        return self.source[node.start_byte : node.end_byte]

    def alive(self, node):
        return [m for m in self.at.get(node.id, []) if m["id"] not in self.dropped]

    def text(self, node):
        """The text of a node with the switches of all mutants in it."""
        mutants = self.alive(node)
        if not mutants:
            return self.inner(node)
        if node.type == "match_pattern":
            return self.arm(node, mutants)
        if node.type == "block":
            inner = self.inner(node)
            switches = b"".join(
                b"if %s { return %s; } " % (on(m), m["replacement"].encode()) for m in mutants
            )
            return b"{ " + switches + inner[1:]
        if node.type == "unary_expression":
            return choice(mutants, lambda _: self.raw(node.children[1]), self.inner(node))
        left, right = (self.raw(node.child_by_field_name(side)) for side in ("left", "right"))
        if node.type == "compound_assignment_expr":
            form, around = b"%s %s %s", b"{%s}"
        else:
            form, around = b"(%s) %s (%s)", b"(%s)"
        changed = lambda m: form % (left, m["replacement"].encode(), right)
        return around % choice(mutants, changed, self.inner(node))

    def loosens(self, function):
        """Whether a function is called at run time only: no switch can be in a constant."""
        return self.raw(function.child_by_field_name("name")).decode() not in self.constant

    def arm(self, node, mutants):
        """A pattern with its guard, or with one where it had none."""
        condition = node.child_by_field_name("condition")
        guard = self.text(condition) if condition else b"true"
        for mutant in mutants:
            form = b"%s || (%s)" if mutant["replacement"] == "true" else b"!%s && (%s)"
            guard = form % (on(mutant), guard)
        before_if = itertools.takewhile(lambda child: child.type != "if", node.children)
        end = max(child.end_byte for child in before_if)
        return b"%s if %s" % (self.source[node.start_byte : end], guard)

    def inner(self, node):
        out, at = [], node.start_byte
        for child in node.children:
            out += [self.source[at : child.start_byte], self.text(child)]
            at = child.end_byte
        out.append(self.source[at : node.end_byte])
        text = b"".join(out)
        if node.type == "function_modifiers" and self.loosens(node.parent):
            text = re.sub(rb"\bconst\b", b"", text)
        return text


def on(mutant):
    return b"crate::mutation::on(%d)" % mutant["id"]


def choice(mutants, changed, unchanged):
    """The changed text of whichever is on."""
    cases = b" else ".join(b"if %s { %s }" % (on(m), changed(m)) for m in mutants)
    return b"%s else { %s }" % (cases, unchanged)


def write(copy, files, dropped, constant):
    for path, file in files.items():
        (copy / path).write_bytes(file.render(dropped, constant))


def build(copy, files):
    """Builds the tests with all mutants that compile: the binaries, and the others."""
    command = ["cargo", "test", "--release", "--all-features", "--no-run", "--lib", "--test", "it"]
    dropped, constant = set(), set()
    while True:
        write(copy, files, dropped, constant)
        run = subprocess.run(
            [*command, "--message-format", "json"], cwd=copy, capture_output=True, text=True
        )
        messages = [json.loads(line) for line in run.stdout.splitlines() if line.startswith("{")]
        if run.returncode == 0:
            built = [m for m in messages if m.get("executable")]
            paths = {m["target"]["kind"][0]: m["executable"] for m in built}
            return {"lib": paths["lib"], "it": paths["test"]}, dropped
        errors = [m["message"] for m in messages if m.get("message")]
        errors = [error for error in errors if error.get("level") == "error"]
        wrong, needed = culprits(copy, errors)
        if not (needed - constant or wrong - dropped):
            sys.exit("\n".join([run.stderr[-2000:], *(error["rendered"] for error in errors)]))
        if needed <= constant:
            dropped |= wrong
        constant |= needed # what else does not compile shows better without these errors


def culprits(copy, errors):
    """The mutants that errors are in, and the functions that constants need as they were."""
    wrong, needed = set(), set()
    for error in errors:
        if (error.get("code") or {}).get("code") == "E0015":
            name = re.search(r"`(?:[^`]*::)?(\w+)`", error["message"])[1]
            if name != "on":
                needed.add(name)
                continue
        for span in error["spans"]:
            if span["is_primary"]:
                while span["expansion"] and span["file_name"].startswith("/"):
                    span = span["expansion"]["span"]
                wrong |= culprit(copy / span["file_name"], span)
    return wrong, needed


def culprit(path, span):
    """The mutant whose switch stands last before an error, or first in it."""
    source = path.read_bytes()
    switch = rb"mutation::on\((\d+)\)"
    inside = re.search(switch, source[span["byte_start"] : span["byte_end"]])
    before = re.findall(switch, source[: span["byte_start"]])
    found = inside and inside[1] or before and before[-1]
    return {int(found)} if found else set()


def outcome(paths, copy, mutant):
    """Which tests it fails: `killed`, `timeout`, or `survived`."""
    env = {**os.environ, "MUTANT": str(mutant["id"])}
    for binary, args in TESTS:
        command = [paths[binary], "--test-threads", "1", "-q", *args]
        try:
            done = subprocess.run(command, cwd=copy, env=env, timeout=TIMEOUT, capture_output=True)
        except subprocess.TimeoutExpired:
            return "timeout"
        if done.returncode:
            return "killed"
    return "survived"


def sources(mutants):
    """All files of the library, with the mutants in them."""
    paths = [path.relative_to(ROOT).as_posix() for path in (ROOT / "src").rglob("*.rs")]
    by_path = {path: [] for path in paths if "/bin/" not in path}
    for mutant in mutants:
        by_path[mutant["file"]].append(mutant)
    files = {path: File(ROOT / path, those) for path, those in by_path.items()}
    files["src/lib.rs"].appendix = SWITCH.encode()
    return files


def killed(log):
    """The names of those that earlier runs killed."""
    if not log.exists():
        return set()
    outcomes = [json.loads(line) for line in log.open()]
    return {it["name"] for it in outcomes if it["outcome"] != "survived"}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("work", type=pathlib.Path)
    parser.add_argument("pattern")
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("--share", default="1/1", help="K/N: the Kth of every N mutants")
    args = parser.parse_args()
    mutants = [m for m in listed(args.pattern) if "/bin/" not in m["file"]]
    copy, log = args.work / "tree", args.work / "outcomes.jsonl"
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(ROOT, copy, ignore=shutil.ignore_patterns("target", ".git", "corpus"))
    os.environ.setdefault("CARGO_TARGET_DIR", str(args.work.resolve() / "target"))
    files = sources(mutants)
    paths, dropped = build(copy, files)
    skipped = {m["id"] for file in files.values() for m in file.skipped}
    seen, (k, n) = killed(log), map(int, args.share.split("/"))
    todo = [m for m in mutants if m["id"] not in dropped | skipped and m["name"] not in seen]
    todo = todo[k - 1 :: n]
    counts = f"{len(dropped)} do not compile, {len(skipped)} not tried, {len(todo)} to run"
    print(f"{len(mutants)} listed, {counts}", flush=True)
    if outcome(paths, copy, {"id": 2**32 - 1}) != "survived":
        sys.exit("the tests fail without any mutant")
    with log.open("a") as out, concurrent.futures.ThreadPoolExecutor(args.jobs) as pool:
        runs = {pool.submit(outcome, paths, copy, m): m for m in todo}
        for run in concurrent.futures.as_completed(runs):
            line = {"name": runs[run]["name"], "outcome": run.result()}
            print(json.dumps(line), file=out, flush=True)


if __name__ == "__main__":
    main()
