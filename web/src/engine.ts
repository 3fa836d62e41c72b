// The worker, as the page talks to it.
import type { Edit, FileOptions, RepairedFile } from "./ungarble/index.js";
import type { Message, Planned, Request } from "./worker.js";

/** What was cancelled. */
export class Cancelled extends Error {}

/** Kilobytes a second that a machine is taken to repair, before the first long text tells. */
const SPEED = 100;
/** Shorter texts tell nothing of the speed: they are mostly start. */
const LONG = 30_000;

export class Engine {
  #worker!: Worker;
  #module: WebAssembly.Module | undefined;
  #waiting = new Map<number, { done: (value: unknown) => void; failed: (error: Error) => void }>();
  #ready!: Promise<void>;
  #number = 0;
  /** Characters a millisecond. */
  #speed = SPEED;

  /** `progress` is called with the bytes of the module that have come. */
  constructor(private readonly progress: (bytes: number) => void) {
    this.#start();
  }

  #start(): void {
    this.#worker = new Worker(new URL("worker.js", import.meta.url), { type: "module" });
    this.#worker.onmessage = ({ data }: MessageEvent<Message>) => {
      if ("bytes" in data) return this.progress(data.bytes);
      const waiting = this.#waiting.get(data.id);
      this.#waiting.delete(data.id);
      if ("error" in data) waiting?.failed(new Error(data.error));
      else waiting?.done(data.value);
    };
    this.#worker.onerror = (event) => this.#end(new Error(event.message || "the worker could not be started"));
    this.#ready = this.#ask<WebAssembly.Module>({ call: "load", module: this.#module }).then((module) => {
      this.#module = module;
    });
    this.#ready.catch(() => {});
  }

  #end(error: Error): void {
    this.#worker.terminate();
    for (const { failed } of this.#waiting.values()) failed(error);
    this.#waiting.clear();
  }

  #ask<T>(request: Request): Promise<T> {
    const id = ++this.#number;
    return new Promise<T>((done, failed) => {
      this.#waiting.set(id, { done: done as (value: unknown) => void, failed });
      this.#worker.postMessage({ id, ...request });
    });
  }

  /** Resolves once the module is loaded. */
  get ready(): Promise<void> {
    return this.#ready;
  }

  /** Ends the repair that is under way; what waits for it fails with `Cancelled`. Loading goes on. */
  cancel(): void {
    if (!this.#module) return;
    this.#end(new Cancelled());
    this.#start();
  }

  /** Returns how many milliseconds a text of this length is likely to take. */
  estimate(length: number): number {
    return length / this.#speed;
  }

  async plan(data: string, options: FileOptions, copy: { data: string; name: string | undefined }): Promise<Planned> {
    await this.#ready;
    const start = performance.now();
    const planned = await this.#ask<Planned>({ call: "plan", data, options, copy });
    const length = data.length + copy.data.length;
    if (length > LONG) this.#speed = length / (performance.now() - start);
    return planned;
  }

  async apply(data: string, edits: Edit[][], options: FileOptions): Promise<RepairedFile> {
    await this.#ready;
    return this.#ask<RepairedFile>({ call: "apply", data, edits, options });
  }
}
