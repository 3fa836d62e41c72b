"""Damage that needs no page: spaces, hyphens, ligatures, look-alikes, symbols, repetition, long s.

Each function takes a generator, a paragraph and a rate (of the places there are), and returns the garbled paragraph.
"""

import re

import pyphen

HYPHENS = pyphen.Pyphen(lang="en_GB")
LETTERS_ONLY = re.compile(r"[^\W\d_]+")


def spaces(rng, text, rate, words):
    """Loses, adds and moves spaces; spaces letters out; glues sentences."""
    pieces = re.split(r"( )", text)
    i = 0
    while i < len(pieces):
        word = pieces[i]
        roll = rng.random()
        if word == " " and 0 < i < len(pieces) - 1:
            left, right = pieces[i - 1], pieces[i + 1]
            if left[-1:] in ".,;:!?)”\"" and rng.random() < rate * 2.5:
                pieces[i] = ""  # "Sunday.Police"
            elif rng.random() < rate * (1.4 if min(len(left), len(right)) < 4 else 0.7):
                if roll < 0.75:
                    pieces[i] = ""
                elif roll < 0.83 and len(right) > 2:
                    pieces[i], pieces[i + 1] = right[0] + " ", right[1:]
                elif roll < 0.90 and len(left) > 2:
                    pieces[i - 1], pieces[i] = left[:-1], " " + left[-1]
                else:  # a run of words without spaces
                    for k in range(i, min(len(pieces), i + 2 * rng.randint(2, 8)), 2):
                        pieces[k] = ""
        elif LETTERS_ONLY.match(word) and len(word) > 2 and rng.random() < rate * 0.8:
            core = LETTERS_ONLY.match(word)[0]
            seams = [k for k in range(2, len(core) - 1) if words.is_common(core[:k].lower(), 380) and words.is_common(core[k:].lower(), 380)]
            if roll < 0.12 and len(core) < 14:
                pieces[i] = " ".join(core) + word[len(core):]
            elif len(core) > 3:
                k = rng.choice(seams) if seams and roll < 0.55 else rng.randrange(1, len(core))
                pieces[i] = word[:k] + " " + word[k:]
        elif len(word) > 1 and word[-1] in ",;:!?." and word != "." and rng.random() < rate * 0.15:
            pieces[i] = word[:-1] + " " + word[-1]
        i += 1
    return "".join(pieces)


SIGNS = ["-\n", "\u00ad\n", "¬\n", "- ", "-", "\u00ad", "\u00ad ", "¬ ", "‐\n", " -\n", "- \n"]
WEIGHTS = [40, 8, 8, 14, 5, 5, 3, 4, 3, 4, 4]


def broken_lines(rng, paragraphs, header, rate):
    """Returns (garbled, clean): text set in lines, with words broken; once a page ends inside a word, perhaps."""
    sign, width = rng.choices(SIGNS, WEIGHTS)[0], rng.randint(32, 78)
    garbled, clean, turned = [], [], header is None
    for paragraph in paragraphs:
        lines, line, done = [], "", []
        for word in paragraph.split():
            joined = f"{line} {word}" if line else word
            if len(joined) <= width:
                line = joined
                done.append(word)
                continue
            cut = broken(rng, word, width - len(line) - 2) if rng.random() < rate else None
            if cut is None:
                lines.append(line)
                line = word
                done.append(word)
                continue
            left, right, real = cut
            mark = "-\n" if real and sign.endswith("\n") else "-" if real else sign
            head = (f"{line} " if line else "") + left
            done.append(word)
            if not turned and len(lines) > 2 and mark.endswith("\n"):  # the header of the next page stands between the halves
                garbled.append("\n".join([*lines, head + mark.rstrip("\n")]))
                garbled.append(header)
                clean += [" ".join(done), header]
                lines, done, turned = [], [], True
                line = right
            elif mark.endswith("\n"):
                lines.append(head + mark[:-1])
                line = right
            else:
                line = head + mark + right
        lines.append(line)
        garbled.append("\n".join(lines))
        if done:
            clean.append(" ".join(done))
    return "\n\n".join(garbled), "\n\n".join(clean)


def broken(rng, word, room):
    """Returns where a word is broken: its halves, and whether a real hyphen stands there."""
    match = re.match(r"^(\W*)([^\W\d_]+)(-?)(.*)$", word)
    if not match:
        return None
    lead, core, hyphen, rest = match.groups()
    if hyphen and rest and 2 <= len(lead + core) <= room + 1:
        return lead + core, rest, True
    if len(core) < 5 or hyphen:
        return None
    places = [(a, b) for a, b in HYPHENS.iterate(core) if len(a) > 1 and len(b) > 1 and len(a) <= max(room, 3)]
    if not places:
        return None
    left, right = places[0] if rng.random() < 0.7 else rng.choice(places)
    return lead + left, right + rest, False


LIGATURES = re.compile(r"ffi|ffl|ff|fi|fl|\bTh")


def ligatures(rng, text, rate, words):
    """Loses ligatures: as nothing, as a space, as U+FFFD, as one letter; one way in a text."""
    how = rng.choices(["", " ", "\ufffd", "?", "f", "first"], [26, 22, 22, 6, 12, 12])[0]
    th, every = rng.random() < 0.15, rng.random() < 0.5

    def lost(match):
        found = match[0]
        if found == "Th" and not th or (not every and rng.random() >= rate):
            return found
        if found == "Th":
            return how if how in ("\ufffd", " ", "") else found
        return {"first": found[0] if len(found) == 2 else found[:-1]}.get(how, how)

    return LIGATURES.sub(lost, text)


LOOKS = {"l": "I1|!", "I": "l1|!", "1": "lI|", "0": "Oo", "O": "0", "o": "0", "S": "5", "5": "S", "B": "8", "8": "B", "s": "5", "Z": "2", "i": "1l"}
NUMBER = re.compile(r"(?<![\w.])[$£€]?\d[\d,.]*\d?(?:th|st|nd|rd|km|mm|cm|kg|m|s|h|%)?(?!\w)")


def lookalikes(rng, text, rate, words):
    """Takes l, I, 1, | and 0, O for one another, in words and in numbers."""
    style = rng.choices(["pronoun", "letters", "numbers", "both"], [22, 33, 25, 20])[0]
    every, pronoun, ell = rng.random() < 0.4, rng.choice("ll1||!"), rng.choice("II1|!")

    def letter(match):
        c = match[0]
        if rng.random() >= rate * (1 if every else 0.2):
            return c
        return ell if c == "l" else pronoun if c == "I" else LOOKS[c][0] if rng.random() < 0.3 else c

    def number(match):
        digits = match[0]
        places = [k for k, c in enumerate(digits) if c in "01" or (c in "58" and rng.random() < 0.1)]
        if not places or rng.random() >= max(rate, 0.3):
            return digits
        k = rng.choice(places)
        new = digits[:k] + rng.choice(LOOKS[digits[k]]) + digits[k + 1 :]
        return new if re.search(r"\d", new) or rng.random() < 0.3 else digits

    if style == "pronoun":
        return re.sub(r"(?<![\w.])I(?![\w.])|\bI(?=[nftsm]\b)", lambda m: pronoun if every or rng.random() < 0.5 else m[0], text)
    if style in ("letters", "both"):
        text = re.sub(r"(?<=[a-z])[lIoi](?=[a-z])|\bl(?=[a-z]{2})|(?<=[a-z]{2})l\b|\bI(?=[a-z])|\b[OS](?=[a-z]{2})|(?<=[A-Z])[IOSB](?=[A-Z])", letter, text)
    if style in ("numbers", "both"):
        text = NUMBER.sub(number, text)
    return text


STROKES = {
    "a": ["@", "ii", "«", "u"], "b": ["6", "l>", "h"], "c": ["(", "<", "e", "o"], "d": ["cl", "tl", "(l"], "e": ["^", "é", "c", "*", "<", "o", "6"], "f": ["/", "t", "f'"],
    "g": ["9", "q"], "h": ["li", "b", "l1", "ii", "It"], "i": ["!", "j", "í", ";", "1"], "k": ["lc", "l<", "It"], "l": ["!", "|", "/", "1", "\\"], "m": ["rn", "nn", "in", "ni", "iii"],
    "n": ["ii", "u", "ri", "r1"], "o": ["0", "<>", "()", "e", "a", "°"], "p": ["jp", "|)", "j)"], "q": ["cj", "(/"], "r": ["i'", "v", "t", "¬", "f"], "s": ["$", "5", "8", "a", "»"],
    "t": ["+", "f", "l", "i", "'t"], "u": ["ii", "n", "li", "tt"], "v": ["\\/", "y", "r", "-v"], "w": ["v/", "vv", "\\v", "iv", "tv", "w'"], "y": ["j'", "v", "5'", "}'"], "z": ["7", "a;"],
    "H": ["II", "fl", "B"], "M": ["JVI", "IVI", "AI"], "N": ["JV", "IST"], "W": ["AV", "VV", "\\V"], "T": ["'I'", "7", "'f"], "D": ["I)", "J)"], "E": ["F.", "B"], "R": ["B.", "K"], "L": ["I.", "h"],
    "U": ["IJ"], "K": ["IC"], "P": ["I'", "F"], "C": ["(", "G"], "G": ["(r", "C"], "B": ["13", "I3"], "A": ["4", "\\"],
}
SPECKS = [".", ",", "'", "’", "-", "¬", "•", "~", "^", "*", "_", "`", ":", ";", "■", "|"]


def symbols(rng, text, rate, words):
    """Writes symbols and strokes for letters: "th^", "v/ould", "j'ear"; scatters specks: "wa.s"."""
    def word(match):
        found = match[0]
        if rng.random() >= rate:
            return found
        if rng.random() < 0.2 and len(found) > 2:
            k = rng.randrange(0, len(found) + 1)
            return found[:k] + rng.choice(SPECKS) + found[k:]
        places = [k for k, c in enumerate(found) if c in STROKES]
        if not places:
            return found
        for _ in range(rng.choice([1, 1, 1, 2])):
            k = rng.choice(places)
            found = found[:k] + rng.choice(STROKES[found[k]]) + found[k + 1 :]
            places = [k for k, c in enumerate(found) if c in STROKES]
            if not places:
                break
        return found

    return re.sub(r"[^\W\d_]{2,}", word, text)


def repeats(rng, text, rate, words):
    """Writes words, phrases and whole lines twice."""
    parts, out = text.split(" "), []
    if rng.random() < 0.25 and len(parts) > 40:  # a line of the page is there twice
        n = rng.randint(6, 12)
        k = rng.randrange(0, len(parts) - n)
        lines = [" ".join(parts[max(0, i) : i + n]) for i in range(k % n, len(parts), n)]
        head, k = parts[: k % n], rng.randrange(len(lines))
        lines.insert(k, lines[k])
        return "\n".join([*([" ".join(head)] if head else []), *lines])
    for i, part in enumerate(parts):
        out.append(part)
        if part.isalpha() and rng.random() < rate * (1.6 if len(part) < 4 else 0.4):
            n = 1 if rng.random() < 0.8 else rng.randint(2, 4)
            again = parts[max(0, i - n + 1) : i + 1]
            if all(p.isalpha() for p in again):
                out += [p[0].lower() + p[1:] if p[1:].islower() and i - n < 1 else p for p in again]
    return " ".join(out)


def long_s(rng, text, rate, words):
    """Writes long s as ſ, or as the f that it is read as."""
    read = rng.choices(["ſ", "f", "both"], [30, 45, 25])[0]

    def letter(match):
        if rng.random() >= max(rate * 12, 0.75):
            return "s"
        return rng.choice("ſf") if read == "both" else read

    return re.sub(r"s(?=[a-eg-zſ])", letter, text)
