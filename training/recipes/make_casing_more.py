"""Makes `casing-more.jsonl.zst`: ordinary texts with one to four slips of capitals, texts whose
runs are short and spare small words, and more short inputs of the kinds of `casing`.

usage: make_casing_more.py TEXT OUT [WORDS]
"""

import sys

import common
import layouts
import make_casing
from make_casing import PRONOUN, SHARES, Cased, titled
from words import Words

SEED = "casing-more-1"
# Numbers of pairs begin here, so that their names differ from those of `casing`.
FIRST = 10_000
ENGINES = {"slips": 30, "scraped": 42, "title": 8, "title-runs": 4, "names": 6, "starts": 5, "lower": 5}
# Engines that rewrite documents, too; the others make short inputs.
LONG = {"slips", "scraped", "title"}


def structured(rng, paragraphs):
    """Lays a text out as manuals and web pages are: items without a stop, headings in sentence case, lines of their own."""
    out, found = [], layouts.phrases(paragraphs)
    for paragraph in paragraphs:
        if found and rng.random() < 0.4:
            heading = found.pop()
            out.append(heading[0].upper() + heading[1:])
        sentences, roll = common.sentences(paragraph), rng.random()
        if roll < 0.45 and len(sentences) > 1:
            mark, stop = rng.choice(["- ", "* ", "• ", "", "1. "]), rng.random() < 0.3
            items = [s if stop else s.rstrip(".") for s in sentences[1:]]
            if rng.random() < 0.4:  # items that go on with the sentence
                items = [part.strip() for s in items for part in s.split(", ") if len(part.split()) > 1]
            lines = [f"{i + 1}. {item}" if mark == "1. " else mark + item for i, item in enumerate(items)]
            out.append("\n".join([sentences[0].rstrip(".") + ":", *lines]) if rng.random() < 0.7 else "\n".join(lines))
        elif roll < 0.6:
            out.append("\n".join(sentences))
        else:
            out.append(paragraph)
    return out


def groups(cased):
    """Returns names of one or several words, as lists of tokens that stand side by side inside a sentence."""
    found = []
    for i in cased.names():
        near = found and found[-1][-1] == i - 1 and cased.text[cased.tokens[i - 1][1] : cased.tokens[i][0]] == " "
        if near:
            found[-1].append(i)
        else:
            found.append([i])
    return found


def slips(rng, cased):
    """Lowers a few names, first persons and beginnings of sentences, or capitalises a word, as people who type do."""
    names, changed = groups(cased), {}
    persons = [[i] for i in range(len(cased.tokens)) if PRONOUN.fullmatch(cased.word(i))]
    starts = [[i] for i in sorted(cased.first) if not cased.word(i)[1:].isupper()]
    small = [[i] for i in range(len(cased.tokens)) if i not in cased.first and cased.word(i).islower() and len(cased.word(i)) > 3]
    for _ in range(rng.choice([1, 1, 1, 2, 2, 3, 4])):
        pools = [(names, 10), (persons, 4), (starts, 3), (small, 1)]
        pools = [(pool, weight) for pool, weight in pools if pool]
        if not pools:
            break
        pool = rng.choices([p for p, _ in pools], [w for _, w in pools])[0]
        chosen = rng.choice(pool)
        word = cased.word(chosen[0])
        if pool is small:
            changed[chosen[0]] = word.capitalize()
            continue
        # Who writes a name small does so throughout, half of the time.
        same = [g for g in pool if [cased.word(i) for i in g] == [cased.word(i) for i in chosen]]
        for group in same if pool in (names, persons) and rng.random() < 0.5 else [chosen]:
            for i in group:
                word = cased.word(i)
                changed[i] = word[0].lower() + word[1:] if pool is starts or pool is persons else word.lower()
    return changed


def scraped(rng, cased):
    """Title-cases short and long runs of words that begin anywhere and spare small words or not, lowers names, shouts single words."""
    changed, share, spare = {}, rng.choice([0.1, 0.2, 0.3, 0.5]), rng.choice([0.0, 0.0, 0.3, 0.6, 1.0])
    for sentence in cased.sentences:
        if len(sentence) < 5 or rng.random() > share:
            continue
        n = min(len(sentence), rng.choice([1, 2, 3, 4, 5, 6, 8, 12, 99]))
        a = rng.randrange(len(sentence) - n + 1)
        for i in sentence[a : a + n]:
            word = cased.word(i)
            if word.islower() and not (word in layouts.SMALL and rng.random() < spare):
                changed[i] = titled(word, False)
    rate = rng.choice([0.0, 0.1, 0.25, 0.25, 0.5])
    for group in groups(cased):
        together = rng.random() < 0.5
        falls = rng.random() < rate
        for i in group:
            if i not in changed and (falls if together else rng.random() < rate):
                changed[i] = cased.word(i).lower()
    for i in range(len(cased.tokens)):
        if rng.random() < 0.002:
            changed[i] = cased.word(i).upper()
    return changed


def pairs(text, wanted):
    words, total = Words(), sum(SHARES.values())
    for source, share in SHARES.items():
        left, rng = wanted * share / total, common.rng(SEED, source)
        blocks = common.reserved(text, source)
        rng.shuffle(blocks)
        for block in blocks:
            for number, (short, chosen) in enumerate(make_casing.passages(rng, block)):
                engine = rng.choices(list(ENGINES), list(ENGINES.values()))[0]
                if engine in LONG:
                    whole = structured(rng, chosen) if rng.random() < 0.5 else chosen
                    cased = Cased("\n\n".join(whole))
                    change = {"slips": slips, "scraped": scraped, "title": make_casing.whole_title}[engine]
                    clean, garbled = cased.text, cased.rewrite(change(rng, cased))
                elif short:
                    clean = "\n\n".join(chosen)
                    garbled = "\n\n".join(make_casing.damage(rng, engine, chosen, [True] * len(chosen), short))
                else:
                    continue
                if garbled == clean:
                    continue
                wrong, n = common.wrong_words(garbled, clean), len(clean.split())
                left -= n
                yield common.record("casing", engine, source, block[0].block, FIRST + number, min(1.0, wrong / n), garbled, clean)
            if left <= 0:
                break


if __name__ == "__main__":
    common.write(sys.argv[2], pairs(sys.argv[1], int(sys.argv[3]) if len(sys.argv) > 3 else 1_200_000))
