/** Kinds of words that the compiled program computes. test/contracts/compiled-words.test.ts runs every word of each on both targets. */
export const compiledKinds = [
  "layer",
  "activation",
  "loss",
  "metric",
  "optimizer",
  "regularizer",
  "constraint",
  "distribution",
] as const;

export type CompiledKind = (typeof compiledKinds)[number];
