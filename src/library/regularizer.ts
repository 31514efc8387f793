/** What a regularizer is: a scalar that a weight (or an activity) adds to the loss. */
import type { Builder } from "../tensor/builder.ts";
import type { Node } from "../tensor/node.ts";
import type { Params, ParamsOf, ParamTable } from "../words/param.ts";
import type { Word, Wording } from "../words/word.ts";

interface RegularizerBehaviour<P> {
  /** Why it cannot serve a weight of this shape, or undefined when it can. */
  problem?(params: P, shape: readonly number[]): string | undefined;
  /** Scalar. */
  penalty(g: Builder, params: P, weight: Node): Node;
}

export interface RegularizerDefinition extends Word, RegularizerBehaviour<Params> {
  readonly kind: "regularizer";
}

export function defineRegularizer<T extends ParamTable>(
  definition: Wording<T> & RegularizerBehaviour<ParamsOf<T>>,
): RegularizerDefinition {
  return { ...definition, kind: "regularizer" } as unknown as RegularizerDefinition;
}
