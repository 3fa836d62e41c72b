#!/usr/bin/env python3
"""Writes the inputs of tests/fixtures as seeds, one file each, to fuzz/corpus/TARGET."""
import tomllib
from pathlib import Path

root = Path(__file__).resolve().parent
cases = []
for name in ("repairs", "unchanged", "known_failures"):
    with open(root.parent / "tests" / "fixtures" / f"{name}.toml", "rb") as file:
        cases += tomllib.load(file).get("case", [])
for target in ("plan", "align", "tokenize"):
    folder = root / "corpus" / target
    folder.mkdir(parents=True, exist_ok=True)
    for case in cases:
        pair = case["input"] + "\0" + case.get("reference", case["input"]) if target == "align" else case["input"]
        (folder / case["name"]).write_text(pair, encoding="utf-8")
print(f"{len(cases)} seeds a target")
