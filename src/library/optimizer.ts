/** What an optimizer is: arithmetic over one flat buffer of all trainable weights, pointwise or weight by weight. */
import type { Builder } from "../tensor/builder.ts";
import type { Node } from "../tensor/node.ts";
import { sizeOf } from "../tensor/types.ts";
import type { Params, ParamsOf, ParamTable } from "../words/param.ts";
import type { Word, Wording } from "../words/word.ts";

/** Where one weight lies in the flat buffer, in elements. */
export interface WeightPart {
  /** `dense/kernel` */
  readonly path: string;
  readonly shape: readonly number[];
  readonly offset: number;
  readonly size: number;
}

/** A buffer like the weights that begins as one number or as their copy, or one of a size of its own. */
export type SlotSpec = number | "weights" | { readonly size: number; readonly value: number };

export interface OptimizerContext<P> {
  readonly g: Builder;
  readonly params: P;
  /** `[N]`: all trainable weights, one after the other. */
  readonly weights: Node;
  /** Which weights these are, in order and without gaps. */
  readonly parts: readonly WeightPart[];
  /** `[N]` */
  readonly gradient: Node;
  /** Scalar of the float type. */
  readonly learningRate: Node;
  /** Number of this update as a float scalar, from 1. */
  readonly step: Node;
  readonly slots: Readonly<Record<string, Node>>;
}

export interface OptimizerUpdate {
  readonly weights: Node;
  readonly slots: Readonly<Record<string, Node>>;
}

/** Bounds that `lr-high` and `lr-low` use; effective rate is `learning rate / (1 - momentum)` where momentum applies. */
export interface OptimizerFacts {
  readonly momentum: number;
  /** Above: warning, error. */
  readonly rateHigh: {
    readonly warning: number;
    readonly error: number;
    /** The lower bound for data far from 0, of optimizers whose steps grow with the gradient. */
    readonly unscaled?: number;
  };
  /** At it or below: warning. */
  readonly rateLow: number;
  /** Where it is not the default. */
  readonly usualRate?: number;
  /** Its first update puts weights where they would be had they begun at 0: initial values count for nothing. */
  readonly forgetsStart?: boolean;
}

interface OptimizerBehaviour<P> {
  /** What it remembers from update to update, by name. */
  slots(params: P, parts: readonly WeightPart[]): Readonly<Record<string, SlotSpec>>;
  /** The decay of one weight, where it is not `weight_decay` for all. */
  decay?(params: P, part: WeightPart): number | null;
  update(context: OptimizerContext<P>): OptimizerUpdate;
  facts(params: P): OptimizerFacts;
  readonly examples: readonly {
    readonly source: string;
    /** Weights after three updates from [1, -2] with gradients [0.5, -1.5] * t. */
    readonly weights: readonly (readonly number[])[];
  }[];
}

export interface OptimizerDefinition extends Word, OptimizerBehaviour<Params> {
  readonly kind: "optimizer";
}

export function defineOptimizer<T extends ParamTable>(
  definition: Wording<T> & OptimizerBehaviour<ParamsOf<T>>,
): OptimizerDefinition {
  return { ...definition, kind: "optimizer" } as unknown as OptimizerDefinition;
}

/** Elements of a slot, for `size` trainable weights in all. */
export function slotSize(spec: SlotSpec, size: number): number {
  return typeof spec === "object" ? spec.size : size;
}

/** Number a slot begins with, or `weights` for their copy. */
export function slotStart(spec: SlotSpec): number | "weights" {
  return typeof spec === "object" ? spec.value : spec;
}

/** Each weight in its own shape, as `[N]` buffers hold it. */
export function partsOf(g: Builder, buffer: Node, parts: readonly WeightPart[]): readonly Node[] {
  return parts.map(({ shape, offset, size }) => g.reshape(g.slice(buffer, [offset], [size]), shape));
}

/** Tensors one after the other, as one buffer. */
export function asBuffer(g: Builder, tensors: readonly Node[]): Node {
  const flat = tensors.map((tensor) => g.reshape(tensor, [sizeOf(tensor.shape)]));
  return flat.length === 1 ? (flat[0] as Node) : g.concat(flat, 0);
}
