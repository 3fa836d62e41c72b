"""Makes `casing.jsonl.zst`: sentences, paragraphs and documents whose capitals were lost or added.

usage: make_casing.py TEXT OUT [WORDS]
"""

import bisect
import re
import sys

import common
import layouts
import make_typing
from words import Words

SEED = "casing-1"
SHARES = {
    "classics": 5, "ccr": 3, "eltec": 3, "europarl": 9, "gov_us": 10, "gov_uk": 3, "hansard_uk": 3, "openstax": 9, "openstax_cnxml": 3,
    "scotus_opinions": 5, "scotus_transcripts": 5, "state_history": 8, "elife": 4, "oa_papers": 4, "plos": 2, "acl_abstracts": 2,
    "wikinews": 8, "docs_permissive": 7, "docs_ccby": 4, "peps": 3,
}
TOKEN = re.compile(r"(?:\b[A-Za-z]\.){2,}|[^\W_]+(?:['’][^\W\d_]+)*")
PRONOUN = re.compile(r"I(?:['’](?:m|ll|ve|d|s))?")


class Cased:
    """The tokens of a text and where its sentences begin."""

    def __init__(self, text):
        self.text = text
        self.tokens = [(m.start(), m.end()) for m in TOKEN.finditer(text)]
        self.first, self.sentences = set(), []
        starts, at = [a for a, _ in self.tokens], 0
        for paragraph in text.split("\n"):
            for sentence in common.sentences(paragraph):
                start = text.index(sentence, at)
                at = start + len(sentence)
                i, j = bisect.bisect_left(starts, start), bisect.bisect_left(starts, at)
                if i < j:
                    self.sentences.append(range(i, j))
                    self.first.add(i)

    def word(self, i):
        a, b = self.tokens[i]
        return self.text[a:b]

    def rewrite(self, changed):
        """Returns the text with the tokens of `changed` (index: form) put in."""
        out, at = [], 0
        for i in sorted(changed):
            a, b = self.tokens[i]
            out += [self.text[at:a], changed[i]]
            at = b
        return "".join(out) + self.text[at:]

    def names(self):
        """Returns tokens that are capitalised inside sentences, without "I"."""
        return [i for i in range(len(self.tokens)) if i not in self.first and self.word(i)[0].isupper() and not PRONOUN.fullmatch(self.word(i))]


def titled(word, naive):
    if word.endswith("."):
        return word.upper()
    if naive:
        return word.title()
    return word if any(c.isupper() for c in word) else word[:1].upper() + word[1:]


def runs(rng, cased, share):
    """Title-cases runs of words: whole sentences, or 3 to 25 words of one."""
    changed, naive, length = {}, rng.random() < 0.12, len(cased.tokens)
    for _ in range(200):
        if len(changed) >= share * length or not cased.sentences:
            break
        sentence = rng.choice(cased.sentences)
        if rng.random() < 0.55:
            chosen = sentence
        else:
            n = min(len(sentence), rng.randint(3, 25))
            a = rng.choice([sentence[0], rng.choice(sentence)])
            chosen = range(a, min(a + n, sentence[-1] + 1))
        keep = rng.random() < 0.08  # some editors leave the small words
        for i in chosen:
            word = cased.word(i)
            if not (keep and word.lower() in layouts.SMALL):
                changed[i] = titled(word, naive)
    return changed


def whole_title(rng, cased):
    naive, keep = rng.random() < 0.15, rng.random() < 0.06
    return {i: titled(cased.word(i), naive) for i in range(len(cased.tokens)) if not (keep and cased.word(i).lower() in layouts.SMALL)}


def lowered(rng, cased, rate, by_type):
    """Lowers names and acronyms: each occurrence for itself, or all of a name."""
    names = cased.names()
    if by_type:
        chosen = {w for w in sorted({cased.word(i) for i in names}) if rng.random() < rate}
        return {i: cased.word(i).lower() for i in names if cased.word(i) in chosen}
    found, run = {}, None
    for i in names:  # a name of several words falls as a whole, mostly
        if run is None or i != run[0] + 1 or rng.random() < 0.2:
            run = (i, rng.random() < rate)
        else:
            run = (i, run[1])
        if run[1]:
            found[i] = cased.word(i).lower()
    return found


def small_starts(rng, cased, rate):
    found = {}
    for i in sorted(cased.first):
        if rng.random() < rate and not cased.word(i)[1:].isupper():
            found[i] = cased.word(i)[0].lower() + cased.word(i)[1:]
    for i in range(len(cased.tokens)):
        if PRONOUN.fullmatch(cased.word(i)) and rng.random() < rate:
            found[i] = "i" + cased.word(i)[1:]
    return found


def isolated(rng, cased, rate):
    """Single capitals where none belong, and words all in capitals, as recognisers and hasty typists leave them."""
    found = {}
    for i in range(len(cased.tokens)):
        word = cased.word(i)
        if rng.random() < rate and word.islower():
            roll = rng.random()
            k = rng.randrange(len(word))
            found[i] = word[0].upper() + word[1:] if roll < 0.6 else word.upper() if roll < 0.8 else word[:k] + word[k].upper() + word[k + 1 :]
    return found


def change(rng, engine, cased, short):
    """Returns what becomes of the tokens, for one kind of damage."""
    rate = rng.choice([0.1, 0.2, 0.35, 0.6, 0.9, 1.0]) if not short else rng.choice([0.5, 1.0, 1.0])
    if engine == "title":
        return whole_title(rng, cased)
    if engine == "title-runs":
        return runs(rng, cased, 1.0 if short and rng.random() < 0.4 else rng.choice([0.02, 0.05, 0.1, 0.2, 0.35]))
    if engine == "names":
        return lowered(rng, cased, rate, rng.random() < 0.4)
    if engine == "mixed":
        return lowered(rng, cased, rate * 0.6, rng.random() < 0.3) | runs(rng, cased, rng.choice([0.03, 0.08, 0.15, 0.3]))
    if engine == "lower":
        return {i: cased.word(i).lower() for i in range(len(cased.tokens))}
    if engine == "upper":
        return {i: cased.word(i).upper() for i in range(len(cased.tokens))}
    if engine == "starts":
        return lowered(rng, cased, rate * 0.3, False) | small_starts(rng, cased, rng.choice([0.1, 0.3, 0.7, 1.0]))
    return isolated(rng, cased, rng.choice([0.004, 0.01, 0.03]) if not short else 0.06)


ENGINES = {"title": 14, "title-runs": 22, "names": 18, "mixed": 16, "lower": 9, "upper": 7, "starts": 8, "isolated": 6}


def passages(rng, block, single=0.45, short=0.75, kept=0.6, lengths=(150, 300, 600, 1200)):
    """Cuts a block into sentences, paragraphs and documents of the given lengths; yields whether each is short, and its paragraphs."""
    prose, i = [p.text for p in block if common.is_prose(p.text)], 0
    while i < len(prose):
        roll = rng.random()
        if roll < single:
            for sentence in common.sentences(prose[i]):
                if 5 <= len(sentence.split()) <= 60 and rng.random() < kept:
                    yield True, [sentence]
            i += 1
        elif roll < short:
            yield True, [prose[i]]
            i += 1
        else:
            target, chosen = rng.choice(lengths), []
            while i < len(prose) and sum(len(p.split()) for p in chosen) < target:
                chosen.append(prose[i])
                i += 1
            yield False, chosen


def furnished(rng, paragraphs, words):
    """Adds what is capitalised on purpose; returns the paragraphs and which of them may be damaged."""
    out = layouts.with_headings(rng, paragraphs) if rng.random() < 0.4 else list(paragraphs)
    if rng.random() < 0.2 and len(paragraphs) > 2:
        out.append("\n".join(layouts.make(rng, paragraphs, words)[1]))
    mine = set(paragraphs)
    return out, [p in mine for p in out]


def damage(rng, engine, paragraphs, free, short):
    """Damages the free paragraphs as one text, and all of them where the whole text is rewritten."""
    if engine in ("lower", "upper") or (engine == "title" and rng.random() < 0.3):
        free = [True] * len(paragraphs)
    text = "\n\n".join(p for p, f in zip(paragraphs, free) if f)
    cased = Cased(text)
    new = iter(cased.rewrite(change(rng, engine, cased, short)).split("\n\n"))
    return [next(new) if f else p for p, f in zip(paragraphs, free)]


def pairs(text, wanted):
    words, total = Words(), sum(SHARES.values())
    for source, share in SHARES.items():
        left, rng = wanted * share / total, common.rng(SEED, source)
        blocks = common.reserved(text, source)
        rng.shuffle(blocks)
        for block in blocks:
            for number, (short, chosen) in enumerate(passages(rng, block)):
                engine = rng.choices(list(ENGINES), list(ENGINES.values()))[0]
                whole, free = (chosen, [True] * len(chosen)) if short else furnished(rng, chosen, words)
                garbled, clean = "\n\n".join(damage(rng, engine, whole, free, short)), "\n\n".join(whole)
                if garbled == clean:
                    continue
                if rng.random() < 0.12:
                    n = len(clean.split())
                    garbled, _ = make_typing.damage(rng, garbled, words, rng.choice(["keyboard", "spelling", "mixed"]), max(1, round(n * rng.uniform(0.005, 0.04))))
                    engine += "+typing"
                wrong, n = common.wrong_words(garbled, clean), len(clean.split())
                left -= n
                yield common.record("casing", engine, source, block[0].block, number, min(1.0, wrong / n), garbled, clean)
            if left <= 0:
                break


if __name__ == "__main__":
    common.write(sys.argv[2], pairs(sys.argv[1], int(sys.argv[3]) if len(sys.argv) > 3 else 1_200_000))
