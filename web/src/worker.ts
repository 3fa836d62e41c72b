// Repairs in a thread of its own, so that the page stays alive however long a text is.
import { Ungarble } from "./ungarble/index.js";
import type { Edit, FileOptions, FilePlan } from "./ungarble/index.js";

export type Request =
  | { call: "load"; module: WebAssembly.Module | undefined }
  | { call: "plan"; data: string; options: FileOptions; copy: { data: string; name: string | undefined } }
  | { call: "apply"; data: string; edits: Pick<Edit, "start" | "end" | "replacement">[][]; options: FileOptions };

/** The plans of a file, and the clean copy as text. */
export type Planned = FilePlan & { copy: string | undefined };

export type Message = { bytes: number } | { id: number; value: unknown } | { id: number; error: string };

const scope = globalThis as unknown as {
  onmessage: (event: MessageEvent<Request & { id: number }>) => void;
  postMessage(message: Message): void;
};

let loaded: Promise<Ungarble> | undefined;

/** Tells how much of the module has come. */
function counted(response: Response): Response {
  let bytes = 0;
  const counter = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      bytes += chunk.length;
      scope.postMessage({ bytes });
      controller.enqueue(chunk);
    },
  });
  if (!response.ok || !response.body) return response;
  return new Response(response.body.pipeThrough(counter), { headers: { "content-type": "application/wasm" } });
}

async function answer(request: Request): Promise<unknown> {
  if (request.call === "load") {
    const module = request.module ?? (await WebAssembly.compileStreaming(
      fetch(new URL("ungarble/ungarble.wasm", import.meta.url)).then(counted)));
    loaded = Ungarble.load(module);
    await loaded;
    return module;
  }
  const ungarble = await loaded;
  if (!ungarble) throw new Error("the language model is not loaded");
  if (request.call === "plan") {
    const { data, options, copy } = request;
    const read = copy.data.trim() === "" ? undefined : ungarble.readText(copy.data, { name: copy.name });
    // Of plain text, every character counts; of other formats what a person would read.
    const reference = read && (read.format === "text" ? copy.data : read.text);
    return { ...ungarble.planFile(data, { ...options, reference }), copy: reference } satisfies Planned;
  }
  return ungarble.applyFile(request.data, request.edits, request.options);
}

scope.onmessage = async ({ data: { id, ...request } }) => {
  try {
    scope.postMessage({ id, value: await answer(request) });
  } catch (error) {
    scope.postMessage({ id, error: error instanceof Error ? error.message : String(error) });
  }
};
