/** Operators and functions on tensors: `a + b`, `x[0]`, `norm(a - b)`, with numbers mixed in. */
import type { Span } from "../base/source.ts";
import { spanText } from "../base/source.ts";
import { type AxisPart, part as partOperator } from "../library/operators/part.ts";
import {
  binaryOperators,
  functions,
  maximum,
  minimum,
  negation,
  type Operator,
  type PointwiseOperator,
  where,
} from "../library/operators/pointwise.ts";
import { reductions } from "../library/operators/reductions.ts";
import type { Argument, Binary, Call, Expression, Index, Member, Slice, Unary } from "../syntax/ast.ts";
import type { Params } from "../words/param.ts";
import { describeValue } from "../words/value.ts";
import { evaluate } from "./evaluate.ts";
import { describeMeaning, type Meaning, type PlacedLayer, type Tensor, unknown } from "./meaning.ts";
import { nearName } from "./near-name.ts";
import type { GraphScope, Read } from "./scope.ts";

export function meaningOfBinary(expression: Binary, scope: GraphScope, read: Read): Meaning {
  const { operator, operatorSpan, left, right } = expression;
  if (operator === "and" || operator === "or") {
    refuseLogic(operator, operatorSpan, scope);
    return unknown;
  }
  if (operator === ">" && isLayerCall(right, scope)) {
    scope.report({
      ...{ rule: "not-a-tensor", severity: "error", span: operatorSpan },
      message: "`>` compares numbers, and a layer stands behind it",
      label: "`->` leads into a layer",
      fix: { title: "->", edits: [{ span: operatorSpan, text: "->" }], safe: true },
    });
    return unknown;
  }
  const operands = [left, right].map((side) => operandOf(side, scope, read));
  return applyPointwise(binaryOperators[operator] as PointwiseOperator, operands, expression, scope);
}

function isLayerCall(expression: Expression, { vocabulary }: GraphScope): boolean {
  if (expression.kind !== "call" || expression.callee.kind !== "identifier") return false;
  return vocabulary.find("layer", expression.callee.name) !== undefined;
}

export function meaningOfUnary(expression: Unary, scope: GraphScope, read: Read): Meaning {
  if (expression.operator === "not") {
    refuseLogic("not", expression.span, scope);
    return unknown;
  }
  return applyPointwise(negation, [operandOf(expression.operand, scope, read)], expression, scope);
}

/** A call of a function of the language with a tensor among its arguments. */
export function meaningOfFunction(name: string, call: Call, scope: GraphScope, read: Read): Meaning {
  const positional = call.args.filter((argument) => argument.name === undefined);
  if (!takesNames(name, call, scope)) return unknown;
  const folded = name === "max" ? maximum : name === "min" ? minimum : undefined;
  if (folded && positional.length > 1) return foldTwo(folded, positional, call, scope, read);
  const expected = name === "where" ? 3 : 1;
  if (positional.length !== expected) {
    scope.report({
      rule: "missing-argument",
      severity: "error",
      message: `${name} takes ${expected === 1 ? "one tensor" : "a condition and two values"}, and ${positional.length} arguments are given`,
      span: call.span,
    });
    return unknown;
  }
  const operands = positional.map(({ value }) => operandOf(value, scope, read));
  if (name === "where") return applyPointwise(where, operands, call, scope);
  const pointwise = functions[name];
  if (pointwise) return applyPointwise(pointwise, operands, call, scope);
  return applyReduction(reductions[name] as Operator, operands[0], call, scope);
}

export function meaningOfIndex(expression: Index, scope: GraphScope, read: Read): Meaning {
  const tensor = operandOf(expression.object, scope, read);
  const parts = expression.slices.map((slice) => axisPart(slice, scope));
  if (tensor === undefined || typeof tensor === "number") return unknown;
  if (parts.some((each) => each === undefined)) return unknown;
  return applyOperator(partOperator, { parts }, [tensor], expression, expression.span, scope);
}

export function meaningOfMember({ object, name }: Member, scope: GraphScope, read: Read): Meaning {
  const record = read(object, scope);
  if (record.kind === "unknown") return unknown;
  const field = record.kind === "record" ? record.fields.get(name.name) : undefined;
  if (field) return { ...field, span: name.span };
  const fields = record.kind === "record" ? [...record.fields.keys()] : [];
  const near = nearName(name.name, fields);
  scope.report({
    rule: "unknown-name",
    severity: "error",
    message:
      record.kind === "record"
        ? `the result has no part called ${name.name}`
        : `${describeMeaning(record)} has no parts with names`,
    span: name.span,
    ...(near === undefined ? {} : { label: `did you mean ${near}?` }),
    ...(fields.length === 0 ? {} : { help: `its parts are ${fields.join(", ")}` }),
  });
  return unknown;
}

/** A number or a tensor; undefined for anything else, which is reported. */
export function operandOf(
  expression: Expression,
  scope: GraphScope,
  read: Read,
): Tensor | number | undefined {
  const meaning = read(expression, scope);
  const { span } = expression;
  if (meaning.kind === "tensor") return meaning;
  if (meaning.kind === "unknown") return undefined;
  if (meaning.kind === "constant") {
    if (meaning.value.kind === "number") return meaning.value.value;
    if (meaning.value.kind === "boolean") return meaning.value.value ? 1 : 0;
    scope.report({
      rule: "not-a-tensor",
      severity: "error",
      message: `a tensor or a number is expected here, not ${describeValue(meaning.value)}`,
      span,
    });
    return undefined;
  }
  scope.report({
    rule: "not-a-tensor",
    severity: "error",
    message: `a tensor or a number is expected here, and this is ${describeMeaning(meaning)}`,
    span,
    ...(meaning.kind === "layer" ? { help: `give it a source: \`x -> ${short(span)}\`` } : {}),
    ...(meaning.kind === "record" ? { help: "take one of its parts with `.`" } : {}),
  });
  return undefined;
}

function applyPointwise(
  operator: PointwiseOperator,
  operands: readonly (Tensor | number | undefined)[],
  at: Expression,
  scope: GraphScope,
  key: unknown = at,
): Meaning {
  if (operands.some((operand) => operand === undefined)) return unknown;
  const params = Object.fromEntries(
    operator.operands.map((name, index) => {
      const operand = operands[index];
      return [name, typeof operand === "number" ? operand : null];
    }),
  );
  const tensors = operands.filter((operand): operand is Tensor => typeof operand === "object");
  return applyOperator(operator, params, tensors, key, at.span, scope);
}

/** An operator in its place; `key` is the part of the tree that it stands for. */
export function applyOperator(
  { word, path }: Operator,
  params: Params,
  tensors: readonly Tensor[],
  key: unknown,
  span: Span,
  scope: GraphScope,
): Meaning {
  if (!scope.expansion.step(span)) return unknown;
  const placed = scope.places.once(
    key,
    (): PlacedLayer => ({
      instance: { word, params, span, given: {} },
      path: scope.places.next(path, span),
      trainable: true,
      span,
      uses: scope.uses,
    }),
  );
  return scope.network.applyLayer(placed, tensors);
}

/** `max(a, b, c)` as `max(max(a, b), c)`. */
function foldTwo(
  operator: PointwiseOperator,
  args: readonly Argument[],
  call: Call,
  scope: GraphScope,
  read: Read,
): Meaning {
  let result: Meaning | undefined;
  for (const argument of args) {
    const operand = operandOf(argument.value, scope, read);
    if (operand === undefined) return unknown;
    const next: Meaning =
      typeof operand === "number"
        ? { kind: "constant", value: { kind: "number", span: argument.span, value: operand } }
        : operand;
    if (result === undefined) {
      result = next;
      continue;
    }
    const sides = [result, next].map((side) =>
      side.kind === "tensor"
        ? side
        : side.kind === "constant" && side.value.kind === "number"
          ? side.value.value
          : undefined,
    );
    const [a, b] = sides;
    if (typeof a === "number" && typeof b === "number") {
      const value = operator === maximum ? Math.max(a, b) : Math.min(a, b);
      result = { kind: "constant", value: { kind: "number", span: call.span, value } };
    } else {
      result = applyPointwise(operator, sides, call, scope, argument);
    }
  }
  return result ?? unknown;
}

function applyReduction(
  operator: Operator,
  operand: Tensor | number | undefined,
  call: Call,
  scope: GraphScope,
): Meaning {
  if (operand === undefined || typeof operand === "number") return unknown;
  const written = call.args.find(({ name }) => name?.name === "axis");
  const axis = written && evaluate(written.value, scope.constants);
  if (written && axis === undefined) return unknown;
  if (axis && !(axis.kind === "number" && Number.isSafeInteger(axis.value)) && axis.kind !== "none") {
    scope.report({
      rule: "bad-option",
      severity: "error",
      message: `an axis is a whole number, counted without the batch, not ${describeValue(axis)}`,
      span: axis.span,
    });
    return unknown;
  }
  const params = { axis: axis?.kind === "number" ? axis.value : null };
  return applyOperator(operator, params, [operand], call, call.span, scope);
}

function takesNames(name: string, call: Call, scope: GraphScope): boolean {
  const odd = call.args.find((argument) => {
    const key = argument.name?.name;
    return key !== undefined && !(key === "axis" && Object.hasOwn(reductions, name));
  });
  if (odd === undefined) return true;
  scope.report({
    rule: "unknown-argument",
    severity: "error",
    message: `${name} has no argument ${odd.name?.name}`,
    span: odd.name?.span ?? odd.span,
    ...(Object.hasOwn(reductions, name) ? { help: "it has axis" } : {}),
  });
  return false;
}

function axisPart(slice: Slice, scope: GraphScope): AxisPart | undefined {
  const bounds = [slice.start, slice.end].map((bound) => (bound ? position(bound, scope) : null));
  const [from, to] = bounds;
  if (from === undefined || to === undefined) return undefined;
  if (slice.range) return { from, to };
  return from === null ? undefined : { at: from };
}

function position(bound: Expression, scope: GraphScope): number | undefined {
  const value = evaluate(bound, scope.constants);
  if (value === undefined) return undefined;
  if (value.kind === "number" && Number.isSafeInteger(value.value)) return value.value;
  scope.report({
    rule: "bad-option",
    severity: "error",
    message: `a position is a whole number, not ${describeValue(value)}`,
    span: bound.span,
    label: "counted from 0, or from the end as -1",
  });
  return undefined;
}

function refuseLogic(operator: string, span: Span, scope: GraphScope): void {
  scope.report({
    rule: "tensor-condition",
    severity: "error",
    message: `\`${operator}\` is decided before the network is built, and this depends on a tensor`,
    span,
    help: "comparisons of tensors give 1 and 0: multiply them for `and`, take `max(a, b)` for `or`, `1 - a` for `not`, and choose with `where(c, a, b)`",
  });
}

function short(span: Span): string {
  const text = spanText(span);
  return text.length > 30 || text.includes("\n") ? "…" : text;
}
