"""Holds the committed pairs against `manifest.tsv`, and every pair against what its format promises.

Needs Python 3.9 and the command `zstd`: python3 training/test_pairs.py
"""

import hashlib
import sys
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parent
sys.path.insert(0, str(ROOT / "recipes"))

import common  # noqa: E402

LIMIT = 25 * 2**20  # bytes of all pairs, compressed


def manifest():
    rows = (ROOT / "manifest.tsv").read_text(encoding="utf-8").splitlines()
    return [row.split("\t") for row in rows if row and not row.startswith("#")]


def ranges():
    """Returns the reserved lines of each source."""
    found = {}
    for row in (ROOT / "reserved.tsv").read_text(encoding="utf-8").splitlines():
        if not row.startswith("#"):
            source, first, last = row.split("\t")
            found.setdefault(source, []).append((int(first), int(last)))
    return found


class Pairs(unittest.TestCase):
    def test_every_file_is_listed_and_small_enough(self):
        listed = {row[0] for row in manifest()}
        files = [*(ROOT / "pairs").iterdir(), ROOT / "confidences.jsonl.zst"]
        self.assertEqual(listed, {str(path.relative_to(ROOT)) for path in files})
        self.assertLessEqual(sum(path.stat().st_size for path in files), LIMIT)

    def test_hashes(self):
        for path, sha, *_ in manifest():
            with self.subTest(path):
                self.assertEqual(hashlib.sha256((ROOT / path).read_bytes()).hexdigest(), sha)

    def test_pairs(self):
        """Counts agree; ids are unique; splits follow the hash; no passage is in both splits."""
        splits, ids = {}, set()
        for path, _, documents, words, wrong, licence, command in manifest():
            total = [0, 0, 0]
            for pair in common.read(ROOT / path):
                self.assertNotIn(pair["id"], ids)
                ids.add(pair["id"])
                self.assertIsNone(common.check(pair), pair["id"])
                for paragraph in pair["clean"].split("\n\n"):
                    if len(paragraph.split()) > 12:
                        split = splits.setdefault((pair["source"], paragraph), pair["split"])
                        self.assertEqual(split, pair["split"], pair["id"])
                for i, n in enumerate((1, len(pair["clean"].split()), pair["wrong"])):
                    total[i] += n
            self.assertEqual(total, [int(documents), int(words), int(wrong)], path)
            self.assertTrue(licence and command, path)

    def test_each_word_has_its_confidence(self):
        """Alternatives are those of words, and differ from them; the classifier was fitted to none of the passages."""
        for pair in common.read(ROOT / "confidences.jsonl.zst"):
            words = pair["garbled"].split()
            self.assertEqual(len(pair["confidences"]), len(words), pair["id"])
            self.assertTrue(all(0 <= sure <= 100 for sure in pair["confidences"]), pair["id"])
            for at, others in pair["alternatives"].items():
                self.assertTrue(others and words[int(at)] not in others, pair["id"])
            self.assertEqual(pair["split"], "calibrate", pair["id"])

    def test_reserved_lines_cover_the_reserved_blocks(self):
        for source, found in ranges().items():
            self.assertTrue(all(a <= b for a, b in found) and found == sorted(found), source)
            lines = {line for first, last in found for line in range(first, last + 1)}
            last = max(lines) // common.BLOCK
            for block in range(last):
                if common.is_reserved(source, block):
                    self.assertIn(block * common.BLOCK, lines, f"{source} {block}")


if __name__ == "__main__":
    unittest.main()
