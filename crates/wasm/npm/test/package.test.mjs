// The package as its users meet it.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import { ConfigError, FormatError, Ungarble, apply } from "ungarble";

const file = new URL(import.meta.resolve("ungarble/ungarble.wasm"));
const bytes = readFileSync(file);
let ungarble;

before(async () => {
  ungarble = await Ungarble.load();
});

test("the module imports nothing", () => {
  assert.deepEqual(WebAssembly.Module.imports(new WebAssembly.Module(bytes)), []);
});

test("it loads from wherever it is", async (context) => {
  const server = createServer((request, response) => {
    if (request.url === "/none.wasm") response.writeHead(404);
    else response.setHeader("content-type", request.url === "/typed.wasm" ? "application/wasm" : "application/octet-stream");
    response.end(request.url === "/none.wasm" ? "" : bytes);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  context.after(() => server.close());
  const base = `http://127.0.0.1:${server.address().port}`;
  const sources = [
    file, file.href, bytes, new WebAssembly.Module(bytes), `${base}/typed.wasm`, `${base}/untyped.wasm`, fetch(`${base}/typed.wasm`),
  ];
  for (const source of sources) {
    assert.equal((await Ungarble.load(source)).repair("The goverment fell."), "The government fell.");
  }
  await assert.rejects(Ungarble.load(`${base}/none.wasm`), /404/);
});

test("it works in a worker", async () => {
  const code = `
    import { parentPort } from "node:worker_threads";
    import { Ungarble } from ${JSON.stringify(import.meta.resolve("ungarble"))};
    const ungarble = await Ungarble.load();
    parentPort.on("message", (text) => parentPort.postMessage(ungarble.plan(text)));`;
  const worker = new Worker(new URL(`data:text/javascript,${encodeURIComponent(code)}`));
  const text = "🙂 The goverment fell inthe spring.";
  worker.postMessage(text);
  const told = await new Promise((resolve, reject) => worker.once("message", resolve).once("error", reject));
  await worker.terminate();
  assert.deepEqual(told.edits, ungarble.plan(text).edits);
});

test("a plan is applied as a whole or in part", () => {
  const text = "The goverment fell inthe spring.";
  const plan = ungarble.plan(text);
  assert.equal(plan.apply(), ungarble.repair(text));
  assert.equal(plan.apply(() => false), text);
  assert.equal(plan.apply(({ kind }) => kind === "spelling"), "The government fell inthe spring.");
  assert.equal(apply(text, plan.edits.slice(1)), "The goverment fell in the spring.");
  assert.equal(plan.diagnosis.words, 5);
});

test("settings are those of the library", () => {
  const text = "the goverment of Lundwick fell inthe spring.";
  assert.deepEqual(ungarble.plan(text, { only: ["spacing"] }).edits.map(({ kind }) => kind), ["spacing"]);
  assert.ok(ungarble.plan(text, { casing: false }).edits.every(({ kind }) => kind !== "casing"));
  assert.ok(ungarble.plan(text, { spelling: false }).edits.every(({ kind }) => kind === "casing"));
  assert.deepEqual(ungarble.plan(text, { minConfidence: 1 }).edits.filter(({ confidence }) => confidence < 1), []);
  for (const words of [["goverment"], { goverment: 3 }]) {
    assert.ok(ungarble.plan(text, { words }).edits.every(({ original }) => original !== "goverment"));
  }
  const kept = ungarble.plan(`🙂 ${text}`, { protect: [[7, 16]] });
  assert.ok(kept.edits.every(({ start, end }) => end <= 7 || start >= 16));
});

test("half a pair stays", () => {
  const plan = ungarble.plan("\ud83d The goverment fell.\udc00 Tbe \udfffend\ud800");
  assert.equal(plan.apply(({ original }) => original === "goverment"), "\ud83d The government fell.\udc00 Tbe \udfffend\ud800");
  assert.ok(plan.apply().startsWith("\ud83d") && plan.apply().endsWith("\ud800"));
});

test("suggestions come with their share", () => {
  const found = ungarble.suggest("thier", { before: "sold", after: "house", limit: 3 });
  assert.equal(found[0].text, "their");
  assert.ok(found.length <= 3 && found.every(({ confidence }, at) => confidence <= (found[at - 1]?.confidence ?? 1)));
});

test("files are repaired in place", () => {
  const page = "\ufeff# Tbe harbour\r\n\r\nThe **g**overment fell.\r\n";
  const repaired = ungarble.repairFile(page, { name: "notes.md" });
  assert.equal(repaired.data, "\ufeff# The harbour\r\n\r\nThe **g**overnment fell.\r\n");
  assert.equal(repaired.format, "markdown");
  assert.deepEqual(repaired, ungarble.repairFile(new TextEncoder().encode(page), { format: "markdown" }));
  const { format, texts } = ungarble.planFile(page, { name: "notes.md" });
  const edits = texts.map((plan) => plan.edits);
  assert.equal(ungarble.applyFile(page, edits, { format }).data, repaired.data);
  const some = edits.map((list) => list.filter(({ replacement }) => replacement !== "The"));
  assert.equal(ungarble.applyFile(page, some, { format }).data, page.replace("overment", "overnment"));
});

test("a file is read as a reference", () => {
  const page = "<html><body><nav>Menu</nav><p>The boats of Skarnholm came home at night, and nobody saw the lights of the harbour.</p></body></html>";
  const { format, text } = ungarble.readText(page, { name: "page.html" });
  assert.equal(format, "html");
  assert.match(text, /^(?!.*<).*The boats of Skarnholm came home at night, and nobody saw the lights of the harbour\.$/s);
  const [edit] = ungarble.plan("The boats of Skarnhohn came home at night, and nobody saw the lights of the harbour.", { reference: text }).edits;
  const [witness] = edit.evidence;
  assert.deepEqual([witness.name, text.slice(witness.start, witness.end)], ["witness", "Skarnholm"]);
});

test("edits that a format has no room for are told", () => {
  const line = "<div class='ocr_page'><span class='ocr_line'><span class='ocrx_word' title='bbox 1 1 9 9'>inthe</span> "
    + "<span class='ocrx_word' title='bbox 10 1 19 9'>spring</span></span></div>";
  const edits = [[{ start: 0, end: 5, replacement: "in the" }]];
  const { data, skipped } = ungarble.applyFile(line, edits, { format: "hocr" });
  assert.equal(data, line);
  assert.deepEqual(skipped.map(({ text, start, end, original }) => [text, start, end, original]), [[0, 0, 5, "inthe"]]);
  assert.match(ungarble.applyFile(line, edits, { format: "hocr", resegment: true }).data, />in<.*>the</s);
});

test("what is wrong is told", () => {
  assert.throws(() => ungarble.plan("x", { noise: "photocopy" }), ConfigError);
  assert.throws(() => ungarble.plan("x", { harmBudjet: "bold" }), /harmBudjet/);
  assert.throws(() => ungarble.plan("x", { protect: [[1, 4]] }), /0\.\.1/);
  assert.throws(() => ungarble.repairFile("<alto><p></alto>", { format: "alto" }), FormatError);
  assert.throws(() => ungarble.repairFile(Uint8Array.of(0x41, 0xff)), /UTF-8/);
  assert.equal(ungarble.repair("The goverment fell."), "The government fell.");
});

test("the files of the package are there", () => {
  for (const name of ["LICENSE-MIT", "LICENSE-APACHE", "NOTICE-en", "NOTICE-en-lm", "README.md", "index.d.ts"]) {
    assert.ok(readFileSync(fileURLToPath(new URL(name, file))).length > 500, name);
  }
});
