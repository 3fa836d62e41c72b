"use strict";
const edits = JSON.parse(document.getElementById("edits").textContent);
const boxes = [...document.querySelectorAll("input[name=kind]")];
const least = document.getElementById("least");
const panel = document.getElementById("edit");
// The two sides of each edit, by its number: [before, after].
const sides = edits.map(() => []);
for (const side of document.querySelectorAll("[data-edit]")) sides[side.dataset.edit].push(side);

let shown = [];
let current = -1;

function filter() {
  const kinds = new Set(boxes.filter((box) => box.checked).map((box) => box.value));
  shown = [];
  edits.forEach((edit, number) => {
    const on = kinds.has(edit.kind) && edit.confidence >= Number(least.value);
    if (on) shown.push(number);
    for (const side of sides[number]) {
      side.classList.toggle("off", !on);
      // A text without a role is read as text.
      if (on) side.setAttribute("role", "button"); else side.removeAttribute("role");
      side.tabIndex = -1;
    }
  });
  document.getElementById("shown").textContent = shown.length;
  document.getElementById("least-shown").value = least.value;
  if (shown.includes(current)) select(current); else { leave(); reachable(shown[0]); }
}

// One edit at a time is in the order of the Tab key; the others are reached from it.
function reachable(number) {
  for (const other of shown) sides[other][1].tabIndex = other === number ? 0 : -1;
}

function element(name, text, className) {
  const made = document.createElement(name);
  made.textContent = text;
  if (className) made.className = className;
  return made;
}

function show(number) {
  const edit = edits[number];
  const kind = element("span", edit.kind, `kind ${edit.kind}`);
  const said = element("p", "", "change");
  said.append(kind, ` “${edit.original}” → “${edit.replacement}” `, element("span", `confidence ${edit.confidence}`, "count"));
  const reasons = document.createElement("ul");
  reasons.append(...edit.evidence.map((reason) => element("li", reason)));
  panel.replaceChildren(said, reasons);
  panel.dataset.shows = number;
}

function leave() {
  for (const side of document.querySelectorAll(".current")) side.classList.remove("current");
  current = -1;
}

function select(number, focus) {
  leave();
  current = number;
  for (const side of sides[number]) side.classList.add("current");
  reachable(number);
  show(number);
  if (focus) {
    sides[number][1].focus({ preventScroll: true });
    sides[number][1].scrollIntoView({ block: "nearest" });
  }
}

function step(by) {
  if (!shown.length) return;
  const at = shown.indexOf(current);
  const next = at < 0 ? (by > 0 ? 0 : shown.length - 1) : (at + by + shown.length) % shown.length;
  select(shown[next], true);
}

function numberOf(target) {
  const side = target.closest && target.closest("[data-edit]:not(.off)");
  return side ? Number(side.dataset.edit) : -1;
}

const text = document.getElementById("text");
text.addEventListener("mouseover", (event) => {
  const number = numberOf(event.target);
  if (number >= 0) show(number); else if (current >= 0) show(current);
});
text.addEventListener("click", (event) => {
  const number = numberOf(event.target);
  if (number >= 0) select(number);
});
text.addEventListener("focusin", (event) => {
  const number = numberOf(event.target);
  if (number >= 0 && number !== current) select(number);
});
document.getElementById("filters").addEventListener("input", filter);
document.getElementById("filters").addEventListener("submit", (event) => event.preventDefault());
document.getElementById("previous").addEventListener("click", () => step(-1));
document.getElementById("next").addEventListener("click", () => step(1));
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const typing = event.target instanceof HTMLInputElement;
  const inText = text.contains(event.target);
  if (event.key === "j" || (inText && event.key === "ArrowRight")) step(1);
  else if (event.key === "k" || (inText && event.key === "ArrowLeft")) step(-1);
  else if (event.key === "Escape" && !typing) leave();
  else return;
  event.preventDefault();
});
filter();
