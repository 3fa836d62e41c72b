"""Makes `ocr.jsonl.zst` of the first set of pages; of those that are nearly clean a sample is kept.

usage: convert_ocr.py TEXT OCR_PAIRS OUT
"""

import sys

import common

CLEAN = 0.015  # word error rate below which a page is nearly clean
SHARE = 0.35  # of the nearly clean pages that is kept


def lines(text, pairs):
    """Returns the line of each paragraph that the pages show."""
    wanted, found = {}, {}
    for pair in pairs:
        wanted.setdefault(pair["source"], set()).update(pair["clean"].split("\n\n"))
    for source in wanted:
        for number, line in common.lines_of(text, source):
            if line.strip() in wanted[source]:
                found.setdefault((source, line.strip()), number)
    return found


def pairs(text, path):
    old = list(common.read(path))
    where = lines(text, old)
    for pair in old:
        paragraphs = [(pair["source"], p) for p in pair["clean"].split("\n\n")]
        blocks = {where[p] // common.BLOCK for p in paragraphs if p in where}
        if len({common.split_of(pair["source"], b) for b in blocks}) != 1:
            continue  # a page over the seam of two splits belongs to neither
        rng, block = common.rng("convert", pair["id"]), min(blocks)
        seed, number = pair["id"].split("-")[-2:]
        new = common.record("ocr", pair["engine"].replace("-fast", "-nodict"), pair["source"], block, f"s{seed}.{number}", pair["level"], pair["garbled"], pair["clean"], style="modern", font=pair["font"], hyphenated=pair["hyphenated"])
        if new["wrong"] < CLEAN * len(pair["clean"].split()) and rng.random() >= SHARE:
            continue
        yield new


if __name__ == "__main__":
    common.write(sys.argv[3], pairs(sys.argv[1], sys.argv[2]))
