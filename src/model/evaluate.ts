/**
 * Expressions whose value is known before the network is built: arguments, entries of sections, sizes. A result of
 * `undefined` means that something is wrong and has been reported.
 */

import type { Report } from "../base/diagnostic.ts";
import { type Dim, isKnown } from "../base/dim.ts";
import type { Span } from "../base/source.ts";
import type { Binary, Call, Def, Expression, Identifier, Index, Member } from "../syntax/ast.ts";
import { atHome } from "../words/at-home.ts";
import type { ArgumentValue, RecordEntry, Value } from "../words/value.ts";
import type { Vocabulary } from "../words/word.ts";
import { bindFormals } from "./bind-formals.ts";
import { ArithmeticProblem, applyBinary, negate, truthOf } from "./constant-arithmetic.ts";
import { applyConstantFunction } from "./constant-functions.ts";
import { entryOf, itemOf, itemPlace } from "./constant-parts.ts";
import { mostCalls, mostUses } from "./limits.ts";
import { refuseConstant } from "./refuse-constant.ts";

export interface ConstantScope {
  readonly report: Report;
  /** Among which the words that are written here are looked up, wherever their value goes. */
  readonly words?: Vocabulary;
  /**
   * What a name is worth: `none` where the file gives it no value, so that it is a word; `refused` where it has one that
   * cannot stand in a constant, which has been reported.
   */
  valueOf(name: Identifier): Value | "none" | "refused";
  /** The number of distinct values of a column, a symbol while the data is not read. */
  categories(column: string, span: Span): Dim;
  /** The name stands for a part of the network, and for no constant. */
  isOfNetwork?(name: Identifier): boolean;
  /**
   * The def of that name; `none` where the name is of something else, `refused` where the def is broken, undefined where
   * the file does not define the name.
   */
  formula?(name: string): FormulaSource | "none" | "refused" | undefined;
}

export interface FormulaSource {
  readonly def: Def;
  /** Where its body is at home. */
  readonly scope: ConstantScope;
  /** How many calls may follow. */
  readonly calls: { left: number; depth: number };
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
      return refuseConstant(
        span,
        "a constant is expected here, and this is a part of the network",
        scope.report,
      );
    case "index":
      return evaluateIndex(expression, scope);
    case "member":
      return evaluateMember(expression, scope);
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
  if (value !== "none") return { ...atHome(value, scope.words), span: name.span };
  if (name.name === "pi") return { kind: "number", span: name.span, value: Math.PI };
  return atHome({ kind: "word", span: name.span, name: name.name }, scope.words);
}

function evaluateCall(call: Call, scope: ConstantScope): Value | undefined {
  const { callee, span } = call;
  if (callee.kind === "missing") return undefined;
  if (callee.kind !== "identifier") {
    return refuseConstant(callee.span, "only a name can be called, such as `Adam(0.01)`", scope.report);
  }
  const formula = scope.formula?.(callee.name);
  if (formula === "refused") return undefined;
  if (formula !== undefined && formula !== "none" && isWhole(formula.def, call)) {
    return evaluateFormula(formula, call, scope);
  }
  const counts = callee.name === "categories";
  const args = call.args.map(({ name, value, span }): ArgumentValue | undefined => {
    const read = counts ? columnName(value, scope) : evaluate(value, scope);
    return read && { span, ...(name ? { name: name.name, nameSpan: name.span } : {}), value: read };
  });
  if (!isComplete(args)) return undefined;
  if (counts) return categories(args, span, scope);
  if (formula === undefined) {
    const made = attempt(span, scope, () => ({ value: applyConstantFunction(callee.name, args, span) }));
    if (made === undefined || made.value) return made?.value;
  }
  const written: Value = { kind: "call", span, name: callee.name, nameSpan: callee.span, args };
  // A word that came as an argument is called by its own name, in the file that it is of.
  const meant = formula === "none" && !scope.isOfNetwork?.(callee) ? scope.valueOf(callee) : "none";
  if (typeof meant === "object" && meant.kind === "word") {
    const { name, home = scope.words } = meant;
    return atHome({ ...written, name }, home);
  }
  return atHome(written, scope.words);
}

/** A call that leaves formals open stands for the def itself: `loss = contrastive(margin = 2)`. */
function isWhole({ formals }: Def, { args }: Call): boolean {
  const named = new Set(args.flatMap(({ name }) => (name ? [name.name] : [])));
  const positional = args.filter(({ name }) => name === undefined).length;
  return formals.every(
    ({ name, default: initial }, index) =>
      index < positional || named.has(name.name) || initial !== undefined,
  );
}

function evaluateFormula(
  { def, scope: home, calls }: FormulaSource,
  call: Call,
  scope: ConstantScope,
): Value | undefined {
  if (calls.left <= 0 || calls.depth >= mostUses) {
    if (calls.left >= 0) refuseLimit(call.span, scope);
    calls.left = -1;
    return undefined;
  }
  calls.left--;
  const given = bindFormals(def, { args: call.args, nameSpan: call.callee.span }, scope.report);
  if (given === undefined) return undefined;
  const values = new Map<string, Value>();
  const inner: ConstantScope = {
    ...home,
    // What goes wrong inside is told to whoever asks.
    report: scope.report,
    valueOf: (name) => values.get(name.name) ?? home.valueOf(name),
  };
  for (const { name, default: initial } of def.formals) {
    const argument = given.get(name.name);
    const value = argument ? evaluate(argument, scope) : initial && evaluate(initial, inner);
    if (value === undefined) return undefined;
    values.set(name.name, value);
  }
  calls.depth++;
  const result = evaluate(def.body, inner);
  calls.depth--;
  return result && { ...result, span: call.span };
}

/** What a def is worth for these values of its formals. Findings are the business of whoever wrote them. */
export function evaluateBody(
  def: Def,
  constants: ConstantScope,
  values: ReadonlyMap<string, Value>,
): Value | undefined {
  return evaluate(def.body, {
    ...constants,
    valueOf: (name) => values.get(name.name) ?? constants.valueOf(name),
  });
}

function refuseLimit(span: Span, { report }: ConstantScope): void {
  report({
    rule: "limit",
    severity: "error",
    message: "the defs of this file call one another too often",
    span,
    label: `at most ${mostCalls} calls, ${mostUses} of them in one another`,
  });
}

function evaluateIndex(index: Index, scope: ConstantScope): Value | undefined {
  const list = evaluate(index.object, scope);
  if (list === undefined) return undefined;
  const place = itemPlace(index);
  return itemOf(list, place && evaluate(place, scope), index, scope.report);
}

function evaluateMember(member: Member, scope: ConstantScope): Value | undefined {
  const record = evaluate(member.object, scope);
  return record && entryOf(record, member, scope.report);
}

/** A constant that holds the name of a column, or else the name itself: an input may be called like its column. */
function columnName(expression: Expression, scope: ConstantScope): Value | undefined {
  if (expression.kind !== "identifier" || !scope.isOfNetwork?.(expression))
    return evaluate(expression, scope);
  return { kind: "word", span: expression.span, name: expression.name };
}

function categories(args: readonly ArgumentValue[], span: Span, scope: ConstantScope): Value | undefined {
  const [only] = args;
  const value = only?.value;
  const column = value?.kind === "word" ? value.name : value?.kind === "string" ? value.value : undefined;
  if (args.length !== 1 || column === undefined || only?.name !== undefined) {
    return refuseConstant(
      span,
      "`categories` takes the name of one column: `categories(species)`",
      scope.report,
    );
  }
  const size = scope.categories(column, value?.span ?? span);
  return isKnown(size) ? { kind: "number", span, value: size } : { kind: "size", span, value: size };
}

function finite(value: number, raw: string, span: Span, scope: ConstantScope): Value | undefined {
  if (Number.isFinite(value)) return { kind: "number", span, value };
  return refuseConstant(span, `${raw} is too large for a number`, scope.report);
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

function isComplete<T>(items: readonly (T | undefined)[]): items is readonly T[] {
  return items.every((item) => item !== undefined);
}
