/** What an expression of the network stands for: a tensor, a layer, or a constant. */
import type { Span } from "../base/source.ts";
import type { LayerDefinition, TensorSpec } from "../library/layer.ts";
import type { Value } from "../words/value.ts";
import type { Instance } from "../words/word.ts";
import type { TensorId } from "./ir.ts";

export interface Tensor {
  readonly kind: "tensor";
  readonly id: TensorId;
  readonly type: TensorSpec;
  /** Where it comes from: the stage that makes it, or the declaration of the input. */
  readonly span: Span;
}

/** A list that enters a layer as a whole. */
export interface TensorList {
  readonly kind: "tensors";
  readonly items: readonly Tensor[];
  readonly span: Span;
}

/** A layer with its arguments and its place among the weights. Applied twice, it is the same layer: weights are shared. */
export interface PlacedLayer {
  readonly instance: Instance<LayerDefinition>;
  readonly path: string;
  readonly trainable: boolean;
  /** The stage of the chain: name and arguments. */
  readonly span: Span;
}

/** A stage that was refused and reported; its result is unknown and nothing more is said about it. */
export interface BrokenStage {
  readonly broken: true;
  readonly span: Span;
}

export type Stage = PlacedLayer | BrokenStage;

/** A chain without a source: one stage or more. */
export interface LayerValue {
  readonly kind: "layer";
  readonly stages: readonly Stage[];
  readonly span: Span;
}

export interface Constant {
  readonly kind: "constant";
  readonly value: Value;
}

/** Something is wrong with it and has been reported, so whoever meets it stays silent. */
export interface Unknown {
  readonly kind: "unknown";
}

export type Meaning = Tensor | TensorList | LayerValue | Constant | Unknown;

export const unknown: Unknown = { kind: "unknown" };

export function isBroken(stage: Stage): stage is BrokenStage {
  return "broken" in stage;
}
