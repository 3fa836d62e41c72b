"""Writes `manifest.tsv` and the tables of the README between its marks, from the committed pairs.

usage: manifest.py TEXT
"""

import collections
import hashlib
import re
import sys
from pathlib import Path

import common

ROOT = Path(__file__).resolve().parents[1]
COMMANDS = {
    "typing": "make_typing.py TEXT pairs/typing.jsonl.zst",
    "typing-learners": "make_typing.py TEXT pairs/typing-learners.jsonl.zst --learners",
    "right": "make_right.py TEXT pairs/right.jsonl.zst",
    "right-more": "make_right_more.py TEXT UDHR pairs/right-more.jsonl.zst",
    "right-cased": "make_right_cased.py TEXT pairs/right-cased.jsonl.zst",
    "casing": "make_casing.py TEXT pairs/casing.jsonl.zst",
    "casing-more": "make_casing_more.py TEXT pairs/casing-more.jsonl.zst",
    "casing-dense": "make_casing_dense.py TEXT pairs/casing-dense.jsonl.zst",
    "ocr": "convert_ocr.py TEXT OCR_PAIRS pairs/ocr.jsonl.zst",
    "ocr-heavy": "render.py TEXT WORK 1 0 734; collect_ocr.py WORK pairs/ocr-heavy.jsonl.zst",
    "speech": "make_speech.py TEXT pairs/speech.jsonl.zst",
    "speech-long": "make_speech_long.py TEXT pairs/speech-long.jsonl.zst",
    "roundtrip": "make_roundtrip.py TEXT pairs/roundtrip.jsonl.zst",
    "layout": "make_layout.py TEXT pairs/layout.jsonl.zst",
    "shapes": "make_shapes.py TEXT pairs/shapes.jsonl.zst",
    "compounds": "make_compounds.py TEXT pairs/compounds.jsonl.zst",
    "right-written": "make_right_written.py TEXT pairs/right-written.jsonl.zst",
    "confidences": "make_confidences.py TEXT WORK 0 321; make_confidences.py TEXT WORK 450 787; make_confidences.py --collect WORK confidences.jsonl.zst",
}
# Sources outside the training text.
OTHERS = {"udhr": "public domain (UN declaration), package MIT"}
HEAD = "# path\tsha256\tdocuments\twords\twrong words\tlicence\tcommand\n"


def licences(text):
    """Returns the licence of each source, short, by the manifest of the training text."""
    found = dict(OTHERS)
    for line in (Path(text) / "manifest.tsv").read_text(encoding="utf-8").splitlines()[1:]:
        name, licence = line.split("\t")[:2]
        found[name.removesuffix(".txt.zst")] = re.split(r" \(|;|:", licence)[0].strip()
    return found


def count(path):
    """Returns documents, words and wrong words by (kind, engine), and by source."""
    engines, origins = collections.Counter(), collections.Counter()
    for pair in common.read(path):
        row = (1, len(pair["clean"].split()), pair["wrong"], pair["split"] == "fit")
        for i, n in enumerate(row):
            engines[pair["kind"], pair["engine"], i] += n
            origins[pair["source"], i] += n
    return engines, origins


def table(head, rows):
    lines = ["| " + " | ".join(head) + " |", "|" + " --- |" * len(head)]
    return "\n".join(lines + ["| " + " | ".join(f"{c:,}" if isinstance(c, int) else c for c in row) + " |" for row in rows])


def main(text):
    known, manifest, kinds, origins = licences(text), [], [], collections.Counter()
    for path in [*sorted((ROOT / "pairs").glob("*.jsonl.zst")), ROOT / "confidences.jsonl.zst"]:
        name = path.name.removesuffix(".jsonl.zst")
        engines, sources = count(path)
        origins.update(sources)
        total = [sum(n for (_, _, i), n in engines.items() if i == k) for k in range(4)]
        licence = "; ".join(sorted({known[source] for source, _ in sources}))
        sha = hashlib.sha256(path.read_bytes()).hexdigest()
        manifest.append(f"{path.relative_to(ROOT)}\t{sha}\t{total[0]}\t{total[1]}\t{total[2]}\t{licence}\t{COMMANDS[name]}\n")
        for kind, engine in sorted({(k, e) for k, e, _ in engines}):
            kinds.append((name, kind, engine, *(engines[kind, engine, i] for i in range(4))))
    (ROOT / "manifest.tsv").write_text(HEAD + "".join(manifest), encoding="utf-8")
    by_source = [(s, *(origins[s, i] for i in range(4)), known[s]) for s in sorted({s for s, _ in origins})]
    tables = {
        "kinds": table(("file", "kind", "engine", "documents", "words", "wrong words", "in `fit`"), kinds),
        "sources": table(("source", "documents", "words", "wrong words", "in `fit`", "licence of the text"), by_source),
    }
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for name, body in tables.items():
        readme = re.sub(rf"(<!-- {name} -->\n).*?(<!-- end -->)", lambda m: m[1] + body + "\n" + m[2], readme, flags=re.S)
    (ROOT / "README.md").write_text(readme, encoding="utf-8")
    print("".join(manifest))


if __name__ == "__main__":
    main(sys.argv[1])
