/** What a constraint is: what a weight is put back to after each update. */
import type { Builder } from "../tensor/builder.ts";
import type { Node } from "../tensor/node.ts";
import type { Params, ParamsOf, ParamTable } from "../words/param.ts";
import type { Word, Wording } from "../words/word.ts";

interface ConstraintBehaviour<P> {
  /** Why it cannot hold for a weight of this shape, or undefined when it can. */
  problem?(params: P, shape: readonly number[]): string | undefined;
  /** Same shape. */
  apply(g: Builder, params: P, weight: Node): Node;
}

export interface ConstraintDefinition extends Word, ConstraintBehaviour<Params> {
  readonly kind: "constraint";
}

export function defineConstraint<T extends ParamTable>(
  definition: Wording<T> & ConstraintBehaviour<ParamsOf<T>>,
): ConstraintDefinition {
  return { ...definition, kind: "constraint" } as unknown as ConstraintDefinition;
}
