/** What a loss is. */

import type { Shape } from "../base/dim.ts";
import type { TargetKindName } from "../base/target-kind.ts";
import type { Builder } from "../tensor/builder.ts";
import type { Node } from "../tensor/node.ts";
import type { Params, ParamsOf, ParamTable } from "../words/param.ts";
import type { Word, Wording } from "../words/word.ts";
import type { Distribution } from "./distribution.ts";

export interface LossFacts {
  /** How the output is read: as probabilities, as a distribution over the last axis, or as plain numbers. */
  readonly reads: "probability" | "distribution" | "number";
  /** True when the arguments say that the output is logits (`from_logits = true`). */
  readonly fromLogits: boolean;
  /** Kinds of target that it is right for. */
  readonly targets: readonly TargetKindName[];
  /** Its target is a sequence with a length of its own, not one for each place of the output. */
  readonly ownLength?: boolean;
  /** The task that it stands for. */
  readonly task: "classification" | "regression";
  /** What it makes of an output below 0, whose logarithm it takes: no number, or one that has no slope. */
  readonly belowZero?: "nan" | "flat";
  /** It divides by the target: of a target of 0 nothing sensible can be said. */
  readonly dividesByTarget?: boolean;
  /** What it measures along the last axis means nothing with fewer units than these, and why. */
  readonly needsUnits?: { readonly least: number; readonly because: string };
  /** What a guess costs that has learned nothing: the entropy of the labels, or the variance of the targets. */
  readonly guess?: "entropy" | "variance";
}

export interface LossContext<P> {
  readonly g: Builder;
  readonly params: P;
  /** `[batch, …]`; i32 class indices for sparse losses, else the output's float type. */
  readonly target: Node;
  /** `[batch, …, units]` */
  readonly output: Node;
  /** What `sigmoid` or `softmax` was applied to, when the output is the direct result of that activation. */
  logits(activation: "sigmoid" | "softmax"): Node | undefined;
  /** What the output is the mean of, where it is distributed as something (`~`). */
  readonly distribution?: Distribution | undefined;
}

interface LossBehaviour<P> {
  /** Why it cannot judge this output, or undefined when it can. Shapes of one row. */
  problem?(params: P, target: Shape, output: Shape): string | undefined;
  /** One value per row (and per further leading axis): the last axis is reduced, the batch is not. Source of formula in doc. */
  lower(context: LossContext<P>): Node;
  facts(params: P): LossFacts;
  /** It judges a distribution (`output y ~ …`), and takes in divergences with this weight. */
  bound?(params: P): { readonly beta: number };
  readonly examples: readonly {
    readonly source: string;
    readonly target: readonly (readonly number[])[] | readonly number[];
    readonly output: readonly (readonly number[])[] | readonly (readonly (readonly number[])[])[];
    /** Mean over the rows, as Keras computes it. */
    readonly value: number;
  }[];
}

export interface LossDefinition extends Word, LossBehaviour<Params> {
  readonly kind: "loss";
}

export function defineLoss<T extends ParamTable>(
  definition: Wording<T> & LossBehaviour<ParamsOf<T>>,
): LossDefinition {
  return { ...definition, kind: "loss" } as unknown as LossDefinition;
}
