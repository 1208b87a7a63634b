"""What the scripts of this folder share: the release build, and what a child process uses."""

import dataclasses
import json
import os
import pathlib
import subprocess
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent


def build():
    """Builds the command and the maker of texts; gives the paths of both."""
    options = ["--release", "--locked", "--features", "cli"]
    cargo("build", *options, "--bin", "tongbao", "--example", "corpus")
    metadata = cargo("metadata", "--locked", "--no-deps", "--format-version", "1")
    release = pathlib.Path(json.loads(metadata)["target_directory"]) / "release"
    return release / "tongbao", release / "examples" / "corpus"


def cargo(*arguments):
    """Runs cargo in the repository; gives what it prints."""
    command = ["cargo", *arguments]
    return subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE).stdout


@dataclasses.dataclass
class Usage:
    """What a child process took: seconds, and bytes of memory at the peak."""

    wall: float
    cpu: float
    peak: int


def run(command):
    """Runs a command, its output thrown away; gives its Usage.

    Linux counts the memory of the parent before the command is loaded, so a peak below that of
    this interpreter (some 15 MB) cannot be seen.
    """
    start = time.perf_counter()
    child = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    wall = time.perf_counter() - start
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode != 0:
        raise subprocess.CalledProcessError(child.returncode, command)
    return Usage(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024)


def has_option(tongbao, option):
    """Whether `tongbao extract` knows an option."""
    command = [tongbao, "extract", "--help"]
    return option in subprocess.run(command, check=True, capture_output=True, text=True).stdout
