"""Spellings that are right in their place: print of 1500-1700, speech as novels spell it, chat, abbreviations."""

import functools
import re

import words

WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
VOWELS = "aeiou"
DIALECTS = ("southern", "cockney", "northern", "scots", "irish", "westcountry", "yankee", "german")


@functools.cache
def listed():
    """Returns the whole-word respellings by style."""
    found = {}
    for style, usual, respelled in words.rows(words.ROOT / "training/lists/respellings.tsv"):
        found.setdefault(style, {})[usual] = respelled.split(",")
    return found


def chosen(rng, options):
    """Picks from respellings, the first most often."""
    return options[0] if rng.random() < 0.6 else rng.choice(options)


def cased(model, word):
    """Gives `word` the case of `model`, past an apostrophe too."""
    if model[:1].isupper() and not (len(model) > 1 and model.isupper()):
        return re.sub(r"[^\W\d_]", lambda m: m[0].upper(), word, count=1)
    return words.same_case(model, word)


# Rules of early modern spelling: name, pattern, replacement. Sources: the Oxford English Dictionary's forms, Salmon in the Cambridge
# History of the English Language III (1999), Barber, Early Modern English (1997), ch. 2.
MODERN = [
    ("ness", r"ness$", "nesse"), ("ness", r"less$", "lesse"), ("ness", r"([^aeiou])ess$", r"\1esse"),
    ("full", r"ful$", "full"), ("full", r"([a-z]{2}[^e])al$", r"\1all"), ("full", r"([a-z]{3})el$", r"\1ell"), ("full", r"([a-z]{2})il$", r"\1ill"),
    ("ck", r"([a-z]{2})ic$", r"\1icke"), ("ck", r"([a-z])ck$", r"\1cke"), ("ck", r"([a-z]{2})ical$", r"\1icall"),
    ("ie", r"([a-z][^aeiouh\W])y$", r"\1ie"), ("ie", r"([a-z])ey$", r"\1ie"),
    ("our", r"([a-z]{2}[rvntl])or$", r"\1our"),
    ("tion", r"([a-z]{2})tion$", r"\1cion"), ("tion", r"([a-z]{2})tions$", r"\1cions"),
    ("aun", r"an(ce|ge|t)(s|d|ed)?$", r"aun\1\2"), ("aun", r"mand(s|ed|er)?$", r"maund\1"),
    ("y", r"^([^aeiou\W]{1,3})i([dklmnpst][a-z]{0,3})$", r"\1y\2"), ("y", r"ai([ndlr])", r"ay\1"), ("y", r"oi([nslc])", r"oy\1"), ("y", r"ei([nrgt])", r"ey\1"),
    ("ee", r"ie([fvlrg])", r"ee\1"), ("ee", r"ea([dtkmsrl])$", r"ee\1e"),
    ("en", r"^in(cr|clo|quir|dur|for|tr)", r"en\1"), ("en", r"^em([pb][a-z]{3})", r"im\1"), ("en", r"^en([tqv][a-z]{3})", r"in\1"),
    ("double", r"^([^aeiou\W]{1,2}[aeiou])([nrtbpgmd])$", r"\1\2\2e"), ("double", r"([aeiou])([mnltp])(ed|er|ing|est)$", r"\1\2\2\3"),
    ("e", r"((?:[aeou][aeiou]|ie(?!d))[dfklmnprt])$", r"\1e"), ("d", r"ied$", "yed"), ("e", r"([aeiou](?:nd|nt|ld|lt|lk|lp|rd|rk|rm|rn|rt|st|sk|sh|ct|ft|mp|nk|ng|th|gh))$", r"\1e"),
    ("e", r"([aeiou]w)$", r"\1e"), ("e", r"([aeiou]{2}[dfklmnprt]|[aeiou](?:nd|nt|ld|lk|lp|rd|rk|rm|rn|rt|ct|mp|nk|ng))s$", r"\1es"),
    ("d", r"([lnrvkgmzws])ed$", r"\1'd"), ("d", r"([ksp])ed$", r"\1t"),
    ("is", r"([a-z]{3}[dtkgmn])s$", r"\1ys"), ("ou", r"ou(t|r|nd)", r"ow\1"), ("ph", r"^f(an|ren)", r"ph\1"), ("que", r"([a-z]{2})ic$", r"\1ique"),
]
COMPILED = [(name, re.compile(pattern), new) for name, pattern, new in MODERN]
# The commonest words keep their spelling but for the list; a rule would make forms nobody wrote.
STEADY = set("a an and as at but by for in is of on or nor not that the this to was did his her its hers how had can i".split())
NOUN = re.compile(r"(?:tion|ment|ness|ity|ence|ance|dom|hood|ship|ure|age)s?$")


class EarlyModern:
    """Spelling of one writer: rules chosen once, applied as freely as printers did."""

    def __init__(self, rng, density):
        self.rng, self.density = rng, density
        self.rules = {name for name, *_ in MODERN if rng.random() < (0.35 if name in ("tion", "is", "ou", "ph", "que", "ee", "en") else 0.75)}
        self.letters = rng.random() < 0.6  # u within, v at the beginning; i for j
        self.consonants = rng.random() < 0.3  # "geve", "hys"; later print has none
        self.capitals = rng.random() < 0.2
        self.ampersand = rng.random() < 0.15
        self.ye = rng.random() < 0.3  # "ye" for "the"

    def exchange(self, word):
        word = re.sub(r"(?<=[a-z])v(?=[a-z])", "u", re.sub(r"^u(?=[a-z])", "v", word))
        return re.sub(r"j", "i", word)

    def word(self, usual):
        lower, rng = usual.lower(), self.rng
        if usual.isupper() and len(usual) > 1:
            return usual
        if lower == "the":
            return cased(usual, "ye") if self.ye and rng.random() < 0.4 * self.density else usual
        if lower == "and":
            return "&" if self.ampersand and usual.islower() and rng.random() < 0.4 else usual
        new, known = lower, listed()["early-modern"]
        named = usual[0].isupper() and lower not in words_of_today()
        if rng.random() < self.density and not named and len(lower) > 1:
            if lower in known and rng.random() < 0.7:
                new = chosen(rng, known[lower])
            elif lower not in STEADY and "'" not in lower and "’" not in lower:
                new = self.by_rule(lower)
        if self.letters and rng.random() < 0.93:
            new = self.exchange(new)
        if self.capitals and usual.islower() and len(new) > 3 and NOUN.search(lower) and rng.random() < 0.8:
            return new[0].upper() + new[1:]
        return usual if new == lower else cased(usual, new)

    def by_rule(self, word):
        rules = [rule for rule in COMPILED if rule[0] in self.rules and rule[1].search(word)]
        self.rng.shuffle(rules)
        limit = 2 if self.density > 0.5 else 1
        for _, pattern, new in rules[: self.rng.randint(1, limit) if rules else 0]:
            word = pattern.sub(new, word, count=1)
        return word

    def text(self, text):
        return WORD.sub(lambda m: self.word(m[0]), text)


@functools.cache
def words_of_today():
    return words.Words().frequency


SOUNDS = {
    "southern": [(r"^th(?=[aeo])", "d"), (r"(?<=[aeiou])th$", "f"), (r"ing$", "in'"), (r"([aeiou])([ns])([dt])$", r"\1\2'"), (r"er$", "ah"), (r"^w(?=h)", "w"), (r"^ex", "'s"), (r"or(e|t)?$", r"o'\1"), (r"^a(?=[bcglmr][a-z]{4})", "'")],
    "cockney": [(r"^h(?=[aeiou])", "'"), (r"ing$", "in'"), (r"th(?=er|$)", "v"), (r"ay(s?)$", r"y\1"), (r"ow$", "er"), (r"^wh", "w"), (r"([aeiou])([ns])([dt])$", r"\1\2'")],
    "northern": [(r"ing$", "in'"), (r"igh", "ee"), (r"ound$", "und"), (r"oo(k|d)$", r"ooi\1"), (r"ea(?=[tdk])", "eä"), (r"([aeiou])([ns])([dt])$", r"\1\2'")],
    "scots": [(r"ing$", "in'"), (r"ight", "icht"), (r"ound$", "oond"), (r"ow$", "a"), (r"ful$", "fu'"), (r"all$", "a'"), (r"oo([dkl])$", r"ui\1"), (r"([aeiou])n?ed$", r"\1nit")],
    "irish": [(r"ing$", "in'"), (r"i(?=[mnkldvf]e$)", "oi"), (r"([dt])er", r"\1her"), (r"ea(?=[tdklms])", "a"), (r"^th(?=[rio])", "t'"), (r"ol(?=d)", "oul"), (r"^tr", "thr"), (r"^dr", "dhr")],
    "westcountry": [(r"^s(?=[aeioulw])", "z"), (r"^f(?=[aeiourl])", "v"), (r"ing$", "in'"), (r"i(?=[mnkldv]e$)", "oi"), (r"^th(?=r)", "dr"), (r"([aeiou])r$", r"\1rr")],
    "yankee": [(r"ing$", "in'"), (r"ow$", "er"), (r"^er(?=[a-z]{3})", "ar"), (r"([a-z]{3})ture(s?)$", r"\1ter\2"), (r"([aeiou])([ns])([dt])$", r"\1\2'"), (r"^to(?=[a-z]{4})", "ter"), (r"oi(?=[nlst])", "i")],
    "german": [(r"^w(?=[aeiou])", "v"), (r"^wh", "v"), (r"^th", "d"), (r"th$", "t"), (r"v", "f"), (r"d$", "t"), (r"^j", "sh"), (r"^b", "p")],
}


class EyeDialect:
    """Speech of one character: the same word is spelt alike, unless the narrator tires of it."""

    def __init__(self, rng, dialect, density):
        self.rng, self.dialect, self.density, self.settled = rng, dialect, density, {}
        self.sounds = [(re.compile(pattern), new) for pattern, new in SOUNDS[dialect] if rng.random() < 0.8]

    def respelled(self, lower):
        known = listed()[self.dialect]
        if lower in known:
            return chosen(self.rng, known[lower]) if self.rng.random() < 0.9 else lower
        new = lower
        if len(lower) > 3 and "'" not in lower:
            for pattern, replacement in self.sounds:
                if self.rng.random() < 0.75:
                    new = pattern.sub(replacement, new, count=1)
        return new if sum(c.isalpha() for c in new) > 1 else lower

    def word(self, usual, curly):
        lower = usual.replace("’", "'")
        lower = lower if lower in listed()[self.dialect] else lower.lower()
        if usual[0].isupper() and lower not in words_of_today() and lower not in listed()[self.dialect]:
            return usual
        if self.rng.random() > self.density:
            return usual
        new = self.settled.setdefault(lower, self.respelled(lower))
        if new == lower:
            return usual
        new = new if usual == "I" else cased(usual, new)
        return new.replace("'", "’") if curly else new

    def text(self, text):
        curly = "’" in text or "“" in text
        return WORD.sub(lambda m: self.word(m[0], curly), text)

    def quotations(self, text):
        """Respells what stands in double quotation marks; one left open runs to the end of the paragraph."""
        quoted = r"“[^“”]+" if "“" in text else r"\"[^\"]+(?:\"|$)"
        return re.sub(quoted, lambda m: self.text(m[0]), text)


STRETCHED = set("so yes please really very hello hey love wow why cool".split())
OPENERS = ["lol", "omg", "tbh", "ngl", "haha", "idk", "imo", "btw", "fyi", "ok so", "yeah", "ugh", "hmm", "welp", "wow", "sooo", "aww", "meh", "lmao", "tldr", "psa", "pro tip"]
CLOSERS = ["lol", "lmao", "haha", "hahaha", "tbh", "imo", "imho", "idk", "smh", "tho", "rn", "btw", ":)", ":(", ";)", ":D", "xD", "<3", ":P", "^^", "pls", "thx", "fwiw", "iirc", "ikr", "omg", "rofl", "kthxbye"]


class Informal:
    """Chat and forum posts of one person."""

    def __init__(self, rng, density):
        self.rng, self.density = rng, density
        known = listed()["informal"]
        self.known = {usual: rng.choice(new) for usual, new in known.items() if rng.random() < 0.3 + 0.7 * density}
        self.phrases = [(re.compile(rf"\b{usual}\b", re.I), new) for usual, new in self.known.items() if " " in usual]
        self.bare, self.lower, self.stops = rng.random() < 0.7, rng.random() < 0.7, rng.random() < 0.5

    def word(self, usual):
        rng, lower = self.rng, usual.lower().replace("’", "'")
        if self.lower and (lower == "i" or lower.startswith("i'")):
            usual = usual[0].lower() + usual[1:]
        if lower in STRETCHED and rng.random() < 0.35 * self.density:
            return usual + usual[-1].lower() * rng.randint(1, 4)
        if lower in self.known and rng.random() < 0.25 + 0.7 * self.density:
            return cased(usual, self.known[lower])
        if lower.endswith("ing") and len(lower) > 4 and rng.random() < 0.25 * self.density:
            return usual[:-1]
        return re.sub("['’]", "", usual) if self.bare and lower.endswith(("n't", "'m", "'ve", "'s", "'re", "'ll")) and len(lower) > 2 else usual

    def sentence(self, text):
        rng = self.rng
        for pattern, new in self.phrases:
            text = pattern.sub(new, text)
        text = WORD.sub(lambda m: self.word(m[0]), text)
        if self.lower and re.match(r"[A-Z][a-z']*\b", text) and text.split()[0].lower().strip(",'") in words_of_today():
            text = text[0].lower() + text[1:]
        if not self.stops and text.endswith("."):
            text = text[:-1] + rng.choice(["", "", "", "...", "!!", "!", ".."])
        elif text.endswith("?") and rng.random() < 0.3:
            text += rng.choice(["?", "??", "!"])
        if rng.random() < 0.35:
            text = rng.choice(OPENERS) + rng.choice([" ", ", ", " "]) + text
        if rng.random() < 0.4:
            text += " " + rng.choice(CLOSERS)
        return text


def abbreviated(rng, text):
    """Shortens months, states, ranks and measures as directories do; returns the text and how many it shortened."""
    known, count = listed()["abbreviation"], 0
    kept = {usual for usual in known if rng.random() < 0.2}
    words_left = "|".join(sorted(known.keys() - kept, key=len, reverse=True))

    def shorten(match):
        nonlocal count
        before, after = text[: match.start()], text[match.end() :]
        beside = re.match(r" \d", after) or re.search(r"\d $", before)
        named = match[0][0].isupper() and (re.match(r" [A-Z]", after) or re.search(r"(?:, |[A-Z]\w+ )$", before))
        if not (beside or named):
            return match[0]
        count += 1
        return known[match[0]][0]

    return re.sub(rf"\b(?:{words_left})\b(?![.'’-])(?!$)", shorten, text), count
