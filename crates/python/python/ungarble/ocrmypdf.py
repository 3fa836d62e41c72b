"""A plugin of OCRmyPDF: `ocrmypdf --ungarble scan.pdf repaired.pdf`.

The package announces it by an entry point, so that OCRmyPDF loads it wherever both are installed; without `--ungarble` it
does nothing. With it, whatever engine was chosen is wrapped: its hOCR or its tree is repaired before it becomes the text
layer, and the sidecar file has the same repairs. Each word keeps its place on the page; edits that would split or join words
are not made. No thread is added to those of OCRmyPDF.
"""

from __future__ import annotations

import copy
import html
import logging
import re
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ocrmypdf import hookimpl
from ocrmypdf.exceptions import BadArgsError
from ocrmypdf.pluginspec import OcrEngine

from ._ungarble import Repairer, __version__, read_texts, repair_file

__all__ = ["RepairingEngine", "add_options", "check_options", "get_ocr_engine"]

log = logging.getLogger(__name__)

LINES = {"ocr_line", "ocr_header", "ocr_footer", "ocr_caption", "ocr_textfloat"}


@hookimpl
def add_options(parser: ArgumentParser) -> None:
    """Adds the flag that switches the plugin on."""
    group = parser.add_argument_group("ungarble", "Repair of recognised text")
    group.add_argument("--ungarble", action="store_true", help="Repair what the OCR engine misread (English only).")


@hookimpl
def check_options(options: Any) -> None:
    """Refuses a renderer that writes its text layer itself."""
    if _is_on(options) and getattr(options, "pdf_renderer", "auto") == "sandwich":
        raise BadArgsError("--ungarble needs the words of the engine, which --pdf-renderer sandwich does not give")


@hookimpl(wrapper=True)
def get_ocr_engine(options: Any) -> Iterator[None]:
    """Wraps the engine that was chosen, if `--ungarble` is given."""
    engine = yield
    return RepairingEngine(engine) if engine is not None and _is_on(options) else engine


def _is_on(options: Any) -> bool:
    return options is not None and bool(getattr(options, "ungarble", False))


class RepairingEngine(OcrEngine):  # type: ignore[misc, unused-ignore]
    """An engine whose text is repaired."""

    def __init__(self, engine: Any) -> None:
        self.engine = engine
        self.repairer = Repairer(noise="ocr", threads=1)

    def version(self) -> str:
        return str(self.engine.version())

    def creator_tag(self, options: Any) -> str:
        return f"{self.engine.creator_tag(options)} + ungarble {__version__}"

    def __str__(self) -> str:
        return str(self.engine)

    def languages(self, options: Any) -> Any:
        return self.engine.languages(options)

    def get_orientation(self, input_file: Path, options: Any) -> Any:
        return self.engine.get_orientation(input_file, options)

    def get_deskew(self, input_file: Path, options: Any) -> float:
        return float(self.engine.get_deskew(input_file, options))

    def generate_pdf(self, input_file: Path, output_pdf: Path, output_text: Path, options: Any) -> None:
        self.engine.generate_pdf(input_file, output_pdf, output_text, options)

    def generate_hocr(self, input_file: Path, output_hocr: Path, output_text: Path, options: Any) -> None:
        """Lets the engine write hOCR and text, and repairs both."""
        self.engine.generate_hocr(input_file, output_hocr, output_text, options)
        before = Path(output_hocr).read_bytes()
        repaired = repair_file(before, format="hocr", repairer=self.repairer)
        if not repaired.changes:
            return
        log.debug("ungarble: %d words repaired, %d edits skipped", len(repaired.changes), len(repaired.skipped))
        Path(output_hocr).write_bytes(repaired.data)
        text = Path(output_text).read_text(encoding="utf-8")
        Path(output_text).write_text(_sidecar(text, before, repaired.data), encoding="utf-8")

    def supports_generate_ocr(self) -> bool:
        return bool(self.engine.supports_generate_ocr())

    def generate_ocr(self, input_file: Path, options: Any, page_number: int = 0) -> tuple[Any, str]:
        """Lets the engine return a tree and a text, and repairs both."""
        tree, text = self.engine.generate_ocr(input_file, options, page_number)
        tree = copy.deepcopy(tree)
        leaves: list[Any] = []
        before = "".join(_hocr(tree, leaves)).encode("utf-8")
        repaired = repair_file(before, format="hocr", repairer=self.repairer)
        if not repaired.changes:
            return tree, text
        found = re.findall(r" id='w(\d+)_\d+'[^>]*>([^<]*)<", repaired.data.decode("utf-8"))
        words: list[list[str]] = [[] for _ in leaves]
        for number, word in found:
            words[int(number)].append(html.unescape(word))
        for leaf, its in zip(leaves, words):
            spaces = re.split(r"\S+", leaf.text)
            leaf.text = "".join(space + word for space, word in zip(spaces, [*its, ""]))
        return tree, _sidecar(text, before, repaired.data)


def _hocr(element: Any, leaves: list[Any], line: bool = False) -> Iterator[str]:
    """Yields a tree as hOCR, each word of each text with an id; adds the elements that have text to `leaves`."""
    kind = element.ocr_class
    opens_line = not line and (kind in LINES or (bool(element.text) and not element.children))
    if kind in ("ocr_page", "ocr_carea", "ocr_par"):
        yield f"<div class='{kind}'{_title(element)}>"
    if opens_line:
        yield f"<span class='ocr_line'{_title(element)}>"
    if element.text.strip() and not element.children:
        for number, word in enumerate(element.text.split()):
            word = html.escape(word, quote=False)
            yield f"<span class='ocrx_word' id='w{len(leaves)}_{number}'{_title(element)}>{word}</span> "
        leaves.append(element)
    for child in element.children:
        yield from _hocr(child, leaves, line or opens_line)
    if opens_line:
        yield "</span>\n"
    if kind in ("ocr_page", "ocr_carea", "ocr_par"):
        yield "</div>\n"


def _title(element: Any) -> str:
    """Returns the box and the confidence of an element as hOCR has them."""
    parts = []
    if element.bbox is not None:
        box = element.bbox
        parts.append(f"bbox {box.left:.0f} {box.top:.0f} {box.right:.0f} {box.bottom:.0f}")
    if element.confidence is not None and element.ocr_class == "ocrx_word":
        parts.append(f"x_wconf {100 * element.confidence:.0f}")
    return f" title='{'; '.join(parts)}'" if parts else ""


def _sidecar(text: str, before: bytes, after: bytes) -> str:
    """Returns the text of a page with the repairs of its hOCR, its white space as it was.

    Where the text has other words than the hOCR, it is written anew from the repaired hOCR.
    """
    old, new = read_texts(before, format="hocr"), read_texts(after, format="hocr")
    old_words, new_words = "\n".join(old).split(), "\n".join(new).split()
    if text.split() != old_words or len(old_words) != len(new_words):
        return "\n\n".join(new) + "\n"
    return "".join(space + word for space, word in zip(re.split(r"\S+", text), [*new_words, ""]))
