"""Makes `layout.jsonl.zst`: what scans, PDF files and web pages do to spaces, line ends, ligatures and letters.

usage: make_layout.py TEXT OUT [WORDS]
"""

import sys

import common
import layouts
import make_typing
import textside
from words import Words

SEED = "layout-1"
SHARES = {
    "classics": 10, "ccr": 5, "eltec": 5, "europarl": 6, "gov_us": 8, "gov_uk": 2, "hansard_uk": 2, "openstax": 8, "openstax_cnxml": 2,
    "scotus_opinions": 4, "scotus_transcripts": 5, "state_history": 6, "elife": 6, "oa_papers": 6, "plos": 2, "acl_abstracts": 2,
    "wikinews": 4, "docs_permissive": 4, "docs_ccby": 2, "peps": 2, "philtrans": 3,
}
ENGINES = {"spaces": 17, "hyphens": 21, "ligatures": 20, "lookalikes": 20, "symbols": 13, "repeats": 4, "long_s": 14, "mixed": 9}
KIND = {"spaces": "segmentation", "hyphens": "segmentation", "repeats": "segmentation"}


def damage(rng, engine, paragraphs, words, short):
    """Returns (garbled, clean) of a passage, and the rate asked for."""
    rate = rng.choice([0.06, 0.1, 0.2]) if short else rng.choice([0.003, 0.01, 0.02, 0.05, 0.1])
    if engine in ("ligatures", "lookalikes"):  # there are few places for them
        rate = rng.choice([0.3, 0.6]) if short else rng.choice([0.05, 0.15, 0.4])
    clean = "\n\n".join(paragraphs)
    if engine == "hyphens":
        found = layouts.phrases(paragraphs)
        header = None
        if found and not short and rng.random() < 0.45:
            header = rng.choice([f"{layouts.heading(rng, rng.choice(found), 'upper')} {rng.randint(3, 600)}", f"{rng.randint(3, 600)} {layouts.heading(rng, rng.choice(found), 'title')}", f"- {rng.randint(3, 600)} -", str(rng.randint(3, 600))])
        garbled, clean = textside.broken_lines(rng, paragraphs, header, rng.choice([0.3, 0.7, 1.0]))
        return garbled, clean, rate
    parts = list(paragraphs)
    for name in rng.sample(["spaces", "ligatures", "lookalikes", "symbols"], rng.randint(2, 3)) if engine == "mixed" else [engine]:
        parts = [getattr(textside, name)(rng, p, rate, words) for p in parts]
    return "\n\n".join(parts), clean, rate


def pairs(text, wanted):
    words = Words()

    def make(rng, source, block, number, size, passage):
        engine = rng.choices(list(ENGINES), list(ENGINES.values()))[0]
        if engine == "long_s" and source not in common.OLD:
            return None
        garbled, clean, rate = damage(rng, engine, passage.split("\n\n"), words, size == "short")
        if garbled == clean:
            return None
        level = min(1.0, common.wrong_words(garbled, clean) / len(clean.split()))
        return common.record(KIND.get(engine, "letters"), engine, source, block, number, level, garbled, clean)

    return make_typing.walk(text, SHARES, wanted, SEED, make)


if __name__ == "__main__":
    common.write(sys.argv[2], pairs(sys.argv[1], int(sys.argv[3]) if len(sys.argv) > 3 else 900_000))
