// The text before and after in rows of two cells: a row is a line, so both sides stay level however long they are.
import type { Edit } from "./ungarble/index.js";

/** An edit of one of the texts of a file, and whether it is accepted. */
export interface Choice {
  readonly edit: Edit;
  /** Which text of the file. */
  readonly text: number;
  /** Its number among all edits. */
  readonly number: number;
  accepted: boolean;
}

/** A stretch that stays, or an edit. */
export type Piece = string | Choice;

/** Rows that are laid out together. */
const BLOCK = 40;

/** Characters from which on a row ends at the next space: a line of a megabyte would be laid out in one go. */
const LONG = 3000;

/** Splits a text with its edits into rows. */
export function* rows(text: string, choices: readonly Choice[]): Generator<Piece[]> {
  let row: Piece[] = [];
  let length = 0;
  let at = 0;
  const ends = [...choices, undefined];
  for (const choice of ends) {
    const lines = text.slice(at, choice?.edit.start).split("\n");
    for (const [number, line] of lines.entries()) {
      if (number > 0) {
        yield row;
        [row, length] = [[], 0];
      }
      let piece = line.endsWith("\r") ? line.slice(0, -1) : line;
      while (length + piece.length > LONG) {
        const end = piece.indexOf(" ", Math.max(0, LONG - length)) + 1;
        if (end === 0) break;
        yield [...row, piece.slice(0, end)];
        [row, length] = [[], 0];
        piece = piece.slice(end);
      }
      if (piece) row.push(piece);
      length += piece.length;
    }
    if (choice) {
      row.push(choice);
      length += choice.edit.original.length;
      at = choice.edit.end;
    }
  }
  if (row.length > 0) yield row;
}

function element(name: string, className: string): HTMLElement {
  const made = document.createElement(name);
  made.className = className;
  return made;
}

function words(text: string): string {
  return text.trim() === "" ? (text === "" ? "nothing" : "a space") : `“${text}”`;
}

/** Says an edit in words, for those who do not see it. */
export function spoken({ edit, accepted }: Choice): string {
  return `${words(edit.original)} to ${words(edit.replacement)}, ${edit.kind}, confidence ${edit.confidence}${accepted ? "" : ", rejected"}`;
}

/** Shows on both sides whether an edit is accepted. */
export function mark(choice: Choice, before: HTMLElement, after: HTMLElement): void {
  const { edit, accepted } = choice;
  const shown = accepted ? edit.replacement : edit.original;
  after.textContent = shown;
  after.classList.toggle("empty", shown === "");
  after.setAttribute("aria-label", spoken(choice));
  after.setAttribute("aria-pressed", String(accepted));
  for (const side of [before, after]) side.classList.toggle("rejected", !accepted);
}

/** Makes the two cells of a row; `sides` takes the two sides of each edit, by its number. */
function cells(row: readonly Piece[], sides: HTMLElement[][]): [HTMLElement, HTMLElement] {
  const before = element("div", "before");
  const after = element("div", "after");
  for (const piece of row) {
    if (typeof piece === "string") {
      // What is no text in a file, code or a formula, is one character here.
      const shown = piece.replaceAll("\ufffc", "[…]");
      before.append(shown);
      after.append(shown);
      continue;
    }
    const { edit, number } = piece;
    const old = element("del", `${edit.kind}${edit.original === "" ? " empty" : ""}`);
    old.textContent = edit.original;
    const made = element("ins", edit.kind);
    made.setAttribute("role", "button");
    made.tabIndex = -1;
    for (const side of [old, made]) side.dataset["edit"] = String(number);
    mark(piece, old, made);
    sides[number] = [old, made];
    before.append(old);
    after.append(made);
  }
  return [before, after];
}

/** Gives way to whatever else the page has to do. */
function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}

/** Fills `into` with the rows of all texts, in slices, and returns the two sides of each edit. `alive` ends it early. */
export async function show(
  into: HTMLElement,
  texts: readonly { text: string; choices: readonly Choice[] }[],
  alive: () => boolean,
): Promise<HTMLElement[][]> {
  const sides: HTMLElement[][] = [];
  into.replaceChildren();
  let began = performance.now();
  for (const [number, { text, choices }] of texts.entries()) {
    let block = element("div", "block");
    if (texts.length > 1) {
      const title = element("div", "part");
      title.textContent = `Part ${number + 1} of ${texts.length}`;
      block.append(title);
    }
    let count = 0;
    for (const row of rows(text, choices)) {
      block.append(...cells(row, sides));
      if (++count % BLOCK === 0) {
        into.append(block);
        block = element("div", "block");
      }
      if (performance.now() - began > 12) {
        await pause();
        if (!alive()) return sides;
        began = performance.now();
      }
    }
    into.append(block);
  }
  return sides;
}
