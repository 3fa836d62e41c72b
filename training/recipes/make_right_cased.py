"""Makes `right-cased.jsonl.zst`: capitals that are meant: headings, lists of titles, clauses in capitals, references, lower-case notes.

usage: make_right_cased.py TEXT OUT [WORDS]
"""

import re
import sys

import common
import layouts
from make_casing import SHARES
from words import Words

SEED = "right-cased-3"
FIRST = 20_000
KINDS = {"heading": 18, "heading-list": 22, "strung": 5, "headed": 14, "capitals": 18, "references": 18, "emphasis": 8, "small": 2, "letters": 10}
CLAUSE = re.compile(r"[^,;:()\"“”]+")


def fragments(rng, paragraphs, longest=10):
    """Returns stretches of sentences that could be headings: what headline writers make of a text."""
    found = layouts.phrases(paragraphs)
    for paragraph in paragraphs:
        for sentence in common.sentences(paragraph):
            for match in CLAUSE.finditer(sentence.rstrip(".?!")):
                words = match[0].split()
                if 2 <= len(words) <= 14:
                    n = rng.randint(2, min(longest, len(words)))
                    a = rng.randint(0, len(words) - n)
                    found.append(" ".join(words[a : a + n]))
    rng.shuffle(found)
    return [f for f in found if re.fullmatch(r"[A-Za-z][\w’'.-]*(?: [\w’'.-]+)+", f)]


def styled(rng, phrase, style):
    words = phrase.split(" ")
    capital = lambda w: w if re.search(r"[A-Z]", w[1:]) else w[:1].upper() + w[1:]
    if style == "all":
        return " ".join(map(capital, words))
    if style == "upper":
        return phrase.upper()
    if style == "short":  # words of up to three letters are small
        return " ".join(w if 0 < i < len(words) - 1 and len(w) <= 3 else capital(w) for i, w in enumerate(words))
    if style == "sentence":
        return capital(words[0]) + phrase[len(words[0]) :]
    return layouts.title_case(phrase)


def headings(rng, found, n):
    style = rng.choice(["title", "title", "title", "all", "all", "short", "sentence", "upper"])
    out = []
    while found and len(out) < n:
        text = styled(rng, found.pop(), style)
        if found and rng.random() < 0.15:
            text += rng.choice([": ", " - ", " – ", " | "]) + styled(rng, found.pop(), style)
        out.append(text + rng.choice(["", "", "", "", "", "", "?", "!"]))
    return out


def strung(rng, found):
    """Returns titles of several styles in one paragraph."""
    titles = [title for _ in range(rng.randint(2, 6)) for title in headings(rng, found, rng.randint(2, 9))]
    rng.shuffle(titles)
    intro = rng.choice(["", "", "See also: ", "Contents: ", "Talks: ", "Also by the author: ", "Topics: "])
    return intro + rng.choice(["; ", "; ", " · ", " | ", ", ", " – ", " / "]).join(titles) + rng.choice([".", ""])


def listed(rng, found):
    lines = headings(rng, found, rng.randint(4, 25))
    mark = rng.choice(["", "", "- ", "* ", "• ", "#"])
    lines = [f"{i + 1}. {line}" if mark == "#" else mark + line for i, line in enumerate(lines)]
    if rng.random() < 0.3:
        lines = [f"{line} ({rng.choice(layouts.MONTHS)} {rng.randint(1990, 2023)})" for line in lines]
    return rng.choice(["\n", "\n", "\n\n"]).join(lines)


def verbless(found):
    """Returns those of two to six words without a finite verb of the closed classes: a longer one alone is no heading for sure."""
    return [f for f in found if len(f.split()) <= 6 and not layouts.BAD.search(f.lower())]


def headed(rng, paragraphs, found):
    out = []
    for paragraph in paragraphs:
        if found and rng.random() < 0.6:
            out += headings(rng, found, 1)
        out.append(paragraph)
    return "\n\n".join(out)


def capitals(rng, paragraphs, words):
    """Puts whole paragraphs, sentences or beginnings into capitals, as contracts, statutes and manuals have them."""
    out, style = [], rng.choice(["paragraph", "sentence", "beginning", "words"])
    if style == "paragraph" and len(paragraphs) < 3:
        style = "beginning"
    shouted = set(rng.sample(range(len(paragraphs)), max(1, len(paragraphs) // 4)))
    for number, paragraph in enumerate(paragraphs):
        sentences = common.sentences(paragraph)
        if style == "paragraph":
            paragraph = paragraph.upper() if number in shouted else paragraph
        elif style == "sentence":
            paragraph = " ".join(s.upper() if number in shouted and 0 < i < 2 + len(sentences) // 4 else s for i, s in enumerate(sentences))
        elif style == "beginning" and rng.random() < 0.6:
            head = paragraph.split(" ")
            n = rng.randint(1, 4)
            paragraph = " ".join([w.upper() for w in head[:n]] + head[n:])
        elif style == "words":
            strong = {"not", "must", "shall", "never", "all", "any", "no", "only", "and", "or", "may", "before", "every"}
            paragraph = " ".join(w.upper() if w.lower() in strong and rng.random() < 0.3 else w for w in paragraph.split(" "))
        if rng.random() < 0.3:
            paragraph = f"{number + 1}. {paragraph}"
        out.append(paragraph)
    return "\n\n".join(out)


def reference(rng, found, style, pattern):
    if not found:
        return None
    people = [layouts.person(rng) for _ in range(rng.choice([1, 1, 2, 3, 4, 6]))]
    names = [f"{family}, {initials}" if pattern % 2 else f"{family} {initials.replace('. ', '').replace('.', '')}" for family, initials in people]
    title = styled(rng, found.pop(), style)
    if found and rng.random() < 0.6:
        title += rng.choice([" ", ": ", " in ", " and "]) + styled(rng, found.pop(), style)
    year, journal = rng.randint(1900, 2021), f"{rng.choice(layouts.JOURNAL)} {rng.choice(layouts.FIELDS)}"
    if rng.random() < 0.4:
        journal = " ".join(w[:4] + "." if len(w) > 5 else w for w in journal.split(" ") if w not in ("of", "the", "for", "on", "in"))
    where = f"{rng.randint(1, 90)}({rng.randint(1, 12)}): {rng.randint(1, 900)}-{rng.randint(901, 999)}"
    authors = rng.choice([", ", "; "]).join(names)
    return [
        f"{authors}. {title}. {journal}. {year};{where}.",
        f"{authors} ({year}). {title}. {journal}, {where}.",
        f"{authors}. {year}. “{title}.” {journal} {where}.",
        f"{authors}, {title}, {rng.choice(layouts.CITIES)}: {rng.choice(layouts.PRESS)}, {year}.",
        f"{authors}: {title}. {journal} {where}, {year}. doi:10.{rng.randint(1000, 9999)}/{rng.randint(10000, 99999)}",
        f"{authors}, '{title}', {journal}, vol. {rng.randint(1, 90)}, pp. {rng.randint(1, 400)}–{rng.randint(401, 900)}, {year}.",
    ][pattern]


def references(rng, paragraphs, found):
    style, pattern = rng.choice(["title", "title", "all", "sentence", "short"]), rng.randrange(6)
    lines = [reference(rng, found, style, pattern) for _ in range(rng.randint(3, 30))]
    number = rng.choice(["{}", "{}", "[{n}] {}", "{n}. {}"])
    body = rng.choice(["\n", "\n\n"]).join(number.format(line, n=i + 1) for i, line in enumerate(filter(None, lines)))
    text = paragraphs[:2] if rng.random() < 0.5 else []
    return "\n\n".join([*text, rng.choice(["References", "REFERENCES", "Bibliography", "Works Cited", "Further reading"]), body])


def emphasis(rng, paragraphs):
    """Capitalises what a writer means by it: a term here and there, throughout a text."""
    text = "\n\n".join(paragraphs)
    words = sorted({w for w in re.findall(r"\b[a-z]{5,}\b", text) if len(re.findall(rf"\b{w}\b", text)) > 1})
    for word in rng.sample(words, min(len(words), rng.randint(1, 4))):
        text = re.sub(rf"\b{word}\b", word.capitalize(), text)
    return text


def small(rng, paragraphs):
    """Writes verse without any capital, line by line."""
    sentences = [s for p in paragraphs for s in common.sentences(p)][: rng.randint(3, 8)]
    lines = []
    for sentence in sentences:
        words, at = sentence.lower().split(" "), 0
        while at < len(words):
            n = rng.randint(2, 6)
            lines.append(" ".join(words[at : at + n]).rstrip("."))
            at += n
    return "\n".join(lines)


UNITS = "mm cm m km g kg mg l ml s ms min h kWh W kW V mV A mA Hz kHz MHz Pa kPa N J eV mol K rpm mph a.m. p.m. d.c. a.c. i.e. e.g. c. b. d. p. pp. v. vs. no. ca. fl. oz ft lb".split()


def letters(rng, paragraphs):
    """Puts variables, options, spelt words, notes and units into the sentences of a text."""
    few = lambda: rng.sample("abcdefghijklmnopqrstuvwxyz", rng.randint(1, 6))
    made = [
        lambda: f"where {rng.choice('abcxyz')} {rng.choice('+-=<x')} {rng.choice('abcxyz')} = {rng.choice('abc')}",
        lambda: "and ".join([", ".join(few()) + " ", rng.choice("abcxyz")]),
        lambda: "spelt " + rng.choice([" ", "-"]).join(rng.choice(["title", "name", "word", "said", "press", "qwerty"])),
        lambda: f"(see {rng.choice('abcdef')}) and {rng.choice('abcdef')}))",
        lambda: f"from {rng.choice('abc')} to {rng.choice('xyz')}",
        lambda: f"for each {rng.choice('ijkmnpqt')}",
        lambda: ", ".join(f"{rng.choice([rng.randint(1, 900), rng.randint(1, 99) / 10])} {rng.choice(UNITS)}" for _ in range(rng.randint(1, 4))),
        lambda: f"the {rng.choice('abcdefg')} {rng.choice(['flat', 'sharp', 'minor', 'string'])}",
    ]
    out = []
    for paragraph in paragraphs:
        sentences = common.sentences(paragraph)
        for i, sentence in enumerate(sentences):
            if rng.random() < 0.4:
                parts = sentence.split(" ")
                at = rng.randint(1, len(parts))
                if at < len(parts) or sentence[-1:] not in ".?!":
                    sentences[i] = " ".join([*parts[:at], rng.choice(made)(), *parts[at:]])
        out.append(" ".join(sentences))
    return "\n\n".join(out)


def make(rng, kind, paragraphs, words):
    found = fragments(rng, paragraphs, 10 if kind in ("references", "heading-list", "strung") else 7)
    if kind == "heading":
        lines = headings(rng, verbless(found), 1)
        return lines[0] if lines else None
    if kind == "heading-list":
        return listed(rng, found) if len(found) > 8 else None
    if kind == "strung":
        return strung(rng, found) if len(found) > 8 else None
    if kind == "headed":
        return headed(rng, paragraphs, verbless(found))
    if kind == "capitals":
        return capitals(rng, paragraphs, words)
    if kind == "references":
        return references(rng, paragraphs, found) if len(found) > 8 else None
    return {"emphasis": emphasis, "small": small, "letters": letters}[kind](rng, paragraphs)


def pairs(text, wanted):
    words, total = Words(), sum(SHARES.values())
    for source, share in SHARES.items():
        left, rng = wanted * share / total, common.rng(SEED, source)
        blocks = common.reserved(text, source)
        rng.shuffle(blocks)
        for block in blocks:
            prose, at, number = [p.text for p in block if common.is_prose(p.text)], 0, 0
            while at < len(prose):
                kind = rng.choices(list(KINDS), list(KINDS.values()))[0]
                n = 1 if kind in ("heading", "small") else rng.choice([1, 1, 2]) if kind == "letters" else rng.choice([1, 2, 4, 8])
                made = make(rng, kind, prose[at : at + n], words)
                at, number = at + n, number + 1
                if made:
                    left -= len(made.split())
                    yield common.record("right", kind, source, block[0].block, FIRST + number, 0.0, made, made)
            if left <= 0:
                break


if __name__ == "__main__":
    common.write(sys.argv[2], pairs(sys.argv[1], int(sys.argv[3]) if len(sys.argv) > 3 else 700_000))
