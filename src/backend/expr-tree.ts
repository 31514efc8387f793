/** Walks over expressions, which are trees with shared parts. */
import type { Affine, Expr, Guard } from "./kernel.ts";

/** Every affine function in an expression, shared parts once. */
export function affinesIn(roots: readonly Expr[]): Affine[] {
  const affines: Affine[] = [];
  const seen = new Set<Expr>();
  const visit = (expr: Expr): void => {
    if (seen.has(expr)) return;
    seen.add(expr);
    if (expr.kind === "load" || expr.kind === "gather") affines.push(expr.access.at);
    else if (expr.kind === "index") affines.push(expr.value);
    else if (expr.kind === "random") affines.push(expr.element);
    else if (expr.kind === "pick") {
      for (const { guards } of expr.choices) affines.push(...guards.map(({ value }) => value));
    }
    for (const input of inputsOf(expr)) visit(input);
  };
  roots.forEach(visit);
  return affines;
}

/** The expressions that an expression is made of. */
export function inputsOf(expr: Expr): readonly Expr[] {
  switch (expr.kind) {
    case "pointwise":
      return expr.inputs;
    case "cast":
      return [expr.input];
    case "gather":
      return [expr.index];
    case "random":
      return [expr.first, expr.step, ...expr.key];
    case "pick":
      return expr.choices.map(({ value }) => value);
    default:
      return [];
  }
}

/** Random numbers with other affine functions and operands. */
export function rewrittenRandom(
  expr: Extract<Expr, { kind: "random" }>,
  apply: (affine: Affine) => Affine,
  map: (expr: Expr) => Expr,
): Expr {
  const [low, high] = expr.key;
  return {
    ...expr,
    first: map(expr.first),
    element: apply(expr.element),
    step: map(expr.step),
    key: [map(low), map(high)],
  };
}

/** Rewrites the affine functions of expressions; what was shared stays shared. */
export function affineMapper(apply: (affine: Affine) => Affine): (expr: Expr) => Expr {
  const done = new Map<Expr, Expr>();
  const guard = ({ value, low, high }: Guard): Guard => ({ value: apply(value), low, high });
  const rewrite = (expr: Expr): Expr => {
    switch (expr.kind) {
      case "load":
        return { ...expr, access: { buffer: expr.access.buffer, at: apply(expr.access.at) } };
      case "gather": {
        const { buffer, at } = expr.access;
        return { ...expr, access: { buffer, at: apply(at) }, index: map(expr.index) };
      }
      case "index":
        return { ...expr, value: apply(expr.value) };
      case "random":
        return rewrittenRandom(expr, apply, map);
      case "pointwise":
        return { ...expr, inputs: expr.inputs.map(map) };
      case "cast":
        return { ...expr, input: map(expr.input) };
      case "pick":
        return {
          ...expr,
          choices: expr.choices.map(({ guards, value }) => ({
            guards: guards.map(guard),
            value: map(value),
          })),
        };
      default:
        return expr;
    }
  };
  const map = (expr: Expr): Expr => {
    const known = done.get(expr) ?? rewrite(expr);
    done.set(expr, known);
    return known;
  };
  return map;
}
