"""Makes `confidences.jsonl.zst`: pages as Tesseract reads them, with how sure it is of each word and what else it saw.

usage: make_confidences.py TEXT WORK FIRST LAST    reads pages FIRST to LAST - 1 into WORK
       make_confidences.py --collect WORK OUT      writes the pairs of all readings in WORK

The passages are of the split `calibrate`, none of whose words the classifier was fitted to, and none of them from the beginning of a
source, of which the pages in `crates/formats/measure` are set. So are the faces others, and what ages the pages.
Program: tesseract-ocr 5.3 of Debian, with its model `eng`.
"""

import html
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import common
import pages
import render
from collect_ocr import UNREADABLE, character_error_rate

BEGINNING = 60  # blocks
MEASURED = re.compile(r"DejaVuSerif|Liberation|FreeSerif|NimbusRoman")  # the faces of other pages, and one that is cut after theirs
LIKELY = 2.0  # of 100: the least confidence of another reading of a letter
MOST = 4  # other readings of a word
WORD = re.compile(r"<span class='ocrx_word'[^>]*?x_wconf (\d+)[^>]*>(.*?)(?=<span class='ocr(?:x_word|_line|_header|_caption|_textfloat)'|<p class='ocr_par'|</body>)", re.S)
GROUP = re.compile(r"<span class='ocrx_cinfo' id='lstm_choices[^>]*>(.*?)</span></span>", re.S)
CHOICE = re.compile(r"<span class='ocrx_cinfo' id='choice[^>]*x_confs ([\d.e+-]+)'>(.*?)(?:</span>|$)", re.S)


def others(word, body):
    """Returns the words that are one other letter away by the choices of the letters, the likeliest first."""
    groups = [[(html.unescape(letter), float(sure)) for sure, letter in CHOICE.findall(group)] for group in GROUP.findall(body)]
    groups = [group for group in groups if group and group[0][0].strip()]
    if len(groups) != len(word):
        return []
    found = {}
    for at, group in enumerate(groups):
        for letter, sure in group:
            if letter != word[at] and letter.strip() and sure >= LIKELY:
                other = word[:at] + letter + word[at + 1 :]
                found[other] = max(sure, found.get(other, 0.0))
    return sorted(found, key=lambda other: (-found[other], other))[:MOST]


def words(hocr):
    """Yields paragraphs: lists of lines of (word, confidence, other words)."""
    for paragraph in hocr.split("<p class='ocr_par'")[1:]:
        lines = []
        for line in re.split(r"<span class='ocr_(?:line|header|caption|textfloat)'", paragraph)[1:]:
            read = []
            for sure, body in WORD.findall(line + "</body>"):
                word = common.FORBIDDEN.sub("", html.unescape(re.sub(r"<[^>]*>", "", body.split("<span class='ocrx_cinfo'")[0])).strip())
                if word and not re.search(r"\s", word):
                    read.append((word, int(sure), others(word, body)))
            if read:
                lines.append(read)
        if lines:
            yield lines


def page(text, number, faces):
    rng = common.rng("confidences", number)
    source = rng.choices(list(render.SHARES), list(render.SHARES.values()))[0]
    fit = [block for block in render.blocks(text, source) if block[0].block >= BEGINNING and common.split_of(source, block[0].block) == "calibrate"]
    block = rng.choice(fit)
    i, target, chosen = rng.randrange(len(block) - 3), rng.choice([80, 160, 240]), []
    while i < len(block) and sum(len(p.split()) for p in chosen) < target:
        chosen.append(block[i].text.strip())
        i += 1
    style = rng.choices(["book", "newspaper", "typewriter", "modern"], [45, 20, 10, 25])[0]
    face = rng.choice([face for face in faces[style] if not MEASURED.search(face)])
    image, hyphenated = pages.typeset(rng, chosen, style, face, None)
    other = pages.typeset(rng, [p.text for p in block[:6]], style, face, None)[0] if rng.random() < 0.35 else None
    level = rng.betavariate(1.7, 1.7)
    about = dict(source=source, block=block[0].block, style=style, font=os.path.basename(face), hyphenated=hyphenated, level=level)
    return about, "\n\n".join(chosen), pages.age(rng, image, other, level)


def read(text, work, first, last):
    faces = pages.fonts(None)
    with (work / f"confidences-{first}.jsonl").open("w", encoding="utf-8") as out:
        for number in range(first, last):
            about, clean, image = page(text, number, faces)
            file = work / f"page-{first}.pgm"
            image.save(file)
            hocr = render.tesseract(file, "--psm", "4", "-c", "lstm_choice_mode=2", "hocr")
            paragraphs = list(words(hocr))
            read = [word for lines in paragraphs for line in lines for word in line]
            garbled = "\n\n".join("\n".join(" ".join(word for word, *_ in line) for line in lines) for lines in paragraphs)
            row = dict(number=number, **about, garbled=garbled, clean=clean, confidences=[sure for _, sure, _ in read])
            row["alternatives"] = {at: other for at, (_, _, other) in enumerate(read) if other}
            out.write(json.dumps(row, ensure_ascii=False) + "\n")
            out.flush()


def pairs(work):
    rows = [json.loads(line) for path in work.glob("confidences-*.jsonl") for line in path.open(encoding="utf-8")]
    for row in sorted(rows, key=lambda row: row["number"]):
        if not row["garbled"] or character_error_rate(row["garbled"], row["clean"]) > UNREADABLE:
            continue
        more = {name: row[name] for name in ("style", "font", "hyphenated", "confidences", "alternatives")}
        yield common.record("ocr", "tesseract", row["source"], row["block"], f"c{row['number']}", row["level"], row["garbled"], row["clean"], **more)


if __name__ == "__main__":
    if sys.argv[1] == "--collect":
        common.write(sys.argv[3], pairs(Path(sys.argv[2])))
    else:
        read(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]))
