"""Slips of typists and spellers: each function returns a wrong form of a word, or None."""

import re

from words import LETTERS, same_case

ROWS = ["`1234567890-=", " qwertyuiop[]", " asdfghjkl;'", " zxcvbnm,./"]
SHIFT = [0, 0.5, 0.75, 1.25]  # how far right each row begins, in keys
PLACE = {key: (row, column + SHIFT[row]) for row, keys in enumerate(ROWS) for column, key in enumerate(keys) if key != " "}


def near(key, reach=1.2):
    """Returns the letter keys around a key."""
    if key not in PLACE:
        return ""
    y, x = PLACE[key]
    return "".join(k for k, (b, a) in PLACE.items() if k in LETTERS and k != key and abs(y - b) <= 1 and abs(x - a) <= reach)


NEAR = {key: near(key) for key in LETTERS}
# Keys of the same finger of the other hand.
MIRROR = dict(zip("qwertasdfgzxcvb", "poiuy;lkjh/.,mn")) | dict(zip("poiuylkjhmn", "qwertsdfgvb"))


def position(rng, word, first=0.25):
    """Picks a place in a word; the first letter is rarely wrong."""
    weights = [first] + [1.0] * (len(word) - 2) + [0.8] if len(word) > 1 else [1.0]
    return rng.choices(range(len(word)), weights)[0]


def substitute(rng, word):
    i = position(rng, word)
    key = word[i].lower()
    keys = NEAR.get(key, "")
    if not keys:
        return None
    new = MIRROR[key] if rng.random() < 0.06 and MIRROR.get(key, "") in LETTERS else rng.choice(keys)
    if rng.random() < 0.12 and key in "aeiou":
        new = rng.choice("aeiou".replace(key, ""))
    return word[:i] + same_case(word[i], new) + word[i + 1 :]


def omit(rng, word):
    if len(word) < 3:
        return None
    doubles = [i for i in range(1, len(word)) if word[i] == word[i - 1]]
    i = rng.choice(doubles) if doubles and rng.random() < 0.4 else position(rng, word, 0.15)
    return same_case(word, word[:i] + word[i + 1 :]) if i == 0 else word[:i] + word[i + 1 :]


def insert(rng, word):
    i = position(rng, word, 0.6)
    keys = NEAR.get(word[i].lower(), "")
    if not keys:
        return None
    at = i + rng.randint(0, 1)
    if at == 0 and word[0].isupper():
        at = 1
    return word[:at] + rng.choice(keys) + word[at:]


def double(rng, word):
    i = position(rng, word)
    return word[: i + 1] + word[i].lower() + word[i + 1 :] if word[i].isalpha() else None


def transpose(rng, word):
    places = [i for i in range(len(word) - 1) if word[i].lower() != word[i + 1].lower() and word[i : i + 2].isalpha()]
    if not places:
        return None
    i = rng.choices(places, [0.4 if p == 0 else 1.0 for p in places])[0]
    return same_case(word, (word[:i] + word[i + 1] + word[i] + word[i + 2 :]).lower()) if i == 0 else word[:i] + word[i + 1] + word[i] + word[i + 2 :]


def digit_key(rng, word):
    """A finger too high: a digit for a letter of the upper row."""
    places = [i for i, c in enumerate(word) if c in "qwertyuiop"]
    if not places:
        return None
    i = rng.choice(places)
    row, x = PLACE[word[i]]
    digits = [k for k, (y, a) in PLACE.items() if y == 0 and k.isdigit() and abs(a - x) <= 0.6]
    return word[:i] + rng.choice(digits) + word[i + 1 :]


KEYBOARD = [(substitute, 32), (omit, 30), (insert, 15), (double, 8), (transpose, 14), (digit_key, 1)]


def keyboard(rng, word):
    if len(word) < 2:
        return None
    slip = rng.choices([k for k, _ in KEYBOARD], [w for _, w in KEYBOARD])[0]
    return slip(rng, word)


def misspelling(rng, word, words):
    """A form that people write, from the free list."""
    forms = words.misspelled.get(word.lower())
    return same_case(word, rng.choice(forms)) if forms else None


# What sounds or looks the same: pattern, replacements. Applied at one place of a lower-case word.
RESPELL = [
    (r"(?<=\w)ie(?=\w)", ["ei"]), (r"(?<=\w)ei(?=\w)", ["ie"]), (r"ence\b", ["ance"]), (r"ance\b", ["ence"]),
    (r"ent\b", ["ant"]), (r"ant\b", ["ent"]), (r"able\b", ["ible"]), (r"ible\b", ["able"]), (r"ably\b", ["ibly"]),
    (r"ibly\b", ["ably"]), (r"tion\b", ["sion", "tion", "cion", "shun"]), (r"sion\b", ["tion"]), (r"ssion\b", ["tion", "sion"]),
    (r"cian\b", ["tian", "tion"]), (r"ious\b", ["ous", "eous"]), (r"eous\b", ["ious", "ous"]), (r"ous\b", ["us", "ious"]),
    (r"ally\b", ["aly", "ly"]), (r"(?<=[a-z]{3})ely\b", ["ly"]), (r"fully\b", ["fuly"]), (r"ful\b", ["full"]), (r"ment\b", ["mant"]),
    (r"ary\b", ["ery", "ry"]), (r"ery\b", ["ary", "ry"]), (r"ory\b", ["ary", "ery"]), (r"er\b", ["or", "ar"]), (r"or\b", ["er"]),
    (r"ar\b", ["er", "or"]), (r"(?<=\w)le\b", ["el", "al"]), (r"el\b", ["le", "al"]), (r"al\b", ["el", "le"]),
    (r"ph", ["f"]), (r"(?<=\w)gh(?=t)", [""]), (r"ough\b", ["uff", "ow", "oh"]), (r"\bkn", ["n"]), (r"\bwr", ["r"]), (r"\bps", ["s"]),
    (r"mb\b", ["m"]), (r"mn\b", ["m"]), (r"\bwh", ["w"]), (r"sc(?=[ei])", ["s", "c"]), (r"(?<=\w)c(?=[eiy])", ["s"]), (r"(?<=[aeiou])s(?=[eiy])", ["c", "z"]),
    (r"ck", ["k", "c"]), (r"qu", ["kw"]), (r"cc", ["c"]), (r"ch(?=[ro])", ["c"]), (r"dge", ["ge", "dg"]), (r"(?<=\w)y(?=\w)", ["i"]),
    (r"(?<=[a-z]{2})i(?=[a-z]{2})", ["e", "y", "a"]), (r"(?<=[a-z]{2})e(?=[a-z]{2})", ["a", "i"]), (r"(?<=[a-z]{2})a(?=[a-z]{2})", ["e", "i"]),
    (r"(?<=\w)ea(?=\w)", ["ee", "e"]), (r"ee", ["ea"]), (r"oo", ["u", "ou"]), (r"(?<=\w)ou(?=\w)", ["o", "u"]), (r"au", ["o", "or"]),
    (r"ai", ["a", "ia"]), (r"(?<=\w)ies\b", ["ys", "yes"]), (r"(?<=\w)ied\b", ["yed"]), (r"(?<=[a-z]{2})e(?=(?:ment|able|ful|less)\b)", [""]),
    (r"(?<=[bcdfglmnprstvz])ing\b", ["eing"]), (r"ges\b", ["gs"]), (r"(?<=\w)x(?=\w)", ["cs", "ks"]), (r"xc", ["x", "c"]), (r"(?<=\w)h(?=\w)", [""]),
    (r"(?<=[rn])d(?=[a-z])", [""]), (r"(?<=[a-z])t(?=ch|le|en\b)", [""]), (r"(?<=p)t(?=\w)", [""]), (r"(?<=[aeiou])u(?=[a-z])", [""]),
]
RESPELL = [(re.compile(pattern), new) for pattern, new in RESPELL]
DOUBLE = re.compile(r"(?<=[aeiou])([bcdfglmnprstz])\1(?=[a-z])")
SINGLE = re.compile(r"(?<=[aeiou])([cdfglmnprst])(?=[aeiouy])")


def respell(rng, word):
    """A form that sounds alike: endings, vowels, silent letters, doubled consonants."""
    low = word.lower()
    if len(low) < 5 or not low.isalpha():
        return None
    if rng.random() < 0.35:
        doubles, singles = list(DOUBLE.finditer(low)), list(SINGLE.finditer(low))
        if doubles and rng.random() < 0.7:
            match = rng.choice(doubles)
            return same_case(word, low[: match.start()] + low[match.start() + 1 :])
        if singles:
            match = rng.choice(singles)
            return same_case(word, low[: match.start()] + match[1] + low[match.start() :])
    places = [(match, new) for pattern, new in RESPELL for match in pattern.finditer(low) if match.start() > 0 or match[0] in ("kn", "wr", "ps", "wh", "ph")]
    if not places:
        return None
    match, new = rng.choice(places)
    return same_case(word, low[: match.start()] + rng.choice(new) + low[match.end() :])


def respell_much(rng, word):
    """A form that sounds alike, now and then by way of another such form."""
    new = respell(rng, word)
    return respell(rng, new) or new if new and rng.random() < 0.25 else new


VOWELS = {"a": "aeou", "e": "aeiu", "i": "eyiu", "o": "oau", "u": "uoae", "y": "ie"}


def sound_short(rng, word):
    """A short word as a beginner hears it: another vowel, a letter left out or doubled, two letters swapped."""
    low = word.lower()
    if not 3 <= len(low) <= 7 or not low.isalpha():
        return None
    roll, i = rng.random(), rng.randrange(1, len(low))
    if roll < 0.4:
        places = [k for k, c in enumerate(low) if c in VOWELS and k > 0]
        if not places:
            return None
        k = rng.choice(places)
        new = low[:k] + rng.choice(VOWELS[low[k]]) + low[k + 1 :]
    elif roll < 0.7:
        new = low[:i] + low[i + 1 :]
    elif roll < 0.85 and i + 1 < len(low):
        new = low[:i] + low[i + 1] + low[i] + low[i + 2 :]
    else:
        new = low[:i] + low[i] + low[i:]
    return same_case(word, new) if new != low else None


def confuse(rng, word, words):
    """Another word that writers take it for."""
    forms = words.confusable.get(word.lower())
    if not forms:
        return None
    return same_case(word, rng.choices([w for w, _ in forms], [n for _, n in forms])[0])


def one_edit_word(rng, word, words):
    """A common word that one slip makes of it; those whose letters lie side by side come first."""
    if len(word) < 2 or not word.islower():
        return None
    found = words.common_neighbours(word)
    if not found:
        return None
    weights = []
    for other in found:
        weight = 10 ** ((words.frequency[other] - 400) / 400)
        if len(other) == len(word):
            pairs = [(a, b) for a, b in zip(word, other) if a != b]
            weight *= 2 if len(pairs) == 2 or pairs[0][1] in NEAR.get(pairs[0][0], "") else 0.4
        if other[0] != word[0]:
            weight *= 0.3
        weights.append(weight)
    return rng.choices(found, weights)[0]


ENDINGS = [("s", ""), ("", "s"), ("ed", ""), ("", "ed"), ("d", ""), ("", "d"), ("ing", "ed"), ("ed", "ing"), ("y", "ies"), ("ies", "y"), ("ly", ""), ("", "ly"), ("er", ""), ("s", "ed"), ("ed", "s"), ("es", "")]


def inflect(rng, word, words):
    """A neighbouring form: a lost or added -s, -ed, -ly."""
    if len(word) < 3 or not word.islower():
        return None
    forms = [word.removesuffix(old) + new for old, new in ENDINGS if word.endswith(old)]
    forms = [form for form in forms if form != word and words.is_common(form, 330)]
    return rng.choice(forms) if forms else None


def apostrophe(rng, word):
    """A lost, moved or mistyped apostrophe."""
    i = max(word.find("'"), word.find("’"))
    if i < 1 or i + 1 >= len(word):
        return None
    roll = rng.random()
    if roll < 0.72:
        return word[:i] + word[i + 1 :]
    if roll < 0.80:
        return word[:i] + ";" + word[i + 1 :]
    if roll < 0.88:
        return word[:i] + " " + word[i + 1 :]
    if roll < 0.95 and i > 1:
        return word[: i - 1] + word[i] + word[i - 1] + word[i + 1 :]
    return word[:i] + "`" + word[i + 1 :]


def shift_key(rng, word):
    """Shift held too long or pressed too late: "THe", "tHe"."""
    if len(word) < 3 or not word.isalpha() or not (word[0].isupper() and word[1:].islower()):
        return None
    return word[0] + word[1].upper() + word[2:] if rng.random() < 0.75 else word[0].lower() + word[1].upper() + word[2:]


def small_letter(rng, word, words):
    """Capitals that typists leave out: "i", "monday", "london"."""
    if word in ("I", "I'm", "I'll", "I've", "I'd", "I’m", "I’ll", "I’ve", "I’d"):
        return word[0].lower() + word[1:]
    if word[:1].isupper() and word[1:].islower() and len(word) > 2 and word in words.names and not words.is_common(word.lower(), 300):
        return word.lower()
    return None


def split_word(rng, word, words):
    """A space typed inside a word, more often at a seam or beside the ends."""
    if len(word) < 4 or not word.isalpha():
        return None
    seams = [i for i in range(2, len(word) - 1) if words.is_common(word[:i].lower(), 400) and words.is_common(word[i:].lower(), 400)]
    if seams and rng.random() < 0.6:
        i = rng.choice(seams)
    else:
        i = rng.choice([1, 2, len(word) - 1, len(word) - 2, rng.randrange(1, len(word))])
    return word[:i] + " " + word[i:]
