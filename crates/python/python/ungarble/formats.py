"""hOCR, ALTO, PAGE, SubRip, WebVTT, HTML and Markdown, repaired where the text stands: boxes, times and tags stay.

>>> from ungarble import formats
>>> page = b"1\\n00:00:01,000 --> 00:00:03,500\\n<i>Howver, the goverment fell.</i>\\n"
>>> repaired = formats.repair_file(page)
>>> repaired.data.decode().splitlines()[-1]
'<i>However, the government fell.</i>'
>>> repaired.format, len(repaired.changes)
('srt', 2)
"""

from ._ungarble import Change, RepairedFile, Skipped, read_text, read_texts, repair_file

__all__ = ["Change", "RepairedFile", "Skipped", "read_text", "read_texts", "repair_file"]
