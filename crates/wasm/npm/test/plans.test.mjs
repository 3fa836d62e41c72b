// Plans of the package and of the command are equal: on the fixtures of the library, on its pages, and on texts of our own.
// UNGARBLE_ROOT is the checkout, UNGARBLE_COMMAND the command.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { promisify } from "node:util";
import { parse } from "smol-toml";
import { Ungarble } from "ungarble";
import { TEXTS } from "./texts.mjs";

const root = process.env.UNGARBLE_ROOT;
const command = process.env.UNGARBLE_COMMAND;
const run = promisify(execFile);
const folder = mkdtempSync(join(tmpdir(), "ungarble-"));
let ungarble;

before(async () => {
  ungarble = await Ungarble.load();
});
after(() => rmSync(folder, { recursive: true }));

/** Offsets of bytes as code units. */
function units(text) {
  const bytes = new TextEncoder().encode(text);
  return (byte) => new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes.subarray(0, byte)).length;
}

/** The edits that the command makes, offsets in code units. */
async function native(number, text, { reference, noise, harmBudget, policy, dialect }) {
  const file = join(folder, `${number}.txt`);
  writeFileSync(file, text);
  const flags = [["--noise", noise], ["--harm-budget", harmBudget], ["--policy", policy], ["--dialect", dialect]];
  const options = flags.flatMap(([name, value]) => (value === undefined ? [] : [name, value]));
  if (reference !== undefined) {
    const page = join(folder, `${number}.page.txt`);
    writeFileSync(page, reference);
    options.push("--reference", page);
  }
  const { stdout } = await run(command, ["--no-config", "--format", "text", "--edits", ...options, file], { maxBuffer: 1 << 28 });
  const records = stdout.split("\n").filter(Boolean).map((line) => JSON.parse(line));
  const [here, there] = [units(text), units(reference ?? "")];
  return records.filter(({ type }) => type === "edit").map((edit) => ({
    start: here(edit.start),
    end: here(edit.end),
    original: edit.original,
    replacement: edit.replacement,
    kind: edit.kind,
    confidence: edit.confidence,
    evidence: edit.evidence.map(({ name, says, reference, start, end }) => {
      if (reference === undefined) return { name, says };
      const place = { start: there(start), end: there(end) };
      return { name, says: `reference ${reference} has it so at ${place.start}..${place.end}`, reference, ...place };
    }),
  }));
}

/** Compares many plans, some at a time; returns how many edits there are. */
async function compare(cases) {
  let edits = 0;
  const open = cases.map((value, number) => ({ number, ...value }));
  const work = async () => {
    for (let next = open.pop(); next; next = open.pop()) {
      const { number, text, options } = next;
      const wanted = await native(number, text, options);
      const { edits: found } = ungarble.plan(text, options);
      assert.deepEqual(found, wanted, JSON.stringify({ ...options, text: text.slice(0, 200) }));
      for (const { start, end, original } of found) assert.equal(text.slice(start, end), original);
      edits += found.length;
    }
  };
  await Promise.all([work(), work()]);
  return edits;
}

for (const name of readdirSync(join(root, "tests/fixtures"))) {
  test(`plans are those of the command: ${name}`, async () => {
    const cases = parse(readFileSync(join(root, "tests/fixtures", name), "utf8")).case;
    assert.ok(cases.length > 20);
    await compare(cases.map(({ input, noise, policy, reference }) => ({ text: input, options: { noise, policy, reference } })));
  });
}

test("plans are those of the command: pages", async () => {
  const files = ["tests/pages", "examples/data"].flatMap((folder) => readdirSync(join(root, folder)).map((name) => join(root, folder, name)));
  const pages = files.filter((file) => file.endsWith(".txt")).map((file) => readFileSync(file, "utf8"));
  const cases = pages.map((text) => ({ text, options: {} }));
  cases.push({ text: pages[0], options: { reference: pages[1], policy: "full" } });
  assert.ok((await compare(cases)) > 50);
});

test("plans are those of the command: texts of our own", async () => {
  assert.ok((await compare(TEXTS)) > 300);
});

test("what was repaired before changes no plan", async () => {
  const fresh = await Ungarble.load();
  for (const { text, options } of TEXTS.slice(0, 30).reverse()) {
    assert.deepEqual(fresh.plan(text, options), ungarble.plan(text, options));
  }
});
