"""Free word lists of the dictionaries, as the recipes need them."""

import collections
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LETTERS = "abcdefghijklmnopqrstuvwxyz"


def rows(path):
    with open(path, encoding="utf-8") as file:
        for line in file:
            if line.strip() and not line.startswith("#"):
                yield line.rstrip("\n").split("\t")


def dictionary(name):
    """Returns a list of the dictionaries, wherever its package keeps it."""
    found = sorted((ROOT / "dictionaries").rglob(name))
    if not found:
        raise SystemExit(f"dictionaries: no {name}")
    return found[0]


class Words:
    """Frequencies, misspellings and confusable words."""

    def __init__(self):
        self.frequency = {}
        for row in rows(dictionary("words.tsv")):
            self.frequency[row[0]] = max(self.frequency.get(row[0], 0), int(row[1] or 0))
        self.names = {row[0] for row in rows(dictionary("names.tsv"))}
        self.misspelled = collections.defaultdict(list)
        for wrong, right in rows(dictionary("misspellings.tsv")):
            if wrong not in self.frequency and " " not in right:
                self.misspelled[right].append(wrong)
        self.confusable = collections.defaultdict(list)
        for right, wrong, weight in rows(ROOT / "training/lists/confusables.tsv"):
            self.confusable[right].append((wrong, int(weight)))

    def is_word(self, word):
        return word in self.frequency or word.lower() in self.frequency

    def is_common(self, word, least=350):
        return self.frequency.get(word, 0) >= least

    def common_neighbours(self, word):
        """Returns the common words that are one edit away."""
        splits = [(word[:i], word[i:]) for i in range(len(word) + 1)]
        found = {a + b[1:] for a, b in splits if b}
        found |= {a + b[1] + b[0] + b[2:] for a, b in splits if len(b) > 1}
        found |= {a + c + b[1:] for a, b in splits if b for c in LETTERS}
        found |= {a + c + b for a, b in splits for c in LETTERS}
        return sorted(w for w in found if len(w) > 1 and w != word and self.is_common(w, 370))


def same_case(model, word):
    """Gives `word` the case pattern of `model`."""
    if len(model) > 1 and model.isupper():
        return word.upper()
    if model[:1].isupper():
        return word[:1].upper() + word[1:]
    return word
