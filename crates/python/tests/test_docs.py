"""The examples of the manual, each in a process of its own, and the notebook."""

import importlib
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import REPOSITORY

MANUAL = REPOSITORY / "docs" / "python.md"
BLOCKS = re.findall(r"^### ([^\n]+)$|^## ([^\n]+)$|^```python\n(.*?)^```$", MANUAL.read_text(encoding="utf-8"), re.M | re.S)


def examples():
    """Returns each example under the title of its section."""
    title, found = "first", []
    for small, large, code in BLOCKS:
        if code:
            found.append(pytest.param(code, id=title.replace(" ", "-").lower()))
        title = small or large or title
    return found


@pytest.mark.parametrize("code", examples())
def test_example(code, tmp_path):
    for module in re.findall(r"^(?:import|from) (\w+)", code, re.M):
        pytest.importorskip(module)
    script = tmp_path / "example.py"
    script.write_text(code, encoding="utf-8")
    environment = {**os.environ, "PYSPARK_PYTHON": sys.executable}
    run = {"capture_output": True, "text": True, "cwd": tmp_path, "env": environment, "timeout": 300}
    done = subprocess.run([sys.executable, str(script)], **run)
    assert done.returncode == 0, done.stdout + done.stderr


def test_docstrings():
    import doctest

    import ungarble

    for name in ("ungarble", "ungarble.formats"):
        result = doctest.testmod(importlib.import_module(name))
        assert result.attempted > 0 and result.failed == 0
    assert Path(ungarble.__file__).with_name("py.typed").exists()


def test_notebook(tmp_path):
    nbformat = pytest.importorskip("nbformat")
    nbclient = pytest.importorskip("nbclient")
    pytest.importorskip("matplotlib")
    notebook = nbformat.read(REPOSITORY / "docs" / "python.ipynb", as_version=4)
    kernel = {"metadata": {"path": str(REPOSITORY / "docs")}}
    nbclient.NotebookClient(notebook, timeout=300, kernel_name="python3", resources=kernel).execute()
    outputs = [output for cell in notebook.cells if cell.cell_type == "code" for output in cell.outputs]
    assert any("image/png" in output.get("data", {}) for output in outputs), "the plot"
    assert any("text/html" in output.get("data", {}) for output in outputs), "the table of edits"
