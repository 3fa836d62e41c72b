"""Makes `ocr-heavy.jsonl.zst` of the readings of `render.py`: drops what cannot be read, and most of what is nearly clean.

usage: collect_ocr.py WORK OUT
"""

import json
import re
import sys
from pathlib import Path

import common

UNREADABLE = 0.35  # character error rate above which the sides are no pair
CLEAN, SHARE = 0.01, 0.4  # word error rate of nearly clean pages, and the share of them that is kept


def character_error_rate(garbled, clean):
    left, right = (re.sub(r"\s+", " ", common.joined(side)) for side in (garbled, clean))
    return common.distance(left, right) / len(right)


def pairs(work):
    for path in sorted(Path(work).glob("readings-*.jsonl")):
        rows = [json.loads(line) for line in path.open(encoding="utf-8")]
        for row in sorted(rows, key=lambda row: (row["number"], row["engine"])):
            garbled = common.FORBIDDEN.sub("", row["garbled"])
            if not garbled.strip() or character_error_rate(garbled, row["clean"]) > UNREADABLE:
                continue
            pair = common.record(
                "ocr", row["engine"], row["source"], row["block"], f"h{row['seed']}.{row['number']}", row["level"], garbled, row["clean"],
                style=row["style"], font=row["font"], hyphenated=row["hyphenated"], long_s=row["long_s"],
            )
            rng = common.rng("collect", pair["id"])
            if pair["wrong"] < CLEAN * len(row["clean"].split()) and rng.random() >= SHARE:
                continue
            yield pair


if __name__ == "__main__":
    common.write(sys.argv[2], pairs(sys.argv[1]))
