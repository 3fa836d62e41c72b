"""Spelling variants and known misspellings, read out of the generated Rust tables of two crates."""

import re


def variants(packages):
    """Yields the set of forms of one word that differ between American, British, Canadian and Australian English."""
    source = packages.read("varcon-1.0.5", "varcon-1.0.5/src/codegen.rs").decode("utf-8")
    for entry in source.split("Entry {")[1:]:
        forms = set()
        for variant in entry.split("Variant {")[1:]:
            word = re.search(r'word: "([^"]+)"', variant).group(1)
            # A form counts where some region has it as its first choice, or as equally good.
            if re.search(r"tag: (None|Some\(Tag::Eq\))", variant):
                forms.add(word)
        if len(forms) > 1:
            yield forms


def misspellings(packages):
    """Returns misspelling → its corrections."""
    source = packages.read("typos-dict", "typos-dict-0.14.4/src/word_codegen.rs").decode("utf-8")
    entry = re.compile(r'InsensitiveStr::Ascii\("([^"]+)"\),\s*&\[([^\]]*)\]')
    return {m.group(1).lower(): re.findall(r'"([^"]+)"', m.group(2)) for m in entry.finditer(source)}
