"""Measures what repair in place gains on pages that Tesseract has read, beside repair of its plain text.

usage: tesseract.py UNGARBLE TEXT_DIR WORK_DIR [PAGES]

Passages of TEXT_DIR (one paragraph a line, NAME.txt.zst) are set as pages, made worse, and read by Tesseract as text,
hOCR, ALTO, hOCR without its confidences, and hOCR with its choices of letters, of which alternatives are made. Each
reading is repaired by the command UNGARBLE, and the words of all are compared with the passage.
Needs tesseract, zstd, and Pillow; the pages are the same in every run.
"""

import html
import json
import pathlib
import random
import re
import subprocess
import sys
import xml.etree.ElementTree as ET

from PIL import Image, ImageDraw, ImageFilter, ImageFont

UNGARBLE, TEXTS, WORK = sys.argv[1], pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3])
PAGES = int(sys.argv[4]) if len(sys.argv) > 4 else 10
SOURCES = ["classics", "gov_us", "europarl", "ccr", "openstax", "eltec", "state_history", "gov_uk", "wikinews", "philtrans"]
FONTS = ["dejavu/DejaVuSerif.ttf", "liberation/LiberationSerif-Regular.ttf", "freefont/FreeSerif.ttf"]
HEAD = re.compile(r"[^\x20-\x7e\u2018\u2019\u201c\u201d\u2013\u2014]")


def passage(source, rng):
    """About 350 words of a source, from a place of their own."""
    packed = subprocess.Popen(["zstd", "-dc", "--long=27", TEXTS / f"{source}.txt.zst"], stdout=subprocess.PIPE)
    skip, paragraphs, words = rng.randrange(100, 2000), [], 0
    for number, line in enumerate(packed.stdout):
        line = line.decode().strip()
        if number >= skip and 25 <= len(line.split()) <= 200 and not HEAD.search(line):
            paragraphs.append(line)
            words += len(line.split())
        if words > 350:
            break
    packed.kill()
    return paragraphs


def broken(word, room, width):
    """The longest start of a word that fits, if the word may be broken there."""
    if len(word) < 7 or not word.isalpha():
        return None
    for at in range(len(word) - 3, 2, -1):
        if re.search("[aeiouy]", word[:at]) and re.search("[aeiouy]", word[at:]) and width(word[:at] + "-") <= room:
            return at
    return None


def image(paragraphs, rng):
    size = rng.choice([21, 24, 28])
    font = ImageFont.truetype("/usr/share/fonts/truetype/" + rng.choice(FONTS), size)
    width, lines = size * 30, []
    for paragraph in paragraphs:
        line = ""
        for word in paragraph.split():
            longer = f"{line} {word}" if line else word
            if font.getlength(longer) <= width:
                line = longer
                continue
            at = broken(word, width - font.getlength(line + " "), font.getlength)
            lines.append(f"{line} {word[:at]}-" if at else line)
            line = word[at:] if at else word
        lines += [line, ""]
    page = Image.new("L", (width + 120, int(1.35 * size * len(lines)) + 120), 255)
    draw = ImageDraw.Draw(page)
    for number, line in enumerate(lines):
        draw.text((60, 60 + int(1.35 * size * number)), line, 0, font=font)
    page = page.filter(ImageFilter.GaussianBlur(rng.uniform(0.6, 1.0)))
    small = rng.uniform(0.62, 0.75)
    page = page.resize((int(page.width * small), int(page.height * small)), Image.BILINEAR)
    noise = Image.effect_noise(page.size, rng.uniform(40, 90))
    page = Image.blend(page, noise, 0.15)
    dust = ImageDraw.Draw(page)
    for _ in range(page.width * page.height // 3000):
        x, y = rng.randrange(page.width), rng.randrange(page.height)
        dust.ellipse((x, y, x + rng.randint(0, 2), y + rng.randint(0, 2)), rng.choice([0, 255]))
    return page.rotate(rng.uniform(-0.4, 0.4), fillcolor=200, resample=Image.BILINEAR)


def join(lines):
    """The text of lines, of which a word may go on behind a soft hyphen."""
    return re.sub("\u00ad\n(\\S+) ?", "\\1\n", "\n".join(lines)) + "\n"


def hocr_text(path):
    lines = []
    for line in re.split(r"<span class='ocr_(?:line|header|caption|textfloat)'", path.read_text())[1:]:
        words = re.findall(r"<span class='ocrx_word'[^>]*>(.*?)</span>", line, re.S)
        words = [re.sub(r"<span class='ocrx_cinfo'.*", "", word, flags=re.S) for word in words]
        lines.append(" ".join(html.unescape(re.sub("<[^>]*>", "", word)).strip() for word in words))
    return join(lines)


def alto_text(path):
    lines = []
    for line in ET.parse(path).iter("{http://www.loc.gov/standards/alto/ns-v3#}TextLine"):
        words = []
        for string in line.iter("{http://www.loc.gov/standards/alto/ns-v3#}String"):
            kind, whole = string.get("SUBS_TYPE"), string.get("SUBS_CONTENT")
            if kind != "HypPart2":
                words.append(whole if kind == "HypPart1" else string.get("CONTENT"))
        lines.append(" ".join(words))
    return join(lines)


def run(*arguments, **more):
    return subprocess.run([str(argument) for argument in arguments], check=True, capture_output=True, text=True, **more)


def scored(garbled, repaired, clean):
    return json.loads(run(UNGARBLE, "score", "--json", garbled, repaired, clean).stdout)


def main():
    WORK.mkdir(parents=True, exist_ok=True)
    totals, skipped = {}, 0
    for number in range(PAGES):
        rng = random.Random(100 + number)
        base = WORK / f"page{number}"
        paragraphs = passage(SOURCES[number % len(SOURCES)], rng)
        clean = base.with_suffix(".clean.txt")
        clean.write_text("\n\n".join(paragraphs) + "\n")
        png = base.with_suffix(".png")
        if not base.with_suffix(".hocr").exists():
            image(paragraphs, rng).save(png)
            run("tesseract", png, base, "--psm", "4", "-l", "eng", "--dpi", "150", "txt", "hocr", "alto",
                env={"OMP_THREAD_LIMIT": "1", "PATH": "/usr/bin:/bin"})
        choices = WORK / f"choices{number}"
        if not choices.with_suffix(".hocr").exists():
            run("tesseract", png, choices, "--psm", "4", "-l", "eng", "--dpi", "150", "-c", "lstm_choice_mode=2", "hocr",
                env={"OMP_THREAD_LIMIT": "1", "PATH": "/usr/bin:/bin"})
        read = {"choices": choices.with_suffix(".hocr"), "txt": base.with_suffix(".txt"), "hocr": base.with_suffix(".hocr"), "alto": base.with_suffix(".xml")}
        read["txt"].write_text(read["txt"].read_text().replace("\f", ""))
        unsure = WORK / "unsure.hocr"
        unsure.write_text(re.sub(r"; x_wconf \d+", "", read["hocr"].read_text()))
        read["unsure"] = unsure
        extract = {"txt": lambda path: path.read_text(), "hocr": hocr_text, "alto": alto_text, "choices": hocr_text, "unsure": hocr_text}
        for kind in ("txt", "unsure", "hocr", "alto", "choices"):
            garbled = WORK / "garbled.txt"
            garbled.write_text(extract[kind](read[kind]))
            for flag in ("--no-resegment", "--resegment"):
                if kind == "txt" and flag == "--no-resegment":
                    continue
                out = WORK / f"out{'.xml' if kind == 'alto' else read[kind].suffix}"
                told = run(UNGARBLE, "--no-config", "--noise", "ocr", flag, read[kind], "-o", out).stderr
                skipped += sum(int(count) for count in re.findall(r"(\d+) edits? skipped", told)) if flag == "--no-resegment" and kind == "hocr" else 0
                repaired = WORK / "repaired.txt"
                repaired.write_text(extract[kind](out))
                again = WORK / f"again{out.suffix}"
                run(UNGARBLE, "--no-config", "--noise", "ocr", flag, out, "-o", again)
                if again.read_bytes() != out.read_bytes():
                    sys.exit(f"{out} changes in a second run")
                figures = scored(garbled, repaired, clean)
                totals.setdefault((kind, flag), []).append(figures)
    print("reading flag            wrong fixed broken missed  reduction  broken of 1,000")
    for (kind, flag), pages in totals.items():
        total = {key: sum(page[key] for page in pages) for key in ("words", "fixed", "broken", "missed", "left")}
        wrong = total["fixed"] + total["missed"] + total["left"]
        reduction = 100 * (total["fixed"] - total["broken"]) / wrong
        harm = 1000 * total["broken"] / (total["words"] - wrong)
        print(f"{kind:7} {flag:15} {wrong:5} {total['fixed']:5} {total['broken']:5} {total['missed']:5} {reduction:8.1f} % {harm:8.2f}")
    print("edits of hOCR skipped with --no-resegment:", skipped)


main()
