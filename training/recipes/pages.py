"""Sets a text as a page of old print, and ages the page."""

import functools
import io
import math
import os
import re
import subprocess

import numpy as np
import pyphen
from PIL import Image, ImageDraw, ImageFilter, ImageFont
from PIL.ImageOps import mirror

OLD_TYPE = re.compile(r"Cardo|Essays|Romande|Oldania|Century|EBGaramond|GFSArtemisia|GFSBaskerville|GFSBodoni|GFSDidot|Goudy|Junicode|LinLibertine|OldStandard|Quattrocento|Gentium|Baskervald|Accanthis|Prociono|Linex|Vollkorn|texgyre(?:pagella|schola|termes|bonum)|C059|P052|NimbusRoman|Bookman|lmroman|cmun[rbsi]|im-fell|caslon|goudy|old-standard|rosarivo|baskerville|playfair|FreeSerif|Typo", re.I)
TYPEWRITER = re.compile(r"Courier|gtw|tlwgtypewriter|special-elite|NimbusMono|FreeMono|lmmono|cmunt|texgyrecursor|LiberationMono", re.I)
UNFIT = re.compile(r"Noto(?:Sans|Serif)?[A-Z][a-z]|Emoji|Symbol|Math|Music|Black|Thin|Light|ExtraBold|Initials|Dingbats|D05|Caps|SmallC|Z003|Gothic-Ant|smcp|dunhill|fib|ssq|unsl|Greek|latin-ext|Orn", re.I)
HYPHENS = {"en_GB": pyphen.Pyphen(lang="en_GB"), "en_US": pyphen.Pyphen(lang="en_US")}


@functools.cache
def has(path, character):
    """Returns whether a font draws a character, and not the box of an unknown one."""
    font = ImageFont.truetype(path, 40)
    return font.getmask(character).getbbox() is not None and bytes(font.getmask(character)) != bytes(font.getmask("\u0378"))


def fonts(folder):
    """Returns fonts for books, typewriters and modern pages: what fontconfig knows, and WOFF files of a folder."""
    listed = subprocess.run(["fc-list", ":lang=en", "file"], capture_output=True, text=True, check=True).stdout
    found = {line.strip().rstrip(":") for line in listed.splitlines()}
    for where, _, files in os.walk(folder or "/nonexistent"):
        found |= {os.path.join(where, f) for f in files if re.search(r"-latin-(400|700)-(normal|italic)\.woff$", f)}
    found = sorted((f for f in found if re.search(r"\.(ttf|otf|woff)$", f) and not UNFIT.search(os.path.basename(f))), key=os.path.basename)
    found = [f for f in found if all(has(f, c) for c in "agRt5,”")]
    old = [f for f in found if OLD_TYPE.search(os.path.basename(f))]
    typed = [f for f in found if TYPEWRITER.search(os.path.basename(f))]
    return {"book": old, "newspaper": old, "typewriter": typed, "modern": [f for f in found if f not in set(typed)]}


def long_s(word):
    """Writes a word with the long s of print before 1800: not at the end, nor before f, nor before an apostrophe."""
    return re.sub(r"s(?=[a-eg-zſ-])", "ſ", word)


def wrap(words, width, font, draw, hyphens):
    lines, line = [], ""
    for word in words:
        joined = f"{line} {word}" if line else word
        if draw.textlength(joined, font=font) <= width:
            line = joined
            continue
        lead, core = re.match(r"(\W*)(.*)", word).groups()
        letters = re.match(r"[^\W\d_]*", core)[0]
        halves = reversed(list(hyphens.iterate(letters))) if hyphens and len(letters) > 5 else []
        for left, right in halves:
            head = (f"{line} " if line else "") + lead + left + "-"
            if len(left) > 1 and len(right) > 1 and draw.textlength(head, font=font) <= width:
                lines.append(head)
                line = right + core[len(letters):]
                break
        else:
            if line:
                lines.append(line)
            line = word
    return [*lines, line]


def typeset(rng, paragraphs, style, path, header):
    """Returns the image of a page, and whether words are broken at line ends."""
    size = int(rng.uniform(20, 30) * rng.choice([1.0, 1.25, 1.5]))
    font = ImageFont.truetype(path, size)
    columns = {"newspaper": (11, 18), "book": (18, 30), "typewriter": (26, 40), "modern": (20, 38)}[style]
    width, old = int(size * rng.uniform(*columns)), style in ("book", "newspaper")
    draw = ImageDraw.Draw(Image.new("L", (8, 8)))
    hyphens = HYPHENS[rng.choice(["en_GB", "en_US"])] if rng.random() < (0.9 if old else 0.35) else None
    lines, indent = [], rng.random() < 0.6
    if header:
        lines += [header, ""]
    for paragraph in paragraphs:
        wrapped = wrap(paragraph.split(), width - 2 * size, font, draw, hyphens)
        lines += [("\t" if indent and i == 0 else "") + line for i, line in enumerate(wrapped)]
        if not indent or rng.random() < 0.15:
            lines.append("")
    step = int(size * rng.uniform(1.08, 1.25) if style == "newspaper" else size * rng.uniform(1.15, 1.6))
    image = Image.new("L", (width + 4 * size, step * (len(lines) + 4)), 255)
    draw, justify, rough = ImageDraw.Draw(image), old or rng.random() < 0.3, rng.random() * (0.07 if old else 0.02) * size
    for i, line in enumerate(lines):
        x, y, full = 2 * size + (size if line.startswith("\t") else 0), step * (i + 2), width - 2 * size
        words = line.strip().split(" ")
        room = full - (x - 2 * size) - sum(draw.textlength(w, font=font) for w in words)
        gap = room / (len(words) - 1) if justify and len(words) > 2 and i + 1 < len(lines) and lines[i + 1].strip() and not lines[i + 1].startswith("\t") else draw.textlength(" ", font=font)
        for word in words:  # worn type stands unevenly and prints unevenly
            draw.text((x + rng.gauss(0, rough / 3), y + rng.gauss(0, rough / 2)), word, int(max(0, rng.gauss(20, 25))), font=font)
            x += draw.textlength(word, font=font) + max(gap, size * 0.12)
    return image, hyphens is not None


def smooth(nrng, shape, scale):
    """Returns a random field between 0 and 1 that varies over `scale` pixels."""
    h, w = shape
    low = nrng.normal(0, 1, (h // scale + 3, w // scale + 3))
    low = ((low - low.min()) / (np.ptp(low) + 1e-6) * 255).astype("uint8")
    return np.asarray(Image.fromarray(low).resize((w, h), Image.BICUBIC), dtype=np.float32) / 255


def age(rng, image, other, level):
    """Ages a page: ink, broken letters, bleed-through, stains, waves, low resolution, threshold, JPEG."""
    nrng = np.random.default_rng(rng.getrandbits(63))
    ink = 255 - np.asarray(image.filter(ImageFilter.GaussianBlur(rng.uniform(0.3, 0.6 + 0.8 * level))), dtype=np.float32)
    roll = rng.random()
    if roll < 0.35:
        ink = np.maximum(ink, np.roll(ink, 1, axis=rng.choice([0, 1])) * rng.uniform(0.3, 0.5 + 0.5 * level))
    elif roll < 0.75:  # ink that did not take: letters break
        ink *= np.clip(1.35 - (0.3 + 0.75 * level * rng.random()) * 2 * np.abs(smooth(nrng, ink.shape, rng.choice([3, 4, 6])) - 0.5) * 2, 0, 1)
    if rng.random() < 0.5:
        ink *= 1 - 0.6 * level * smooth(nrng, ink.shape, 90)
    if other is not None:  # the back of the leaf shines through
        back = np.asarray(mirror(other).resize((image.width, image.height)).filter(ImageFilter.GaussianBlur(1.8)), dtype=np.float32)
        ink = np.maximum(ink, (255 - back) * rng.uniform(0.1, 0.2 + 0.35 * level))
    page = 255 - ink - 70 * level * rng.random() * smooth(nrng, ink.shape, 60) + nrng.normal(0, 5 + 40 * level * rng.random(), ink.shape)
    for _ in range(int(ink.size / 12000 * level * (rng.random() < 0.6))):
        y, x = rng.randrange(ink.shape[0]), rng.randrange(ink.shape[1])
        page[y : y + rng.randint(1, 4), x : x + rng.randint(1, 4)] = rng.choice([0, 0, 255])
    if rng.random() < 0.4:  # pages bend
        wave, period = rng.uniform(1, 2 + 4 * level), rng.uniform(1, 3) * ink.shape[1]
        shift = np.round(wave * np.sin(np.arange(ink.shape[1]) * 2 * math.pi / period)).astype(int)
        rows = np.clip(np.arange(ink.shape[0])[:, None] + shift[None, :], 0, ink.shape[0] - 1)
        page = np.take_along_axis(page, rows, axis=0)
    image = Image.fromarray(np.clip(page, 0, 255).astype("uint8"))
    if rng.random() < 0.6:
        image = image.rotate(rng.uniform(-1, 1) * level, expand=True, fillcolor=235, resample=Image.BILINEAR)
    if rng.random() < 0.65:
        scale = rng.uniform(0.75 - 0.3 * level, 0.95)
        image = image.resize((int(image.width * scale), int(image.height * scale)), Image.BILINEAR)
    if rng.random() < 0.45:
        bound = rng.randrange(110, 180)
        image = image.point(lambda v: 255 if v > bound else 0)
    if rng.random() < 0.35:
        buffer = io.BytesIO()
        image.save(buffer, "JPEG", quality=rng.randrange(10, 45))
        image = Image.open(io.BytesIO(buffer.getvalue())).convert("L")
    return image
