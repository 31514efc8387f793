/** Types of targets: `class(10)`, `binary[H, W]`, `real[3]`. */
import { type Dim, isKnown, type Shape, showDim, showShape } from "../base/dim.ts";
import type { Span } from "../base/source.ts";
import { suggest } from "../base/suggest.ts";
import type { TargetKind, TargetKindName } from "../base/target-kind.ts";
import type { Expression, Target } from "../syntax/ast.ts";
import { type ConstantScope, evaluate } from "./evaluate.ts";
import { dimScope, readShape } from "./read-type.ts";

/** Kinds that name a number, `class(10)`, and those that do not. */
const counted = ["class", "onehot", "multilabel", "distribution"] as const;
const plain = ["binary", "real", "positive", "count"] as const;

type Counted = (typeof counted)[number];
type Plain = (typeof plain)[number];

/** Undefined when it was refused and reported. */
export function readTargetType({ type }: Target, scope: ConstantScope): TargetKind | undefined {
  const { base, axes } = splitAxes(type, scope);
  const further = axes && readShape(axes, scope, () => 1);
  if (base.kind === "missing" || further === undefined) return undefined;
  const name = nameOf(base);
  if (name === undefined) return refuse(base, "a target is of a kind such as `class(10)` or `real`", scope);
  if (isPlain(name)) {
    if (base.kind === "identifier") return { kind: name, shape: further };
    return refuse(
      base,
      `${name} takes no number in parentheses`,
      scope,
      `axes stand in brackets: \`${name}[3]\``,
    );
  }
  if (!isCounted(name)) return unknownKind(base, name, scope);
  const count = base.kind === "call" ? readCount(base, name, scope) : missingCount(base, name, scope);
  return count === undefined ? undefined : countedKind(name, count, further);
}

/** As a person would write it. */
export function showTarget(target: TargetKind): string {
  const n = sizeOfKind(target);
  const name = n === undefined ? target.kind : `${target.kind}(${showDim(n)})`;
  const axes = target.kind === "class" || n === undefined ? target.shape : target.shape.slice(0, -1);
  return axes.length === 0 ? name : `${name}${showShape(axes)}`;
}

/** Classes or labels, where the kind has a number of them. */
export function sizeOfKind(target: TargetKind): Dim | undefined {
  if (target.kind === "multilabel") return target.labels;
  return "classes" in target ? target.classes : undefined;
}

function countedKind(kind: Counted, count: Dim, further: Shape): TargetKind {
  if (kind === "class") return { kind, classes: count, shape: further };
  // A code or a vector of probabilities has an axis of its own, the last.
  const shape = [...further, count];
  return kind === "multilabel" ? { kind, labels: count, shape } : { kind, classes: count, shape };
}

/** `class(12)[4]` is the kind and its further axes. A slice is no size, and is reported as one that is missing. */
function splitAxes(
  type: Expression,
  scope: ConstantScope,
): { base: Expression; axes: readonly Expression[] | undefined } {
  if (type.kind !== "index") return { base: type, axes: [] };
  const axes = type.slices.map(({ start, range }) => (range ? undefined : start));
  const sliced = axes.indexOf(undefined);
  if (sliced >= 0) {
    refuse(type.slices[sliced] ?? type, "a size is a whole number or a name", scope, "write `real[3]`");
    return { base: type.object, axes: undefined };
  }
  return { base: type.object, axes: axes as readonly Expression[] };
}

function nameOf(base: Expression): string | undefined {
  if (base.kind === "identifier") return base.name;
  return base.kind === "call" && base.callee.kind === "identifier" ? base.callee.name : undefined;
}

function readCount(
  call: Extract<Expression, { readonly kind: "call" }>,
  kind: Counted,
  scope: ConstantScope,
): Dim | undefined {
  const [only] = call.args;
  if (!only || call.args.length > 1) return missingCount(call, kind, scope);
  const value = evaluate(only.value, dimScope(scope));
  if (value === undefined) return undefined;
  const least = kind === "class" || kind === "onehot" ? 2 : 1;
  if (value.kind === "size" || value.kind === "number") {
    const size = value.value;
    if (!isKnown(size) || (Number.isSafeInteger(size) && size >= least)) return size;
  }
  return refuse(only.value, `${kind} needs a whole number from ${least}`, scope);
}

function missingCount(at: Expression, kind: Counted, scope: ConstantScope): undefined {
  const what = kind === "multilabel" ? "labels" : "classes";
  return refuse(at, `${kind} names the number of its ${what}`, scope, `write \`${kind}(10)\``);
}

function unknownKind(base: Expression, name: string, scope: ConstantScope): undefined {
  const known = [...plain, ...counted];
  const near = suggest(name, known);
  const span = base.kind === "call" ? base.callee.span : base.span;
  scope.report({
    rule: "unknown-word",
    severity: "error",
    message: `there is no kind of target called ${name}`,
    span,
    ...(near === undefined
      ? { label: `expects ${known.join(", ")}` }
      : {
          label: `did you mean ${near}?`,
          fix: { title: near, edits: [{ span, text: near }], safe: false },
        }),
  });
  return undefined;
}

function refuse(
  at: { readonly span: Span },
  message: string,
  scope: ConstantScope,
  help?: string,
): undefined {
  scope.report({
    rule: "bad-target",
    severity: "error",
    message,
    span: at.span,
    ...(help === undefined ? {} : { help }),
  });
  return undefined;
}

const isPlain = (name: TargetKindName | string): name is Plain => plain.some((kind) => kind === name);
const isCounted = (name: string): name is Counted => counted.some((kind) => kind === name);
