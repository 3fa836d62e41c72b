"""Word lists and word pairs out of the "squished" word graphs of Tesseract's language data."""

import struct

from packages import tesseract_component

UNICHARSET, BIGRAM_DAWG, LSTM_WORD_DAWG, LSTM_UNICHARSET = 1, 14, 19, 21


def words(packages):
    """Yields every form in the word graph of the LSTM engine, cased."""
    yield from paths(packages, "4.0.0", LSTM_WORD_DAWG, LSTM_UNICHARSET)


def pairs(packages):
    """Yields (first, second), cased, for every pair in the bigram graph of the legacy engine."""
    for path in paths(packages, "4.0.0", BIGRAM_DAWG, UNICHARSET):
        pair = path.split(" ")
        if len(pair) == 2:
            yield tuple(pair)


def paths(packages, model, dawg, unicharset):
    lines = tesseract_component(packages, model, unicharset).decode("utf-8").split("\n")
    chars = [line.split(" ")[0] for line in lines[1:int(lines[0]) + 1]]
    chars = [" " if c == "NULL" else c for c in chars]
    data = tesseract_component(packages, model, dawg)
    magic, size, count = struct.unpack_from("<hii", data)
    assert magic == 42, "not a word graph"
    edges = struct.unpack_from(f"<{count}Q", data, 10)
    # An edge is, from the low bits: letter, last-of-its-node, backward, end-of-word, next node. The width of the
    # letter is that of the character set's size (Tesseract, dawg.cpp, `init`).
    flag = size.bit_length()
    last, backward, end, following = 1 << flag, 2 << flag, 4 << flag, flag + 3
    stack = [(0, "")]
    while stack:
        node, prefix = stack.pop()
        while True:
            edge = edges[node]
            if not edge & backward:
                form = prefix + chars[edge & (last - 1)]
                if edge & end:
                    yield form
                if edge >> following:
                    stack.append((edge >> following, form))
            if edge & last:
                break
            node += 1
