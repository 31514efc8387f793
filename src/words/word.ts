/** What all words of the language have in common, and how they are found. */
import type { Span } from "../base/source.ts";
import type { Params, ParamsOf, ParamTable } from "./param.ts";

export type WordKind =
  | "layer"
  | "activation"
  | "loss"
  | "metric"
  | "optimizer"
  | "schedule"
  | "initializer"
  | "regularizer"
  | "constraint"
  | "callback"
  | "distribution"
  | "placement"
  | "format"
  | "transform";

export interface Word {
  readonly kind: WordKind;
  /** As Keras writes it. */
  readonly name: string;
  /** Other names that Keras accepts. */
  readonly aliases?: readonly string[];
  /** First sentence says what it is; the rest, when to use it. Formulas name their source. */
  readonly doc: string;
  readonly params: ParamTable;
  /** Values without a name, however many, are the items of its first parameter: `choice(-1, 1)`. */
  readonly gathers?: true;
  /** Arguments that Keras has and this language has not, each with the reason: `lora_rank: "…"`. */
  readonly leftOut?: Readonly<Record<string, string>>;
  /** A condition between arguments that no single type can state, and that these break. */
  conflict?(params: Params): Conflict | undefined;
}

/** Why arguments do not go together. `message` follows "argument `clipnorm` of Adam: …". */
export interface Conflict {
  readonly param: string;
  readonly message: string;
  readonly help?: string;
}

/** What every `define…` function takes beside the behaviour of the kind. */
export interface Wording<T extends ParamTable> extends Omit<Word, "kind" | "params" | "conflict"> {
  readonly params: T;
  conflict?(params: ParamsOf<T>): Conflict | undefined;
}

/** A word with its arguments read: data only; behaviour is the definition's. */
export interface Instance<W extends Word = Word> {
  readonly word: W;
  /** Every parameter, defaults filled in. */
  readonly params: Params;
  /** Where it is written; absent for defaults. */
  readonly span?: Span;
  /** The name by which it is written where it stands alone (`mae`): what Keras calls a metric in logs. */
  readonly written?: string;
  /** Where each given argument's value is written. */
  readonly given: Readonly<Record<string, Span>>;
}

/** A word that Keras has and this language has not. */
export interface LeftOutWord {
  readonly kind: WordKind;
  readonly name: string;
  /** What to write in its place, or why there is nothing. */
  readonly reason: string;
}

export interface Vocabulary {
  /** By name or alias; exact, but for optimizers, whose case Keras ignores. */
  find(kind: WordKind, name: string): Word | undefined;
  /** Names and aliases, sorted. */
  names(kind: WordKind): readonly string[];
  /** All definitions of a kind, in order of name. */
  all(kind: WordKind): readonly Word[];
  /** The word of Keras that is called so and is none here; of the given kind where one is given. */
  leftOut(name: string, kind?: WordKind): LeftOutWord | undefined;
}

/** Names of the kinds as people say them. */
export const kindNames: Readonly<Record<WordKind, string>> = {
  layer: "layer",
  activation: "activation",
  loss: "loss",
  metric: "metric",
  optimizer: "optimizer",
  schedule: "learning-rate schedule",
  initializer: "initializer",
  regularizer: "regularizer",
  constraint: "constraint",
  callback: "callback",
  distribution: "distribution",
  placement: "placement of points",
  format: "data format",
  transform: "data transform",
};
