/** What of each word is compared with numbers of real Keras, from the fixtures themselves. */
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
  ["callbacks", "callback"],
];

/** What a case compares, by the entries that it has. */
const comparisons = [
  ["results", ["results", "y", "value", "values", "rows"]],
  ["statistics", ["mean"]],
  ["gradients", ["inputGradients", "gradient"]],
  ["steps", ["steps"]],
  ["masks", ["masks"]],
  ["training", ["training"]],
] as const;

type Comparison = (typeof comparisons)[number][0];

export interface Compared {
  readonly cases: number;
  /** In a fixed order. */
  readonly of: readonly Comparison[];
}

type Case = Readonly<Record<string, unknown>> & { readonly source?: string };

/** By word, of all that have a case. */
export function comparedWords(): ReadonlyMap<Word, Compared> {
  const found = new Map<Word, Case[]>();
  for (const file of fixtureFiles()) {
    const kind = kinds.find(([part]) => file.includes(part))?.[1] ?? "layer";
    const { cases } = JSON.parse(readFileSync(new URL(file, folder), "utf8")) as {
      readonly cases?: readonly Case[];
    };
    for (const one of cases ?? []) {
      const { source = "" } = one;
      // A layer may stand in another: `RNN(GRUCell(3))` is about both.
      const names = kind === "layer" ? source.match(/\b[A-Z]\w+/g) : source.match(/^\w+/);
      const words = new Set((names ?? []).flatMap((name) => vocabulary.find(kind, name) ?? []));
      for (const word of words) found.set(word, [...(found.get(word) ?? []), entriesOf(kind, one)]);
    }
  }
  return new Map(
    [...found].map(([word, cases]) => [word, { cases: cases.length, of: comparedIn(cases) }] as const),
  );
}

export function fixtureFiles(): readonly string[] {
  return readdirSync(fileURLToPath(folder)).filter((name) => name.endsWith(".json"));
}

/** What optimizers give are the weights after each step; schedules give rates, by numbers of steps. */
function entriesOf(kind: WordKind, one: Case): Case {
  if (kind === "optimizer") return { steps: one.weights };
  return kind === "schedule" ? { results: one.rates } : one;
}

function comparedIn(cases: readonly Case[]): readonly Comparison[] {
  return comparisons
    .filter(([, names]) => cases.some((one) => names.some((name) => one[name] !== undefined)))
    .map(([comparison]) => comparison);
}
