"""Repair, plans and repairers."""

import copy
import json
import pickle
import re
import subprocess
import sys
import threading
import time

import pytest

import ungarble

TEXT = "Howver, the goverment fell inthe spring."
REPAIRED = "However, the government fell in the spring."


def test_repair_and_plan_agree():
    plan = ungarble.plan(TEXT)
    assert ungarble.repair(TEXT) == plan.apply() == REPAIRED
    assert [(edit.original, edit.replacement, edit.kind) for edit in plan] == [
        ("Howver", "However", "spelling"),
        ("goverment", "government", "spelling"),
        ("inthe", "in the", "spacing"),
    ]
    assert all(0.5 < edit.confidence <= 1 for edit in plan.edits)
    assert all(edit.evidence and str(edit.evidence[0]) == edit.evidence[0].says for edit in plan.edits)


def test_a_right_text_is_returned_itself():
    text = "The government fell in the spring. " * 3
    assert ungarble.repair(text) is text
    assert ungarble.plan(text).apply() is text
    assert ungarble.repair_list([text])[0] is text


def test_a_plan_is_a_sequence_of_its_edits():
    plan = ungarble.plan(TEXT)
    assert len(plan) == 3 and plan[0] == plan.edits[0] and plan[-1] == plan.edits[2] and list(plan) == list(plan.edits)
    with pytest.raises(IndexError):
        plan[3]
    assert not ungarble.plan("")
    assert repr(plan) == "<Plan of 3 edits in 40 characters>"


def test_plans_and_edits_are_frozen_values():
    plan, same = ungarble.plan(TEXT), ungarble.plan(TEXT)
    assert plan == same and hash(plan) == hash(same) and hash(plan[0]) == hash(same[0])
    assert plan != ungarble.plan(TEXT + " ") and plan != TEXT
    for thing in (plan, plan[0], plan[0].evidence[0], plan.diagnosis):
        with pytest.raises(AttributeError):
            thing.text = "other"
        for name in ("start", "name", "words", "edits"):
            if hasattr(thing, name):
                with pytest.raises(AttributeError):
                    setattr(thing, name, 3)
        assert pickle.loads(pickle.dumps(thing)) == thing
        assert copy.deepcopy(thing) == thing


def test_a_plan_filters_undoes_and_tells():
    plan = ungarble.plan(TEXT)
    spacing = plan.filter(lambda edit: edit.kind == "spacing")
    assert spacing.apply() == "Howver, the goverment fell in the spring."
    assert plan.undo() == plan.undo(REPAIRED) == TEXT
    for other in (TEXT, REPAIRED + " ", REPAIRED.replace("fell", "rose"), ""):
        with pytest.raises(ungarble.PlanError):
            plan.undo(other)
    told = json.loads(json.dumps(plan.to_dict()))
    assert told["text"] == TEXT and told["diagnosis"]["words"] == 6
    edits = [
        ungarble.Edit(*(edit[key] for key in ("start", "end", "original", "replacement", "kind", "confidence")))
        for edit in told["edits"]
    ]
    assert ungarble.Plan(told["text"], edits).apply() == REPAIRED


def test_edits_that_do_not_fit_are_refused():
    edit = ungarble.Edit(4, 13, "goverment", "government", "spelling")
    assert ungarble.Plan("The goverment", [edit]).apply() == "The government"
    for text, edits in [("the government", [edit]), ("The", [edit]), ("The goverment", [edit, edit])]:
        with pytest.raises(ungarble.PlanError):
            ungarble.Plan(text, edits)
    with pytest.raises(ungarble.PlanError):
        ungarble.Edit(4, 5, "goverment", "government", "spelling")
    with pytest.raises(ungarble.ConfigError):
        ungarble.Edit(0, 1, "a", "b", "guess")


def test_settings():
    assert ungarble.repair("the goverment of norway fell", noise="speech", casing=False) == "the government of norway fell"
    assert ungarble.repair(TEXT, spelling=False) == TEXT
    assert ungarble.repair(TEXT, only=["spacing"]) == "Howver, the goverment fell in the spring."
    assert ungarble.repair(TEXT, only="spacing") == ungarble.repair(TEXT, only=["spacing"])
    assert {edit.confidence for edit in ungarble.plan(TEXT, min_confidence=1.0)} <= {1.0}
    assert ungarble.repair("The museum of takshashila is closed.", words=["Takshashila"]).count("Takshashila") == 1
    assert ungarble.repair(TEXT, harm_budget="tight") == ungarble.Repairer(harm_budget="tight").repair(TEXT)


def test_words_come_from_lists_mappings_and_files(tmp_path):
    path = tmp_path / "words.txt"
    path.write_text("# towns\nTakshashila\t3\n", encoding="utf-8")
    text = "The museum of takshashila is closed."
    for words in (["Takshashila"], {"Takshashila": 3}, path, str(path)):
        assert "Takshashila" in ungarble.repair(text, words=words)
    path.write_text("two words\n", encoding="utf-8")
    with pytest.raises(ungarble.LexiconError, match="line 1"):
        ungarble.repair(text, words=path)
    with pytest.raises(ungarble.FileError) as caught:
        ungarble.repair(text, words=tmp_path / "none.txt")
    assert isinstance(caught.value, OSError) and caught.value.errno == 2 and caught.value.filename.endswith("none.txt")


def test_a_harm_budget_comes_from_a_table(tmp_path):
    sentences = [
        "The harbour was closed for the whole of that winter, and the boats were taken up the river to the yard.",
        "Nobody at the mill could say when the wheel had turned for the last time.",
        "The council met on Monday evening and talked about the road until the lamps were lit.",
    ]
    right = tmp_path / "right"
    right.mkdir()
    for number in range(80):
        text = " ".join(sentences[(number + at * at) % 3] for at in range(28))
        (right / f"{number}.txt").write_text(text + "\n", encoding="utf-8")
    path = tmp_path / "ours.tsv"
    # What the command certifies is what the package takes.
    certify = [sys.executable, "-m", "ungarble", "certify", "--no-config", "--right", right, "--output", path]
    assert subprocess.run(certify).returncode == 0
    repairer = ungarble.Repairer(harm_budget=path)
    assert repairer == ungarble.Repairer(harm_budget=str(path))
    table = repairer.settings["harm_budget"]
    path.unlink()
    loaded = pickle.loads(pickle.dumps(repairer))
    assert loaded == repairer and loaded.settings["harm_budget"] == table and "spelling\t" in table
    strict = ungarble.Repairer(harm_budget=re.sub(r"spelling\t.*", "spelling\t90000", table))
    assert loaded.repair("The goverment fell.") == "The government fell."
    assert strict.repair("The goverment fell.") == "The goverment fell."
    with pytest.raises(ungarble.ConfigError, match="expected"):
        ungarble.Repairer(harm_budget="spelling\tmuch")
    broken = tmp_path / "broken.tsv"
    broken.write_text("spelling\tmuch\n")
    for budget in [tmp_path / "none.tsv", str(tmp_path / "none.tsv"), broken]:
        with pytest.raises(ungarble.FileError, match="certify --output") as raised:
            ungarble.Repairer(harm_budget=budget)
        assert raised.value.filename == str(budget)


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"noise": "photocopy"}, 'noise "photocopy" is not known, expected auto, ocr'),
        ({"harm_budget": "huge"}, "harm"),
        ({"policy": "bold"}, "expected conservative or full"),
        ({"min_confidence": 1.5}, "min_confidence is 1.5, expected a number from 0 to 1"),
        ({"min_confidence": float("nan")}, "expected a number from 0 to 1"),
        ({"dialect": "scots"}, "expected us, uk, ca, au or in"),
        ({"only": ["grammar"]}, "kind"),
        ({"threads": -1}, "threads is -1, expected 0 or more"),
        ({"protect": [(3, 2)]}, "protect has 3..2, expected a span of 0..40"),
        ({"protect": [(0, 41)]}, "protect has 0..41"),
    ],
)
def test_settings_that_cannot_be(settings, message):
    with pytest.raises(ungarble.ConfigError, match=message) as caught:
        ungarble.repair(TEXT, **settings)
    assert isinstance(caught.value, ValueError)


def test_what_is_no_text_is_a_type_error():
    for call in (
        lambda: ungarble.repair(None),
        lambda: ungarble.repair(b"bytes"),
        lambda: ungarble.repair(TEXT, nois="ocr"),
        lambda: ungarble.repair_list(TEXT),
        lambda: ungarble.repair_list([3]),
        lambda: ungarble.repair(TEXT, reference=3),
        lambda: ungarble.repair(TEXT, reference=[TEXT, 3]),
    ):
        with pytest.raises(TypeError):
            call()


def test_references():
    text = "The yard will be re-airgised in spring, said the owners on Monday, and 40 people will be hired."
    page = "Home — News. The yard will be re-energised in spring, said the owners on Monday, and 40 people will be hired."
    assert "re-energised" in ungarble.repair(text, reference=page)
    assert "re-energised" in ungarble.repair(text, reference=["Nothing of it is here.", page])
    edit = ungarble.plan(text, reference=["Nothing of it is here.", page])[0]
    witness = edit.evidence[0]
    assert (witness.name, witness.reference) == ("witness", 1)
    assert page[witness.start : witness.end] in edit.replacement, "places are code points of the page"
    assert ungarble.repair(text, reference=text) is text, "a text that is its own reference is not edited"
    full = ungarble.repair("The harbor was shut all winter, said the owner.", reference="The harbour was closed all winter, said the owner.", policy="full")
    assert full == "The harbour was closed all winter, said the owner."


def test_protected_spans_stay():
    text = 'Quoth 😀 Kevin: "the mayour is wrong", and the goverment fell.'
    kept = text.index('"'), text.rindex('"') + 1
    repaired = ungarble.repair(text, protect=[kept])
    assert '"the mayour is wrong"' in repaired and "the government fell" in repaired


def test_surrogates_nul_and_emoji_stay():
    text = "Howver\udc80 \0 the goverment 👩‍👩‍👧 fell\ud83d inthe spring \udfff."
    repaired = ungarble.repair(text)
    assert repaired == "Howver\udc80 \0 the government 👩‍👩‍👧 fell\ud83d in the spring \udfff." or repaired == text.replace(
        "Howver", "However"
    ).replace("goverment", "government").replace("inthe", "in the")
    plan = ungarble.plan(text)
    assert plan.apply() == repaired and plan.undo(repaired) == text
    assert all(text[edit.start : edit.end] == edit.original for edit in plan)
    assert ungarble.repair("\ud800") == "\ud800"
    assert ungarble.repair_list([text, None, "\ud800"]) == [repaired, None, "\ud800"]
    assert "government" in ungarble.repair("The goverment fell.", reference="page \udc80 of nothing")


def test_repairers_are_pickled_by_their_settings():
    settings = {"noise": "ocr", "harm_budget": "bold", "policy": "full", "min_confidence": 0.9, "casing": False, "spelling": True}
    settings.update(dialect="uk", only=["spelling", "spacing"], words={"Takshashila": 3}, threads=2)
    repairer = ungarble.Repairer(**settings)
    told = dict(settings)
    del told["spelling"]
    assert repairer.settings == told
    for protocol in range(2, pickle.HIGHEST_PROTOCOL + 1):
        loaded = pickle.loads(pickle.dumps(repairer, protocol))
        assert loaded == repairer and loaded.settings == told and hash(loaded) == hash(repairer)
    assert copy.deepcopy(repairer) == repairer != ungarble.Repairer()
    assert repr(ungarble.Repairer(noise="ocr", threads=0)) == "Repairer(noise='ocr', threads=0)"


def test_lists(documents):
    repairer = ungarble.Repairer()
    one_by_one = [repairer.repair(text) for text in documents]
    assert repairer.repair_list(documents) == one_by_one
    assert ungarble.repair_list(iter(documents), threads=3) == one_by_one
    assert ungarble.repair_list(documents, threads=0) == one_by_one
    plans = ungarble.plan_list([None, *documents], threads=2)
    assert plans[0] is None and [plan.apply() for plan in plans[1:]] == one_by_one
    page = "The yard will be re-energised in spring, said the owners on Monday."
    text = "The yard will be re-airgised in spring, said the owners on Monday."
    assert ungarble.repair_list([text, text, None], references=[page, None, [page]])[0] == page
    with pytest.raises(ungarble.ConfigError, match="there are 1 references, expected one for each of 2 texts"):
        ungarble.repair_list([text, text], references=[page])


def test_other_threads_go_on(documents):
    texts = documents * 3
    counted, stop = 0, threading.Event()

    def count():
        nonlocal counted
        while not stop.is_set():
            counted += 1
            time.sleep(0)

    thread = threading.Thread(target=count)
    thread.start()
    try:
        before = counted
        ungarble.repair_list(texts)
        assert counted - before > 100, "the interpreter is free while texts are repaired"
    finally:
        stop.set()
        thread.join()


def test_one_repairer_serves_many_threads(documents):
    repairer, texts = ungarble.Repairer(), documents[:60]
    expected = [repairer.repair(text) for text in texts]
    results = {}

    def work(number):
        results[number] = [repairer.repair(text) for text in texts]

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert all(results[number] == expected for number in range(4))


def test_a_forked_process_repairs(documents):
    import multiprocessing

    texts = documents[:40]
    expected = ungarble.repair_list(texts, threads=2)
    for method in ("fork", "spawn"):
        with multiprocessing.get_context(method).Pool(2) as workers:
            assert workers.map(ungarble.Repairer(threads=2).repair, texts) == expected
