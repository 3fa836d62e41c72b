"""Unigrams, bigrams and trigrams out of the binary ("trie") US English language model of CMU Sphinx."""

import struct
from array import array

MEMBER = "pocketsphinx/model/en-us/en-us.lm.bin"
# The stored values are integers of base 1.0001 logarithms; divided by this they are log10.
UNIT = 23027.0


class Model:
    """A back-off model: log10 probabilities by n-gram, and log10 back-off weights by history."""

    def __init__(self, packages):
        data = packages.read("pocketsphinx", MEMBER)
        at = data.index(b"Trie Language Model") + 19
        assert data[at] == 3, "a trigram model"
        n1, n2, n3 = struct.unpack_from("<3I", data, at + 1)
        at += 13 + 4
        bigram_p = array("f", data[at:at + 262144])
        trigram_p = array("f", data[at + 2 * 262144:at + 3 * 262144])
        at += 3 * 262144
        unigrams = list(struct.iter_unpack("<ffI", data[at:at + 12 * (n1 + 1)]))
        at += 12 * (n1 + 1)
        word_bits, next_bits = n1.bit_length(), n3.bit_length()
        width2, width3 = word_bits + 32 + next_bits, word_bits + 16
        start, last_start = at, at + ((n2 + 1) * width2 + 7) // 8 + 8
        at += ((n2 + 1) * width2 + 7) // 8 + 8 + ((n3 + 1) * width3 + 7) // 8 + 8
        length = struct.unpack_from("<I", data, at)[0]
        words = [w.decode("ascii") for w in data[at + 4:at + 4 + length].split(b"\0")[:-1]]

        self.unigrams = {w: (p / UNIT, b / UNIT) for w, (p, b, _) in zip(words, unigrams)}
        self.bigrams = {}
        self.trigrams = {}

        def bits_at(start, index, width):
            byte, shift = divmod(index * width, 8)
            return int.from_bytes(data[start + byte:start + byte + 11], "little") >> shift

        # Keys are kept last word first; each word says where the pairs that end with it begin, each pair where the triples.
        word_mask, next_mask = (1 << word_bits) - 1, (1 << next_bits) - 1
        for last, word in enumerate(words):
            for i in range(unigrams[last][2], unigrams[last + 1][2]):
                bits = bits_at(start, i, width2)
                middle = words[bits & word_mask]
                self.bigrams[middle, word] = bigram_p[bits >> word_bits + 16 & 0xFFFF] / UNIT
                begin, end = (bits_at(start, j, width2) >> word_bits + 32 & next_mask for j in (i, i + 1))
                for k in range(begin, end):
                    bits = bits_at(last_start, k, width3)
                    self.trigrams[words[bits & word_mask], middle, word] = trigram_p[bits >> word_bits & 0xFFFF] / UNIT
