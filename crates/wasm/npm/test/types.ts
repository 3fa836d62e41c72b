// Compiled, never run: the types of the package hold for those who use it.
import { Ungarble } from "ungarble";
import type { Edit, HarmBudget, Plan, Suggestion } from "ungarble";

const ungarble: Ungarble = await Ungarble.load(new URL("https://example.org/ungarble.wasm"));
const budget: HarmBudget = "bold";
const plan: Plan = ungarble.plan("text", { harmBudget: budget, noise: "ocr", reference: ["a", "b"], protect: [[0, 1]], words: ["Skarnholm"] });
const kinds: Edit["kind"][] = plan.edits.map((edit) => edit.kind);
const text: string = ungarble.repair("text", { words: { Skarnholm: 3 } });
const found: Suggestion[] = ungarble.suggest("thier", { before: "sold" });
// @ts-expect-error There is no such noise.
ungarble.plan("text", { noise: "photocopy" });
// @ts-expect-error A plan is not written to.
plan.edits[0]!.replacement = "x";
export { found, kinds, text };
