"""Holds repaired ALTO and PAGE against their schemas, with xmllint.

usage: validate.py UNGARBLE

PAGE against the schema of OCR-D, which comes with its package `ocrd`; ALTO against alto.rng, which is ours. What did not
validate before it was repaired is not asked to validate afterwards, and is an error here: every file does.
"""

import pathlib
import re
import subprocess
import sys
import tempfile
import zipfile

UNGARBLE = pathlib.Path(sys.argv[1]).resolve()
HERE = pathlib.Path(__file__).resolve().parent
NEWEST = "pagecontent/2019-07-15"


def valid(schema, path):
    """Whether a file validates, and what is said of it."""
    # PAGE of another year differs in what it lacks, so that the newest schema serves for all.
    text = re.sub(r"pagecontent/20\d\d-\d\d-\d\d", NEWEST, path.read_text(encoding="utf-8"))
    copy = path.with_suffix(".copy")
    copy.write_text(text, encoding="utf-8")
    run = subprocess.run(["xmllint", "--noout", *schema, copy], capture_output=True, text=True)
    return run.returncode == 0, run.stderr


def main():
    failed = changed = count = 0
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        subprocess.run([sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", folder, "ocrd==3.13.3"], check=True)
        with zipfile.ZipFile(next(folder.glob("ocrd-*.whl"))) as wheel:
            (folder / "page.xsd").write_bytes(wheel.read("ocrd_validators/page.xsd"))
        schemas = {"alto": ["--relaxng", HERE / "alto.rng"], "page": ["--schema", folder / "page.xsd"]}
        for path in sorted([*HERE.glob("*.xml"), *HERE.parent.glob("samples/*.xml")]):
            schema = schemas["page" if "page" in path.name else "alto"]
            for flag in ("--no-resegment", "--resegment"):
                before, after = folder / "before.xml", folder / "after.xml"
                before.write_bytes(path.read_bytes())
                command = [UNGARBLE, "--no-config", "--noise", "ocr", flag, before, "-o", after]
                subprocess.run(command, check=True, capture_output=True)
                changed += before.read_bytes() != after.read_bytes()
                for file in (before, after):
                    fine, said = valid(schema, file)
                    count += 1
                    if not fine:
                        failed += 1
                        print(f"{path.name} {flag} {file.stem}: {said}", file=sys.stderr)
    # A file that comes out as it went in shows nothing.
    if changed < 6:
        sys.exit(f"only {changed} files were changed by repair")
    print(f"{count - failed} passed, {failed} failed")
    sys.exit(failed > 0)


main()
