"""Hugging Face datasets, datatrove, and the stubs."""

import subprocess
import sys
from pathlib import Path

import pytest

import ungarble

TEXTS = ["Howver, the goverment fell.", None, "The government fell.", "Then teh harbour froze inthe winter."] * 20
EXPECTED = ungarble.repair_list(TEXTS)


class TestDatasets:
    datasets = pytest.importorskip("datasets")

    @pytest.fixture
    def data(self):
        return self.datasets.Dataset.from_dict({"id": list(range(len(TEXTS))), "text": TEXTS})

    def test_map(self, data):
        out = data.map(ungarble.hf.repair, batched=True, batch_size=7)
        assert out["text"][:] == EXPECTED and out["id"][:] == list(range(len(TEXTS)))

    def test_map_with_settings_and_edits(self, data):
        keywords = {"out": "repaired", "edits": "edits", "only": ["spelling"], "noise": "ocr"}
        out = data.map(ungarble.hf.repair, batched=True, fn_kwargs=keywords)
        assert out["text"][:] == TEXTS
        assert out["repaired"][:] == ungarble.repair_list(TEXTS, only=["spelling"], noise="ocr")
        edit = out[0]["edits"][0]
        assert TEXTS[0][edit["start"] : edit["end"]] == edit["original"] == "Howver" and out[1]["edits"] is None

    def test_map_of_arrow_tables(self, data):
        for keywords in ({}, {"out": "repaired", "edits": "edits"}):
            out = data.with_format("arrow").map(ungarble.hf.repair, batched=True, fn_kwargs=keywords).with_format(None)
            assert out[keywords.get("out", "text")][:] == EXPECTED

    def test_map_in_processes(self, data):
        assert data.map(ungarble.hf.repair, batched=True, num_proc=2)["text"][:] == EXPECTED

    def test_the_cache_knows_the_function(self, data):
        first, second = (data.map(ungarble.hf.repair, batched=True, batch_size=9) for _ in range(2))
        assert first._fingerprint == second._fingerprint


class TestDatatrove:
    pytest.importorskip("datatrove")

    def documents(self):
        from datatrove.data import Document

        page = "The yard will be re-energised in spring, said the owners on Monday."
        for number, text in enumerate(text for text in TEXTS if text):
            yield Document(text=text, id=str(number), metadata={"pages": None})
        yield Document(text=page.replace("energised", "airgised"), id="page", metadata={"pages": [page]})

    def test_a_step_repairs(self):
        from ungarble.datatrove import Repair

        step = Repair(edits="edits", references="pages", batch_size=7, noise="ocr")
        out = list(step.run(self.documents()))
        assert [document.text for document in out[:-1]] == ungarble.repair_list([t for t in TEXTS if t], noise="ocr")
        assert out[-1].text == out[-1].metadata["pages"][0]
        edit = out[0].metadata["edits"][0]
        assert edit["original"] == "Howver"
        assert step.stats["changed"].total == 41 and step.stats["unchanged"].total == 20
        assert step.stats["edit-spelling"].total > 40

    def test_a_pipeline_runs(self, tmp_path):
        from datatrove.executor import LocalPipelineExecutor
        from datatrove.pipeline.readers import JsonlReader
        from datatrove.pipeline.writers import JsonlWriter

        from ungarble.datatrove import Repair

        source = tmp_path / "in"
        source.mkdir()
        import json

        (source / "a.jsonl").write_text("".join(json.dumps({"text": text, "id": "x"}) + "\n" for text in TEXTS if text))
        steps = [JsonlReader(str(source)), Repair(), JsonlWriter(str(tmp_path / "out"), compression=None)]
        LocalPipelineExecutor(pipeline=steps, logging_dir=str(tmp_path / "logs"), tasks=1).run()
        (written,) = (tmp_path / "out").glob("*.jsonl")
        lines = [json.loads(line)["text"] for line in written.read_text().splitlines()]
        assert lines == [text for text in EXPECTED if text]


USES = '''
from typing import assert_type, Optional
import ungarble
from ungarble import formats
plan = ungarble.plan("The goverment fell.", noise="ocr", harm_budget="tight", protect=[(0, 3)])
assert_type(plan.edits, tuple[ungarble.Edit, ...])
assert_type([edit.confidence for edit in plan], list[float])
assert_type(ungarble.repair_list(["a"]), list[str])
texts: list[Optional[str]] = ["a", None]
assert_type(ungarble.repair_list(texts), list[Optional[str]])
assert_type(formats.repair_file(b"").data, bytes)
assert_type(ungarble.Repairer(threads=2).repair("a", reference=["b"]), str)
ungarble.repair("a", noise="photo")  # type: ignore[arg-type]
ungarble.repair(b"a")  # type: ignore[arg-type]
plan.edits[0].start = 3  # type: ignore[misc]
'''


def test_the_stubs_are_what_the_package_has(tmp_path):
    pytest.importorskip("mypy")
    package = Path(ungarble.__file__).parent
    uses = tmp_path / "uses.py"
    uses.write_text(USES)
    checked = subprocess.run([sys.executable, "-m", "mypy", "--strict", "--python-version", "3.11", str(uses)], capture_output=True, text=True, cwd=tmp_path)
    assert checked.returncode == 0, checked.stdout
    # Elsewhere than in a folder with modules of these names.
    tested = subprocess.run([sys.executable, "-m", "mypy.stubtest", "ungarble._ungarble", "--ignore-disjoint-bases"], capture_output=True, text=True, cwd=tmp_path)
    assert tested.returncode == 0, tested.stdout
    assert (package / "py.typed").exists()
