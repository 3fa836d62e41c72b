// The page: what is put in, what is shown, what is saved.
import { Cancelled, Engine } from "./engine.js";
import { EXAMPLES } from "./examples.js";
import { named, read, save } from "./files.js";
import { draw } from "./plot.js";
import { mark, show } from "./rows.js";
import type { Choice } from "./rows.js";
import { apply } from "./ungarble/index.js";
import type { EditKind, FileOptions, Format, HarmBudget, Noise, RepairedFile } from "./ungarble/index.js";

const BUDGETS: [HarmBudget, string][] = [
  ["tight", "at most 1 of 4,000 right words is harmed"],
  ["default", "at most 1 of 2,000 right words is harmed"],
  ["bold", "at most 1 of 1,000 right words is harmed"],
  ["none", "whatever is likelier than the text as it stands, right or wrong"],
];
/** From this length on a text takes long enough to show how far it is. */
const LONG = 20_000;

function by<E extends Element>(id: string): E {
  return document.getElementById(id) as unknown as E;
}

const input = by<HTMLTextAreaElement>("input");
const reference = by<HTMLTextAreaElement>("reference");
const noise = by<HTMLSelectElement>("noise");
const format = by<HTMLSelectElement>("format");
const budget = by<HTMLInputElement>("budget");
const status = by<HTMLElement>("status");
const failure = by<HTMLElement>("error");
const progress = by<HTMLProgressElement>("progress");
const result = by<HTMLElement>("result");
const panel = by<HTMLElement>("edit");
const text = by<HTMLElement>("text");

/** A text that was repaired, and what is chosen of its edits. */
interface Repair {
  data: string;
  /** The clean copy that it was made with. */
  copy: string;
  name: string;
  format: Format;
  words: number;
  texts: { text: string; choices: Choice[] }[];
  choices: Choice[];
}

let fileName = "";
/** Of the clean copy. */
let copyName = "";
/** The text of a file as it came, and as the box shows it: there, line ends are all of one kind. */
let opened = { raw: "", shown: "" };
let repair: Repair | undefined;
let sides: HTMLElement[][] = [];
let current = -1;
/** Rises with each request, so that answers that nobody waits for any more are told. */
let turn = 0;

// --- the worker ------------------------------------------------------------------------------------------------------

function working(label: string, share?: number): void {
  by<HTMLElement>("working").hidden = false;
  by<HTMLElement>("progress-label").textContent = label;
  if (share === undefined) progress.removeAttribute("value");
  else progress.value = share;
}

function rest(): void {
  by<HTMLElement>("working").hidden = true;
}

const engine = new Engine((bytes) => working(`Loading the language model: ${(bytes / 1e6).toFixed(1)} MB`));
by<HTMLElement>("cancel").hidden = true;
working("Loading the language model");
engine.ready.then(
  () => {
    if (turn === 0) {
      rest();
      status.textContent = "Ready.";
    }
    by<HTMLElement>("cancel").hidden = false;
  },
  (error: Error) => failed(error),
);

function failed(error: unknown): void {
  rest();
  if (error instanceof Cancelled) {
    status.textContent = "Cancelled.";
    return;
  }
  status.textContent = "";
  failure.textContent = error instanceof Error ? error.message : String(error);
}

/** Shows how far a long text is, by the speed of the last one. */
function ticking(length: number): () => void {
  const expected = engine.estimate(length);
  const start = performance.now();
  const tick = () => {
    const left = Math.ceil((expected - (performance.now() - start)) / 1000);
    const rest = left > 0 ? `about ${left} s` : "nearly done";
    working(`Repairing ${Math.round(length / 1000).toLocaleString("en")} kB: ${rest}`,
      Math.min(0.97, (performance.now() - start) / expected));
  };
  const timer = setInterval(tick, 100);
  return () => clearInterval(timer);
}

// --- a repair ---------------------------------------------------------------------------------------------------------

function options(): FileOptions {
  return {
    noise: noise.value as Noise,
    harmBudget: BUDGETS[budget.valueAsNumber]![0],
    format: format.value === "" ? undefined : (format.value as Format),
    name: fileName === "" ? undefined : fileName,
  };
}

function key({ text, edit }: Choice): string {
  return `${text}:${edit.start}:${edit.end}:${edit.replacement}`;
}

async function start(): Promise<void> {
  const data = input.value === opened.shown ? opened.raw : input.value;
  const mine = ++turn;
  failure.textContent = "";
  if (data.trim() === "") {
    rest();
    result.hidden = true;
    status.textContent = "There is no text to repair.";
    input.focus();
    return;
  }
  // Whatever is under way is of a text or a setting that was given up.
  if (busy) engine.cancel();
  busy = true;
  let stop = () => {};
  try {
    await engine.ready;
    if (mine !== turn) return;
    if (data.length > LONG) stop = ticking(data.length + reference.value.length);
    else working("Repairing");
    const name = fileName;
    const planned = await engine.plan(data, options(), { data: reference.value, name: copyName === "" ? undefined : copyName });
    stop();
    if (mine !== turn) return;
    const rejected = new Set(repair?.choices.filter((choice) => !choice.accepted).map(key));
    let number = 0;
    const texts = planned.texts.map(({ text, edits }, index) => ({
      text,
      choices: edits.map((edit): Choice => {
        const choice = { edit, text: index, number: number++, accepted: true };
        choice.accepted = !(repair?.data === data && rejected.has(key(choice)));
        return choice;
      }),
    }));
    const words = planned.texts.reduce((sum, { diagnosis }) => sum + diagnosis.words, 0);
    repair = { data, copy: planned.copy ?? "", name, format: planned.format, words, texts, choices: texts.flatMap(({ choices }) => choices) };
    leave();
    result.hidden = false;
    kinds();
    count();
    if (data.length > LONG) working("Showing the text", 0.99);
    const made = await show(text, texts, () => mine === turn);
    if (mine !== turn) return;
    sides = made;
    reachable(0);
    rest();
    const { length } = repair.choices;
    status.textContent = length === 0 ? "Nothing to repair." : `${length} ${length === 1 ? "edit" : "edits"} found.`;
  } catch (error) {
    stop();
    if (mine === turn) failed(error);
  } finally {
    if (mine === turn) busy = false;
  }
}

let busy = false;

// --- counts, kinds, choices -------------------------------------------------------------------------------------------

function count(): void {
  if (!repair) return;
  const { choices, words } = repair;
  const accepted = choices.filter((choice) => choice.accepted).length;
  const strong = (value: number) => {
    const made = document.createElement("strong");
    made.textContent = value.toLocaleString("en");
    return made;
  };
  by<HTMLElement>("counts").replaceChildren(
    strong(choices.length), choices.length === 1 ? " edit in " : " edits in ", strong(words), words === 1 ? " word; " : " words; ",
    strong(accepted), " accepted");
  draw(by("plot"), by("plot-title"), choices);
  for (const box of by<HTMLElement>("kinds").querySelectorAll("input")) {
    const some = choices.filter((choice) => choice.edit.kind === box.value);
    const kept = some.filter((choice) => choice.accepted).length;
    box.checked = kept > 0;
    box.indeterminate = kept > 0 && kept < some.length;
  }
}

function kinds(): void {
  const counts = new Map<EditKind, number>();
  for (const { edit } of repair?.choices ?? []) counts.set(edit.kind, (counts.get(edit.kind) ?? 0) + 1);
  const boxes = [...counts].map(([kind, count]) => {
    const label = document.createElement("label");
    label.className = kind;
    const box = document.createElement("input");
    box.type = "checkbox";
    box.value = kind;
    const told = document.createElement("span");
    told.className = "count";
    told.textContent = String(count);
    label.append(box, kind, " ", told);
    return label;
  });
  const group = by<HTMLElement>("kinds");
  group.hidden = boxes.length === 0;
  group.replaceChildren(group.querySelector("legend")!, ...boxes);
}

function accept(chosen: readonly Choice[], accepted: boolean): void {
  for (const choice of chosen) {
    choice.accepted = accepted;
    const [before, after] = sides[choice.number] ?? [];
    if (before && after) mark(choice, before, after);
  }
  count();
  if (current >= 0) tell(current);
}

function toggle(number: number): void {
  const choice = repair?.choices[number];
  if (choice) accept([choice], !choice.accepted);
}

// --- one edit -----------------------------------------------------------------------------------------------------------

function element(name: string, className: string, content: string): HTMLElement {
  const made = document.createElement(name);
  made.className = className;
  made.textContent = content;
  return made;
}

/** Tells an edit in the panel. */
function tell(number: number): void {
  const choice = repair?.choices[number];
  if (!choice) return;
  const { edit, accepted } = choice;
  const change = element("p", "change", "");
  change.append(element("span", `kind ${edit.kind}`, edit.kind), ` “${edit.original}” → “${edit.replacement}” `,
    element("span", "sure", `confidence ${edit.confidence}${accepted ? "" : ", rejected"}`));
  const reasons = document.createElement("ul");
  reasons.append(...edit.evidence.map(({ name, reference, start, end, says }) => {
    // There is one reference at most: what it has there says more than where it is.
    const has = name === "witness" && reference !== undefined ? `the clean copy has “${repair?.copy.slice(start, end)}”` : says;
    return element("li", "", has);
  }));
  by("edit-said").replaceChildren(change, reasons);
  by("toggle").firstChild!.textContent = accepted ? "Reject " : "Accept ";
  panel.dataset["shows"] = String(number);
  panel.hidden = false;
}

// One edit at a time is in the order of the Tab key; the others are reached from it.
function reachable(number: number): void {
  text.querySelector<HTMLElement>("[tabindex='0']")?.setAttribute("tabindex", "-1");
  const after = sides[number]?.[1];
  if (after) after.tabIndex = 0;
}

function leave(): void {
  for (const side of text.querySelectorAll(".current")) side.classList.remove("current");
  current = -1;
  panel.hidden = true;
}

function select(number: number, focus: boolean): void {
  leave();
  current = number;
  for (const side of sides[number] ?? []) side.classList.add("current");
  reachable(number);
  tell(number);
  if (focus) {
    const after = sides[number]?.[1];
    after?.focus({ preventScroll: true });
    after?.scrollIntoView({ block: "nearest" });
  }
}

function step(by: 1 | -1): void {
  const length = repair?.choices.length ?? 0;
  if (length === 0 || result.hidden || sides.length === 0) return;
  const next = current < 0 ? (by > 0 ? 0 : length - 1) : (current + by + length) % length;
  select(next, true);
}

function numberOf(target: EventTarget | null): number {
  const side = target instanceof Element ? target.closest<HTMLElement>("[data-edit]") : null;
  return side ? Number(side.dataset["edit"]) : -1;
}

text.addEventListener("mouseover", ({ target }) => {
  const number = numberOf(target);
  if (number >= 0) tell(number);
  else if (current >= 0) tell(current);
});
text.addEventListener("click", ({ target }) => {
  const number = numberOf(target);
  if (number >= 0) select(number, true);
});
text.addEventListener("focusin", ({ target }) => {
  const number = numberOf(target);
  if (number >= 0 && number !== current) select(number, false);
});
by("toggle").addEventListener("click", () => toggle(Number(panel.dataset["shows"])));
by("close").addEventListener("click", () => {
  const after = sides[current]?.[1];
  leave();
  after?.focus({ preventScroll: true });
  leave();
});
by("previous").addEventListener("click", () => step(-1));
by("next").addEventListener("click", () => step(1));
by("kinds").addEventListener("change", ({ target }) => {
  const { value, checked } = target as HTMLInputElement;
  accept(repair?.choices.filter(({ edit }) => edit.kind === value) ?? [], checked);
});

document.addEventListener("keydown", (event) => {
  const { target, key: pressed } = event;
  if (pressed === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    void start();
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const typing = target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement
    || (target instanceof HTMLInputElement && target.type !== "checkbox");
  if (typing) return;
  const edit = numberOf(target);
  if (pressed === "j" || (edit >= 0 && pressed === "ArrowRight")) step(1);
  else if (pressed === "k" || (edit >= 0 && pressed === "ArrowLeft")) step(-1);
  else if (edit >= 0 && (pressed === "Enter" || pressed === " ")) toggle(edit);
  else if (pressed === "Escape" && !panel.hidden) leave();
  else return;
  event.preventDefault();
});

// --- what is put in -----------------------------------------------------------------------------------------------------

function tellBudget(): void {
  const [name, means] = BUDGETS[budget.valueAsNumber]!;
  by<HTMLOutputElement>("budget-name").value = name;
  budget.setAttribute("aria-valuetext", name);
  by("budget-help").textContent = `Budget “${name}”: ${means}.`;
}

/** The settings that the person chose; what an example chose goes with it. */
const chosen = new Set<Element>();

/** Begins another text: that of a file with this name, or one that was typed or pasted. */
function begin(name: string): void {
  fileName = name;
  by("file-name").textContent = name;
  if (!chosen.has(noise)) noise.value = "auto";
  if (!chosen.has(format)) format.value = "";
}

async function open(file: File, into: HTMLTextAreaElement): Promise<void> {
  try {
    const { text: content, encoding } = await read(file);
    into.value = content;
    if (into === input) {
      opened = { raw: content, shown: input.value };
      begin(file.name);
    } else {
      copyName = file.name;
    }
    if (encoding !== "utf-8") status.textContent = `${file.name} was read as ${encoding}.`;
    if (input.value !== "") await start();
  } catch (error) {
    failed(error);
  }
}

by("form").addEventListener("submit", (event) => {
  event.preventDefault();
  void start();
});
input.addEventListener("input", () => begin(""));
reference.addEventListener("input", () => (copyName = ""));
for (const box of [input, reference]) {
  // The pasted text is in the box a moment later.
  box.addEventListener("paste", () => setTimeout(() => {
    if (input.value !== "") void start();
  }));
}
for (const [id, box] of [["file", input], ["reference-file", reference]] as const) {
  by<HTMLInputElement>(id).addEventListener("change", ({ target }) => {
    const [file] = (target as HTMLInputElement).files ?? [];
    if (file) void open(file, box);
    (target as HTMLInputElement).value = "";
  });
}
document.addEventListener("dragover", (event) => {
  if (!event.dataTransfer?.types.includes("Files")) return;
  event.preventDefault();
  document.body.classList.add("dropping");
});
document.addEventListener("dragleave", (event) => {
  if (!event.relatedTarget) document.body.classList.remove("dropping");
});
document.addEventListener("drop", (event) => {
  document.body.classList.remove("dropping");
  const [file] = event.dataTransfer?.files ?? [];
  if (!file) return;
  event.preventDefault();
  void open(file, event.target === reference ? reference : input);
});
budget.addEventListener("input", tellBudget);
for (const setting of [budget, noise, format]) {
  setting.addEventListener("change", () => {
    chosen.add(setting);
    if (input.value !== "") void start();
  });
}
by("cancel").addEventListener("click", () => {
  turn += 1;
  busy = false;
  engine.cancel();
  failed(new Cancelled());
});

for (const example of EXAMPLES) {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = example.title;
  button.addEventListener("click", () => {
    input.value = example.text;
    reference.value = example.reference ?? "";
    chosen.clear();
    copyName = "";
    begin("");
    noise.value = example.noise;
    format.value = example.format ?? "";
    void start();
  });
  by("examples").append(button);
}

// --- what is saved ------------------------------------------------------------------------------------------------------

/** The file with the accepted edits. */
async function repairedFile(): Promise<RepairedFile> {
  const { data, format, texts } = repair!;
  const edits = texts.map(({ choices }) => choices.filter((choice) => choice.accepted).map(({ edit }) => edit));
  return engine.apply(data, edits, { format });
}

/** The text of the file with the accepted edits. */
async function repairedText(): Promise<string> {
  // Of plain text, what stands around the text is kept, too.
  if (repair?.format === "text") return (await repairedFile()).data;
  return (repair?.texts ?? [])
    .map(({ text, choices }) => apply(text, choices.filter((choice) => choice.accepted).map(({ edit }) => edit)))
    .join("\n\n");
}

/** Does what a button is for, where there is a repair. */
function action(id: string, act: (repair: Repair) => Promise<string>): void {
  by(id).addEventListener("click", () => {
    if (repair) act(repair).then((told) => (status.textContent = told), failed);
  });
}

action("copy", async () => {
  await navigator.clipboard.writeText(await repairedText());
  return "The repaired text is in the clipboard.";
});
action("save-text", async ({ name }) => {
  save(named(name.replace(/\.[^.]*$/, ""), "text"), await repairedText(), "text/plain");
  return "Saved.";
});
action("save-edits", async ({ format, texts }) => {
  const told = texts.map(({ text, choices }) => ({ text, edits: choices.map(({ edit, accepted }) => ({ ...edit, accepted })) }));
  save("edits.json", `${JSON.stringify({ format, offsets: "utf-16", texts: told }, null, 2)}\n`, "application/json");
  return "Saved.";
});
action("save-file", async ({ name, format }) => {
  const { data, skipped } = await repairedFile();
  save(named(name, format), data, "text/plain");
  return skipped.length === 0 ? "Saved." : `Saved; the format left no room for ${skipped.length} of the edits.`;
});

tellBudget();
