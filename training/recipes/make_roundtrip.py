"""Makes `roundtrip.jsonl.zst`: passages translated to another language and back by Apertium.

usage: make_roundtrip.py TEXT OUT [COUNT]

Programs: apertium 3.8.3 with apertium-eng-spa, apertium-eng-cat, apertium-en-gl, apertium-eo-en of Debian. "full" passages went
through sentence by sentence, "mild" ones in a third of their sentences.
"""

import re
import subprocess
import sys

import common

SEED = "roundtrip-1"
SHARES = {"europarl": 5, "gov_us": 5, "wikinews": 4, "state_history": 4, "openstax": 4, "classics": 3, "eltec": 2, "ccr": 2, "scotus_transcripts": 2, "elife": 2, "docs_permissive": 2, "hansard_uk": 1}
WAYS = {"es": ("eng-spa", "spa-eng"), "ca": ("eng-cat", "cat-eng"), "gl": ("en-gl", "gl-en"), "eo": ("en-eo", "eo-en")}
END = "\n\n"


def translate(way, texts):
    """Translates texts, each for itself, by one run of the program."""
    text = END.join(texts) + END
    for pair in WAYS[way]:
        done = subprocess.run(["apertium", "-u", pair], input=text.encode(), capture_output=True, timeout=300, check=True)
        text = done.stdout.decode("utf-8", "replace")
    return [re.sub(r"\s+", " ", part).strip() for part in text.split(END)]


def passages(text, source, wanted, rng):
    blocks = common.reserved(text, source)
    rng.shuffle(blocks)
    for block in blocks[:wanted]:
        prose = [p.text for p in block if common.is_prose(p.text) and not re.search(r"[*@/<>\[\]\\^$#]", p.text)]
        if len(prose) > 4:
            i, target, chosen = rng.randrange(len(prose) - 2), rng.choice([60, 150, 300]), []
            while i < len(prose) and sum(len(p.split()) for p in chosen) < target:
                chosen.append(prose[i])
                i += 1
            yield block[0].block, chosen


def pairs(text, count):
    total = sum(SHARES.values())
    for source, share in SHARES.items():
        rng = common.rng(SEED, source)
        for number, (block, chosen) in enumerate(passages(text, source, round(count * share / total), rng)):
            way, mild = rng.choice(list(WAYS)), rng.random() < 0.5
            cut = [common.sentences(p) for p in chosen]
            flat = [s for sentences in cut for s in sentences]
            back = translate(way, flat)
            if len(back) < len(flat):
                continue
            new = iter([b if b and (not mild or rng.random() < 1 / 3) else a for a, b in zip(flat, back)])
            garbled = "\n\n".join(" ".join(next(new) for _ in sentences) for sentences in cut)
            clean = "\n\n".join(" ".join(sentences) for sentences in cut)
            if garbled == clean:
                continue
            level = common.wrong_words(garbled, clean) / len(clean.split())
            yield common.record("roundtrip", f"apertium-{way}-{'mild' if mild else 'full'}", source, block, number, min(1.0, level), garbled, clean)


if __name__ == "__main__":
    common.write(sys.argv[2], pairs(sys.argv[1], int(sys.argv[3]) if len(sys.argv) > 3 else 320))
