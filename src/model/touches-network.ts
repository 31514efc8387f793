/** Whether an expression is of the network or is a constant, judged by what its names stand for. */

import type { Expression } from "../syntax/ast.ts";
import { partsOf } from "./dependency-order.ts";
import { isForm } from "./forms.ts";
import type { GraphScope } from "./scope.ts";

export function touchesNetwork(expression: Expression, scope: GraphScope): boolean {
  const open: Expression[] = [expression];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (next.kind === "chain" || next.kind === "repeat") return true;
    if (next.kind === "identifier") {
      if (standsForNetwork(next.name, scope)) return true;
    } else if (next.kind === "call" && next.callee.kind === "identifier") {
      if (callsNetwork(next.callee.name, scope)) return true;
      open.push(...next.args.map(({ value }) => value));
    } else {
      open.push(...partsOf(next));
    }
  }
  return false;
}

function standsForNetwork(name: string, scope: GraphScope): boolean {
  const bound = scope.bindings.find(name);
  if (bound === undefined) return false;
  return bound.meaning.kind !== "constant" && bound.meaning.kind !== "def";
}

function callsNetwork(name: string, scope: GraphScope): boolean {
  if (scope.bindings.formula(name)) return false;
  const bound = scope.bindings.find(name);
  if (bound) return bound.meaning.kind !== "def" && bound.meaning.kind !== "constant";
  return isForm(name) || scope.vocabulary.find("layer", name) !== undefined;
}
