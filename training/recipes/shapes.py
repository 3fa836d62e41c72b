"""Measures which letters and pairs of letters look alike in print: a list of what an engine that nobody has seen may confuse.

usage: shapes.py OUT

Strings of one or two characters are drawn in several faces and blurred; what counts is the correlation of the ink, at its best over
small shifts, on average over the faces. Fonts: Debian's `fonts-urw-base35` and `fonts-dejavu`.
"""

import subprocess
import sys

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

FACES = ["NimbusRoman-Regular", "C059-Roman", "P052-Roman", "URWBookman-Light", "NimbusSans-Regular", "DejaVuSerif"]
LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
SMALL = LETTERS[:26]
SINGLE = LETTERS + "0123456789" + "!\"'()*+,-./:;<>[]^_|~£§«°ſéáíóúö"
PAIRED = SMALL + "CIJKLOSVX01" + "'()-.,/:;\\^|!<"
SIZE, HEIGHT, WIDTH, BLUR = 36, 56, 72, 1.6
LEAST = 0.62  # correlation
# How many are kept: of one character and of two, for one letter and for two.
KEPT = {1: (12, 8), 2: (4, 4)}


def image(text, font):
    page = Image.new("L", (WIDTH, HEIGHT), 0)
    ImageDraw.Draw(page).text((12, 44), text, 255, font=font, anchor="ls")
    return np.asarray(page.filter(ImageFilter.GaussianBlur(BLUR)), dtype=np.float32)


def unit(images):
    flat = images.reshape(len(images), -1)
    return flat / np.maximum(np.linalg.norm(flat, axis=1, keepdims=True), 1e-6)


def is_own(meant, seen):
    """Returns whether the confusion is no other one beside a letter that stays: "ab" for "ac" is "b" for "c"."""
    return meant[0] != seen[0] and meant[-1] != seen[-1] and not (len(meant) < len(seen) and meant in seen)


def main(out):
    meant = list(LETTERS) + [a + b for a in SMALL for b in SMALL]
    seen = list(SINGLE) + [a + b for a in PAIRED for b in PAIRED]
    total = np.zeros((len(meant), len(seen)), dtype=np.float32)
    for face in FACES:
        path = subprocess.run(["fc-list", ":lang=en", "file"], capture_output=True, text=True, check=True).stdout.splitlines()
        path = next(line.strip().rstrip(":") for line in sorted(path) if f"/{face}." in line)
        font = ImageFont.truetype(path, SIZE)
        targets = unit(np.stack([image(text, font) for text in seen]))
        drawn = np.stack([image(text, font) for text in meant])
        best = np.zeros_like(total)
        for shift in range(-3, 4):
            best = np.maximum(best, unit(np.roll(drawn, shift, axis=2)) @ targets.T)
        total += best
    total /= len(FACES)
    with open(out, "w", encoding="utf-8") as file:
        file.write("# Strings that look alike in print: meant, seen, correlation of their ink. Made by `recipes/shapes.py`.\n")
        for i, text in enumerate(meant):
            ranked = sorted(((total[i, j], other) for j, other in enumerate(seen)), key=lambda row: (-row[0], row[1]))
            for length, count in zip((1, 2), KEPT[len(text)]):
                fits = [(r, o) for r, o in ranked if r >= LEAST and len(o) == length and is_own(text, o)]
                for correlation, other in fits[:count]:
                    file.write(f"{text}\t{other}\t{correlation:.3f}\n")



if __name__ == "__main__":
    main(sys.argv[1])
