/** What an optimizer is: pointwise arithmetic over one flat buffer of all trainable weights. */
import type { Builder } from "../tensor/builder.ts";
import type { Node } from "../tensor/node.ts";
import type { Params, ParamsOf, ParamTable } from "../words/param.ts";
import type { Word, Wording } from "../words/word.ts";

export interface OptimizerContext<P> {
  readonly g: Builder;
  readonly params: P;
  /** `[N]`: all trainable weights, one after the other. */
  readonly weights: Node;
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
  /** Below: warning. */
  readonly rateLow: number;
}

interface OptimizerBehaviour<P> {
  /** Slot name to initial value; each a buffer like the weights. */
  slots(params: P): Readonly<Record<string, number>>;
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
