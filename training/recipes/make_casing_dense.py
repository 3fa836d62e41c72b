"""Makes `casing-dense.jsonl.zst`: texts whose capitals a machine has set by chance, from sentences to several thousand words: runs
that begin and end anywhere, several of a sentence, with small words and single words spared; names that fall; headings, lists and
references beside them that are right. A quarter has slips of typing besides.

usage: make_casing_dense.py TEXT OUT [WORDS]
"""

import sys

import common
import layouts
import make_casing
import make_typing
from make_casing import SHARES, Cased, titled
from make_casing_more import groups, structured
from words import Words

SEED = "casing-dense-1"
# Numbers of pairs begin here, so that their names differ from those of other recipes.
FIRST = 20_000
# Words of documents.
LENGTHS = (200, 500, 1000, 2000, 4000)


def dense(rng, cased, short):
    """Returns what becomes of the tokens: a chain that enters and leaves runs, and names that fall one by one or as a whole."""
    share = rng.choice([0.05, 0.15, 0.3, 0.5, 0.7, 0.9] if not short else [0.3, 0.5, 0.7, 0.9])
    length = rng.choice([2, 4, 8, 15, 40])
    spare, skip = rng.choice([0.0, 0.0, 0.2, 0.5, 0.8, 1.0]), rng.choice([0.0, 0.0, 0.05, 0.15])
    fall, small, naive = rng.choice([0.0, 0.0, 0.1, 0.25, 0.5]), rng.choice([0.0, 0.0, 0.0, 0.05, 0.2]), rng.random() < 0.1
    leave = 1 / length
    enter = min(1.0, leave * share / (1 - share))
    changed, inside = {}, rng.random() < share
    for i in range(len(cased.tokens)):
        inside = rng.random() >= leave if inside else rng.random() < enter
        word = cased.word(i)
        if inside and word.islower() and rng.random() >= skip and not (word in layouts.SMALL and rng.random() < spare):
            changed[i] = titled(word, naive)
        elif rng.random() < 0.001:
            changed[i] = word.upper()
    for group in groups(cased):
        together = rng.random() < fall if rng.random() < 0.7 else None
        for i in group:
            if together or together is None and rng.random() < fall:
                changed[i] = cased.word(i).lower()
    for i in sorted(cased.first):
        if rng.random() < small and not cased.word(i)[1:].isupper():
            changed[i] = cased.word(i)[0].lower() + cased.word(i)[1:]
    return changed


def pairs(text, wanted):
    words, total = Words(), sum(SHARES.values())
    for source, share in SHARES.items():
        left, rng = wanted * share / total, common.rng(SEED, source)
        blocks = common.reserved(text, source)
        rng.shuffle(blocks)
        for block in blocks:
            for number, (short, chosen) in enumerate(make_casing.passages(rng, block, 0.2, 0.4, 0.4, LENGTHS)):
                whole, free = chosen, [True] * len(chosen)
                if not short and rng.random() < 0.3:
                    whole, free = make_casing.furnished(rng, chosen, words)
                elif not short and rng.random() < 0.3:
                    whole = structured(rng, chosen)
                    free = [True] * len(whole)
                cased = Cased("\n\n".join(p for p, f in zip(whole, free) if f))
                new = iter(cased.rewrite(dense(rng, cased, short)).split("\n\n"))
                garbled, clean = "\n\n".join(next(new) if f else p for p, f in zip(whole, free)), "\n\n".join(whole)
                if garbled == clean:
                    continue
                engine = "dense"
                if rng.random() < 0.25:
                    slips = max(1, round(len(clean.split()) * rng.uniform(0.005, 0.05)))
                    garbled, _ = make_typing.damage(rng, garbled, words, rng.choice(["keyboard", "spelling", "mixed", "realword"]), slips)
                    engine = "dense+typing"
                wrong, n = common.wrong_words(garbled, clean), len(clean.split())
                left -= n
                yield common.record("casing", engine, source, block[0].block, FIRST + number, min(1.0, wrong / n), garbled, clean)
            if left <= 0:
                break


if __name__ == "__main__":
    common.write(sys.argv[2], pairs(sys.argv[1], int(sys.argv[3]) if len(sys.argv) > 3 else 2_000_000))
