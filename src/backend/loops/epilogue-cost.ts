/** How much work an element's expressions are, in additions: what decides whether they are written out many times. */
import type { Expr } from "../kernel.ts";
import { expressionsIn } from "./rewrite-expression.ts";

const randomCost = 100;

export function epilogueCost(roots: readonly Expr[]): number {
  let cost = roots.length;
  for (const expr of expressionsIn(roots)) {
    if (expr.kind === "pointwise") cost += expr.primitive.cost;
    else if (expr.kind === "random") cost += randomCost;
    else if (expr.kind !== "constant" && expr.kind !== "accumulator") cost += 1;
  }
  return cost;
}
