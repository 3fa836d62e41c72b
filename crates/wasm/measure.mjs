// Takes the figures of web/README.md: node crates/wasm/measure.mjs [MODULE]
import { readFileSync } from "node:fs";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const root = new URL("../..", import.meta.url);
const file = process.argv[2] ?? new URL("target/npm/ungarble/ungarble.wasm", root);

/** Milliseconds that something takes, the best of some times, and what it returns. */
async function timed(work, times = 1) {
  let best = Infinity;
  let value;
  for (let i = 0; i < times; i++) {
    const start = performance.now();
    value = await work();
    best = Math.min(best, performance.now() - start);
  }
  return [best, value];
}

const bytes = readFileSync(file);
const { Ungarble } = await import(new URL("target/npm/ungarble/index.js", root));
const [load, ungarble] = await timed(() => Ungarble.load(bytes), 5);
const [first] = await timed(() => ungarble.plan("Howver, the goverment fell inthe spring."));
const page = readFileSync(new URL("examples/data/garbled.txt", root), "utf8");
const pages = `${page}\n`.repeat(Math.ceil(1_000_000 / page.length));
// Of the processor's time: others may use the machine.
const before = process.cpuUsage();
ungarble.plan(pages);
const { user, system } = process.cpuUsage(before);
const heap = process.memoryUsage();
const options = { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 24, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } };
const figures = {
  bytes: bytes.length,
  gzip: gzipSync(bytes, { level: 9 }).length,
  brotli: brotliCompressSync(bytes, options).length,
  "load, ms": load,
  "first repair, ms": first,
  "kB a second of the processor": (pages.length * 1000) / (user + system),
  "memory outside the heap, MB": (heap.external + heap.arrayBuffers) / 1e6,
};
for (const [name, value] of Object.entries(figures)) console.log(`${name}: ${value.toFixed(1)}`);
