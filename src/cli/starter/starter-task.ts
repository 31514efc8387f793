/** What a task is to `nnet new`: the choices that belong to it, with the reasons that stand beside them in the file. */
/** What the words of a task may speak of. */
export interface TargetFacts {
  /** As the data calls it. */
  readonly column: string;
  /** As it stands in a model file. */
  readonly written: string;
  readonly rows: number;
  /** In order of index, with how many rows each has; none for numbers. */
  readonly classes: readonly ClassCount[];
  /** Of numbers. */
  readonly deviation?: number;
}

export interface ClassCount {
  readonly name: string;
  readonly count: number;
}

/** A text and the reason for it; without facts (no data was named) both are about a table that is to come. */
export interface Choice {
  readonly text: string;
  readonly why: string;
}

export interface TableTask {
  readonly kind: "table";
  readonly name: string;
  /** One line for lists: "a question of yes or no". */
  readonly summary: string;
  /** The target of a file that is written without data. */
  readonly placeholder: { readonly column: string; readonly declaration?: Choice };
  /** Arguments of the last layer, and how many units it has, as far as that is known. */
  output(facts: TargetFacts | undefined): Choice & { readonly units: number };
  /** What stands behind `target =`. */
  target(facts: TargetFacts | undefined): Choice;
  readonly loss: Choice;
  metrics(facts: TargetFacts | undefined): Choice;
  /** Whether each part of the split gets the same share of each class. */
  readonly stratify: boolean;
}

export interface ImageTask {
  readonly kind: "image";
  readonly name: string;
  readonly summary: string;
}

/** Texts, or rows that follow each other; what is asked of them is a task of tables. */
export interface SequenceTask {
  readonly kind: "sequence";
  readonly name: string;
  readonly summary: string;
}

/** Rows that come in groups. */
export interface MixedTask {
  readonly kind: "mixed";
  readonly name: string;
  readonly summary: string;
}

export type StarterTask = TableTask | ImageTask | SequenceTask | MixedTask;
