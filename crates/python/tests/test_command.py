"""The package and the command are one: the same plans, and the command within the package."""

import json
import subprocess
import sys

import ungarble


def test_plans_are_those_of_the_command(documents, command, tmp_path):
    assert len(documents) == 300
    records = tmp_path / "documents.jsonl"
    records.write_text("".join(json.dumps({"id": str(n), "text": text}) + "\n" for n, text in enumerate(documents)))
    arguments = [*command, "--no-config", "--jsonl", "--edits", "--id-field", "id", "-j", "2", str(records)]
    lines = subprocess.run(arguments, check=True, stdout=subprocess.PIPE).stdout.splitlines()
    told = {str(number): [] for number in range(len(documents))}
    for line in map(json.loads, lines):
        if line["type"] == "edit":
            told[line["document"]].append(line)
    edits = 0
    for number, text in enumerate(documents):
        data = text.encode()
        expected = [
            (len(data[: edit["start"]].decode()), edit["original"], edit["replacement"], edit["kind"], edit["confidence"],
             [evidence["says"] for evidence in edit["evidence"]])
            for edit in told[str(number)]
        ]  # fmt: skip
        found = [
            (edit.start, edit.original, edit.replacement, edit.kind, edit.confidence, [e.says for e in edit.evidence])
            for edit in ungarble.plan(text)
        ]
        assert found == expected, f"document {number}"
        edits += len(found)
    assert edits > 1000, "the documents are damaged"


def run(*arguments, **options):
    return subprocess.run([sys.executable, "-m", "ungarble", *arguments], capture_output=True, text=True, **options)


def test_the_module_is_the_command(tmp_path):
    result = run("--version")
    assert (result.returncode, result.stdout) == (0, f"ungarble {ungarble.__version__}\n")
    scan = tmp_path / "scan.txt"
    scan.write_text("Howver, the goverment fell.\n")
    assert run("--no-config", str(scan)).stdout == "However, the government fell.\n"
    assert run("--no-config", "--check", str(scan)).returncode == 2
    assert run("--no-config", input="The goverment fell.").stdout == "The government fell."
    missing = run("--no-config", str(tmp_path / "none.txt"))
    assert missing.returncode == 1 and "cannot read" in missing.stderr
    assert run("--no-such-flag").returncode == 1


def test_an_interrupt_ends_the_command(tmp_path):
    import signal
    import time

    process = subprocess.Popen([sys.executable, "-m", "ungarble", "--no-config"], stdin=subprocess.PIPE)
    time.sleep(0.5)
    process.send_signal(signal.SIGINT)
    assert process.wait(timeout=10) == -signal.SIGINT
