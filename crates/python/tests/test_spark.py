"""Spark: rows are those of a plain loop, nulls stay null, and texts find their pages."""

import os
import random
import sys

import pytest

import ungarble

pytest.importorskip("pyspark")
os.environ.setdefault("PYSPARK_PYTHON", sys.executable)

from pyspark.sql import SparkSession  # noqa: E402


@pytest.fixture(scope="module")
def spark():
    session = (
        SparkSession.builder.master("local[2]")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.shuffle.partitions", "4")
        .config("spark.sql.execution.arrow.maxRecordsPerBatch", "64")
        .getOrCreate()
    )
    session.sparkContext.setLogLevel("ERROR")
    yield session
    session.stop()


@pytest.fixture(scope="module")
def frame(spark, documents):
    rows = [(number, text) for number, text in enumerate(documents)] + [(1000, None), (1001, "")]
    return spark.createDataFrame(rows, "id long, text string").repartition(4).cache()


def test_rows_are_those_of_a_loop(frame, documents):
    out = ungarble.spark.repair(frame)
    assert out.columns == ["id", "text", "repaired"]
    rows = {row.id: row for row in out.collect()}
    assert len(rows) == 302
    assert rows[1000].repaired is None and rows[1000].text is None and rows[1001].repaired == ""
    for number, text in enumerate(documents):
        assert rows[number].text == text and rows[number].repaired == ungarble.repair(text)


def test_the_column_itself_and_edits(frame, documents):
    out = ungarble.spark.repair(frame, out="text", edits="edits", noise="ocr", only=["spelling"])
    assert out.columns == ["id", "text", "edits"]
    rows = {row.id: row for row in out.collect()}
    assert rows[1000].text is None and rows[1000].edits is None and rows[1001].edits == []
    repairer = ungarble.Repairer(noise="ocr", only=["spelling"])
    for number, text in enumerate(documents[:100]):
        plan = repairer.plan(text)
        assert rows[number].text == plan.apply()
        found = [(edit.start, edit.end, edit.original, edit.replacement, edit.kind, edit.confidence) for edit in plan]
        assert [tuple(edit)[:6] for edit in rows[number].edits] == found
        assert [edit.evidence for edit in rows[number].edits] == [[e.says for e in edit.evidence] for edit in plan]


def test_settings_are_checked_on_the_driver(frame):
    for keywords in ({"noise": "photocopy"}, {"text": "body"}, {"text": "id"}, {"references": "pages"}):
        with pytest.raises(ungarble.ConfigError):
            ungarble.spark.repair(frame, **keywords)


def pages_and_texts(documents, pages=400, texts=40, seed=7):
    """Returns pages of sentences, and garbled texts of which some pages hold clean copies among other sentences."""
    dice = random.Random(seed)
    sentences = [s.strip() for text in documents for s in ungarble.repair(text).replace("\n", " ").split(". ") if len(s) > 40]
    made = {number: ". ".join(dice.choices(sentences, k=15)) for number in range(pages)}
    wanted = {}
    for number in range(texts):
        body = dice.sample(sentences, 8)
        page = dice.randrange(pages)
        made[page] += ". " + ". ".join(body)
        letters = [dice.choice("aeiou") if dice.random() < 0.03 and c.isalpha() else c for c in ". ".join(body)]
        wanted[number] = ("".join(letters), page)
    return made, wanted


def test_texts_find_their_pages(spark, documents):
    made, wanted = pages_and_texts(documents)
    pages = spark.createDataFrame(list(made.items()), "page long, body string").repartition(4)
    docs = spark.createDataFrame([(n, t) for n, (t, _) in wanted.items()] + [(999, "of no page at all"), (998, None)], "id long, text string")
    found = ungarble.spark.find_references(docs, pages, k=3, page_id="page", page_text="body")
    assert found.columns == ["id", "text", "references"]
    rows = {row.id: row for row in found.collect()}
    assert len(rows) == len(wanted) + 2 and rows[999].references is None and rows[998].references is None
    right = 0
    for number, (text, page) in wanted.items():
        assert rows[number].text == text and 1 <= len(rows[number].references) <= 3
        shares = [reference.containment for reference in rows[number].references]
        assert shares == sorted(shares, reverse=True) and all(0 < share <= 1 for share in shares)
        for reference in rows[number].references:
            assert reference.text == made[reference.id]
        right += page in [reference.id for reference in rows[number].references]
    assert right == len(wanted)
    repaired = {row.id: row for row in ungarble.spark.repair(found, references="references", edits="edits").collect()}
    for number, (text, _) in wanted.items():
        references = [reference.text for reference in rows[number].references]
        assert repaired[number].repaired == ungarble.repair(text, reference=references)
    assert repaired[999].repaired == ungarble.repair("of no page at all") and repaired[998].repaired is None
