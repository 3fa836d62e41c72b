#!/usr/bin/env python3
"""Takes the figures of the development corpora and compares them with the floors in floors.json.

  floors.py SHARED PROGRAM            exit 1 where a figure is below its floor
  floors.py SHARED PROGRAM --print    print the figures beside the floors, to raise them by hand

A run is a way to call the program, over the corpora or, where it says so, over damaged references that are made of them;
a floor is a figure of one noise kind in one run which must be at least, or at most, a value. Floors only ever rise.
"""
import json
import subprocess
import sys
import tempfile
from pathlib import Path


def score(shared, corpus, command, kinds, with_reference):
    with tempfile.NamedTemporaryFile(suffix=".json") as out:
        call = [sys.executable, shared / "eval" / "score.py", "--corpus", corpus, "--cmd", command,
                "--kind", f"^({'|'.join(kinds)})$", "--json", out.name]
        done = subprocess.run(call + (["--with-ref"] if with_reference else []), capture_output=True, text=True)
        if done.returncode:
            sys.exit(f"scoring failed for {command}:\n{done.stderr}")
        return json.loads(Path(out.name).read_text(encoding="utf-8"))["kinds"]


def main():
    shared, program = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve()
    show = "--print" in sys.argv[3:]
    floors = json.loads((Path(__file__).parent / "floors.json").read_text(encoding="utf-8"))
    below = 0
    made = tempfile.TemporaryDirectory()
    subprocess.run([sys.executable, shared / "eval" / "make_reference_cases.py", made.name], check=True,
                   stdout=subprocess.DEVNULL)
    for run in floors["runs"]:
        corpus = Path(made.name) if run.get("over") == "damaged references" else shared / "corpus"
        command = f"{program} {run['options']}".replace("{corpus}", str(shared / "corpus"))
        kinds = sorted({floor["kind"] for floor in run["floors"] if not floor["kind"].startswith("ALL")})
        if any(floor["kind"] == "ALL harm-*" for floor in run["floors"]):
            kinds.append("harm-.*")
        figures = score(shared, corpus, command, kinds, "{ref}" in command)
        for floor in run["floors"]:
            value = figures[floor["kind"]][floor["figure"]]
            least, most = floor.get("at_least"), floor.get("at_most")
            held = (least is None or value >= least) and (most is None or value <= most)
            below += not held
            if show or not held:
                bound = f"at least {least}" if least is not None else f"at most {most}"
                print(f"{'ok  ' if held else 'FAIL'} {run['name']:<16}{floor['kind']:<20}{floor['figure']:<16}{value:>10} {bound}")
    count = sum(len(run["floors"]) for run in floors["runs"])
    print(f"{count - below} of {count} floors hold")
    sys.exit(1 if below else 0)


main()
