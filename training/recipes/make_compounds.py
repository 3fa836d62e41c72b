"""Makes `compounds.jsonl.zst`: words behind prefixes that were heard or typed wrong.

usage: make_compounds.py TEXT OUT

The stem behind a prefix loses or changes the sounds that it begins with, or is misspelt as elsewhere ("re-airgised"). Compounds that
somebody coined are in `right.jsonl.zst`: more of them here would teach that unknown words of short texts are meant.
"""

import re
import sys

import common
import slips
from words import Words

SEED = "compounds-2"
SOURCES = ["classics", "ccr", "eltec", "europarl", "gov_us", "gov_uk", "openstax", "scotus_opinions", "scotus_transcripts", "state_history", "elife", "oa_papers", "plos", "wikinews", "docs_permissive", "docs_ccby", "peps", "hansard_uk"]
PREFIXES = "re|co|pre|non|anti|self|over|under|post|semi|inter|multi|counter|ultra|sub|mid|well|ill|long|short|high|low|half|full|ever|cross|trans|pro|de|un|mis|out|auto|micro|mini|mega|cyber|super|hyper"
COMPOUND = re.compile(rf"\b((?:{PREFIXES})-)([a-z]{{5,}})\b", re.I)
ONSETS = {
    "en": ["in", "air", "an", "em", "e"], "em": ["im", "en", "am"], "in": ["en", "an", "im"], "im": ["em", "in"], "ex": ["eggs", "ecks", "es"], "ac": ["ak", "uc", "ec"], "as": ["es", "us"], "ap": ["up", "ep"], "con": ["com", "can", "cun"], "com": ["con", "cum"],
    "per": ["pre", "pur"], "pre": ["per", "pri"], "pro": ["per", "pra"], "dis": ["des", "this"], "de": ["di", "the"], "ad": ["at", "ed"], "or": ["aw", "ar", "awe"], "au": ["aw", "or"], "or": ["are", "aur"], "e": ["i", "a"], "o": ["a", "u"], "a": ["e", "u", "ai"], "u": ["you", "oo"], "i": ["e", "y"],
    "qu": ["kw", "cw"], "ph": ["f"], "c": ["k", "s"], "k": ["c"], "g": ["j"], "j": ["g"], "s": ["c", "z"], "f": ["th", "v"], "th": ["f", "d"], "v": ["b", "f"], "b": ["p", "v"], "p": ["b"], "d": ["t"], "t": ["d"], "m": ["n"], "n": ["m"], "w": ["wh", "r"], "ch": ["sh", "j"], "sh": ["s", "ch"],
}


def heard(rng, word):
    """Changes what a word begins with; what follows may suffer, too."""
    onsets = [onset for onset in ONSETS if word.startswith(onset)]
    if not onsets:
        return None
    onset = max(onsets, key=len) if rng.random() < 0.7 else rng.choice(onsets)
    new = rng.choice(ONSETS[onset]) + word[len(onset) :]
    if rng.random() < 0.5:
        i = rng.randrange(1, max(2, len(new) // 2))
        new = rng.choice([new[:i] + new[i + 1 :], new[:i] + rng.choice("aeiourlnt") + new[i + 1 :]])
    return new


def damage(rng, word, words):
    make = rng.choices([heard, slips.respell_much, slips.keyboard, slips.misspelling], [50, 20, 20, 10])[0]
    new = make(rng, word, words) if make is slips.misspelling else make(rng, word)
    return new if new and new != word and re.fullmatch(r"[a-z]+", new) and not words.is_word(new) else None


def pairs(text):
    words, seen = Words(), set()
    for source in SOURCES:
        rng = common.rng(SEED, source)
        for block in common.reserved(text, source):
            for paragraph in block:
                sentences = common.sentences(paragraph.text)
                for i, sentence in enumerate(sentences):
                    if not COMPOUND.search(sentence) or not 5 <= len(sentence.split()) <= 60:
                        continue
                    whole = " ".join(sentences[max(0, i - 1) : i + 2]) if rng.random() < 0.4 else sentence
                    number = f"{paragraph.line}.{i}"
                    garbled = COMPOUND.sub(lambda m: m[1] + (damage(rng, m[2].lower(), words) or m[2]), whole)
                    if garbled != whole and whole not in seen:
                        seen.add(whole)
                        yield common.record("typing", "heard", source, paragraph.block, number, 0.5, garbled, whole)


if __name__ == "__main__":
    common.write(sys.argv[2], pairs(sys.argv[1]))
