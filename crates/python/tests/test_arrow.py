"""Arrow arrays and streams of any library."""

import subprocess
import sys

import pytest

import ungarble

pa = pytest.importorskip("pyarrow")

TEXTS = ["Howver, the goverment fell.", None, "", "The government fell.", "Café: the goverment fell.", "Then the harbour froze."] * 7
EXPECTED = ungarble.repair_list(TEXTS)


@pytest.mark.parametrize("kind", [pa.string(), pa.large_string(), pa.string_view()])
@pytest.mark.parametrize("threads", [1, 3])
def test_arrays_keep_type_nulls_and_order(kind, threads):
    array = pa.array(TEXTS, kind)
    repaired = ungarble.repair_batch(array, threads=threads)
    assert isinstance(repaired, ungarble.Array) and len(repaired) == len(TEXTS)
    assert repaired.to_pylist() == EXPECTED
    back = pa.array(repaired)
    assert back.type == kind and back.to_pylist() == EXPECTED
    back.validate(full=True)
    part = pa.array(ungarble.repair_batch(array.slice(3, 5), threads=threads))
    assert part.to_pylist() == EXPECTED[3:8]
    part.validate(full=True)


@pytest.mark.parametrize("index", [pa.int8(), pa.uint16(), pa.int32(), pa.int64()])
@pytest.mark.parametrize("value", [pa.string(), pa.large_string()])
def test_dictionaries_have_each_value_once(index, value):
    texts = ["The goverment fell.", None, "The government fell.", "The goverment fell.", "It stood."] * 3
    array = pa.array(texts, value).dictionary_encode().cast(pa.dictionary(index, value))
    back = pa.array(ungarble.repair_batch(array))
    assert back.type == pa.dictionary(index, value)
    assert back.to_pylist() == ungarble.repair_list(texts)
    assert sorted(back.dictionary.to_pylist()) == ["It stood.", "The government fell."], "two values became one"
    back.validate(full=True)


def test_empty_and_null_arrays():
    assert pa.array(ungarble.repair_batch(pa.array([], pa.string()))).to_pylist() == []
    assert pa.array(ungarble.repair_batch(pa.nulls(3))).to_pylist() == [None] * 3
    assert pa.array(ungarble.repair_batch(pa.nulls(3, pa.string()))).to_pylist() == [None] * 3


def test_chunked_arrays_are_streams():
    chunks = pa.chunked_array([TEXTS[:5], TEXTS[5:5], TEXTS[5:]], pa.string())
    stream = ungarble.repair_batch(chunks, threads=2)
    assert isinstance(stream, ungarble.ArrayStream)
    back = pa.chunked_array(stream)
    assert back.to_pylist() == EXPECTED and back.num_chunks == 3
    with pytest.raises(ungarble.ArrowError, match="read already"):
        pa.chunked_array(stream)


def test_tables_and_batches_have_one_column_repaired():
    table = pa.table({"id": range(len(TEXTS)), "text": TEXTS, "more": ["The goverment"] * len(TEXTS)})
    back = pa.table(ungarble.repair_batch(table, column="text"))
    assert back.schema == table.schema
    assert back["text"].to_pylist() == EXPECTED and back["more"] == table["more"] and back["id"] == table["id"]
    batch = table.to_batches()[0]
    assert pa.record_batch(ungarble.repair_batch(batch, column="text")).column("text").to_pylist() == EXPECTED
    for column, message in [("body", 'no column "body"'), ("id", "expected strings, found Int64"), (None, "which column")]:
        with pytest.raises(ungarble.ArrowError, match=message):
            ungarble.repair_batch(table, column=column)


def test_streams_are_repaired_as_they_are_read():
    read = []

    def batches():
        for number in range(5):
            read.append(number)
            yield pa.record_batch({"text": [f"The goverment of {number} fell."]})

    schema = pa.schema({"text": pa.string()})
    stream = ungarble.repair_batch(pa.RecordBatchReader.from_batches(schema, batches()), column="text")
    assert read == []
    reader = pa.RecordBatchReader.from_stream(stream)
    assert reader.read_next_batch().column("text").to_pylist() == ["The government of 0 fell."]
    assert read == [0]
    assert reader.read_all().num_rows == 4


def test_a_stream_that_fails_tells_why():
    def batches():
        yield pa.record_batch({"text": ["The goverment fell."]})
        raise RuntimeError("the source is gone")

    schema = pa.schema({"text": pa.string()})
    stream = ungarble.repair_batch(pa.RecordBatchReader.from_batches(schema, batches()), column="text")
    reader = pa.RecordBatchReader.from_stream(stream)
    reader.read_next_batch()
    with pytest.raises(Exception, match="the source is gone"):
        reader.read_next_batch()


def test_what_holds_no_strings_is_refused():
    for data in (pa.array([1, 2]), pa.array([b"x"]), pa.chunked_array([[1]]), pa.array([["x"]])):
        with pytest.raises(ungarble.ArrowError, match="expected strings, found"):
            ungarble.repair_batch(data)
    with pytest.raises((TypeError, ValueError)):
        ungarble.repair_batch(["a list"])


def test_a_pool_repairs_batches():
    page = "The yard will be re-energised in spring, said the owners on Monday, and 40 people will be hired."
    pool = ungarble.ReferencePool({"yard": page})
    array = pa.array([page.replace("energised", "airgised"), None])
    assert ungarble.repair_batch(array, pool=pool).to_pylist() == [page, None]


def test_polars():
    pl = pytest.importorskip("polars")
    series = pl.Series("text", TEXTS)
    assert pl.Series(ungarble.repair_batch(series)).to_list() == EXPECTED
    categories = pl.Series("text", TEXTS, dtype=pl.Categorical)
    assert pl.Series(ungarble.repair_batch(categories)).to_list() == EXPECTED


def test_pandas():
    pd = pytest.importorskip("pandas")
    series = pd.Series(TEXTS, dtype="str")
    back = pd.Series(pa.chunked_array(ungarble.repair_batch(pa.chunked_array([pa.array(series)]))).to_pandas())
    assert [None if pd.isna(text) else text for text in back] == EXPECTED


def test_no_arrow_library_is_needed():
    pytest.importorskip("polars")
    code = """
import sys
import polars, ungarble
stream = ungarble.repair_batch(polars.Series(["The goverment fell."]))
print(polars.Series(stream).to_list(), sorted({"pyarrow", "numpy", "arro3"} & set(sys.modules)))
"""
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert out.stdout == "['The government fell.'] []\n"
