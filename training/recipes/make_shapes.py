"""Makes `shapes.jsonl.zst`: texts as engines would read them that nobody has seen.

usage: make_shapes.py TEXT OUT [WORDS]

Each text has an engine of its own: the confusions of `lists/shapes.tsv`, each with a rate drawn from a distribution with a long tail, so
that a few of them come again and again in a text, and by how worn a passage is; specks, lost and added spaces, letters that are not read or are there twice, and broken
lines, each at a rate of the text.
"""

import functools
import re
import sys

import common
import layouts
import make_typing
import textside

SEED = "shapes-4"
SHARES = {
    "classics": 14, "ccr": 7, "eltec": 8, "europarl": 5, "gov_us": 6, "gov_uk": 2, "hansard_uk": 4, "openstax": 5,
    "scotus_opinions": 4, "scotus_transcripts": 4, "state_history": 8, "elife": 3, "oa_papers": 3, "plos": 2,
    "wikinews": 6, "docs_permissive": 2, "philtrans": 4,
}
STRENGTH = 0.05  # of correlation: by how much it divides the rate of a confusion by e
STAINS = 0.08  # words after which paper and print are others
TAIL = 2.0  # deviation of the logarithm of the rates of one engine
SPECKS = {"-": 30, ".": 30, ",": 12, "'": 12, "‘": 8, "’": 4, ":": 5, ";": 3, "*": 2, "^": 2, "~": 3, "_": 3, "•": 3, "¬": 2, "|": 2, "/": 2, "\\": 1, "`": 2, "=": 1, "·": 3}
HYPHENS = ["", ".", "~", "=", "_", "—", "*", "'", "•", ","]
SIGNS = "ABCDEFGHIJKLMNOPRSTUVWXYabcdefghijklmnoprstuvwxy0123456789#$%&@^~_*|<>«»¢£§"
STRINGS = ["th", "he", "in", "er", "an", "ll", "ss", "tt", "ff", "oo", "ee", "rr", "ni", "ti", "fi", "fl", "ct", "st", "te", "ri", "il", "ly", "sh", "wh", "ch", "ry", "ow", "ck"]


@functools.cache
def shapes():
    """Returns the confusions of the list: meant, seen, weight."""
    rows = [row.split("\t") for row in (common.Path(__file__).parents[1] / "lists/shapes.tsv").read_text(encoding="utf-8").splitlines() if not row.startswith("#")]
    return [(meant, seen, 2.718281828 ** ((float(correlation) - 1) / STRENGTH)) for meant, seen, correlation in rows]


class Engine:
    """What one engine makes of letters."""

    def __init__(self, rng, text):
        self.rng = rng
        weights = {(meant, seen): weight * rng.lognormvariate(0, TAIL) for meant, seen, weight in shapes()}
        if rng.random() < 0.35:  # what no list foresees
            for _ in range(rng.randint(1, 4)):
                meant = rng.choice(STRINGS) if rng.random() < 0.5 else rng.choice("abcdefghijklmnoprstuvwy")
                weights[meant, rng.choice(SIGNS)] = rng.lognormvariate(-2, TAIL)
        if rng.random() < 0.3:
            weights["-", rng.choice(HYPHENS)] = rng.lognormvariate(0, TAIL)
        self.rate = rng.choice([0.003, 0.006, 0.01, 0.02, 0.03, 0.05, 0.08, 0.12])
        self.unevenness = rng.choice([0.0, 0.4, 0.8, 1.2])
        counts = {meant: text.count(meant) for meant, _ in weights}
        expected = sum(weight * counts[meant] for (meant, _), weight in weights.items())
        scale = self.rate * len(text) / max(expected, 1e-9)
        self.confusions = {}
        for (meant, seen), weight in weights.items():
            if counts[meant]:
                self.confusions.setdefault(meant, []).append((seen, min(0.8, weight * scale)))
        quiet = lambda share, *rates: rng.choice(rates) if rng.random() < share else 0.0
        self.unread = rng.choice(["", "", " ", "_", "*", "\ufffd", "?", "~"]), quiet(0.4, 0.001, 0.004, 0.01)
        self.specks = rng.choices(list(SPECKS), list(SPECKS.values()), k=rng.randint(1, 3)), quiet(0.45, 0.002, 0.006, 0.015), quiet(0.25, 0.001, 0.003)
        self.spaces = quiet(0.4, 0.003, 0.01, 0.03)
        self.merges = quiet(0.35, 0.003, 0.01, 0.03)
        self.capitals = quiet(0.2, 0.005, 0.02)
        self.added = quiet(0.3, 0.001, 0.003, 0.008)

    def letters(self, text):
        """Takes letters for others, and leaves some unread."""
        out, at, (sign, lost), wear = [], 0, self.unread, 1.0
        while at < len(text):
            if at == 0 or (text[at] == " " and self.rng.random() < STAINS):
                wear = self.rng.lognormvariate(0, self.unevenness)
            for length in (2, 1):
                meant = text[at : at + length]
                seen = self.draw(meant, wear) if len(meant) == length else None
                if seen is not None:
                    break
            else:
                meant = text[at]
                seen = sign if meant.isalpha() and self.rng.random() < lost * wear else meant
                if meant in "cosuvwxzpk" and self.rng.random() < self.capitals:
                    seen = meant.upper()
            out.append(seen)
            at += len(meant)
            if meant.isalpha() and self.rng.random() < self.added * wear:
                out.append(self.rng.choice(text[max(0, at - 3) : at + 3] + "eitrnsoalhmiIl"))
        return "".join(out)

    def draw(self, meant, wear):
        found = self.confusions.get(meant)
        if found is None:
            return None
        left = self.rng.random()
        for seen, rate in found:
            left -= min(0.8, rate * wear)
            if left < 0:
                return seen
        return None

    def blanks(self, text):
        """Scatters specks, loses spaces and adds some."""
        out, (marks, between, inside) = [], self.specks
        for at, c in enumerate(text):
            roll, inner = self.rng.random(), c.isalpha() and text[at + 1 : at + 2].isalpha()
            if c == " " and roll < between * 2:
                mark = self.rng.choice(marks)
                out.append(self.rng.choices([mark, f" {mark} ", f"{mark} ", f" {mark}"], [60, 15, 12, 13])[0])
            elif c == " " and roll < between * 2 + self.merges * (2 if at < 3 or " " in text[at - 3 : at] else 0.7):
                continue
            elif inner and roll < inside:
                out.append(c + self.rng.choice(marks))
            elif inner and roll < inside + self.spaces * 0.4:
                out.append(c + " ")
            else:
                out.append(c)
        return "".join(out)


def damage(rng, paragraphs, is_short):
    """Returns (garbled, clean) of a passage."""
    engine = Engine(rng, "\n\n".join(paragraphs))
    # Dashes are read as hyphens; both sides count as right then.
    set_as = [re.sub(r"\s?[—–]\s?", "-", paragraph) for paragraph in paragraphs] if rng.random() < 0.35 else paragraphs
    read = [engine.blanks(engine.letters(paragraph)) for paragraph in set_as]
    if is_short or rng.random() < 0.45:
        return "\n\n".join(read), "\n\n".join(set_as)
    # Lines are set before they are read.
    found = layouts.phrases(paragraphs)
    header = f"{layouts.heading(rng, rng.choice(found), 'upper')} {rng.randint(3, 600)}" if found and rng.random() < 0.2 else None
    lines, clean = textside.broken_lines(rng, set_as, header, rng.choice([0.3, 0.7, 1.0]))
    return "\n".join(engine.blanks(engine.letters(line)) for line in lines.split("\n")), clean


def make(rng, source, block, number, size, passage):
    """Returns the pair of a passage; none for most sentences, and where nothing but blanks is damaged."""
    if size == "short" and rng.random() < 0.6:
        return None
    garbled, clean = damage(rng, passage.split("\n\n"), size == "short")
    if re.sub(r"\s+", " ", garbled) == re.sub(r"\s+", " ", clean):
        return None
    level = min(1.0, common.wrong_words(garbled, clean) / len(clean.split()))
    return common.record("ocr", "shapes", source, block, number, level, garbled, clean)


def pairs(text, wanted):
    return make_typing.walk(text, SHARES, wanted, SEED, make)


if __name__ == "__main__":
    common.write(sys.argv[2], pairs(sys.argv[1], int(sys.argv[3]) if len(sys.argv) > 3 else 900_000))
