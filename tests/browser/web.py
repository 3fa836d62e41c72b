#!/usr/bin/env python3
"""Looks at the web page in headless Chromium: repairs, chooses, saves, and compares what it sees with the command.

  web.py FOLDER AXE PROGRAM              exit 1 where the page does something else than it should
  web.py FOLDER AXE PROGRAM --shots DIR  also write screenshots

FOLDER is the page as it is built, AXE the script of axe-core, which looks for what bars people from a page.
"""
import base64
import functools
import http.server
import json
import re
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

from chromium import Page

DATA = Path(__file__).resolve().parents[2] / "examples" / "data"
FILES = {"", "main.js", "engine.js", "examples.js", "files.js", "plot.js", "rows.js", "worker.js", "style.css", "icon.svg",
         "ungarble/index.js", "ungarble/ungarble.wasm"}
DONE = "document.getElementById('working').hidden && /edits? found|Nothing to repair/.test(document.getElementById('status').textContent)"
FAILED = "document.getElementById('error').textContent !== ''"
AFTER = "[...document.querySelectorAll('.after')].map((e) => e.textContent).join('\\n')"
EDITS = "document.querySelectorAll('ins').length"
ACCEPTED = "document.querySelectorAll('ins[aria-pressed=true]').length"
PANEL = "document.getElementById('edit').hidden ? '' : document.getElementById('edit').innerText"
# Takes the place of the download, which would ask where to.
CATCH = """(() => { const make = URL.createObjectURL; let last;
    URL.createObjectURL = (blob) => { last = blob; return make(blob); };
    HTMLAnchorElement.prototype.click = function () { const name = this.download; window.saved = undefined;
        last.arrayBuffer().then((bytes) => { window.saved = {
            name, text: new TextDecoder("utf-8", {ignoreBOM: true}).decode(bytes)}; }); }; })()"""


class Served(http.server.SimpleHTTPRequestHandler):
    extensions_map = {**http.server.SimpleHTTPRequestHandler.extensions_map, ".wasm": "application/wasm", ".js": "text/javascript"}

    def log_message(self, *_):
        pass


def check(what, found, wanted):
    if found != wanted:
        sys.exit(f"{what}: the page has {found!r}, not {wanted!r}")
    print(f"ok  {what}")


class Tested:
    def __init__(self, page, program, axe):
        self.page, self.program, self.axe = page, program, axe

    def value(self, expression):
        return self.page.value(expression)

    def press(self, *keys):
        for key in keys:
            self.page.press(key)

    def done(self):
        self.page.wait_until(f"{DONE} || {FAILED}")
        told = self.value("document.getElementById('error').textContent")
        if told:
            sys.exit(f"the page says: {told}")

    def start(self, expression):
        """Does what starts a repair, and waits for its end."""
        self.value(f"for (const id of ['status', 'error']) document.getElementById(id).textContent = ''; {expression}; 0")
        self.done()

    def put(self, text, reference=""):
        """Pastes a text."""
        self.start(f"""for (const [id, text] of [['reference', {json.dumps(reference)}], ['input', {json.dumps(text)}]])
            document.getElementById(id).value = text;
            document.getElementById('input').dispatchEvent(new Event('input', {{bubbles: true}}));
            document.getElementById('input').dispatchEvent(new ClipboardEvent('paste', {{bubbles: true}}))""")

    def drop(self, name, text, on="input"):
        self.start(f"""(() => {{ const data = new DataTransfer();
            data.items.add(new File([{json.dumps(text)}], {json.dumps(name)}));
            document.getElementById('{on}').dispatchEvent(
                new DragEvent('drop', {{dataTransfer: data, bubbles: true, cancelable: true}})); }})()""")

    def saved(self, button):
        self.value("window.saved = undefined")
        self.page.click(f"#{button}")
        self.page.wait_until("!!window.saved")
        return self.value("window.saved")

    def command(self, text, *arguments, reference=None):
        """Returns the edits of the command, offsets in code units, and the repaired text."""
        with tempfile.TemporaryDirectory() as folder:
            file, page = Path(folder) / "text.txt", Path(folder) / "page.txt"
            file.write_bytes(text.encode())
            settings = ["--no-config", "--format", "text", *arguments]
            if reference:
                page.write_bytes(reference.encode())
                settings += ["--reference", str(page)]
            done = [subprocess.run([self.program, *settings, *more, str(file)], capture_output=True, check=True).stdout
                    for more in ((), ("--edits",))]
        records = [json.loads(line) for line in done[1].decode().splitlines()]
        units = lambda byte: len(text.encode()[:byte].decode().encode("utf-16-le")) // 2
        edits = [(units(edit["start"]), units(edit["end"]), edit["replacement"], edit["kind"], edit["confidence"])
                 for edit in records if edit["type"] == "edit"]
        return edits, done[0].decode()

    def reach(self, state):
        """Looks for what bars people from the page."""
        found = self.value("axe.run(document, {resultTypes: ['violations']}).then(({violations}) => violations.map("
                           "({id, nodes}) => [id, nodes.slice(0, 3).map(({html, any}) => [html.slice(0, 160), any[0]?.message])]))")
        check(f"axe finds nothing: {state}", found, [])


def examples(test):
    """Each example is repaired as the command repairs it."""
    page = test.page
    for number, example in enumerate(test.value("import('./examples.js').then(({EXAMPLES}) => EXAMPLES)")):
        title, text = example["title"], example["text"]
        test.start(f"document.querySelectorAll('#examples button')[{number}].click()")
        check(f"{title}: there are edits", test.value(EDITS) > 2, True)
        level = """[...document.querySelectorAll('.before')].every((e) =>
            e.getBoundingClientRect().top === e.nextElementSibling.getBoundingClientRect().top)"""
        check(f"{title}: both sides level", test.value(level), True)
        saved = test.saved("save-file")
        if "format" in example:
            # Words alone may change.
            kept = {"hocr": r"<[^>]*>", "srt": r"[0-9:,]+ --> [0-9:,]+|<[^>]*>", "markdown": r"`[^`]*`|\([^)]*\)|\*+|^[#-]"}[example["format"]]
            markup = lambda data: re.findall(kept, data, re.MULTILINE)
            check(f"{title}: words change, markup stays", (saved["text"] != text, markup(saved["text"])), (True, markup(text)))
            continue
        edits, repaired = test.command(text, "--noise", example["noise"], reference=example.get("reference"))
        check(f"{title}: the repaired text is that of the command", saved["text"], repaired)
        check(f"{title}: it is what is shown", test.value(AFTER).rstrip("\n"), repaired.rstrip("\n"))
        told = json.loads(test.saved("save-edits")["text"])["texts"][0]["edits"]
        fields = [tuple(edit[name] for name in ("start", "end", "replacement", "kind", "confidence")) for edit in told]
        check(f"{title}: the edits are those of the command", fields, edits)
        bars = [int(count) for count in re.findall(r"(\d+) from", test.value("document.getElementById('plot-title').textContent"))]
        check(f"{title}: the plot has all of them", sum(bars), len(edits))


def choose(test, setting, value):
    """Chooses as a person would: the page repairs anew."""
    test.value(f"""document.getElementById('{setting}').value = {json.dumps(value)};
        document.getElementById('{setting}').dispatchEvent(new Event('change', {{bubbles: true}}))""")


def choices(test):
    """Edits are chosen by keyboard and by mouse."""
    page = test.page
    text = "🙂 The goverment fell inthe spring.\nTbe boats recieved no leters befor noon & after it.\n"
    test.put(text)
    edits, repaired = test.command(text)
    if len(edits) < 4:
        sys.exit(f"{edits} are too few to choose from")
    check("a pasted text is repaired", test.saved("save-text")["text"], repaired)
    test.value("document.activeElement.blur()")
    test.press("j")
    check("j goes to the first edit", test.value("document.activeElement.dataset.edit"), "0")
    test.press("ArrowRight", "j", "k")
    check("arrows and k, too", test.value("document.activeElement.dataset.edit"), "1")
    start, end, replacement, kind, confidence = edits[1]
    parts = [kind, replacement, f"confidence {confidence:g}"]
    check("the panel tells it", [part for part in parts if part not in test.value(PANEL)], [])
    check("and what speaks for it", test.value("document.querySelectorAll('#edit-said li').length") > 0, True)
    label = test.value("document.activeElement.getAttribute('aria-label')")
    check("it has a label", [part for part in (kind, replacement, f"{confidence:g}") if part not in label], [])
    test.press("Enter")
    check("Enter rejects it", (test.value(ACCEPTED), test.value("document.activeElement.getAttribute('aria-pressed')")), (len(edits) - 1, "false"))
    units = text.encode("utf-16-le")
    original = units[2 * start:2 * end].decode("utf-16-le")
    check("what stood there is shown", test.value("document.activeElement.textContent"), original)

    def without(*dropped):
        parts, at = [], 0
        for number, (start, end, replacement, *_) in enumerate(edits):
            if number not in dropped:
                parts += [units[2 * at:2 * start].decode("utf-16-le"), replacement]
                at = end
        return "".join(parts) + units[2 * at:].decode("utf-16-le")
    check("it is not in what is saved", test.saved("save-text")["text"], without(1))
    check("nor in the file", test.saved("save-file")["text"], without(1))
    accepted = [edit["accepted"] for edit in json.loads(test.saved("save-edits")["text"])["texts"][0]["edits"]]
    check("the record says so", accepted, [number != 1 for number in range(len(edits))])
    page.click("ins[data-edit='3']")
    page.click("#toggle")
    check("a click opens an edit, the button rejects it", test.saved("save-text")["text"], without(1, 3))
    test.press("Escape")
    test.value("document.activeElement.blur()")
    page.click("#close") if test.value(PANEL) else None
    page.point("del[data-edit='0']")
    check("pointing at an edit tells it", edits[0][2] in test.value(PANEL), True)
    box = f"#kinds input[value='{kind}']"
    for _ in range(2):
        # As it is now, a click turns it over: all of the kind are taken, or none.
        taken = test.value(f"document.querySelector(\"{box}\").checked")
        page.click(box)
        check(f"{kind} as a whole, taken: {not taken}", test.value(f"document.querySelectorAll('ins.{kind}[aria-pressed={str(taken).lower()}]').length"), 0)
    choose(test, "format", "text")
    markup = "The <b>goverment</b> & its <img src=x> fell.\n"
    test.put(markup)
    shown = test.value("[document.querySelectorAll('#text b, #text img').length, document.querySelector('.before').textContent]")
    check("the markup of a plain text is text", shown, [0, markup.rstrip()])
    choose(test, "format", "")
    test.put(text)

    test.value("document.activeElement.blur()")
    stops = set()
    for _ in range(60):
        test.press("Tab")
        stops.add(test.value("document.activeElement.id || (document.activeElement.dataset.edit && 'edit')"))
    wanted = {"input", "reference", "file", "reference-file", "noise", "format", "budget", "repair", "previous", "next", "copy",
              "save-text", "save-edits", "save-file", "edit", "toggle", "close"}
    check("the Tab key reaches everything", wanted - stops, set())


def settings(test):
    """Budget, format and clean copy are heeded."""
    text = "The railwy company anounced that the staton wuold be rebuilt inthe sumer, and that the wokrs mght cots a milion.\n"
    test.put(text)
    for key, name in (("Home", "tight"), ("End", "none"), ("ArrowLeft", "bold")):
        test.value("document.getElementById('budget').focus()")
        test.value("document.getElementById('status').textContent = ''")
        test.press(key)
        test.done()
        check(f"the budget {name}", test.value("document.getElementById('budget').getAttribute('aria-valuetext')"), name)
        edits, repaired = test.command(text, "--harm-budget", name)
        check(f"the text of the budget {name}", (test.value(EDITS), test.saved("save-text")["text"]), (len(edits), repaired))
    test.value("document.getElementById('budget').value = 1; document.getElementById('budget').dispatchEvent(new Event('input'))")

    reference = "Menu | News\n\nThe boats of Skarnholm came home at night, and nobody saw the lights of the harbour.\n"
    text = "The boats of Skarnholrn came hame at night, and nobody saw the ligths of the harbuor.\n"
    test.put(text, reference)
    edits, repaired = test.command(text, reference=reference)
    check("the clean copy is heeded", (test.value(EDITS), test.saved("save-text")["text"]), (len(edits), repaired))
    test.press("j")
    check("its words are told", "the clean copy has “" in test.value(PANEL), True)
    test.put(text)
    test.drop("page.txt", reference, on="reference")
    check("a clean copy may be dropped", test.saved("save-text")["text"], repaired)
    test.drop("page.html", f"<html><body><p>{reference}</p></body></html>", on="reference")
    check("in other formats, too", test.saved("save-text")["text"], repaired)
    test.press("j")
    check("it is told as text", re.search("the clean copy has “[^”<]+”", test.value(PANEL)) is not None, True)

    test.value("document.getElementById('reference').value = ''")
    file = "\ufeff# Tbe harbour\r\n\r\nThe **g**overment fell, and `teh` stayed.\r\n"
    test.drop("notes.md", file)
    saved = test.saved("save-file")
    kept = [part for part in ("\ufeff#", "\r\n\r\n", "**g**", "`teh`") if part not in saved["text"]]
    check("a dropped file keeps all but its words", (saved["name"], kept, saved["text"] != file), ("notes.repaired.md", [], True))
    choose(test, "format", "alto")
    test.page.wait_until(FAILED)
    print("ok  a format that is not that of the file is told")
    choose(test, "format", "")
    test.put("The government fell in the spring.")
    check("a right text stays", (test.value(EDITS), test.value("document.getElementById('error').textContent")), (0, ""))


def long(test):
    """A megabyte does not stop the page."""
    page = test.page
    text = (DATA / "garbled.txt").read_text(encoding="utf-8") + "\n"
    text *= 1_000_000 // len(text) + 1
    count = text.count("\n")
    test.value(f"window.long = {json.dumps(text)}")
    begin = """document.getElementById('status').textContent = ''; document.getElementById('input').value = window.long;
        document.getElementById('form').requestSubmit()"""
    test.value(begin)
    page.wait_until("/Repairing 1,0.. kB/.test(document.getElementById('progress-label').textContent)")
    shown = test.value(EDITS)
    test.value("document.getElementById('reference').focus()")
    page.call("Input.insertText", text="typed meanwhile")
    seen = test.value(f"[document.getElementById('reference').value, {EDITS}, document.getElementById('working').hidden]")
    check("the page can be used while a megabyte is repaired", seen, ["typed meanwhile", shown, False])
    page.wait_until("document.getElementById('progress').value > 0.02")
    page.click("#cancel")
    check("it can be cancelled", test.value("document.getElementById('status').textContent"), "Cancelled.")
    test.value("document.getElementById('reference').value = ''")
    test.start(begin)
    check("a megabyte is repaired and shown", (test.value("document.querySelectorAll('.after').length") > count / 2, test.value(EDITS) > 0), (True, True))
    test.press("j")
    check("its edits are stepped through", test.value("document.activeElement.dataset.edit"), "0")
    test.put("The goverment fell.")
    check("and a short text after it", test.value(EDITS), 1)
    line = "The boats of the village came home at night, and nobody saw the lights of the harbour. " * 1000
    test.put(line)
    shown = "[...document.querySelectorAll('.before')].map((e) => e.textContent)"
    check("a long line is shown in rows", test.value(f"[{shown}.length > 20, {shown}.join('').trim()]"), [True, line.strip()])


def looks(test, shots):
    """Both colour schemes, wide and narrow."""
    page = test.page
    for example, scheme, width in [(3, "light", 1200), (0, "light", 360), (3, "dark", 360), (0, "dark", 1200)]:
        page.scheme(scheme)
        page.size(width, 900)
        test.start(f"document.querySelectorAll('#examples button')[{example}].click()")
        test.value("scrollTo(0, 0); document.activeElement.blur()")
        name = f"{scheme}, {width} px"
        check(f"nothing is wider than the page: {name}", test.value("document.documentElement.scrollWidth <= innerWidth"), True)
        test.press("j", "j", "Enter")
        test.reach(name)
        if shots:
            (shots / f"web-{scheme}-{width}.png").write_bytes(base64.b64decode(page.screenshot()))
    page.size(1200, 900)


def requests(page, base):
    """The page asks for its own files and nothing else."""
    asked = {event["params"]["request"]["url"] for event in page.events if event.get("method") == "Network.requestWillBeSent"}
    other = {url for url in asked if not url.startswith(("blob:", "about:")) and url.removeprefix(base) not in FILES}
    check("no requests but for its own files", other, set())
    check("the module among them", f"{base}ungarble/ungarble.wasm" in asked, True)
    failed = [event["params"] for event in page.events if event.get("method") == "Runtime.exceptionThrown"
              or event.get("method") == "Log.entryAdded" and event["params"]["entry"]["level"] == "error"]
    check("no script failed", failed, [])


def main():
    folder, axe, program = Path(sys.argv[1]), Path(sys.argv[2]), str(Path(sys.argv[3]).resolve())
    shots = Path(sys.argv[5]) if sys.argv[4:5] == ["--shots"] else None
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Served, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    base = f"http://127.0.0.1:{server.server_port}/"
    page = Page("about:blank")
    try:
        page.call("Runtime.enable")
        page.call("Log.enable")
        page.with_worker(base)
        page.wait_until("document.getElementById('status')?.textContent === 'Ready.'")
        page.value(axe.read_text(encoding="utf-8") + ";0")
        page.value(CATCH)
        test = Tested(page, program, axe)
        test.reach("at the start")
        examples(test)
        choices(test)
        settings(test)
        looks(test, shots)
        long(test)
        requests(page, base)
    finally:
        page.close()
        server.shutdown()


main()
