"""Repairs English text that a machine has damaged: by OCR, speech recognition, scraping, translation there and back.

>>> import ungarble
>>> ungarble.repair("Howver, the goverment fell.")
'However, the government fell.'
>>> for edit in ungarble.plan("Howver, the goverment fell."):
...     print(edit.start, edit.end, edit.original, edit.replacement, edit.kind)
0 6 Howver However spelling
12 21 goverment government spelling

Text that was right stays as it was, and every edit says why it was made. Offsets are code points, as Python counts.

`Repairer` holds settings, `repair_list` and `repair_batch` take many texts, `ReferencePool` finds pages that hold a copy of
a text. `ungarble.formats` repairs hOCR, ALTO, PAGE, subtitles, HTML and Markdown in place; `ungarble.spark`, `ungarble.hf`,
`ungarble.datatrove` and `ungarble.ocrmypdf` are for those who have these installed.
"""

from . import formats
from ._ungarble import (
    Array,
    ArrayStream,
    ArrowError,
    ConfigError,
    Diagnosis,
    Edit,
    Evidence,
    FileError,
    FormatError,
    Found,
    LexiconError,
    Plan,
    PlanError,
    PoolError,
    ReferencePool,
    Repairer,
    __version__,
    plan,
    plan_list,
    repair,
    repair_batch,
    repair_list,
)

# The module `typing` takes longer to import than all of this.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from . import hf, spark

__all__ = [
    "Array",
    "ArrayStream",
    "ArrowError",
    "ConfigError",
    "Diagnosis",
    "Edit",
    "Evidence",
    "FileError",
    "FormatError",
    "Found",
    "LexiconError",
    "Plan",
    "PlanError",
    "PoolError",
    "ReferencePool",
    "Repairer",
    "__version__",
    "formats",
    "hf",
    "plan",
    "plan_list",
    "repair",
    "repair_batch",
    "repair_list",
    "spark",
]


def __getattr__(name: str) -> object:
    """Imports a part when it is asked for: `ungarble.spark.repair(df)` needs no import of its own."""
    if name in {"datatrove", "hf", "ocrmypdf", "spark"}:
        import importlib

        return importlib.import_module(f".{name}", __name__)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
