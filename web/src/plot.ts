// How many edits there are of each confidence.
import type { Choice } from "./rows.js";

/** Where the bars begin: finer where most edits are. */
const FROM = [0, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995];
const WIDTH = 300;
const BASE = 80;
const TOP = 14;

function svg(name: string, attributes: Record<string, string | number>, text = ""): SVGElement {
  const made = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  made.textContent = text;
  return made;
}

/** Draws the plot: the accepted ones over the rejected ones. */
export function draw(plot: Element, title: Element, choices: readonly Choice[]): void {
  const all = FROM.map(() => 0);
  const accepted = FROM.map(() => 0);
  for (const { edit, accepted: isAccepted } of choices) {
    const bar = FROM.findLastIndex((from) => edit.confidence >= from);
    all[bar]! += 1;
    if (isAccepted) accepted[bar]! += 1;
  }
  const highest = Math.max(1, ...all);
  const step = WIDTH / FROM.length;
  const shapes: SVGElement[] = [svg("line", { x1: 0, x2: WIDTH, y1: BASE, y2: BASE })];
  const told: string[] = [];
  for (const [bar, from] of FROM.entries()) {
    const [count, kept] = [all[bar]!, accepted[bar]!];
    const middle = (bar + 0.5) * step;
    const height = (share: number) => ((BASE - TOP) * share) / highest;
    for (const [name, share] of [["bar", count], ["bar kept", kept]] as const) {
      shapes.push(svg("rect", { class: name, x: bar * step + 3, width: step - 6, y: BASE - height(share), height: height(share) }));
    }
    if (count > 0) {
      shapes.push(svg("text", { x: middle, y: BASE - height(count) - 3 }, String(count)));
      told.push(`${count} from ${from}`);
    }
    shapes.push(svg("text", { x: middle, y: BASE + 11 }, from === 0 ? "less" : String(from)));
  }
  title.textContent = `Edits by confidence: ${told.join(", ") || "none"}`;
  plot.replaceChildren(title, ...shapes);
}
