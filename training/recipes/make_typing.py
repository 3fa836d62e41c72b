"""Makes `typing.jsonl.zst`: sentences and documents with slips of typing and spelling.

usage: make_typing.py TEXT OUT [EDITS]
       make_typing.py TEXT OUT --learners

With --learners the texts are those of beginners: every tenth to every third word is misspelt, short and common ones among them.
"""

import re
import sys

import common
import layouts
import slips
from words import Words

SEED = "typing-1"
# A word by itself, with the punctuation around it; what holds digits, slashes or dots is left alone.
CHUNK = re.compile(r"(?P<before>[\"'“‘(\[]*)(?P<word>[A-Za-z]+(?:-[A-Za-z]+)*(?:['’][A-Za-z]+)?)(?P<after>[.,;:!?\"'”’)\]]*)")
SHARES = {
    "classics": 7, "ccr": 4, "eltec": 4, "philtrans": 1, "europarl": 7, "gov_us": 8, "gov_uk": 3, "hansard_uk": 4, "openstax": 8,
    "openstax_cnxml": 3, "scotus_opinions": 4, "scotus_transcripts": 5, "state_history": 5, "elife": 4, "oa_papers": 4, "plos": 2,
    "acl_abstracts": 2, "wikinews": 5, "docs_permissive": 7, "docs_ccby": 4, "peps": 3, "factbook": 1,
}
# Weights of the kinds of slips, by the writer that the document stands for.
WRITERS = {
    "keyboard": {"keyboard": 80, "space": 10, "repeat": 2, "apostrophe": 5, "shift": 3},
    "spelling": {"listed": 52, "respell": 26, "confuse": 12, "apostrophe": 6, "join": 4},
    "realword": {"confuse": 52, "neighbour": 20, "inflect": 18, "apostrophe": 10},
    "mixed": {"keyboard": 36, "listed": 24, "respell": 8, "confuse": 12, "neighbour": 4, "inflect": 3, "apostrophe": 5, "space": 6, "repeat": 1, "shift": 1, "small": 2},
}
LEARNERS = {
    "learner": {"sound": 34, "respell": 22, "listed": 18, "confuse": 10, "neighbour": 3, "inflect": 5, "small": 3, "join": 2, "apostrophe": 3},
    "dyslexic": {"sound": 50, "respell": 20, "listed": 10, "confuse": 8, "keyboard": 8, "small": 2, "space": 2},
}
LEARNER_SOURCES = {"classics": 5, "eltec": 6, "wikinews": 6, "scotus_transcripts": 4, "hansard_uk": 3, "europarl": 3, "openstax": 3, "gov_uk": 2, "docs_ccby": 2}
RARE = {"the", "of", "and", "a", "to", "in", "is", "it", "that", "on", "an", "as", "he", "his", "was", "for", "by", "with", "this"}


class Document:
    """The chunks of a text while slips are made in it."""

    def __init__(self, text, words):
        self.pieces = re.split(r"(\s+)", text)
        self.words = words
        self.free = {}
        for i in range(0, len(self.pieces), 2):
            match = CHUNK.fullmatch(self.pieces[i])
            if match:
                self.free[i] = match
        self.edits = 0

    def text(self):
        return "".join(self.pieces)

    def pick(self, rng, weigh):
        places = [(i, weigh(match["word"])) for i, match in self.free.items()]
        places = [(i, weight) for i, weight in places if weight > 0]
        if not places:
            return None
        return rng.choices([i for i, _ in places], [weight for _, weight in places])[0]

    def replace(self, i, word):
        match = self.free.pop(i)
        self.pieces[i] = match["before"] + word + match["after"]
        self.edits += 1

    def slip(self, rng, kind):
        """Makes one slip of a kind; returns whether there was a place for it."""
        make, weigh = KINDS[kind]
        i = self.pick(rng, lambda word: weigh(word, self.words))
        if i is None:
            return False
        word = self.free[i]["word"]
        head, dash, part = word, "", ""
        if "-" in word and kind not in ("apostrophe", "small"):  # one part of a compound: "re-energised"
            parts = word.split("-")
            k = max(range(len(parts)), key=lambda j: (len(parts[j]) > 3) * rng.random())
            head, part, dash = "".join(p + "-" for p in parts[:k]), "".join("-" + p for p in parts[k + 1 :]), parts[k]
        new = make(rng, dash or word, self.words)
        if new is None or new == (dash or word):
            return False
        self.replace(i, head + new + part if dash else new)
        return True

    def space(self, rng):
        """Loses, adds or moves a space."""
        roll = rng.random()
        if roll < 0.08:
            return self.dash(rng)
        places = [i for i in self.free if i + 2 in self.free and self.pieces[i + 1] == " "]
        if not places:
            return False
        if roll < 0.25:
            i = self.pick(rng, lambda word: float(len(word) > 3))
            new = slips.split_word(rng, self.free[i]["word"], self.words) if i is not None else None
            if new is None:
                return False
            self.replace(i, new)
            return True
        i = rng.choice(places)
        left, right = self.free[i], self.free[i + 2]
        if left["after"]:
            # "Sunday.Police", "word ,word"
            if right["before"] or left["after"] not in (".", ",", ";", ":", "!", "?"):
                return False
            self.pieces[i] = left["word"] if roll > 0.8 else left[0]
            self.pieces[i + 1] = " " + left["after"] if roll > 0.8 else ""
        elif roll < 0.70:
            self.pieces[i + 1] = ""
        elif len(right["word"]) > 1 and not right["before"] and roll < 0.88:
            self.pieces[i], self.pieces[i + 2] = left[0] + right["word"][0], right["word"][1:] + right["after"]
        elif len(left["word"]) > 1:
            self.pieces[i], self.pieces[i + 2] = left[0][:-1], left[0][-1] + right[0]
        else:
            return False
        del self.free[i], self.free[i + 2]
        self.edits += 1
        return True

    def dash(self, rng):
        """Leaves the hyphen of a compound out, or a space for it."""
        i = self.pick(rng, lambda word: float("-" in word))
        if i is None:
            return False
        self.replace(i, self.free[i]["word"].replace("-", rng.choice([" ", " ", ""]), 1))
        return True

    def join(self, rng):
        """Writes two words as one that writers join: "alot", "aswell", "infact"."""
        for i in sorted(self.free):
            if i + 2 in self.free and self.pieces[i + 1] == " " and not self.free[i]["after"]:
                both = f"{self.free[i]['word']} {self.free[i + 2]['word']}"
                forms = self.words.confusable.get(both.lower())
                if forms and rng.random() < 0.7:
                    new = slips.same_case(both, forms[0][0])
                    self.pieces[i], self.pieces[i + 1] = self.free[i]["before"] + new, ""
                    self.pieces[i + 2] = self.free[i + 2]["after"]
                    del self.free[i], self.free[i + 2]
                    self.edits += 1
                    return True
        return False

    def repeat(self, rng):
        """Writes a short word twice."""
        i = self.pick(rng, lambda word: 1.0 if len(word) < 5 and word.islower() else 0.1)
        if i is None or self.free[i]["after"] or self.free[i]["before"]:
            return False
        self.replace(i, self.free[i]["word"] + " " + self.free[i]["word"].lower())
        return True


def by_length(word, words):
    name = 0.3 if word[:1].isupper() and not words.is_common(word.lower()) else 1.0
    return name * min(len(word), 12) if len(word) > 1 and not (word.isupper() and len(word) > 1) else 0.0


def by_list(word, words):
    return max(float(min(len(words.misspelled.get(part, ())), 12)) * (len(part) / 8) for part in word.lower().split("-"))


def by_confusable(word, words):
    forms = words.confusable.get(word.lower())
    return sum(weight for _, weight in forms) * (0.12 if word.lower() in RARE else 1.0) if forms else 0.0


KINDS = {
    "keyboard": (lambda rng, word, words: slips.keyboard(rng, word), by_length),
    "listed": (slips.misspelling, by_list),
    "respell": (lambda rng, word, words: slips.respell_much(rng, word), lambda word, words: max(0.0, len(word) - 4.0)),
    "confuse": (slips.confuse, by_confusable),
    "neighbour": (slips.one_edit_word, lambda word, words: float(word.islower() and 1 < len(word) < 9)),
    "inflect": (slips.inflect, lambda word, words: float(word.islower() and len(word) > 2)),
    "apostrophe": (lambda rng, word, words: slips.apostrophe(rng, word), lambda word, words: float("'" in word or "’" in word)),
    "shift": (lambda rng, word, words: slips.shift_key(rng, word), lambda word, words: float(word[:1].isupper() and len(word) > 2)),
    "sound": (lambda rng, word, words: slips.sound_short(rng, word), lambda word, words: float(word.islower() and len(word) > 2)),
    "small": (slips.small_letter, lambda word, words: float(word[:1].isupper())),
}


def damage(rng, text, words, writer, wanted):
    """Returns the text with `wanted` slips of a writer, or fewer if there are not so many places."""
    document, weights = Document(text, words), {**WRITERS, **LEARNERS}[writer]
    for _ in range(wanted * 12):
        if document.edits >= wanted:
            break
        kind = rng.choices(list(weights), list(weights.values()))[0]
        if kind in ("space", "join", "repeat"):
            getattr(document, kind)(rng)
        else:
            document.slip(rng, kind)
    return document.text(), document.edits


def passages(block, rng):
    """Cuts a block into passages: sentences, paragraphs, and documents of up to 1,500 words; none is used twice."""
    prose, i = [p.text for p in block if common.is_prose(p.text)], 0
    while i < len(prose):
        size = rng.random()
        if size < 0.75:
            cut = common.sentences(prose[i])
            k, j = (1 if size < 0.38 else rng.randint(2, 3)), 0
            while j < len(cut):
                piece = " ".join(cut[j : j + k])
                if 5 <= len(piece.split()) <= 120:
                    yield "short", piece
                j += k + rng.randint(0, 3)
            i += 1
        else:
            target, chosen = rng.choice([120, 250, 250, 500, 900, 1500]), []
            while i < len(prose) and sum(len(p.split()) for p in chosen) < target:
                chosen.append(prose[i])
                i += 1
            yield "long", "\n\n".join(chosen)


def walk(text, shares, wanted, seed, make):
    """Yields the pairs that `make(rng, source, block, number, size, passage)` returns, of each source until its share of the words is there.

    Blocks come in the order of chance; what `make` has no pair for is passed over.
    """
    for source, share in shares.items():
        left, rng = wanted * share / sum(shares.values()), common.rng(seed, source)
        blocks = common.reserved(text, source)
        rng.shuffle(blocks)
        for block in blocks:
            for number, (size, passage) in enumerate(passages(block, rng)):
                pair = make(rng, source, block[0].block, number, size, passage)
                if pair:
                    left -= len(pair["clean"].split())
                    yield pair
            if left <= 0:
                break


def count_for(rng, size, text):
    """Draws how many slips a passage has: mostly low rates, a few heavy ones, some none."""
    n = len(text.split())
    if size == "short":
        return min(rng.choices([0, 1, 2, 3, 5], [6, 58, 22, 10, 4])[0], max(1, n // 4))
    rate = rng.choices([rng.uniform(0.001, 0.01), rng.uniform(0.01, 0.025), rng.uniform(0.025, 0.04), rng.uniform(0.05, 0.14)], [30, 34, 22, 14])[0]
    return max(1, round(rate * n))


def by_themselves(rng, paragraphs, words):
    """Yields what has little or no context: lists of single words, phrases, headings, each with slips."""
    common_words = [w for p in paragraphs for w in re.findall(r"(?<![\w'’-])[a-z]{4,}(?![\w'’-])", p) if words.is_common(w, 200)]
    if len(common_words) > 60:
        chosen = rng.sample(sorted(set(common_words)), min(30, len(set(common_words))))
        yield "list", "\n".join(chosen), round(len(chosen) * rng.choice([0.3, 0.6, 0.9]))
    for phrase in rng.sample(found := layouts.phrases(paragraphs), min(5, len(found))):
        line = layouts.heading(rng, phrase) if rng.random() < 0.5 else phrase
        yield "phrase", line, 1


def fragments(text, source, share, words):
    rng = common.rng(SEED, "fragments", source)
    blocks = common.reserved(text, source)
    rng.shuffle(blocks)
    for block in blocks[: 6 * share]:
        for number, (size, clean, wanted) in enumerate(by_themselves(rng, [p.text for p in block if common.is_prose(p.text)], words)):
            garbled, made = damage(rng, clean, words, rng.choice(["keyboard", "spelling"]), wanted)
            if made:
                yield common.record("typing", size, source, block[0].block, f"f{number}", min(1.0, made / len(clean.split())), garbled, clean, edits=made)


def pairs(text, edits):
    words, total = Words(), sum(SHARES.values())
    for source, share in SHARES.items():
        yield from fragments(text, source, share, words)
    for source, share in SHARES.items():
        left, rng = edits * share / total, common.rng(SEED, source)
        blocks = common.reserved(text, source)
        rng.shuffle(blocks)
        for block in blocks:
            for number, (size, clean) in enumerate(passages(block, rng)):
                wanted = count_for(rng, size, clean)
                writer = rng.choices(list(WRITERS), [25, 20, 15, 40])[0]
                garbled, made = damage(rng, clean, words, writer, wanted)
                if made < (wanted + 1) // 2:
                    continue
                left -= made
                yield common.record("typing", writer, source, block[0].block, number, made / len(clean.split()), garbled, clean, edits=made)
            if left <= 0:
                break


def learners(text):
    """Yields passages of 5 to 300 words in which every tenth to every third word is misspelt."""
    words, total = Words(), sum(LEARNER_SOURCES.values())
    for source, share in LEARNER_SOURCES.items():
        left, rng = 330_000 * share / total, common.rng(SEED, "learners", source)
        blocks = common.reserved(text, source)
        rng.shuffle(blocks)
        for block in blocks:
            for number, (size, clean) in enumerate(passages(block, rng)):
                clean = " ".join(clean.split()[: rng.choice([60, 120, 200, 300])])
                n = len(clean.split())
                if n < 8 or rng.random() < 0.4:
                    continue
                writer, wanted = rng.choice(list(LEARNERS)), max(1, round(n * rng.uniform(0.08, 0.3)))
                garbled, made = damage(rng, clean, words, writer, wanted)
                if made < (wanted + 1) // 2:
                    continue
                left -= n
                yield common.record("typing", writer, source, block[0].block, f"w{number}", made / n, garbled, clean, edits=made)
            if left <= 0:
                break


if __name__ == "__main__" and sys.argv[3:] == ["--learners"]:
    common.write(sys.argv[2], learners(sys.argv[1]))
elif __name__ == "__main__":
    common.write(sys.argv[2], pairs(sys.argv[1], int(sys.argv[3]) if len(sys.argv) > 3 else 70_000))
