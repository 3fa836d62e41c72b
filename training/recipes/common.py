"""Passages of the training text, their splits, and the file format of the pairs."""

import dataclasses
import functools
import hashlib
import io
import json
import random
import re
import subprocess
from pathlib import Path

BLOCK = 50  # paragraphs that stay together, in one split or outside the reserved part
RESERVED = 16  # one block of this many is kept for pairs; a language model must not be trained on it

# Sources that machines read: what has digits or capitals inside words is left out.
MACHINE_READ = {"philtrans", "hansard_uk"}
# Old texts keep spellings that a list of today calls misspellings.
OLD = {"classics", "ccr", "eltec", "philtrans"}
# Characters that no pair may hold: controls but the line feed, surrogates, private use.
FORBIDDEN = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ue000-\uf8ff]")


# Old books have them; no fit needs them.
SLUR = re.compile(r"\bnigg(?:er|a|ah|uh|let)", re.I)


@dataclasses.dataclass(frozen=True)
class Paragraph:
    """One line of a source: its number, counted from 0, and its text."""

    source: str
    line: int
    text: str

    @property
    def block(self):
        return self.line // BLOCK


def digest(source, block):
    """Returns the 16 bytes by which a block is reserved and split."""
    return hashlib.sha256(f"{source}:{block}".encode()).digest()[:16]


def is_reserved(source, block):
    return int.from_bytes(digest(source, block)[:8], "big") % RESERVED == 0


def split_of(source, block):
    """Returns "fit" for 70 % of the blocks, "calibrate" for the rest."""
    return "fit" if int.from_bytes(digest(source, block)[8:], "big") % 10 < 7 else "calibrate"


def sources(text):
    return sorted(path.name.removesuffix(".txt.zst") for path in Path(text).glob("*.txt.zst"))


def lines_of(text, source):
    """Yields (line number, text) of a source."""
    path = Path(text) / f"{source}.txt.zst"
    with subprocess.Popen(["zstd", "-dcq", "--long=27", path], stdout=subprocess.PIPE) as process:
        with io.TextIOWrapper(process.stdout, encoding="utf-8", newline="\n") as lines:
            for number, line in enumerate(lines):
                yield number, line.rstrip("\n")


@functools.cache
def lists():
    """Returns the frequencies of the known words, and the listed misspellings."""
    import words

    known = words.Words()
    return known.frequency, {wrong for forms in known.misspelled.values() for wrong in forms}


def is_sound(paragraph, source):
    """Returns whether a paragraph is right as far as lists can tell: no torn word, no listed misspelling, no scanner's rules."""
    if re.search(r"[—_]{4}|[\ufffd\u00ad]|\. \. \. \. \.", paragraph):
        return False
    if source in MACHINE_READ and re.search(r"[a-z]\d|\d[a-z]{3}|[a-z][A-Z]", paragraph):
        return False
    frequency, misspelled = lists()
    found = re.findall(r"[^\W\d_]+(?:['’][^\W\d_]+)*|\S", paragraph)
    for left, right in zip(found, found[1:]):
        if len(right) > 1 and right.islower() and left.isalpha():
            whole = frequency.get((left + right).lower(), 0)
            if whole >= 200 and min(frequency.get(left.lower(), 0), frequency.get(right, 0)) < min(250, whole - 100):
                return False
    return source in OLD or not any(word in misspelled for word in found)


def reserved(text, source):
    """Returns the blocks of a source that are kept for pairs, as lists of sound paragraphs."""
    blocks = {}
    for number, line in lines_of(text, source):
        if is_reserved(source, number // BLOCK) and line and not FORBIDDEN.search(line) and is_sound(line, source):
            blocks.setdefault(number // BLOCK, []).append(Paragraph(source, number, line))
    return [blocks[block] for block in sorted(blocks)]


def rng(*parts):
    """Returns a generator that depends on nothing but `parts`."""
    return random.Random(":".join(map(str, parts)))


SENTENCE_END = re.compile(r"(?<=[.!?])[\"'”’)]*\s+(?=[\"'“‘(]*[A-Z])")
ABBREVIATION = re.compile(r"(?:\b(?:Mr|Mrs|Ms|Dr|St|Messrs|Prof|Rev|Gen|Col|Capt|Sir|Hon|No|vs?|Vol|Fig|Eq|Ref|cf|al|etc|e\.g|i\.e|Inc|Jr|Co|pp|[A-Z]))\.$")


def sentences(paragraph):
    """Cuts a paragraph into sentences; when in doubt it does not cut."""
    parts, start = [], 0
    for match in SENTENCE_END.finditer(paragraph):
        piece = paragraph[start : match.end()].strip()
        if ABBREVIATION.search(piece) or len(piece) < 8:
            continue
        parts.append(piece)
        start = match.end()
    rest = paragraph[start:].strip()
    return parts + [rest] if rest else parts


PROSE = re.compile(r"^[\"'“‘(\[]*[A-Z].*[.!?][\"'”’)\]]*$", re.S)


def is_prose(paragraph):
    """Returns whether a paragraph is running text: begins and ends as a sentence, mostly of plain words."""
    words = paragraph.split()
    if len(words) < 5 or not PROSE.match(paragraph) or re.search(r"[{}<>=|\\_]{1}|://|—{3}|\.\.\.\.", paragraph):
        return False
    plain = sum(bool(re.fullmatch(r"[\"'“‘(\[]*[A-Za-z][A-Za-z'’\-]*[.,;:!?\"'”’)\]]*", word)) for word in words)
    return plain >= 0.8 * len(words)


def distance(left, right):
    """Returns the Levenshtein distance of two lists."""
    from rapidfuzz.distance import Levenshtein

    return Levenshtein.distance(left, right)


def joined(garbled):
    """Joins words that are broken at a line end, so that a hyphen there does not count as an error."""
    return re.sub(r"(?<=\w)[-\u00ad\u00ac]\n(?=[^\W\d_])", "", garbled)


def wrong_words(garbled, clean):
    return 0 if garbled == clean else distance(joined(garbled).split(), clean.split())


def record(kind, engine, source, block, number, level, garbled, clean, **more):
    """Returns a pair as it is written; its id is unique within the kind."""
    return {
        "id": f"{kind}-{engine}-{source}-{block}-{number}",
        "kind": kind,
        "engine": engine,
        "source": source,
        "split": split_of(source, block),
        "level": round(level, 4),
        "wrong": wrong_words(garbled, clean),
        **more,
        "garbled": garbled,
        "clean": clean,
    }


def check(pair):
    """Returns why a pair cannot be used, or None."""
    garbled, clean = pair["garbled"], pair["clean"]
    if FORBIDDEN.search(garbled) or FORBIDDEN.search(clean):
        return "control characters"
    if SLUR.search(clean):
        return "a slur"
    if not clean.strip() or not garbled.strip():
        return "an empty side"
    if pair["kind"] == "right" and (garbled != clean or pair["wrong"]):
        return "a right text with two sides"
    if pair["kind"] != "ocr" and garbled.count("\n\n") != clean.count("\n\n"):
        return "paragraphs that do not match"
    words = len(clean.split())
    if pair["wrong"] > max(3, 0.75 * words) and pair["kind"] != "casing":
        return "sides that do not belong together"
    return None


def write(path, pairs):
    """Writes pairs as JSON Lines, compressed; refuses what `check` finds. Returns how many were left out."""
    dropped, seen = {}, set()
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    with subprocess.Popen(["zstd", "-19", "--long=27", "-q", "-f", "-T1", "-o", path], stdin=subprocess.PIPE) as process:
        for pair in pairs:
            why = check(pair) or ("an id twice" if pair["id"] in seen else None)
            if why:
                dropped[why] = dropped.get(why, 0) + 1
                continue
            seen.add(pair["id"])
            process.stdin.write((json.dumps(pair, ensure_ascii=False) + "\n").encode())
        process.stdin.close()
    if process.returncode:
        raise SystemExit(f"zstd failed on {path}")
    print(f"{path.name}: {len(seen)} pairs" + (f", left out {dropped}" if dropped else ""))
    return dropped


def read(path):
    """Yields the pairs of a file."""
    with subprocess.Popen(["zstd", "-dcq", "--long=27", path], stdout=subprocess.PIPE) as process:
        with io.TextIOWrapper(process.stdout, encoding="utf-8", newline="\n") as lines:
            for line in lines:
                yield json.loads(line)
