"""Offsets are code points, whatever the text is made of."""

from hypothesis import given, settings
from hypothesis import strategies as st

import ungarble

WORDS = st.sampled_from(
    ["Howver", "goverment", "inthe", "recieve", "the", "Harbour", "café", "naïve", "straße", "😀", "👩‍👩‍👧", "\udc80", "\0",
     "e\u0301", "日本", "\u200b", "\ufeff", "\r\n", "\n", "\t", "…", "tbe", "wi1l", "govern-\nment", "of of", "NORTH sea", "\ufffd"]
)  # fmt: skip
GARBLED = st.lists(st.one_of(WORDS, st.text(max_size=4)), max_size=40).map(" ".join)
ANY = st.one_of(GARBLED, st.text(), st.text(st.characters(), max_size=200))


@given(ANY)
@settings(max_examples=400, deadline=None)
def test_edits_are_slices_of_the_text(text):
    plan = ungarble.plan(text)
    at, pieces = 0, []
    for edit in plan:
        assert at <= edit.start <= edit.end <= len(text)
        assert text[edit.start : edit.end] == edit.original != edit.replacement
        pieces += [text[at : edit.start], edit.replacement]
        at = edit.end
    pieces.append(text[at:])
    assert "".join(pieces) == plan.apply() == ungarble.repair(text)
    assert plan.undo(plan.apply()) == text
    assert ungarble.Plan(text, plan.edits, plan.diagnosis, plan.unaligned) == plan


@given(GARBLED, st.data())
@settings(max_examples=200, deadline=None)
def test_protected_slices_stay(text, data):
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    plan = ungarble.plan(text, protect=[(start, end)])
    assert all(edit.end <= start or end <= edit.start for edit in plan if edit.start < edit.end and start < end)


@given(st.lists(st.one_of(st.none(), ANY), max_size=40), st.integers(0, 4))
@settings(max_examples=60, deadline=None)
def test_lists_are_texts_one_by_one(texts, threads):
    expected = [None if text is None else ungarble.repair(text) for text in texts]
    assert ungarble.repair_list(texts, threads=threads) == expected


@given(GARBLED)
@settings(max_examples=100, deadline=None)
def test_places_in_references_are_slices_of_them(text):
    page = "Home 😀 — Nachrichten\n" + ungarble.repair(text) + "\nImpressum"
    page = page.encode("utf-8", "replace").decode("utf-8")
    for edit in ungarble.plan(text, reference=page):
        for witness in edit.evidence:
            if witness.name == "witness":
                assert 0 <= witness.start <= witness.end <= len(page)
                assert f"characters {witness.start}..{witness.end}" in witness.says
