"""Texts that the tests share."""

import io
import json
import os
import sys
from pathlib import Path

import pytest
import zstandard

REPOSITORY = Path(__file__).resolve().parents[3]


def pairs(kind, count):
    """Returns the first `count` training pairs of a kind."""
    with open(REPOSITORY / "training" / "pairs" / f"{kind}.jsonl.zst", "rb") as file:
        reader = zstandard.ZstdDecompressor(max_window_size=2**27).stream_reader(file)
        lines = io.TextIOWrapper(reader, encoding="utf-8")
        return [json.loads(line) for line, _ in zip(lines, range(count))]


@pytest.fixture(scope="session")
def documents():
    """Three hundred documents of all kinds of noise, a third of which are right."""
    counts = {"ocr": 40, "ocr-heavy": 20, "typing": 50, "casing": 50, "layout": 30, "speech": 15, "roundtrip": 15, "right": 50}
    counts["right-more"] = 300 - sum(counts.values())
    return [pair["garbled"] for kind, count in counts.items() for pair in pairs(kind, count)]


@pytest.fixture(scope="session")
def command():
    """The command: the one built beside the wheel where UNGARBLE_COMMAND names it."""
    built = os.environ.get("UNGARBLE_COMMAND")
    return [built] if built else [sys.executable, "-m", "ungarble"]


def pytest_sessionfinish(session):
    """Where UNGARBLE_ALL_TESTS is set, a test that was skipped is a failure."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("UNGARBLE_ALL_TESTS") and reporter.stats.get("skipped"):
        session.exitstatus = 1
