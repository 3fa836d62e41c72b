"""Makes `right.jsonl.zst`: texts that are right as they stand, from one sentence to 2,000 words.

usage: make_right.py TEXT OUT [WORDS]
"""

import re
import sys
import textwrap

import common
import layouts
import slips
from words import Words

SEED = "right-1"
SHARES = {
    "classics": 10, "ccr": 6, "eltec": 6, "europarl": 8, "gov_us": 7, "gov_uk": 3, "hansard_uk": 2, "openstax": 7, "openstax_cnxml": 3,
    "scotus_opinions": 7, "scotus_transcripts": 5, "state_history": 5, "elife": 5, "oa_papers": 5, "plos": 3, "acl_abstracts": 2,
    "wikinews": 3, "docs_permissive": 8, "docs_ccby": 6, "peps": 4,
}
# What makes a paragraph hard to leave alone: dialect, old spelling, terms.
HARD = {
    "dialect": re.compile(r"(?<!\w)(?:o'|wi'|th'|'em|ain't|d'ye|gwine|wuz|dat|dey|de|yer|ye|thar|jest|an'|massa|nae|canna|dinna|'ee|zur|hev|sez|sho'|yo'|w'ite|t'|'tis|'twas|nowt|summat|fur|agin|wot|niver|iver|aye|lad|lass)(?!\w)", re.I),
    "old": re.compile(r"\b(?:shew\w*|chus\w*|hath|doth|thou|thee|thy|publick|musick|physick|politick|antick|frolick|gaol\w*|connexion\w*|compleat\w*|antient\w*|surpriz\w*|to-day|to-night|waggon\w*|phænomen\w*|[a-z]+'d|encrease\w*|œ\w*|[a-z]*æ[a-z]*)\b"),
    "terms": re.compile(r"\w+[_/:]\w+|\b[a-z]+[A-Z]\w+|\b[A-Z]{2,}\d*\b|\b\w+\d\w*\b|\([A-Z][a-z]+(?: et al\.)?,? \d{4}|\d+ [A-Z]\. ?\w+\.? \d+"),
    "names": re.compile(r"(?<=[a-z,] )[A-Z][a-z]+(?: [A-Z][a-z]+)*"),
}


def hardness(paragraph):
    words = len(paragraph.split())
    found = {kind: len(pattern.findall(paragraph)) for kind, pattern in HARD.items()}
    scores = {"dialect": found["dialect"] / 0.04, "old": found["old"] / 0.03, "terms": found["terms"] / 0.12, "names": found["names"] / 0.12}
    kind = max(scores, key=scores.get)
    return (kind, scores[kind] / max(words, 12)) if words >= 8 else ("plain", 0.0)


def cut(rng, paragraphs):
    """Yields passages: single sentences, paragraphs, documents of up to 2,000 words."""
    i = 0
    while i < len(paragraphs):
        roll = rng.random()
        if roll < 0.40:
            found = common.sentences(paragraphs[i])
            yield from (("sentence", [s]) for s in found if len(s.split()) >= 3 and rng.random() < 0.5)
            i += 1
        elif roll < 0.80:
            yield "paragraph", [paragraphs[i]]
            i += 1
        else:
            target, chosen = rng.choice([200, 400, 800, 1200, 2000]), []
            while i < len(paragraphs) and sum(len(p.split()) for p in chosen) < target:
                chosen.append(paragraphs[i])
                i += 1
            yield "document", chosen


def ordinary(text, source, wanted):
    rng = common.rng(SEED, source)
    blocks = common.reserved(text, source)
    rng.shuffle(blocks)
    for block in blocks:
        paragraphs = [p.text for p in block]
        for number, (size, chosen) in enumerate(cut(rng, paragraphs)):
            if size == "document" and rng.random() < 0.5:
                chosen = layouts.with_headings(rng, chosen)
            clean = "\n\n".join(chosen)
            wanted -= len(clean.split())
            yield common.record("right", size, source, block[0].block, number, 0.0, clean, clean)
        if wanted <= 0:
            return


def hard(text, source, wanted):
    """Yields paragraphs of dialect, old spelling, terms and names, two or three that follow one another."""
    budget, done = {kind: wanted * (0.35 if kind in ("dialect", "old") and source in common.OLD else 0.15) for kind in HARD}, set()
    for block in common.reserved(text, source):
        for i, paragraph in enumerate(block):
            kind, score = hardness(paragraph.text)
            if score < 1 or i in done or budget.get(kind, 0) <= 0:
                continue
            chosen = [p.text for p in block[i : i + 3]]
            done = {i, i + 1, i + 2}
            clean = "\n\n".join(chosen)
            budget[kind] -= len(clean.split())
            yield common.record("right", kind, source, paragraph.block, i, 0.0, clean, clean)
        done = set()


def coined(text, source, words, count):
    """Yields paragraphs whose names are made up: near a word or a name, unknown, the same each time."""
    rng, done = common.rng(SEED, "coined", source), 0
    places, people = layouts.names("g", 100), layouts.names("p", 100)
    holders = set(layouts.names("p", 0)) - set(layouts.names("g", 0))
    companies, blocks = layouts.names("c", 50), common.reserved(text, source)
    rng.shuffle(blocks)
    plain = sorted(w for w, f in words.frequency.items() if f > 330 and w.isalpha() and w.islower() and 5 <= len(w) <= 11)
    for block in blocks:
        for i in range(0, len(block) - 1, 3):
            clean = "\n\n".join(p.text for p in block[i : i + 2])
            found = [n for n in dict.fromkeys(re.findall(r"(?<=[a-z,] )[A-Z][a-z]{3,}\b", clean)) if n in holders]
            if not found or done >= count:
                continue
            for old in rng.sample(found, min(len(found), rng.randint(1, 3))):
                base = rng.choice(rng.choice([places, people, companies or people, plain]))
                new = rng.choice([slips.omit, slips.double, slips.respell_much, slips.respell_much])(rng, base)
                if new and new.isalpha() and not words.is_word(new) and new not in words.names:
                    clean = re.sub(rf"\b{old}\b", new[0].upper() + new[1:].lower(), clean)
            done += 1
            yield common.record("right", "coined", source, block[0].block, f"c{i}", 0.0, clean, clean)


def laid_out(text, source, words, count):
    """Yields headings, references, lists, tables and scenes, alone and inside prose."""
    rng, blocks = common.rng(SEED, "layout", source), common.reserved(text, source)
    for number in range(count):
        block = rng.choice(blocks)
        paragraphs = [p.text for p in block if common.is_prose(p.text)]
        if len(paragraphs) < 6:
            continue
        kind, lines = layouts.make(rng, paragraphs, words)
        i = rng.randrange(len(paragraphs) - 2)
        around = rng.random() < 0.6
        clean = "\n\n".join(paragraphs[i : i + 2] * around + ["\n".join(lines)] + paragraphs[i + 2 : i + 3] * around)
        yield common.record("right", kind, source, block[0].block, f"l{number}", 0.0, clean, clean)


def verses(text, source):
    for block in common.reserved(text, source):
        for i, paragraph in enumerate(block):
            lines = layouts.verse(paragraph.text)
            if lines:
                clean = "\n".join(lines)
                yield common.record("right", "verse", source, paragraph.block, f"v{i}", 0.0, clean, clean)


def marked_up(text, source, words, count):
    """Yields prose with mark-up, code and quoted misspellings."""
    rng, blocks = common.rng(SEED, "marked", source), common.reserved(text, source)
    for number in range(count):
        block = rng.choice(blocks)
        paragraphs = [p.text for p in block if common.is_prose(p.text) and len(p.text.split()) < 90]
        if len(paragraphs) > 5:
            i = rng.randrange(len(paragraphs) - 3)
            clean = "\n\n".join(layouts.marked(rng, paragraphs[i : i + rng.randint(1, 3)], words))
            yield common.record("right", "marked", source, block[0].block, f"m{number}", 0.0, clean, clean)


def wrapped(pair):
    """Breaks the lines of some texts, as plain-text files have them."""
    rng = common.rng(SEED, "wrapped", pair["id"])
    if pair["engine"] in ("paragraph", "document", "dialect", "old", "coined") and rng.random() < 0.2:
        width = rng.randint(55, 80)
        clean = "\n\n".join(textwrap.fill(p, width, break_long_words=False, break_on_hyphens=False) for p in pair["clean"].split("\n\n"))
        return pair | {"garbled": clean, "clean": clean, "wrapped": True}
    return pair


def pairs(text, wanted):
    yield from map(wrapped, parts(text, wanted))


def parts(text, wanted):
    words, total = Words(), sum(SHARES.values())
    for source, share in SHARES.items():
        yield from ordinary(text, source, wanted * 0.75 * share / total)
        yield from hard(text, source, wanted * 0.25 * share / total)
        yield from coined(text, source, words, 4 * share)
        yield from marked_up(text, source, words, 3 * share)
        if source in common.OLD:
            yield from verses(text, source)
        yield from laid_out(text, source, words, 12 * share)


if __name__ == "__main__":
    common.write(sys.argv[2], pairs(sys.argv[1], int(sys.argv[3]) if len(sys.argv) > 3 else 700_000))
