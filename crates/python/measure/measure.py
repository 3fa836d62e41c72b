"""Takes the figures of docs/python.md: python measure.py size|speed|threads|spark|references|stream [--scale 1]

Texts are the training pairs of this repository. CPU seconds are quoted, of the process or of the tree of processes, so that
other work on the machine counts for little. UNGARBLE_COMMAND names the command to compare with.
"""

import argparse
import io
import itertools
import json
import os
import random
import re
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import zstandard

import ungarble

REPOSITORY = Path(__file__).resolve().parents[3]
KINDS = ["ocr", "typing", "casing", "layout", "right", "right-more", "ocr-heavy", "speech", "roundtrip"]
WORDS = 30


def pairs(kind):
    with open(REPOSITORY / "training" / "pairs" / f"{kind}.jsonl.zst", "rb") as file:
        reader = zstandard.ZstdDecompressor(max_window_size=2**27).stream_reader(file)
        yield from map(json.loads, io.TextIOWrapper(reader, encoding="utf-8"))


def rows(count):
    """Returns so many different texts of thirty words, kinds of noise mixed as in a careless crawl."""
    found = []
    for kind in KINDS:
        for pair in pairs(kind):
            words = pair["garbled"].split(" ")
            found += [" ".join(words[at : at + WORDS]) for at in range(0, len(words), WORDS)]
    random.Random(7).shuffle(found)
    return list(itertools.islice(itertools.cycle(found), count))


def cpu():
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def memory():
    """Returns the resident memory of this process in MB."""
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6


def timed(work):
    wall, used = time.perf_counter(), cpu()
    result = work()
    return result, time.perf_counter() - wall, cpu() - used


def size(_):
    package = Path(ungarble.__file__).parent
    library = next(package.glob("_ungarble*.so"))
    wheels = sorted((REPOSITORY / "target" / "wheels").glob("ungarble-*.whl"))
    if wheels:
        print(f"wheel {wheels[-1].name}: {wheels[-1].stat().st_size / 1e6:.1f} MB")
    print(f"library {library.stat().st_size / 1e6:.1f} MB")
    code = "import time; t = time.perf_counter(); import ungarble; print(time.perf_counter() - t)"
    run = [sys.executable, "-c", code]
    took = sorted(float(subprocess.run(run, check=True, stdout=subprocess.PIPE).stdout) for _ in range(15))
    print(f"import: median {1000 * took[7]:.1f} ms, best {1000 * took[0]:.1f} ms of 15 processes")


def speed(scale):
    """One thread each, from a cold start each, in processes of their own."""
    texts = rows(int(100_000 * scale))
    words = sum(len(text.split()) for text in texts)
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "rows.jsonl")
        source.write_text("".join(json.dumps({"text": text}) + "\n" for text in texts))
        command = [os.environ.get("UNGARBLE_COMMAND", "ungarble"), "--no-config", "--no-progress", "--jsonl", "-j", "1"]
        used = {}
        for name in ("command", "repair", "repair_list", "repair_batch"):
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
            if name == "command":
                subprocess.run([*command, "-o", os.devnull, str(source)], check=True)
                after = resource.getrusage(resource.RUSAGE_CHILDREN)
                used[name] = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
            else:
                run = [sys.executable, __file__, "one", "--name", name, "--source", str(source)]
                used[name] = float(subprocess.run(run, check=True, stdout=subprocess.PIPE).stdout)
            ratio = used["command"] / used[name]
            print(f"{name}: {words / used[name] / 1000:.0f} thousand words per CPU second, {ratio:.2f} of the command")


def one(name, source):
    """Prints the CPU seconds of one way to repair the texts; reading and writing them aside."""
    texts = [json.loads(line)["text"] for line in source.read_text().splitlines()]
    if name == "repair":
        _, _, used = timed(lambda: [ungarble.repair(text) for text in texts])
    elif name == "repair_list":
        _, _, used = timed(lambda: ungarble.repair_list(texts))
    else:
        import pyarrow

        array = pyarrow.array(texts)
        _, _, used = timed(lambda: pyarrow.array(ungarble.repair_batch(array)))
    print(used)


def threads(scale):
    texts = rows(int(50_000 * scale))
    took = {}
    for run, count in enumerate((1, 2, 1, 2, 1, 2), start=1):
        # Settings of their own have a cache of their own: nobody finds what the run before found out.
        repairer = ungarble.Repairer(threads=count, min_confidence=0.001 * run)
        result, wall, used = timed(lambda: repairer.repair_list(texts))
        took.setdefault(count, []).append(wall)
        print(f"{count} threads: {wall:.1f} s, {used:.1f} CPU s")
    print(f"two threads are {min(took[1]) / min(took[2]):.2f} times as fast")


def tree_cpu():
    """Returns the CPU seconds of this process and all below it, those that have ended included."""
    used, parents = {}, {}
    for entry in os.listdir("/proc"):
        if entry.isdigit():
            try:
                fields = Path("/proc", entry, "stat").read_text().rsplit(")", 1)[1].split()
            except OSError:
                continue
            parents[int(entry)], used[int(entry)] = int(fields[1]), sum(map(int, fields[11:15]))
    mine, grown = {os.getpid()}, True
    while grown:
        more = {process for process, parent in parents.items() if parent in mine} - mine
        grown, mine = bool(more), mine | more
    return sum(used[process] for process in mine if process in used) / os.sysconf("SC_CLK_TCK")


def session(memory):
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.master("local[2]").config("spark.driver.memory", memory)
    builder = builder.config("spark.ui.enabled", "false").config("spark.sql.shuffle.partitions", "8")
    spark = builder.config("spark.ui.showConsoleProgress", "false").getOrCreate()
    spark.sparkContext.setLogLevel("ERROR")
    return spark


def spark(scale):
    texts = rows(int(200_000 * scale))
    texts[::1000] = [None] * len(texts[::1000])
    expected, _, loop = timed(lambda: [None if text is None else ungarble.repair(text) for text in texts])
    print(f"plain loop: {loop:.1f} CPU s for {len(texts)} rows")
    spark = session("3g")
    import pandas

    data = spark.createDataFrame(pandas.DataFrame({"id": range(len(texts)), "text": texts}), "id long, text string")
    data = data.repartition(8).cache()
    data.count()
    data.mapInArrow(lambda batches: batches, data.schema).write.format("noop").mode("overwrite").save()
    for name, out in [
        ("identity", data.mapInArrow(lambda batches: batches, data.schema)),
        ("ungarble.spark.repair", ungarble.spark.repair(data)),
    ]:
        before, wall = tree_cpu(), time.perf_counter()
        out.write.format("noop").mode("overwrite").save()
        used = tree_cpu() - before
        print(f"{name}: {used:.1f} CPU s, {used / loop:.2f} of the loop, {time.perf_counter() - wall:.1f} s")
    found = {row.id: row.repaired for row in ungarble.spark.repair(data).select("id", "repaired").toLocalIterator()}
    same = sum(found[number] == text for number, text in enumerate(expected))
    print(f"{same} of {len(texts)} rows as by the loop, {sum(text is None for text in found.values())} null")
    spark.stop()


def sentences(text):
    return [s for s in re.split(r"(?<=[.!?])\s+", " ".join(text.split())) if len(s) > 30]


def references(scale):
    """Pages are sentences of right texts; a hundred hold 85 % of the sentences of a text that OCR has garbled."""
    dice = random.Random(7)
    wanted = [pair for pair in pairs("ocr") if len(sentences(pair["clean"])) >= 8][:100]
    own = {sentence for pair in wanted for sentence in sentences(pair["clean"])}
    others = [s for pair in pairs("right") for s in sentences(pair["clean"]) if s not in own]
    pages = {number: dice.choices(others, k=dice.randint(15, 40)) for number in range(int(20_000 * scale))}
    right = {}
    for number, pair in enumerate(wanted):
        page = dice.choice([page for page in pages if page not in right.values()])
        right[number] = page
        pages[page] = pages[page][:10] + [s for s in sentences(pair["clean"]) if dice.random() < 0.85] + pages[page][10:]
    pages = {number: " ".join(body) for number, body in pages.items()}
    spark = session("6g")
    pages_frame = spark.createDataFrame(list(pages.items()), "id long, text string").repartition(16).cache()
    texts = [(number, pair["garbled"]) for number, pair in enumerate(wanted)]
    docs = spark.createDataFrame(texts, "id long, text string")
    print(f"{pages_frame.count()} pages, {sum(map(len, pages.values())) / 1e6:.0f} MB, {len(wanted)} texts")
    wall = time.perf_counter()
    found = ungarble.spark.find_references(docs, pages_frame, k=3).collect()
    took = time.perf_counter() - wall
    ranks = [[page.id for page in row.references or []] for row in found]
    hits = [right[row.id] in pages for row, pages in zip(found, ranks)]
    first = [right[row.id] in pages[:1] for row, pages in zip(found, ranks)]
    print(f"right page among 3: {sum(hits)} of {len(found)}; first: {sum(first)}; {took:.0f} s")
    witnesses, wrong = 0, 0
    for row in found:
        plan = ungarble.plan(row.text, reference=[page.text for page in row.references or []], noise="ocr")
        for edit in plan:
            for evidence in edit.evidence:
                if evidence.name == "witness":
                    witnesses += 1
                    page = row.references[evidence.reference]
                    if page.id != right[row.id]:
                        wrong += 1
                        place = slice(max(0, evidence.start - 40), evidence.end + 40)
                        print(f"text {row.id}, {edit.original!r} -> {edit.replacement!r} by {page.text[place]!r}")
    print(f"{witnesses} witnesses of edits, {wrong} of them on a wrong page")
    spark.stop()


def stream(scale):
    """Two gigabytes through one stream; texts come again, so that it ends."""
    import pyarrow as pa

    texts = rows(50_000)
    total, done = int(2e9 * scale), 0
    schema = pa.schema({"text": pa.string()})

    def batches():
        dice = random.Random(7)
        sent = 0
        while sent < total:
            batch = dice.choices(texts, k=4000)
            sent += sum(map(len, batch))
            yield pa.record_batch([pa.array(batch, pa.string())], schema=schema)

    source = pa.RecordBatchReader.from_batches(schema, batches())
    out = pa.RecordBatchReader.from_stream(ungarble.repair_batch(source, column="text", threads=1))
    wall, told = time.perf_counter(), 0
    for batch in out:
        done += batch.nbytes
        if done >= told:
            print(f"{done / 1e6:.0f} MB: {memory():.0f} MB resident, {time.perf_counter() - wall:.0f} s", flush=True)
            told += total / 10
    print(f"{done / 1e6:.0f} MB: {memory():.0f} MB resident, {time.perf_counter() - wall:.0f} s")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("what", choices=["size", "speed", "threads", "spark", "references", "stream", "one"])
    parser.add_argument("--scale", type=float, default=1.0, help="share of the full size")
    parser.add_argument("--name")
    parser.add_argument("--source", type=Path)
    arguments = parser.parse_args()
    if arguments.what == "one":
        one(arguments.name, arguments.source)
    else:
        globals()[arguments.what](arguments.scale)
