const rows = [...document.querySelectorAll("tbody tr")];
let here = 0;

function go(to) {
  if (!rows.length) return;
  rows[here].classList.remove("here");
  here = Math.min(Math.max(to, 0), rows.length - 1);
  rows[here].classList.add("here");
  rows[here].scrollIntoView({ block: "center" });
}

function mark(text) {
  if (!rows.length) return;
  rows[here].firstChild.textContent = text;
  document.getElementById("done").textContent = rows.filter((row) => row.firstChild.textContent).length;
  go(here + 1);
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const actions = { r: () => mark("right"), w: () => mark("wrong"), u: () => mark(""), j: () => go(here + 1), k: () => go(here - 1) };
  actions[event.key]?.();
});
rows.forEach((row, at) => row.addEventListener("click", () => go(at)));
document.getElementById("save").addEventListener("click", () => {
  const lines = rows.map((row) => `${row.firstChild.textContent}\t${row.dataset.row}\n`);
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([`${HEADER}\n`, ...lines], { type: "text/tab-separated-values" }));
  link.download = "marks.tsv";
  link.click();
});
go(0);
