/** Which words are compared with numbers of real Keras, from the fixtures themselves. */
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { vocabulary } from "../src/vocabulary.ts";
import type { Word, WordKind } from "../src/words/word.ts";

const folder = new URL("../test/keras/fixtures/", import.meta.url);

/** What a fixture file is about, by its name; those of layers have many names. */
const kinds: readonly (readonly [part: string, kind: WordKind])[] = [
  ["activations", "activation"],
  ["losses", "loss"],
  ["reductions", "loss"],
  ["metrics", "metric"],
  ["optimizers", "optimizer"],
  ["schedules", "schedule"],
  ["initializers", "initializer"],
  ["regularizers", "regularizer"],
  ["constraints", "constraint"],
];

/** Number of cases by word. */
export function casesByWord(): ReadonlyMap<Word, number> {
  const counts = new Map<Word, number>();
  for (const file of readdirSync(fileURLToPath(folder)).filter((name) => name.endsWith(".json"))) {
    const kind = kinds.find(([part]) => file.includes(part))?.[1] ?? "layer";
    const { cases } = JSON.parse(readFileSync(new URL(file, folder), "utf8")) as {
      readonly cases?: readonly { readonly source?: string }[];
    };
    for (const { source = "" } of cases ?? []) {
      // A layer may stand in another: `RNN(GRUCell(3))` is about both.
      const names = kind === "layer" ? source.match(/\b[A-Z]\w+/g) : source.match(/^\w+/);
      const words = new Set((names ?? []).flatMap((name) => vocabulary.find(kind, name) ?? []));
      for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
    }
  }
  return counts;
}
