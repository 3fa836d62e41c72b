// Files that come in and go out.

/** A file as text: UTF-8, else UTF-16 by its mark, else what old Windows programs wrote. */
export async function read(file: File): Promise<{ text: string; encoding: string }> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  const mark = bytes[0] === 0xff && bytes[1] === 0xfe ? "utf-16le" : bytes[0] === 0xfe && bytes[1] === 0xff ? "utf-16be" : "utf-8";
  for (const encoding of [mark, "windows-1252"]) {
    try {
      return { text: new TextDecoder(encoding, { fatal: true, ignoreBOM: true }).decode(bytes), encoding };
    } catch {
      // The next one.
    }
  }
  throw new Error(`${file.name} is no text`);
}

/** Hands a file to the person. */
export function save(name: string, data: string, type: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([data], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

const ENDINGS: Record<string, string> = {
  text: "txt", hocr: "hocr", alto: "xml", page: "xml", srt: "srt", vtt: "vtt", html: "html", markdown: "md",
};

/** Returns "notes.repaired.md" for "notes.md". */
export function named(name: string, format: string): string {
  const dot = name.lastIndexOf(".");
  if (dot <= 0) return `${name || "text"}.repaired.${ENDINGS[format] ?? "txt"}`;
  return `${name.slice(0, dot)}.repaired${name.slice(dot)}`;
}
