#!/usr/bin/env python3
"""Looks at a report in headless Chromium: filters, opens edits by mouse and keyboard, and compares what it sees.

  report.py PROGRAM              exit 1 where the page shows something else than `PROGRAM --edits` says
  report.py PROGRAM --shots DIR  also write a screenshot in each colour scheme
"""
import base64
import json
import subprocess
import sys
import tempfile
from pathlib import Path

from chromium import Page

DATA = Path(__file__).resolve().parents[2] / "examples" / "data"
SHOWN = "Number(document.getElementById('shown').textContent)"
PANEL = "document.getElementById('edit').innerText"


def check(what, found, wanted):
    if found != wanted:
        sys.exit(f"{what}: the page has {found!r}, not {wanted!r}")
    print(f"ok  {what}")


def run(program, *arguments):
    done = subprocess.run([program, *arguments], capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"{arguments}: {done.stderr}")
    return done.stdout


def opened(page, edit):
    """Whether the panel tells all of an edit."""
    said = page.value(PANEL)
    parts = [edit["kind"], edit["original"], edit["replacement"], f"confidence {edit['confidence']:g}"]
    return [part for part in parts if " ".join(part.split()) not in " ".join(said.split())]


def contrast(page, selector):
    """The contrast of text and ground of an element, as WCAG defines it."""
    return page.value(f"""(() => {{
        const brush = document.createElement("canvas").getContext("2d", {{willReadFrequently: true}});
        const light = (colour) => {{
            brush.fillStyle = colour; brush.fillRect(0, 0, 1, 1);
            const [r, g, b] = [...brush.getImageData(0, 0, 1, 1).data].map((x) => x / 255)
                .map((x) => x <= 0.04045 ? x / 12.92 : ((x + 0.055) / 1.055) ** 2.4);
            return 0.2126 * r + 0.7152 * g + 0.0722 * b; }};
        const element = document.querySelector({json.dumps(selector)});
        let ground = element;
        while (getComputedStyle(ground).backgroundColor === "rgba(0, 0, 0, 0)") ground = ground.parentElement;
        const both = [light(getComputedStyle(element).color), light(getComputedStyle(ground).backgroundColor)].sort();
        return (Math.max(...both) + 0.05) / (Math.min(...both) + 0.05); }})()""")


def main():
    program = str(Path(sys.argv[1]).resolve())
    shots = Path(sys.argv[3]) if sys.argv[2:3] == ["--shots"] else None
    garbled, clean = str(DATA / "garbled.txt"), str(DATA / "clean.txt")
    settings = ["--no-config", "--reference", str(DATA / "page.txt"), garbled]
    records = [json.loads(line) for line in run(program, "--edits", *settings).splitlines()]
    edits = [record for record in records if record["type"] == "edit"]
    kinds = sorted({edit["kind"] for edit in edits})
    if len(edits) < 10 or len(kinds) < 2:
        sys.exit(f"{len(edits)} edits of {kinds} are too few to look at")
    with tempfile.TemporaryDirectory() as folder:
        report, repaired = Path(folder) / "report.html", Path(folder) / "repaired.txt"
        run(program, "--report", str(report), "--clean", clean, "-o", str(repaired), *settings)
        rates = json.loads(run(program, "score", "--json", garbled, str(repaired), clean))
        page = Page(report.as_uri())
        try:
            look(page, edits, kinds, rates, repaired.read_text(encoding="utf-8"), shots)
        finally:
            page.close()


def look(page, edits, kinds, rates, repaired, shots):
    check("edits shown", page.value(SHOWN), len(edits))
    count = "document.querySelectorAll('ins:not(.off)').length"
    check("edits marked", page.value(count), len(edits))
    check("repaired text", page.value("[...document.querySelectorAll('.after')].map((e) => e.textContent).join('\\n')"), repaired)
    table = page.value("document.getElementById('rates').innerText")
    for rate in ("cer_before", "cer_after", "wer_before", "wer_after"):
        check(rate, f"{rates[rate]:.2f} %" in table, True)
    level = """[...document.querySelectorAll('.before')].every((e) =>
        e.getBoundingClientRect().top === e.nextElementSibling.getBoundingClientRect().top)"""
    check("both sides level", page.value(level), True)

    page.press("j")
    check("j opens the first edit", opened(page, edits[0]), [])
    page.press("j")
    page.press("ArrowRight")
    check("so on to the third", opened(page, edits[2]), [])
    check("it has the focus", page.value("document.activeElement.dataset.edit"), "2")
    page.press("k")
    check("k goes back", opened(page, edits[1]), [])
    told = [f"{reason['start']}..{reason['end']}" if "start" in reason else reason["says"] for reason in edits[1]["evidence"]]
    check("its evidence is told", [reason for reason in told if reason not in page.value(PANEL)], [])
    page.point("ins[data-edit='7']")
    check("pointing at an edit shows it", opened(page, edits[7]), [])
    page.click("del[data-edit='5']")
    check("a click opens an edit", opened(page, edits[5]), [])

    for kind in kinds:
        page.click(f"input[value='{kind}']")
        wanted = sum(edit["kind"] != kind for edit in edits)
        check(f"without {kind}", (page.value(SHOWN), page.value(count)), (wanted, wanted))
        page.click(f"input[value='{kind}']")
    page.value("document.getElementById('least').focus()")
    page.press("End")
    sure = sum(edit["confidence"] >= 1 for edit in edits)
    check("the sure ones only", (page.value(SHOWN), page.value(count)), (sure, sure))
    page.press("Home")
    check("all again", page.value(SHOWN), len(edits))

    page.value("document.activeElement.blur()")
    stops = set()
    for _ in range(40):
        page.press("Tab")
        stops.add(page.value("document.activeElement.id || document.activeElement.value || document.activeElement.dataset.edit && 'edit'"))
    check("the Tab key reaches everything", stops >= {*kinds, "least", "previous", "next", "edit"}, True)

    for scheme in ("light", "dark"):
        page.scheme(scheme)
        for selector in ["body", "h2", "aside", ".count", "main .before", *(f"main .{kind}" for kind in kinds)]:
            if page.value(f"!!document.querySelector('{selector}')"):
                found = contrast(page, selector)
                check(f"{scheme}: contrast of {selector}, {found:.1f}", found >= 4.5, True)
        if shots:
            page.value("scrollTo(0, 0)")
            (shots / f"report-{scheme}.png").write_bytes(base64.b64decode(page.screenshot()))


main()
