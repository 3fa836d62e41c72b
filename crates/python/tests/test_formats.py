"""Files repaired in place."""

import pytest

import ungarble
from ungarble import formats

HOCR = b"""<div class='ocr_page'><p class='ocr_par'><span class='ocr_line' title='bbox 5 16 420 65'>\
<span class='ocrx_word' id='w1' title='bbox 5 16 100 65; x_wconf 93'>Then</span> \
<span class='ocrx_word' id='w2' title='bbox 110 16 160 65; x_wconf 90'>the</span> \
<span class='ocrx_word' id='w3' title='bbox 170 16 420 65; x_wconf 41'>goverment</span> \
<span class='ocrx_word' id='w4' title='bbox 430 16 500 65; x_wconf 95'>fell inthe</span></span></p></div>"""


def test_words_with_boxes_are_repaired():
    repaired = formats.repair_file(HOCR)
    assert repaired.format == "hocr" and repaired.unstable == 0
    assert b"x_wconf 41'>government</span>" in repaired.data
    (change,) = repaired.changes
    assert (change.element, change.original, change.replacement, change.line) == ("w3", "goverment", "government", 1)
    assert formats.repair_file(repaired.data).data == repaired.data


def test_edits_that_change_the_number_of_words_are_told():
    page = HOCR.replace(b"fell inthe", b"inthe")
    kept, cut = formats.repair_file(page), formats.repair_file(page, resegment=True)
    assert [skipped.original for skipped in kept.skipped] == ["inthe"] and kept.skipped[0].reason
    assert b">in</span>" in cut.data and not cut.skipped


def test_settings_references_and_repairers():
    subtitles = b"1\n00:00:01,000 --> 00:00:03,500\nThe yard will be re-airgised in spring, said the owners.\n"
    page = "The yard will be re-energised in spring, said the owners."
    pool = ungarble.ReferencePool({"yard": page})
    for more in ({"reference": page}, {"pool": pool}):
        assert b"re-energised" in formats.repair_file(subtitles, **more).data
    repairer = ungarble.Repairer(spelling=False)
    assert formats.repair_file(HOCR, repairer=repairer).data == formats.repair_file(HOCR, spelling=False).data == HOCR
    with pytest.raises(ungarble.ConfigError):
        formats.repair_file(HOCR, repairer=repairer, noise="ocr")


def test_text_is_taken_from_files():
    assert formats.read_text(b"<p>Tbe <i>cat</i></p>") == "Tbe cat"
    page = b"<alto><Layout><Page><TextLine><String CONTENT='gov'/><HYP CONTENT='-'/></TextLine>\
<TextLine><String CONTENT='ernment'/></TextLine></Page></Layout></alto>"
    assert formats.read_text(page) == "government\n"
    assert formats.read_texts(page) == ["gov-\nernment"]
    assert formats.read_text(b"a *title*", format="markdown") == "a title"


def test_files_that_cannot_be_repaired_are_refused():
    for data, message in [
        (b"<alto><Layout><Page>\n<String CONTENT='word'/>", "line 2, column 25: the file ends within <Page>"),
        (b"\xff\xfe", "not UTF-8 at byte 0"),
        (b"<?xml version='1.0'?><TEI/>", "cannot be repaired"),
    ]:
        with pytest.raises(ungarble.FormatError, match=message) as caught:
            formats.repair_file(data)
        assert isinstance(caught.value, ValueError)
    with pytest.raises(ungarble.FormatError):
        formats.repair_file(b"A *title*", format="alto")
    with pytest.raises(ungarble.FormatError, match="docx"):
        formats.repair_file(b"A", format="docx")
    with pytest.raises(TypeError):
        formats.repair_file("text")
