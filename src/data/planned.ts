/** The ends of a network as the data section fills them: which field, by which transform, enters which input or output. */
import type { Dim, Shape } from "../base/dim.ts";
import type { Span } from "../base/source.ts";
import type { Instance } from "../words/word.ts";
import type { FieldHeader } from "./header.ts";
import type { ScalarTransform, TextTransform } from "./transform.ts";

/** What the model calls its ends. */
export interface DataNames {
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /** Inputs declared as integers: a column of names becomes indices of its categories there. */
  readonly integerInputs?: readonly string[];
  /** Integer inputs whose whole numbers name groups: they become indices of their categories too. */
  readonly groupInputs?: readonly string[];
  /** Outputs whose number of classes is declared: integers of the data that fit are indices as they are. */
  readonly classes?: Readonly<Record<string, number>>;
  /** Outputs whose loss asks for numbers, also where the integers of the data could be classes. */
  readonly numberOutputs?: readonly string[];
  /** Outputs whose loss asks for the number of a class, also where so many integers could be amounts. */
  readonly classOutputs?: readonly string[];
  /** Rows of inputs and of targets as the network has them: sizes that the section leaves to the data follow them. */
  readonly shapes?: Readonly<Record<string, Shape>>;
}

export interface PlannedTerm {
  /** As the source calls it. */
  readonly field: FieldHeader;
  readonly transform?: Instance<ScalarTransform | TextTransform>;
  /** Its values stand for categories: an index, or what the transform makes of it. */
  readonly categorical: boolean;
  /** A value that is none of the categories is taken too, as one that has not been met. */
  readonly open?: boolean;
  /** Texts that end, or begin, with a mark: the column is also used one place later. */
  readonly marked?: boolean;
  readonly span: Span;
}

export interface PlannedEnd {
  readonly name: string;
  readonly terms: readonly PlannedTerm[];
  /** One value a row, not a vector of one. */
  readonly bare: boolean;
  /** Key in the section's record. */
  readonly key: string;
  /** Rows that enter together; the terms make a step. */
  readonly sequence?: PlannedSequence;
  /** Steps of a sequence, indices of a text: a symbol where neither section, network nor data say how many. */
  readonly length?: Dim;
  readonly span: Span;
}

export interface PlannedSequence {
  readonly by?: FieldHeader;
  readonly order?: FieldHeader;
  readonly each: "row" | "group";
}

/** The only term of an end, where it makes indices of texts. */
export function textTerm({
  terms,
}: Pick<PlannedEnd, "terms">): (PlannedTerm & { readonly transform: Instance<TextTransform> }) | undefined {
  const [term] = terms;
  return term?.transform?.word.takes === "text"
    ? { ...term, transform: term.transform as Instance<TextTransform> }
    : undefined;
}

export interface DataPlan {
  readonly inputs: readonly PlannedEnd[];
  readonly outputs: readonly PlannedEnd[];
  /** The column that weighs the rows, by name of output. */
  readonly weights: Readonly<Record<string, FieldHeader>>;
}

export function isText(field: FieldHeader): boolean {
  return field.kind === "column" && field.type === "text";
}

/** A field by the name that the section gives it; reports one that is not there. */
export type Find = (name: string, span: Span) => FieldHeader | undefined;
