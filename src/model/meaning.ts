/** What an expression of the network stands for: a tensor, a layer, a constant, a block. */
import type { Span } from "../base/source.ts";
import type { LayerDefinition, TensorSpec } from "../library/layer.ts";
import type { Block, Def } from "../syntax/ast.ts";
import type { Value } from "../words/value.ts";
import type { Instance } from "../words/word.ts";
import type { TensorId, WeightsFile } from "./ir.ts";
import type { Module } from "./scope.ts";

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

/** Several results with names: `r.output`. */
export interface TensorRecord {
  readonly kind: "record";
  readonly fields: ReadonlyMap<string, Tensor>;
  readonly span: Span;
}

/** A use of a block, inside which something stands. */
export interface Use {
  readonly block: string;
  readonly span: Span;
}

/** A layer with its arguments and its place among the weights. Applied twice, it is the same layer: weights are shared. */
export interface PlacedLayer {
  readonly instance: Instance<LayerDefinition>;
  readonly path: string;
  readonly trainable: boolean;
  readonly begin?: WeightsFile;
  /** The stage of the chain: name and arguments. */
  readonly span: Span;
  /** The uses of blocks that it stands in, the innermost first. */
  readonly uses: readonly Use[];
}

/** Layers that are joined as they meet their tensors: a block with inputs of its own, a residual. */
export interface CompositeStage {
  readonly kind: "composite";
  readonly span: Span;
  /** Called for each use; the layers inside are the same each time. */
  readonly apply: (inputs: readonly Tensor[]) => Tensor | TensorRecord | Unknown;
}

/** A stage that was refused and reported; its result is unknown and nothing more is said about it. */
export interface BrokenStage {
  readonly broken: true;
  readonly span: Span;
}

export type Stage = PlacedLayer | CompositeStage | BrokenStage;

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

/** A recipe for layers. Each use has weights of its own. */
export interface BlockMeaning {
  readonly kind: "block";
  readonly block: Block;
  /** The file that defines it. */
  readonly home: Module;
}

/** A formula of its formals. */
export interface DefMeaning {
  readonly kind: "def";
  readonly def: Def;
  readonly home: Module;
}

/** Something is wrong with it and has been reported, so whoever meets it stays silent. */
export interface Unknown {
  readonly kind: "unknown";
}

export type Meaning =
  | Tensor
  | TensorList
  | TensorRecord
  | LayerValue
  | Constant
  | BlockMeaning
  | DefMeaning
  | Unknown;

export const unknown: Unknown = { kind: "unknown" };

export function isBroken(stage: Stage): stage is BrokenStage {
  return "broken" in stage;
}

export function isComposite(stage: Stage): stage is CompositeStage {
  return "kind" in stage;
}

/** How a meaning is called in a message. */
export function describeMeaning(meaning: Meaning): string {
  switch (meaning.kind) {
    case "tensor":
      return "a tensor";
    case "tensors":
      return "a list of tensors";
    case "record":
      return "a record of tensors";
    case "layer":
      return "a layer";
    case "block":
      return "a block";
    case "def":
      return "a def";
    case "constant":
      return "a constant";
    case "unknown":
      return "unknown";
  }
}
