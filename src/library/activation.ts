/** What an activation is. */
import type { Shape } from "../base/dim.ts";
import type { Builder } from "../tensor/builder.ts";
import type { Node } from "../tensor/node.ts";
import type { Params, ParamsOf, ParamTable } from "../words/param.ts";
import type { Word, Wording } from "../words/word.ts";

export interface ActivationFacts {
  /** Closed bounds of the output; ±Infinity where there is none. */
  readonly range: readonly [low: number, high: number];
  readonly nonlinear: boolean;
  /** What the output means: independent probabilities (sigmoid), a distribution along the last axis (softmax). */
  readonly output?: "probability" | "distribution";
  /** Its results along this axis of a row are shares of 1. */
  readonly sharesAlong?: number;
  /** Flat at both ends, so gradients vanish there. */
  readonly saturates?: boolean;
  /** Has gradient exactly 0 on a half line, so units can die. */
  readonly dies?: boolean;
  /** Grows faster than any power of its input. */
  readonly explodes?: boolean;
  /** The usual initializer family for layers before it. */
  readonly initializer?: "he" | "glorot" | "lecun";
}

interface ActivationBehaviour<P> {
  /** Why it cannot be applied to a tensor of this shape (of one row), or undefined when it can. */
  problem?(params: P, shape: Shape): string | undefined;
  /** The shape it makes of that of one row, where it is not the same. Such a word is a stage of its own, never an argument. */
  shape?(params: P, shape: Shape): Shape;
  lower(g: Builder, params: P, x: Node): Node;
  facts(params: P): ActivationFacts;
  readonly examples: readonly {
    readonly source: string;
    readonly x: readonly number[];
    readonly y: readonly number[];
  }[];
}

export interface ActivationDefinition extends Word, ActivationBehaviour<Params> {
  readonly kind: "activation";
}

export function defineActivation<T extends ParamTable>(
  definition: Wording<T> & ActivationBehaviour<ParamsOf<T>>,
): ActivationDefinition {
  return { ...definition, kind: "activation" } as unknown as ActivationDefinition;
}
