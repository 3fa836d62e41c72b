/**
 * Repairs English text that a machine has damaged, as a plan of justified edits.
 *
 * Offsets are UTF-16 code units, as in `text.slice(start, end)`. Nothing leaves the machine: the module has no imports.
 */

/** Kinds of damage; "auto" finds it out from the text. */
export type Noise = "auto" | "ocr" | "typing" | "speech" | "scrape" | "translation";

/** How many right words a repair may break, the smallest number first. */
export type HarmBudget = "tight" | "default" | "bold" | "none";

/** What an edit does to the text. */
export type EditKind =
  | "casing" | "spelling" | "real-word" | "spacing" | "dehyphenation" | "punctuation" | "repetition"
  | "substitution" | "insertion" | "deletion" | "number" | "variant";

/** Formats of which files are repaired in place. */
export type Format = "text" | "hocr" | "alto" | "page" | "srt" | "vtt" | "html" | "markdown";

/** How texts are repaired. */
export interface Settings {
  /** The likely kind of damage. Default: "auto". */
  noise?: Noise | undefined;
  /** Default: "default". */
  harmBudget?: HarmBudget | undefined;
  /** What is taken over from a reference. Default: "conservative". */
  policy?: "conservative" | "full" | undefined;
  /** Edits below it are dropped, 0 to 1. Default: 0. */
  minConfidence?: number | undefined;
  /** Whether capitals are repaired. Default: true. */
  casing?: boolean | undefined;
  /** Whether words and spaces are repaired. Default: true. */
  spelling?: boolean | undefined;
  /** The dialect of the writer, so that it is not taken for damage. Default: found out from the text. */
  dialect?: "us" | "uk" | "ca" | "au" | "in" | undefined;
  /** The kinds of edits that are wanted. Default: all. */
  only?: readonly EditKind[] | undefined;
  /** Words that are right, or their counts. */
  words?: readonly string[] | Readonly<Record<string, number>> | undefined;
}

/** Settings, and what is said of one text. */
export interface Options extends Settings {
  /** A page, or several, that may hold a clean copy of the text. */
  reference?: string | readonly string[] | undefined;
  /** Spans to keep, as `[start, end]`. */
  protect?: readonly (readonly [number, number])[] | undefined;
}

/** Something that speaks for an edit. */
export interface Evidence {
  /** "witness", "known-word", "likelier" and others. */
  readonly name: string;
  /** The same as a clause to read. */
  readonly says: string;
  /** Of a witness: which reference, from 0, and where in it. */
  readonly reference?: number;
  readonly start?: number;
  readonly end?: number;
}

/** One replacement, and why it is made. */
export interface Edit {
  /** First code unit in the text. */
  readonly start: number;
  /** The code unit behind the last one. */
  readonly end: number;
  readonly original: string;
  readonly replacement: string;
  readonly kind: EditKind;
  /** The share of such edits that are right, 0 to 1. */
  readonly confidence: number;
  /** The weightiest first. */
  readonly evidence: readonly Evidence[];
}

/** What a text suffers from, measured before anything is repaired. */
export interface Diagnosis {
  readonly words: number;
  /** Words that no lexicon knows. */
  readonly unknown: number;
  /** Small words capitalised in runs. */
  readonly titleCasedWords: number;
  /** Names inside sentences that are written small. */
  readonly lowercasedNames: number;
  /** Bytes of UTF-8 that a reference may hold and that were left alone all the same. */
  readonly unaligned: number;
  /** Of a million characters, how many a recogniser misread. */
  readonly misreadPerMillion: number;
  /** Of a million characters, how many a writer mistyped or misspelt. */
  readonly mistypedPerMillion: number;
}

/** A word that may have been meant. */
export interface Suggestion {
  readonly text: string;
  readonly confidence: number;
}

/** A file, and what its name or you say of its format; the content tells where neither does. */
export interface FileOptions extends Settings {
  format?: Format | undefined;
  /** Of "notes.md" the ending tells the format. */
  name?: string | undefined;
  reference?: string | readonly string[] | undefined;
  /** Whether edits may split, join or remove words that have boxes. Default: false. */
  resegment?: boolean | undefined;
}

/** A change of a file. Lines and columns count from 1, columns in code points. */
export interface Change {
  /** The id of the word, where words have boxes. */
  readonly element?: string;
  readonly line: number;
  readonly column: number;
  readonly original: string;
  readonly replacement: string;
}

/** An edit that was not made in a file: its span in the text of this index, and why not. */
export interface Skipped {
  readonly text: number;
  readonly start: number;
  readonly end: number;
  readonly original: string;
  readonly reason: string;
}

/** A file with its edits made. */
export interface RepairedFile {
  readonly format: Format;
  readonly data: string;
  readonly changes: readonly Change[];
  readonly skipped: readonly Skipped[];
  /** How many texts were left alone since repairing them again and again went on changing them. */
  readonly unstable: number;
}

/** The texts of a file, each with its plan. */
export interface FilePlan {
  readonly format: Format;
  readonly texts: readonly Plan[];
}

/** A setting, a span or a request that is not sound. */
export class ConfigError extends Error {
  override name = "ConfigError";
}

/** A file that is malformed, or of a format that is not repaired. */
export class FormatError extends Error {
  override name = "FormatError";
}

/** The edits that repair a text: sorted, disjoint, none within a character. */
export class Plan {
  constructor(
    readonly text: string,
    readonly edits: readonly Edit[],
    readonly diagnosis: Diagnosis,
    /** Passages that a reference may hold and that were left alone all the same. */
    readonly unaligned: readonly (readonly [number, number])[],
  ) {}

  /** Returns the repaired text; with `keep`, that of the edits of which it is true. */
  apply(keep: (edit: Edit) => boolean = () => true): string {
    return apply(this.text, this.edits.filter(keep));
  }
}

/** Returns a text with edits made: sorted and disjoint, as those of a plan are. */
export function apply(text: string, edits: readonly Pick<Edit, "start" | "end" | "replacement">[]): string {
  const parts: string[] = [];
  let at = 0;
  for (const { start, end, replacement } of edits) {
    parts.push(text.slice(at, start), replacement);
    at = end;
  }
  parts.push(text.slice(at));
  return parts.join("");
}

/** What the module exports. */
interface Exports {
  memory: WebAssembly.Memory;
  reserve(length: number): number;
  answer(): number;
  answer_length(): number;
}

/** A plan as the module tells it. */
interface PlanRecord {
  text?: string;
  edits: Omit<Edit, "original">[];
  diagnosis: Diagnosis;
  unaligned: [number, number][];
}

/** Where the module is: an address, its bytes, an answer of `fetch`, or the module itself. */
export type Source = string | URL | Response | BufferSource | WebAssembly.Module;

/** Repairs texts. Load it once; it keeps what it finds out about words. */
export class Ungarble {
  readonly #exports: Exports;

  private constructor(instance: WebAssembly.Instance) {
    this.#exports = instance.exports as unknown as Exports;
  }

  /** Loads the module: by default `ungarble.wasm` beside this file. */
  static async load(source: Source | Promise<Response> = new URL("ungarble.wasm", import.meta.url)): Promise<Ungarble> {
    return new Ungarble(await instantiate(await source));
  }

  /** Returns the edits that repair a text. */
  plan(text: string, options: Options = {}): Plan {
    const { reference, protect, ...rest } = options;
    const record = this.#ask<PlanRecord>({
      call: "plan",
      text: wellFormed(text),
      references: references(reference),
      protect: [...(protect ?? []), ...loneSurrogates(text)],
      settings: settings(rest),
    });
    return plan(text, record);
  }

  /** Returns the repaired text: the text itself where there is nothing to repair. */
  repair(text: string, options: Options = {}): string {
    return this.plan(text, options).apply();
  }

  /** Returns what may have been meant by a word, the likeliest first. The last two words before it and the first two behind it count. */
  suggest(
    word: string,
    context: { before?: string; after?: string; limit?: number; noise?: Noise; words?: Settings["words"] } = {},
  ): Suggestion[] {
    const { before = "", after = "", limit = 5, ...rest } = context;
    return this.#ask<Suggestion[]>({
      call: "suggest",
      word: wellFormed(word),
      before: wellFormed(before),
      after: wellFormed(after),
      limit,
      settings: settings(rest),
    });
  }

  /** Returns the text of a file to read, or to take as a reference: without markup, broken words whole. */
  readText(data: string | Uint8Array, options: Pick<FileOptions, "format" | "name"> = {}): { format: Format; text: string } {
    const { format, name } = options;
    return this.#ask<{ format: Format; text: string }>({ call: "readText", data: decoded(data), format, name });
  }

  /** Returns the texts of a file, each with its plan. */
  planFile(data: string | Uint8Array, options: Omit<FileOptions, "resegment"> = {}): FilePlan {
    const { format, name, reference, ...rest } = options;
    const { format: found, texts } = this.#ask<{ format: Format; texts: PlanRecord[] }>({
      call: "planFile",
      data: decoded(data),
      format,
      name,
      references: references(reference),
      settings: settings(rest),
    });
    return { format: found, texts: texts.map((record) => plan(record.text ?? "", record)) };
  }

  /** Returns a file with edits of its texts, the first list for the first text. */
  applyFile(
    data: string | Uint8Array,
    edits: readonly (readonly Pick<Edit, "start" | "end" | "replacement">[])[],
    options: Pick<FileOptions, "format" | "name" | "resegment"> = {},
  ): RepairedFile {
    const made = edits.map((list) => list.map(({ start, end, replacement }) => ({ start, end, replacement: wellFormed(replacement) })));
    return this.#ask<RepairedFile>({ call: "applyFile", data: decoded(data), edits: made, ...options });
  }

  /** Returns a file repaired such that repairing it again changes nothing. */
  repairFile(data: string | Uint8Array, options: FileOptions = {}): RepairedFile {
    const { format, name, resegment, reference, ...rest } = options;
    return this.#ask<RepairedFile>({
      call: "repairFile",
      data: decoded(data),
      format,
      name,
      resegment,
      references: references(reference),
      settings: settings(rest),
    });
  }

  #ask<T>(request: object): T {
    const { memory, reserve, answer, answer_length } = this.#exports;
    const bytes = new TextEncoder().encode(JSON.stringify(request));
    // Addresses are signed where they pass 2 GiB; memory moves whenever the module takes more.
    const room = reserve(bytes.length) >>> 0;
    new Uint8Array(memory.buffer, room, bytes.length).set(bytes);
    const start = answer() >>> 0;
    const told = new TextDecoder().decode(new Uint8Array(memory.buffer, start, answer_length() >>> 0));
    const value: unknown = JSON.parse(told);
    if (typeof value === "object" && value !== null && "error" in value) {
      const { error, name } = value as { error: string; name: string };
      throw name === "FormatError" ? new FormatError(error) : new ConfigError(error);
    }
    return value as T;
  }
}

async function instantiate(source: Source): Promise<WebAssembly.Instance> {
  if (source instanceof WebAssembly.Module) return WebAssembly.instantiate(source);
  if (typeof source === "string" || source instanceof URL) {
    const url = new URL(source, globalThis.location?.href ?? import.meta.url);
    if (url.protocol === "file:" && !globalThis.location) {
      const { readFile } = await import("node:fs/promises");
      return (await WebAssembly.instantiate(await readFile(url))).instance;
    }
    return instantiate(await fetch(url));
  }
  if (source instanceof Response) {
    if (!source.ok) throw new Error(`${source.url}: ${source.status} ${source.statusText}`);
    if (source.headers.get("content-type")?.startsWith("application/wasm")) {
      return (await WebAssembly.instantiateStreaming(source)).instance;
    }
    source = await source.arrayBuffer();
  }
  return (await WebAssembly.instantiate(source as BufferSource)).instance;
}

function plan(text: string, record: PlanRecord): Plan {
  const edits = record.edits.map(({ start, end, ...rest }) => ({ start, end, original: text.slice(start, end), ...rest }));
  return new Plan(text, edits, record.diagnosis, record.unaligned);
}

function references(reference: Options["reference"]): string[] {
  if (reference === undefined) return [];
  return (typeof reference === "string" ? [reference] : reference).map(wellFormed);
}

function settings({ words, ...rest }: Settings): object {
  if (words === undefined) return rest;
  return { ...rest, words: isList(words) ? Object.fromEntries(words.map((word) => [word, 1])) : words };
}

function isList(words: readonly string[] | Readonly<Record<string, number>>): words is readonly string[] {
  return Array.isArray(words);
}

/** Half a pair alone is no text. What stands for it is as long, so that offsets stay. */
function wellFormed(text: string): string {
  return text.replace(/\p{Surrogate}/gu, "\u{fffd}");
}

function loneSurrogates(text: string): [number, number][] {
  return Array.from(text.matchAll(/\p{Surrogate}/gu), ({ index }) => [index, index + 1]);
}

function decoded(data: string | Uint8Array): string {
  if (typeof data === "string") return wellFormed(data);
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(data);
  } catch {
    throw new FormatError("the file is not UTF-8");
  }
}
