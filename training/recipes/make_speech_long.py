"""Makes `speech-long.jsonl.zst`: transcripts of 40 to 1,500 words; most of `speech.jsonl.zst` are single sentences.

usage: make_speech_long.py TEXT OUT [WORDS]

Paragraphs are strung together, as recognisers do not hear where one ends. Styles are those of `make_speech.py`; in two of three texts words
are heard as others, at a rate of the text.
"""

import sys

import common
import make_speech
import make_typing
from words import Words

SEED = "speech-long-2"
STYLES = {"plain": 45, "fillers": 15, "lines": 15, "punctuated": 25}
LENGTHS = [40, 60, 80, 110, 150, 220, 400, 1500]
SMALL = "a an and are at for had has have he her his i in is it of on or she so that the their then there they this to was we were will with you".split()


def heard(rng, text, rate, words):
    """Takes words for others that sound or look alike, and loses some."""
    out = []
    for word in text.split(" "):
        if not word.isalpha() or rng.random() >= rate:
            out.append(word)
            continue
        roll = rng.random()
        others = [other for other, _ in words.confusable.get(word, [])] or words.common_neighbours(word)
        if roll < 0.25:
            continue
        if roll < 0.35:
            others = SMALL
        elif roll < 0.5 and others:
            out.append(rng.choice(SMALL))
        out.append(rng.choice(others) if others else rng.choice(SMALL))
    return " ".join(out)


def shortened(paragraphs, words):
    """Returns the sentences that begin before the given number of words is reached."""
    out = []
    for paragraph in paragraphs:
        kept = []
        for sentence in common.sentences(paragraph):
            if words > 0:
                kept.append(sentence)
                words -= len(sentence.split())
        if kept:
            out.append(" ".join(kept))
    return out


def pairs(text, wanted):
    words = Words()

    def make(rng, source, block, number, size, passage):
        if size == "short":
            return None
        style = rng.choices(list(STYLES), list(STYLES.values()))[0]
        paragraphs = shortened(passage.split("\n\n"), rng.choice(LENGTHS))
        joined = [" ".join(paragraphs)] if rng.random() < 0.8 else paragraphs
        parts = [make_speech.transcript(rng, style, paragraph) for paragraph in joined]
        rate = rng.choice([0.0, 0.08, 0.25]) if style == "plain" else rng.choice([0.0, 0.0, 0.05])
        garbled = "\n\n".join(heard(rng, said, rate, words) for said, _ in parts)
        clean = "\n\n".join(meant for _, meant in parts)
        level = min(1.0, common.wrong_words(garbled, clean) / len(clean.split()))
        return common.record("transcript", f"long {style}", source, block, number, level, garbled, clean)

    return make_typing.walk(text, make_speech.SHARES, wanted, SEED, make)


if __name__ == "__main__":
    common.write(sys.argv[2], pairs(sys.argv[1], int(sys.argv[3]) if len(sys.argv) > 3 else 220_000))
