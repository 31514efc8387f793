/**
 * Expressions whose value is known before the network is built: arguments, entries of sections, sizes. A result of
 * `undefined` means that something is wrong and has been reported.
 */

import type { Report } from "../base/diagnostic.ts";
import { type Dim, isKnown } from "../base/dim.ts";
import type { Span } from "../base/source.ts";
import type { Binary, Call, Expression, Identifier } from "../syntax/ast.ts";
import type { ArgumentValue, RecordEntry, Value } from "../words/value.ts";
import { ArithmeticProblem, applyBinary, negate, truthOf } from "./constant-arithmetic.ts";
import { reportNotYet } from "./not-yet.ts";

export interface ConstantScope {
  readonly report: Report;
  /**
   * What a name is worth: `none` where the file gives it no value, so that it is a word; `refused` where it has one that
   * cannot stand in a constant, which has been reported.
   */
  valueOf(name: Identifier): Value | "none" | "refused";
  /** The number of distinct values of a column, a symbol while the data is not read. */
  categories(column: string, span: Span): Dim;
}

export function evaluate(expression: Expression, scope: ConstantScope): Value | undefined {
  const { span } = expression;
  switch (expression.kind) {
    case "missing":
      return undefined;
    case "number":
      return finite(expression.value, expression.raw, span, scope);
    case "string":
    case "boolean":
      return { kind: expression.kind, span, value: expression.value } as Value;
    case "none":
      return { kind: "none", span };
    case "identifier":
      return named(expression, scope);
    case "list":
      return evaluateList(expression.items, span, scope);
    case "tuple":
      return expression.items.length === 1
        ? evaluate(expression.items[0] as Expression, scope)
        : evaluateList(expression.items, span, scope);
    case "record": {
      const entries = expression.entries.map(({ key, value }): RecordEntry | undefined => {
        const read = evaluate(value, scope);
        return read && { key: key.text, keySpan: key.span, value: read };
      });
      return isComplete(entries) ? { kind: "record", span, entries } : undefined;
    }
    case "call":
      return evaluateCall(expression, scope);
    case "unary": {
      const operand = evaluate(expression.operand, scope);
      return (
        operand &&
        attempt(span, scope, () =>
          expression.operator === "-"
            ? negate(operand, span)
            : { kind: "boolean", span, value: !truthOf(operand) },
        )
      );
    }
    case "binary":
      return evaluateBinary(expression, scope);
    case "choice": {
      const chosen = decide(expression.condition, scope);
      return chosen === undefined ? undefined : evaluate(chosen ? expression.then : expression.else, scope);
    }
    case "chain":
    case "repeat":
      refuse(span, "a constant is expected here, and this is a part of the network", scope);
      return undefined;
    case "index":
    case "member":
      reportNotYet(
        scope.report,
        span,
        expression.kind === "index" ? "taking a part with `[…]`" : "taking a part with `.`",
      );
      return undefined;
  }
}

/** The truth of a condition; undefined when it has been reported. */
export function decide(condition: Expression, scope: ConstantScope): boolean | undefined {
  const value = evaluate(condition, scope);
  return value && attempt(condition.span, scope, () => truthOf(value));
}

/** Left operands nest as deep as a sum is long, so they are unfolded rather than recursed into. */
function evaluateBinary(expression: Binary, scope: ConstantScope): Value | undefined {
  const spine: Binary[] = [];
  let first: Expression = expression;
  while (first.kind === "binary") {
    spine.push(first);
    first = first.left;
  }
  let left = evaluate(first, scope);
  for (const node of spine.reverse()) left = evaluateRight(node, left, scope);
  return left;
}

function evaluateRight(
  { operator, right, span }: Binary,
  left: Value | undefined,
  scope: ConstantScope,
): Value | undefined {
  if (operator === "and" || operator === "or") {
    if (!left) return undefined;
    const truth = attempt(left.span, scope, () => truthOf(left));
    if (truth === undefined) return undefined;
    // As elsewhere, the right side counts only where the left one leaves the question open.
    const value = truth === (operator === "or") ? truth : decide(right, scope);
    return value === undefined ? undefined : { kind: "boolean", span, value };
  }
  const other = evaluate(right, scope);
  return left && other && attempt(span, scope, () => applyBinary(operator, [left, other], span));
}

function evaluateList(
  expressions: readonly Expression[],
  span: Span,
  scope: ConstantScope,
): Value | undefined {
  const items = expressions.map((item) => evaluate(item, scope));
  return isComplete(items) ? { kind: "list", span, items } : undefined;
}

function named(name: Identifier, scope: ConstantScope): Value | undefined {
  const value = scope.valueOf(name);
  if (value === "refused") return undefined;
  // Findings about the value belong where it is used.
  if (value !== "none") return { ...value, span: name.span };
  if (name.name === "pi") return { kind: "number", span: name.span, value: Math.PI };
  return { kind: "word", span: name.span, name: name.name };
}

function evaluateCall(call: Call, scope: ConstantScope): Value | undefined {
  const { callee, span } = call;
  if (callee.kind === "missing") return undefined;
  if (callee.kind !== "identifier") {
    refuse(callee.span, "only a name can be called, such as `Adam(0.01)`", scope);
    return undefined;
  }
  const args = call.args.map(({ name, value, span }): ArgumentValue | undefined => {
    const read = evaluate(value, scope);
    return read && { span, ...(name ? { name: name.name, nameSpan: name.span } : {}), value: read };
  });
  if (!isComplete(args)) return undefined;
  if (callee.name === "categories") return categories(args, span, scope);
  return { kind: "call", span, name: callee.name, nameSpan: callee.span, args };
}

function categories(args: readonly ArgumentValue[], span: Span, scope: ConstantScope): Value | undefined {
  const [only] = args;
  const value = only?.value;
  const column = value?.kind === "word" ? value.name : value?.kind === "string" ? value.value : undefined;
  if (args.length !== 1 || column === undefined || only?.name !== undefined) {
    refuse(span, "`categories` takes the name of one column: `categories(species)`", scope);
    return undefined;
  }
  const size = scope.categories(column, value?.span ?? span);
  return isKnown(size) ? { kind: "number", span, value: size } : { kind: "size", span, value: size };
}

function finite(value: number, raw: string, span: Span, scope: ConstantScope): Value | undefined {
  if (Number.isFinite(value)) return { kind: "number", span, value };
  refuse(span, `${raw} is too large for a number`, scope);
  return undefined;
}

function attempt<T>(span: Span, scope: ConstantScope, operation: () => T): T | undefined {
  try {
    return operation();
  } catch (problem) {
    if (!(problem instanceof ArithmeticProblem)) throw problem;
    const { at, label, help } = problem.details;
    scope.report({
      rule: "bad-constant",
      severity: "error",
      message: problem.message,
      span: at?.span ?? span,
      ...(label === undefined ? {} : { label }),
      ...(help === undefined ? {} : { help }),
    });
    return undefined;
  }
}

function refuse(span: Span, message: string, { report }: ConstantScope): void {
  report({ rule: "bad-constant", severity: "error", message, span });
}

function isComplete<T>(items: readonly (T | undefined)[]): items is readonly T[] {
  return items.every((item) => item !== undefined);
}
