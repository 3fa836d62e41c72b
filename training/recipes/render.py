"""Renders passages as pages, ages the pages, and reads them by OCR engines; goes on where an earlier run stopped.

usage: render.py TEXT WORK SEED FIRST LAST

WORK takes the readings (`readings-SEED.jsonl`). It may hold `fonts/`, unpacked @fontsource packages, and `tessdata/` with
`eng_4.0.0.traineddata` and `eng_4.0.0_best_int.traineddata`, unpacked from @tesseract.js-data/eng.
Programs: tesseract-ocr 5.3, ocrad 0.28, gocr 0.52 of Debian; rapidocr-onnxruntime.
"""

import functools
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import common
import layouts
import pages

SHARES = {
    "classics": 8, "ccr": 4, "eltec": 5, "philtrans": 5, "europarl": 2, "gov_us": 3, "gov_uk": 1, "hansard_uk": 2, "openstax": 3,
    "scotus_opinions": 2, "scotus_transcripts": 1, "state_history": 3, "elife": 1, "oa_papers": 1, "wikinews": 2, "docs_permissive": 1,
}
OLD = {"classics", "ccr", "eltec", "philtrans", "hansard_uk"}
UNPRINTABLE = re.compile(r"[^\x20-\u024f\u2010-\u2026£€]")


@functools.cache
def blocks(text, source):
    found = [[p for p in block if 8 <= len(p.text.split()) <= 220 and not UNPRINTABLE.search(p.text)] for block in common.reserved(text, source)]
    return [block for block in found if len(block) > 6]


def tesseract(image, *options):
    """Runs Tesseract on a file."""
    command = ["tesseract", image, "-", "-l", "eng", *options]
    return subprocess.run(command, capture_output=True, timeout=300, env={**os.environ, "OMP_THREAD_LIMIT": "1"}, check=True).stdout.decode("utf-8", "replace")


@functools.cache
def rapid():
    from rapidocr_onnxruntime import RapidOCR

    return RapidOCR(intra_op_num_threads=1, inter_op_num_threads=1)


def rapidocr(image):
    """Reads lines, in their order on the page."""
    found, _ = rapid()(str(image))
    boxes = sorted(found or [], key=lambda box: sum(point[1] for point in box[0]))
    return "\n".join(box[1] for box in boxes)


def read(engine, image, work, size):
    """Returns what an engine reads on the page in the file `image`."""
    data = ["--tessdata-dir", work / "tessdata"]
    if engine == "tesseract":
        return tesseract(image, "--psm", "4")
    if engine == "tesseract-nodict":
        return tesseract(image, "--psm", "6", "-c", "load_system_dawg=0", "-c", "load_freq_dawg=0")
    if engine == "tesseract-best":
        return tesseract(image, *data, "-l", "eng_4.0.0_best_int", "--psm", "4")
    if engine == "tesseract-legacy":
        return tesseract(image, *data, "-l", "eng_4.0.0", "--oem", "0", "--psm", "6")
    if engine == "rapidocr":
        return rapidocr(image)
    command = ["ocrad", "-F", "utf8", image] if engine == "ocrad" else ["gocr", "-f", "UTF8", "-i", image]
    return subprocess.run(command, capture_output=True, timeout=300, check=engine == "ocrad").stdout.decode("utf-8", "replace")


def engines_for(rng, level):
    chosen = rng.sample(["tesseract", "tesseract-nodict", "tesseract-best"], rng.choice([1, 1, 2]))
    if level < 0.6:  # the older engines read nothing on worse pages
        chosen += ["ocrad"] * (rng.random() < 0.6)
    if level < 0.45:  # slow where little can be read
        chosen += ["tesseract-legacy"] * (rng.random() < 0.3) + ["gocr"] * (rng.random() < 0.8)
    return chosen + ["rapidocr"] * (rng.random() < 0.06)


def page(text, seed, number, faces):
    """Sets page `number`: returns what identifies it, its clean text, and its image."""
    rng = common.rng("pages", seed, number)
    source = rng.choices(list(SHARES), list(SHARES.values()))[0]
    block = rng.choice(blocks(text, source))
    i, target, chosen = rng.randrange(len(block) - 3), rng.choice([40, 80, 120, 160, 220]), []
    while i < len(block) and sum(len(p.split()) for p in chosen) < target:
        chosen.append(block[i].text.strip())
        i += 1
    style = rng.choices(["book", "newspaper", "typewriter", "modern"], [45, 30, 10, 15] if source in OLD else [20, 25, 20, 35])[0]
    face = rng.choice(faces[style])
    printed, antique = chosen, source in OLD and style == "book" and pages.has(face, "ſ") and rng.random() < 0.35
    if antique:
        printed = [" ".join(pages.long_s(word) for word in p.split()) for p in chosen]
    header, found = None, layouts.phrases(chosen)
    if style == "book" and found and rng.random() < 0.3:
        header = layouts.heading(rng, rng.choice(found), "upper") if rng.random() < 0.6 else f"{rng.randint(2, 400)} {layouts.heading(rng, rng.choice(found), 'title')}"
    image, hyphenated = pages.typeset(rng, printed, style, face, header)
    other = None
    if rng.random() < 0.35:
        other, _ = pages.typeset(rng, [p.text for p in block[:6]], style, face, None)
    level = rng.betavariate(1.7, 1.7)
    image = pages.age(rng, image, other, level)
    clean = "\n\n".join(([header] if header else []) + chosen)
    about = dict(source=source, block=block[0].block, style=style, font=os.path.basename(face), hyphenated=hyphenated, long_s=antique, level=level)
    return rng, about, clean, image


def main(text, work, seed, first, last):
    work, faces = Path(work), pages.fonts(Path(work) / "fonts")
    out = work / f"readings-{seed}.jsonl"
    done = {json.loads(line)["number"] for line in out.open(encoding="utf-8")} if out.exists() else set()
    for number in range(int(first), int(last)):
        if number in done:
            continue
        rng, about, clean, image = page(text, seed, number, faces)
        for engine in engines_for(rng, about["level"]):
            file, shown = work / f"page-{seed}-{os.getpid()}.pgm", image
            if engine == "ocrad" and image.height < 2500:
                shown = image.resize((image.width * 2, image.height * 2), 3)
            shown.save(file)
            try:
                garbled = read(engine, file, work, image.size).replace("\f", "").strip()
            except (subprocess.TimeoutExpired, subprocess.CalledProcessError) as error:
                print(f"{number} {engine}: {type(error).__name__}", file=sys.stderr)
                continue
            with out.open("a", encoding="utf-8") as file:
                file.write(json.dumps(dict(number=number, seed=seed, engine=engine, **about, garbled=garbled, clean=clean), ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
