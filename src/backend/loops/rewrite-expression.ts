/** Expressions over other loop indices: affine functions replaced, guards that are now certain resolved, sharing kept. */
import { affineRange } from "../affine.ts";
import { inputsOf, rewrittenRandom } from "../expr-tree.ts";
import type { Affine, Expr, Guard, Store } from "../kernel.ts";

export function rewriteStores(
  stores: readonly Store[],
  affine: (old: Affine) => Affine,
  sizes: readonly number[],
): Store[] {
  const known = new Map<Expr, Expr>();
  return stores.map(({ access, value }) => ({
    access: { buffer: access.buffer, at: affine(access.at) },
    value: rewriteExpression(value, affine, sizes, known),
  }));
}

/** `sizes` are those of the new loops; guards that hold everywhere or nowhere in them disappear. */
export function rewriteExpression(
  root: Expr,
  affine: (old: Affine) => Affine,
  sizes: readonly number[],
  known = new Map<Expr, Expr>(),
): Expr {
  const visit = (expr: Expr): Expr => {
    const existing = known.get(expr);
    if (existing !== undefined) return existing;
    const result = rewritten(expr);
    known.set(expr, result);
    return result;
  };
  const rewritten = (expr: Expr): Expr => {
    switch (expr.kind) {
      case "load":
        return { ...expr, access: { buffer: expr.access.buffer, at: affine(expr.access.at) } };
      case "gather": {
        const { buffer, at } = expr.access;
        return { ...expr, access: { buffer, at: affine(at) }, index: visit(expr.index) };
      }
      case "index":
        return { ...expr, value: affine(expr.value) };
      case "random":
        return rewrittenRandom(expr, affine, visit);
      case "pointwise":
        return { ...expr, inputs: expr.inputs.map(visit) };
      case "cast":
        return { ...expr, input: visit(expr.input) };
      case "pick":
        return rewrittenPick(expr);
      default:
        return expr;
    }
  };
  const rewrittenPick = (expr: Extract<Expr, { kind: "pick" }>): Expr => {
    const choices: { guards: readonly Guard[]; value: Expr }[] = [];
    for (const choice of expr.choices) {
      const moved = choice.guards.map((guard) => ({ ...guard, value: affine(guard.value) }));
      if (moved.some((guard) => holds(guard, sizes) === "never")) continue;
      const guards = moved.filter((guard) => holds(guard, sizes) !== "always");
      if (guards.length === 0 && choices.length === 0) return visit(choice.value);
      choices.push({ guards, value: visit(choice.value) });
      if (guards.length === 0) break;
    }
    if (choices.length === 0) return { kind: "constant", dtype: expr.dtype, value: expr.otherwise };
    return { ...expr, choices };
  };
  return visit(root);
}

function holds({ value, low, high }: Guard, sizes: readonly number[]): "always" | "never" | "sometimes" {
  const [first, last] = affineRange(value, sizes);
  if (first >= low && last < high) return "always";
  return last < low || first >= high ? "never" : "sometimes";
}

/** Every affine function in the expressions, those of accesses and guards included. */
export function affinesIn(roots: Iterable<Expr>): { affines: Affine[]; guards: Guard[] } {
  const affines: Affine[] = [];
  const guards: Guard[] = [];
  for (const expr of expressionsIn(roots)) {
    if (expr.kind === "load" || expr.kind === "gather") affines.push(expr.access.at);
    else if (expr.kind === "index") affines.push(expr.value);
    else if (expr.kind === "random") affines.push(expr.element);
    else if (expr.kind === "pick") guards.push(...expr.choices.flatMap((choice) => choice.guards));
  }
  return { affines: [...affines, ...guards.map((guard) => guard.value)], guards };
}

/** Every expression once, operands before what uses them. */
export function expressionsIn(roots: Iterable<Expr>): Set<Expr> {
  const seen = new Set<Expr>();
  const visit = (expr: Expr): void => {
    if (seen.has(expr)) return;
    inputsOf(expr).forEach(visit);
    seen.add(expr);
  };
  for (const root of roots) visit(root);
  return seen;
}
