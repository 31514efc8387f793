/** `param width = 24 in [16, 24, 32]`: constants that may be set from outside, and the range that a search may try. */
import type { Report } from "../base/diagnostic.ts";
import { isKnown } from "../base/dim.ts";
import type { Span } from "../base/source.ts";
import type { Call, Expression, Param } from "../syntax/ast.ts";
import { describeValue, type Value } from "../words/value.ts";
import { type ConstantScope, evaluate } from "./evaluate.ts";

/** What a search may put in the place of a param's value. */
export type ParamRange =
  | { readonly kind: "choice"; readonly values: readonly Value[] }
  /** `int` steps by whole numbers; `log` is even in the logarithm. */
  | { readonly kind: "int" | "uniform" | "log"; readonly low: number; readonly high: number };

export interface ParamValue {
  readonly name: string;
  readonly value: Value;
  readonly range?: ParamRange;
  readonly span: Span;
}

/** Undefined where it was refused and reported. */
export function readParam(
  param: Param,
  override: Expression | undefined,
  scope: ConstantScope,
): ParamValue | undefined {
  const own = evaluate(param.value, scope);
  const range = param.range && readParamRange(param.range, scope);
  if (own === undefined || !isParamValue(own, param.value, scope.report)) return undefined;
  if (!hasDeclaredType(param, own, scope.report)) return undefined;
  const value = override === undefined ? own : readOverride(param, own, override, scope);
  return value && { name: param.name.name, value, ...(range ? { range } : {}), span: param.span };
}

function readOverride(
  param: Param,
  own: Value,
  override: Expression,
  scope: ConstantScope,
): Value | undefined {
  const value = evaluate(override, scope);
  if (value === undefined || !isParamValue(value, override, scope.report)) return undefined;
  if (param.type) return hasDeclaredType(param, value, scope.report) ? value : undefined;
  const [expected, found] = [kindOf(own), kindOf(value)];
  if (expected === found) return value;
  scope.report({
    rule: "bad-option",
    severity: "error",
    message: `${param.name.name} is ${describeKind(expected)} in the file, and this is ${describeValue(value)}`,
    span: override.span,
    related: [{ span: param.value.span, text: "its own value" }],
  });
  return undefined;
}

function isParamValue(value: Value, at: Expression, report: Report): boolean {
  if (value.kind !== "record") return true;
  report({
    rule: "bad-constant",
    severity: "error",
    message: "a param is one value or a list of them, and this is a record",
    span: at.span,
  });
  return false;
}

type Kind = "number" | "flag" | "list" | "text" | "none";

function kindOf(value: Value): Kind {
  switch (value.kind) {
    case "number":
    case "size":
      return "number";
    case "boolean":
      return "flag";
    case "list":
      return "list";
    case "none":
      return "none";
    default:
      return value.kind === "word" && /^(True|False)$/.test(value.name) ? "flag" : "text";
  }
}

function describeKind(kind: Kind): string {
  return {
    number: "a number",
    flag: "true or false",
    list: "a list",
    text: "a word or a text",
    none: "none",
  }[kind];
}

/** What the names of types ask of a param's value. */
const types: Readonly<Record<string, readonly [expects: string, fits: (value: Value) => boolean]>> = {
  int: ["a whole number", isWhole],
  i32: ["a whole number", isWhole],
  number: ["a number", (value) => kindOf(value) === "number"],
  f32: ["a number", (value) => kindOf(value) === "number"],
  f64: ["a number", (value) => kindOf(value) === "number"],
  bool: ["true or false", (value) => kindOf(value) === "flag"],
  text: ["a text", (value) => value.kind === "string" || value.kind === "word"],
};

function isWhole(value: Value): boolean {
  return value.kind === "size" || (value.kind === "number" && Number.isSafeInteger(value.value));
}

function hasDeclaredType({ type, name }: Param, value: Value, report: Report): boolean {
  if (type === undefined) return true;
  const known = type.element && types[type.element.name];
  if (known === undefined || type.dims.length > 0) {
    report({
      rule: "unknown-word",
      severity: "error",
      message:
        type.dims.length > 0
          ? "a param is one value and has no axes"
          : `there is no type of params called ${type.element?.name ?? ""}`,
      span: type.span,
      help: `the types are ${Object.keys(types).join(", ")}`,
    });
    return false;
  }
  const [expects, fits] = known;
  if (fits(value)) return true;
  report({
    rule: "bad-constant",
    severity: "error",
    message: `${name.name} is ${expects}, and this is ${describeValue(value)}`,
    span: value.span,
    related: [{ span: type.span, text: "its type" }],
  });
  return false;
}

function readParamRange(range: Expression, scope: ConstantScope): ParamRange | undefined {
  if (range.kind === "list") {
    const values = range.items.map((item) => evaluate(item, scope));
    if (values.some((value) => value === undefined)) return undefined;
    if (values.length > 0) return { kind: "choice", values: values as readonly Value[] };
  }
  if (range.kind === "call" && range.callee.kind === "identifier") {
    const kind = rangeKinds.find((each) => each === (range.callee as { readonly name: string }).name);
    if (kind) return readBounds(kind, range, scope);
  }
  if (range.kind === "missing") return undefined;
  return refuseRange(
    range,
    "a range of a param is a list, `int(1, 4)`, `uniform(0, 1)` or `log(1e-4, 1e-2)`",
    scope,
  );
}

const rangeKinds = ["int", "uniform", "log"] as const;

function readBounds(
  kind: (typeof rangeKinds)[number],
  call: Call,
  scope: ConstantScope,
): ParamRange | undefined {
  const values = call.args.map(({ value }) => evaluate(value, scope));
  if (values.some((value) => value === undefined)) return undefined;
  const [low, high] = values.map((value) => (value?.kind === "number" ? value.value : Number.NaN));
  if (values.length !== 2 || low === undefined || high === undefined || !(low < high) || !isKnown(low)) {
    return refuseRange(call, "a range names its two ends, the smaller one first", scope);
  }
  if (kind === "int" && !(Number.isSafeInteger(low) && Number.isSafeInteger(high))) {
    return refuseRange(call, "the ends of `int` are whole numbers", scope);
  }
  if (kind === "log" && low <= 0) return refuseRange(call, "the ends of `log` are above 0", scope);
  return { kind, low, high };
}

function refuseRange(at: Expression, message: string, { report }: ConstantScope): undefined {
  report({ rule: "bad-range", severity: "error", message, span: at.span });
  return undefined;
}
