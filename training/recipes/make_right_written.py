"""Makes `right-written.jsonl.zst`: ways of writing that are right and look like damage.

usage: make_right_written.py TEXT OUT [WORDS]

`measures`: quantities written to their units, times, sizes, codes and product names with digits; `dashes`: hyphens that stand for
dashes; `log`: conversations of several people who write small "i", leave out capitals and stops and name commands and nicknames, under
time stamps. A writer keeps to a habit.
"""

import re
import sys

import common
import make_typing
import respell

SEED = "right-written-1"
SHARES = {
    "classics": 6, "ccr": 3, "eltec": 4, "europarl": 4, "gov_us": 8, "gov_uk": 4, "openstax": 8, "scotus_transcripts": 5,
    "state_history": 4, "elife": 5, "oa_papers": 5, "plos": 3, "wikinews": 6, "docs_permissive": 9, "docs_ccby": 6, "peps": 3,
}
UNITS = "g kg mg ml l cl oz lb lbs tsp tbsp cm mm km m in ft mi mph kph km/h hz khz mhz ghz kb mb gb tb kbps mbps w kw kwh v mah hp px pt dpi fps rpm C F k bn m x pm am h hr hrs min mins sec s ms days yr yrs th % ppm p".split()
PLACES = [
    "{n}{u}", "{n} x {n}{u}", "{n}-{n}{u}", "{n}.{d}{u}", "about {n}{u}", "({n}{u})", "{n}{u}/{n}{u}", "~{n}{u}", "{n}/{n}", "{n}{u} or so", "v{d}.{d}", "{L}{n}", "{n}{L}", "{L}{L}-{n}",
    "{n}:{n}", "no. {n}{l}", "Rs{n}", "£{n}m", "${n}bn", "US${n}", "€{n}k", "{n}ish", "{n}-ish", "mid-{n}0s", "'{n}s", "1080p", "4K", "3D", "mp3", "H2O", "CO2", "i5-{n}0", "A4", "B12", "wi-fi", "Wi-Fi", "e-mail", "x86", "sha256", "utf-8", "24/7", "9-to-5", "f/2.8", "1/2", "2nd-hand", "50/50", "T-{n}", "k={n}", "p<0.0{d}", "§{n}", "#{n}",
]
STAMPS = ["{h}:{m} <{w}> ", "[{h}:{m}] {w}: ", "<{w}> ", "{h}:{m}:{s} {w}: ", "{w}: ", "{h}:{m} {w}> ", "@{w} "]
PEOPLE = ["kat", "mr_t", "jonas", "Zed", "luvbug", "dev", "ana", "OliverQ", "tomasz_", "pat", "b-ryan", "Nyx", "sam", "hwb", "mira", "jlee"]


def quantity(rng):
    n = lambda _: str(rng.choice([rng.randint(1, 20), rng.randint(10, 500), 10 * rng.randint(1, 90)]))
    made = rng.choice(PLACES)
    for mark, value in (("{n}", n), ("{u}", lambda _: rng.choice(UNITS)), ("{d}", lambda _: str(rng.randint(0, 9))), ("{L}", lambda _: rng.choice("ABCDEFGHJKLMNPRSTVWXZ")), ("{l}", lambda _: rng.choice("abc"))):
        made = re.sub(re.escape(mark), value, made)
    return made


def measures(rng, paragraph):
    """Puts quantities behind prepositions and before nouns, and after verbs."""
    rate = rng.choice([0.1, 0.25, 0.5])
    return re.sub(r"\b(of|with|at|about|to|for|by|from|over|than|the|a) (?=[a-z])", lambda m: f"{m[1]} {quantity(rng)} " if rng.random() < rate * 0.25 else m[0], paragraph)


def dashes(rng, paragraph):
    """Writes dashes, and the commas around some phrases, as hyphens."""
    how = rng.choice(["-", "-", " - ", " -", "- ", "--", " -- "])
    paragraph = re.sub(r"\s?[—–]\s?", how, paragraph)
    return re.sub(r", (?=(?:and|but|or|which|who|if|as|because|though|even|not|perhaps|I|it|he|she|they)\b)", lambda m: how if rng.random() < 0.4 else m[0], paragraph)


def log(rng, sentences):
    """Lets several people talk."""
    stamp, people, hour, minute = rng.choice(STAMPS), rng.sample(PEOPLE, rng.randint(2, 4)), rng.randint(0, 23), rng.randint(0, 50)
    writers = {who: respell.Informal(rng, rng.choice([0.05, 0.2, 0.5])) for who in people}
    for writer in writers.values():
        writer.lower, writer.bare = rng.random() < 0.6, rng.random() < 0.4
    lines = []
    for sentence in sentences:
        who = rng.choice(people)
        minute = min(59, minute + rng.randint(0, 2))
        post = writers[who].sentence(sentence)
        if rng.random() < 0.15:
            post = f"{rng.choice(people)}: {post}"
        elif rng.random() < 0.1:
            post = rng.choice(["+1", "ack", "lgtm", "hi", "hi!", "yep", "nope", "hmm ok", "thanks!", "brb", "re", "np", "sgtm", "woot", "ty", "yw", "afk"])
        lines.append(stamp.format(h=f"{hour:02}", m=f"{minute:02}", s=f"{rng.randint(0, 59):02}", w=who) + post)
    return rng.choice(["\n", "\n", "\n\n"]).join(lines)


def make(rng, source, block, number, size, passage):
    """Returns a passage in one of the ways; none where it stays as it was, or has too few sentences for a conversation."""
    engine = rng.choices(["measures", "dashes", "log"], [30, 35, 35])[0]
    if engine == "log":
        sentences = [s for p in passage.split("\n\n") for s in common.sentences(p) if 2 <= len(s.split()) <= 24]
        if len(sentences) < 3:
            return None
        clean = log(rng, sentences)
    else:
        clean = "\n\n".join({"measures": measures, "dashes": dashes}[engine](rng, p) for p in passage.split("\n\n"))
        if clean == passage:
            return None
    return common.record("right", engine, source, block, number, 0.0, clean, clean)


def pairs(text, wanted):
    return make_typing.walk(text, SHARES, wanted, SEED, make)


if __name__ == "__main__":
    common.write(sys.argv[2], pairs(sys.argv[1], int(sys.argv[3]) if len(sys.argv) > 3 else 260_000))
