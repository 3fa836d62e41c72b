"""Writes `reserved.tsv`: the lines of the training text that pairs are made of.

usage: reserve.py TEXT OCR_PAIRS OUT

A model that scores these passages for a classifier must not have read them: its costs of right words would be too low.
"""

import sys

import common


def main(text, ocr_pairs, out):
    wanted = {}
    for pair in common.read(ocr_pairs):
        wanted.setdefault(pair["source"], set()).update(pair["clean"].split("\n\n"))
    rows, words = [], 0
    for source in common.sources(text):
        lines, paragraphs = set(), wanted.get(source, set())
        for number, line in common.lines_of(text, source):
            if common.is_reserved(source, number // common.BLOCK) or line.strip() in paragraphs:
                lines.add(number)
                words += len(line.split())
        first = last = None
        for number in [*sorted(lines), None]:
            if first is not None and number != last + 1:
                rows.append(f"{source}\t{first}\t{last}\n")
                first = None
            first, last = (number if first is None else first), number
    with open(out, "w", encoding="utf-8", newline="\n") as file:
        file.write("# Lines of the training text, counted from 0, that no language model may be trained on; made by recipes/reserve.py.\n")
        file.write("# source\tfirst\tlast\n")
        file.writelines(rows)
    print(f"{out}: {len(rows)} ranges, {words} words")


if __name__ == "__main__":
    main(*sys.argv[1:])
