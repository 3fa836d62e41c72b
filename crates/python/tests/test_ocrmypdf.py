"""OCRmyPDF: a PDF made here, read by Tesseract, repaired before its text layer is written."""

import shutil
import subprocess
import sys

import pytest

pytest.importorskip("ocrmypdf")

import pikepdf  # noqa: E402
import pypdfium2  # noqa: E402
from ocrmypdf.models.ocr_element import BoundingBox, OcrElement  # noqa: E402
from PIL import Image, ImageDraw, ImageFont  # noqa: E402

import ungarble.ocrmypdf  # noqa: E402
from ungarble.ocrmypdf import RepairingEngine  # noqa: E402

LINES = [
    "The harbour of the town was closed at the begining",
    "of the winter. Howver, the goverment said that it would",
    "be open again in spring, when the ice has gone.",
]


@pytest.fixture(scope="module")
def scan(tmp_path_factory):
    """A page that says what a careless compositor set."""
    path = tmp_path_factory.mktemp("scan") / "scan.pdf"
    image = Image.new("L", (1650, 700), 255)
    font = ImageFont.load_default(size=44)
    draw = ImageDraw.Draw(image)
    for number, line in enumerate(LINES):
        draw.text((120, 120 + 110 * number), line, font=font, fill=0)
    image.save(path, resolution=200)
    return path


def run(scan, folder, *arguments):
    repaired, sidecar = folder / "out.pdf", folder / "out.txt"
    command = [sys.executable, "-m", "ocrmypdf", "--output-type", "pdf", "--jobs", "1", "--sidecar", str(sidecar)]
    done = subprocess.run([*command, *arguments, str(scan), str(repaired)], capture_output=True, text=True)
    if done.returncode != 0:
        return done, "", ""
    with pypdfium2.PdfDocument(repaired) as document:
        layer = document[0].get_textpage().get_text_range()
    return done, " ".join(layer.split()), sidecar.read_text(encoding="utf-8")


needs_tesseract = pytest.mark.skipif(shutil.which("tesseract") is None, reason="needs tesseract")


@needs_tesseract
def test_text_layer_and_sidecar_are_repaired(scan, tmp_path):
    done, layer, sidecar = run(scan, tmp_path, "--ungarble")
    assert done.returncode == 0, done.stderr
    for text in (layer, " ".join(sidecar.split())):
        assert "at the beginning of the winter. However, the government said" in text
    assert [len(line.split()) for line in sidecar.split("\n") if line.strip()] == [len(line.split()) for line in LINES]
    with pikepdf.open(tmp_path / "out.pdf") as document:
        assert f"ungarble {ungarble.__version__}" in str(document.docinfo["/Creator"])


@needs_tesseract
def test_it_does_nothing_unasked(scan, tmp_path):
    done, layer, sidecar = run(scan, tmp_path)
    assert done.returncode == 0, done.stderr
    assert "begining" in layer and "goverment" in sidecar and "ungarble" not in done.stderr


@needs_tesseract
def test_a_renderer_without_words_is_refused(scan, tmp_path):
    done, _, _ = run(scan, tmp_path, "--ungarble", "--pdf-renderer", "sandwich")
    assert done.returncode != 0 and "--pdf-renderer sandwich" in done.stderr


class Engine:
    """An engine that returns trees, one of its words with a space in it and one line without words."""

    def __init__(self, words, text):
        box = BoundingBox(0, 0, 100, 20)
        leaves = [OcrElement("ocrx_word", box, text=word, confidence=0.5) for word in words]
        line = OcrElement("ocr_line", box, children=leaves)
        loose = OcrElement("ocr_line", box, text="fell  inside the goverment.")
        paragraph = OcrElement("ocr_par", box, children=[line, loose])
        self.tree, self.text = OcrElement("ocr_page", box, children=[paragraph]), text

    def supports_generate_ocr(self):
        return True

    def generate_ocr(self, input_file, options, page_number=0):
        return self.tree, self.text


@pytest.mark.parametrize("text", ["Howver, <the>\n begining  & end\fell", "other words"])
def test_trees_are_repaired(text):
    words = ["Howver,", "the", "begining & end of"]
    if "begining" in text:
        text = "Howver, the\n begining  & end of\nfell inside the goverment.\f"
    engine = Engine(words, text)
    tree, sidecar = RepairingEngine(engine).generate_ocr(None, None)
    assert [word.text for word in tree.words] == ["However,", "the", "beginning & end of"]
    assert tree.lines[1].text == "fell  inside the government."
    assert [word.text for word in engine.tree.words] == words, "the engine's own tree stays"
    if "begining" in text:
        assert sidecar == "However, the\n beginning  & end of\nfell inside the government.\f"
    else:
        assert sidecar.split() == "However, the beginning & end of fell inside the government.".split()


def test_trees_that_are_right_stay():
    engine = Engine(["However,", "the", "beginning"], "text")
    engine.tree.children[0].children.pop()
    tree, sidecar = RepairingEngine(engine).generate_ocr(None, None)
    assert tree == engine.tree and sidecar == "text"
