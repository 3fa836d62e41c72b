"""Repair on Spark, by plain PySpark: nothing is collected, and each worker keeps one `Repairer`.

`repair` adds a column of repaired texts, `find_references` finds for each text the pages that may hold a clean copy of it:

    refs = ungarble.spark.find_references(docs, pages)
    out = ungarble.spark.repair(refs, references="references")

Each worker uses one thread: Spark runs as many workers as there are cores.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Callable, Optional

from ._ungarble import ConfigError, Repairer

if TYPE_CHECKING:
    import pyarrow
    from pyspark.sql import Column, DataFrame

__all__ = ["find_references", "repair"]

# Beside a page that holds most of a text, one that has a fifth of it adds a sentence or two, and where these are sentences
# alike and not copies ("We may consider adding a metric", "We can consider using more metrics"), they do harm.
FEWER = 5

def _rows(plan: Any) -> Optional[list[dict[str, Any]]]:
    """Returns the edits of a plan as Spark keeps them."""
    if plan is None:
        return None
    keys = ("start", "end", "original", "replacement", "kind", "confidence")
    return [
        {**{key: getattr(edit, key) for key in keys}, "evidence": [evidence.says for evidence in edit.evidence]}
        for edit in plan
    ]


def _pages(column: pyarrow.Array) -> list[Optional[list[str]]]:
    """Returns the pages of each row: texts, or the field `text` of structs."""
    return [
        None if row is None else [page["text"] if isinstance(page, dict) else page for page in row if page is not None]
        for row in column.to_pylist()
    ]


def _worker(
    repairer: Repairer, text: str, out: str, edits: Optional[str], references: Optional[str], names: list[str]
) -> Callable[[Iterator[pyarrow.RecordBatch]], Iterator[pyarrow.RecordBatch]]:
    """Returns what a worker does with its batches."""

    def run(batches: Iterator[pyarrow.RecordBatch]) -> Iterator[pyarrow.RecordBatch]:
        import pyarrow as pa

        for batch in batches:
            column = batch.column(text)
            columns = dict(zip(batch.schema.names, batch.columns))
            if edits is None and references is None:
                columns[out] = pa.array(repairer.repair_batch(column))
            else:
                pages = None if references is None else _pages(batch.column(references))
                plans = repairer.plan_list(column.to_pylist(), references=pages)
                columns[out] = pa.array([None if plan is None else plan.apply() for plan in plans], column.type)
                if edits is not None:
                    columns[edits] = pa.array([_rows(plan) for plan in plans], _arrow_edits())
            yield pa.RecordBatch.from_arrays([columns[name] for name in names], names=names)

    return run


def _spark_edits() -> Any:
    from pyspark.sql.types import ArrayType, DoubleType, IntegerType, StringType, StructType

    edit = StructType().add("start", IntegerType()).add("end", IntegerType()).add("original", StringType())
    edit = edit.add("replacement", StringType()).add("kind", StringType()).add("confidence", DoubleType())
    return ArrayType(edit.add("evidence", ArrayType(StringType())))


def _arrow_edits() -> pyarrow.DataType:
    import pyarrow as pa

    fields = [("start", pa.int32()), ("end", pa.int32()), ("original", pa.string()), ("replacement", pa.string())]
    fields += [("kind", pa.string()), ("confidence", pa.float64()), ("evidence", pa.list_(pa.string()))]
    return pa.list_(pa.struct(fields))


def repair(
    df: DataFrame,
    text: str = "text",
    out: str = "repaired",
    edits: Optional[str] = None,
    *,
    references: Optional[str] = None,
    **settings: Any,
) -> DataFrame:
    """Returns the data frame with a column `out` of the repaired texts of the column `text`; null stays null.

    `edits` names a column for the edits of each text, with offsets in code points. `references` names a column of pages
    that may hold a clean copy of the text: an array of strings, or what `find_references` returns. `out` and `edits` replace
    columns of these names. The other keywords are those of `ungarble.Repairer`.
    """
    from pyspark.sql.types import StringType, StructField, StructType

    settings.setdefault("threads", 1)
    repairer = Repairer(**settings)
    if text not in df.columns:
        raise ConfigError(f"there is no column {text!r} in {df.columns}")
    if not isinstance(df.schema[text].dataType, StringType):
        raise ConfigError(f"column {text!r} is {df.schema[text].dataType.simpleString()}, expected string")
    if references is not None and references not in df.columns:
        raise ConfigError(f"there is no column {references!r} in {df.columns}")
    added = [StructField(out, StringType())]
    if edits is not None:
        added.append(StructField(edits, _spark_edits()))
    fields = {field.name: field for field in [*df.schema.fields, *added]}
    if len(fields) < len(df.columns):
        raise ConfigError(f"two columns have the same name in {df.columns}")
    schema = StructType(list(fields.values()))
    return df.mapInArrow(_worker(repairer, text, out, edits, references, list(fields)), schema)


def _grams(df: DataFrame, key: str, text: str) -> DataFrame:
    """Returns the hashes of the runs of three words of each text, each once, and how many there are."""
    from pyspark.sql import functions as F

    def gram(words: Column, at: Column) -> Column:
        return F.xxhash64(*(F.element_at(words, at + offset) for offset in range(3)))

    def grams(words: Column) -> Column:
        places = F.sequence(F.lit(1), F.size(words) - 2)
        return F.when(F.size(words) >= 3, F.array_distinct(F.transform(places, lambda at: gram(words, at))))

    words = F.filter(F.split(F.lower(F.col(text)), r"[^\p{L}\p{N}]+"), lambda word: word != "")
    # Two guards against the optimizer, which would split the text anew for each of its words: the words are bound by a
    # lambda, and `explode_outer` lets no filter on the runs be inferred and moved down.
    found = df.select(F.col(key).alias("_key"), F.transform(F.array(words), grams)[0].alias("_grams"))
    found = found.select("_key", F.size("_grams").alias("_size"), F.explode_outer("_grams").alias("_gram"))
    return found.where(F.col("_gram").isNotNull())


def find_references(
    docs: DataFrame,
    pages: DataFrame,
    k: int = 3,
    *,
    doc_id: str = "id",
    doc_text: str = "text",
    page_id: str = "id",
    page_text: str = "text",
    out: str = "references",
    max_pages: int = 200,
    broadcast: bool = True,
) -> DataFrame:
    """Returns `docs` with a column `out`: up to `k` pages that share most with the text, the fullest first.

    A page is a struct of `id`, `text` and `containment`, the share of the text's three-word runs that it has. Runs that more
    than `max_pages` pages have say nothing and are dropped, and so are pages with less than a fifth of what the fullest page
    has. The pages are candidates: no containment tells a copy from a page on the same subject, and `repair` with
    `references` takes from each what matches and refuses the rest.

    The runs of all texts are sent to each worker, 8 bytes each, so that those of the pages need no shuffle; where there are
    more texts than fit there, switch `broadcast` off. Texts without a page have null.
    """
    from pyspark.sql import Window
    from pyspark.sql import functions as F

    if k < 1:
        raise ConfigError(f"k is {k}, expected 1 or more")
    spread: Callable[[DataFrame], DataFrame] = F.broadcast if broadcast else lambda frame: frame
    sought = _grams(docs, doc_id, doc_text).withColumnRenamed("_key", "_doc")
    offered = _grams(pages, page_id, page_text).select(F.col("_key").alias("_page"), "_gram")
    # Runs that no text has go before anything is shuffled: of a crawl, almost all.
    offered = offered.join(spread(sought.select("_gram").distinct()), "_gram", "left_semi")
    rare = offered.groupBy("_gram").agg(F.count(F.lit(1)).alias("_pages")).where(F.col("_pages") <= max_pages)
    hits = sought.join(offered.join(rare.select("_gram"), "_gram"), "_gram")
    hits = hits.groupBy("_doc", "_page", "_size").agg(F.count(F.lit(1)).alias("_hits"))
    ranks = Window.partitionBy("_doc").orderBy(F.desc("_hits"), F.col("_page"))
    hits = hits.withColumn("_rank", F.row_number().over(ranks)).withColumn("_most", F.first("_hits").over(ranks))
    best = hits.where((F.col("_rank") <= k) & (F.col("_hits") >= F.col("_most") / FEWER))
    texts = pages.select(F.col(page_id).alias("_page"), F.col(page_text).alias("_text"))
    page = F.struct(
        F.col("_rank"),
        F.col("_page").alias("id"),
        F.col("_text").alias("text"),
        (F.col("_hits") / F.col("_size")).alias("containment"),
    )
    found = texts.join(spread(best), "_page").groupBy("_doc").agg(F.sort_array(F.collect_list(page)).alias("_found"))
    found = found.select(
        F.col("_doc").alias(doc_id),
        F.transform("_found", lambda page: F.struct(page["id"], page["text"], page["containment"])).alias(out),
    )
    kept = [name for name in docs.columns if name != out]
    return docs.select(*kept).join(found, doc_id, "left").select(*kept, out)
