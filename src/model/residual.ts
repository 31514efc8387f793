/** `Residual(chain, shortcut = chain)`: what flows in is added to what the chain makes of it (He et al. 2015). */
import { equalDims, isKnown, type Shape, showShape } from "../base/dim.ts";
import { binaryOperators, type PointwiseOperator } from "../library/operators/pointwise.ts";
import type { Call, Expression, Formal, Identifier } from "../syntax/ast.ts";
import { bindFormals } from "./bind-formals.ts";
import { argumentOf } from "./blocks.ts";
import type { Places } from "./layer-paths.ts";
import {
  type CompositeStage,
  describeMeaning,
  type LayerValue,
  type Meaning,
  type PlacedLayer,
  type Tensor,
  type TensorRecord,
  type Unknown,
  unknown,
} from "./meaning.ts";
import type { GraphScope, Read } from "./scope.ts";

export function meaningOfResidual(
  call: Call,
  callee: Identifier,
  scope: GraphScope,
  read: (meaning: Meaning, at: Expression, scope: GraphScope) => Meaning,
  evaluate: Read,
): Meaning {
  const given = bindFormals(
    { name: callee, formals: formalsAt(callee) },
    { args: call.args, nameSpan: callee.span },
    scope.report,
  );
  if (given === undefined) return unknown;
  const places = scope.places.once(call, () =>
    scope.places.below(scope.places.next("residual", callee.span)),
  );
  const layerOf = (name: string, at: Places): LayerValue | Unknown | undefined => {
    const expression = given.get(name);
    if (expression === undefined) return undefined;
    const inner = { ...scope, places: at };
    const meaning = read(argumentOf(expression, inner, evaluate), expression, inner);
    return isLayer(meaning, expression, scope) ? meaning : unknown;
  };
  const main = layerOf("chain", places);
  const shortcut = layerOf("shortcut", places.within("shortcut"));
  if (main?.kind !== "layer" || shortcut?.kind === "unknown") return unknown;
  const add: PlacedLayer = places.once("add", () => ({
    instance: {
      word: (binaryOperators["+"] as PointwiseOperator).word,
      params: { left: null, right: null },
      span: call.span,
      given: {},
    },
    path: places.next("add", call.span),
    trainable: true,
    span: call.span,
    uses: scope.uses,
  }));
  const stage: CompositeStage = {
    kind: "composite",
    span: call.span,
    apply: (inputs) => join(inputs, { main, shortcut, add, call }, scope),
  };
  return { kind: "layer", stages: [stage], span: call.span };
}

interface Branches {
  readonly main: LayerValue;
  readonly shortcut: LayerValue | undefined;
  readonly add: PlacedLayer;
  readonly call: Call;
}

function join(
  inputs: readonly Tensor[],
  { main, shortcut, add, call }: Branches,
  scope: GraphScope,
): Tensor | TensorRecord | Unknown {
  const [only, ...more] = inputs;
  if (only === undefined || more.length > 0) {
    scope.report({
      rule: "wrong-arity",
      severity: "error",
      message: `Residual takes one tensor, and ${inputs.length} enter`,
      span: call.callee.span,
      help: "join them first: `[a, b] -> Add()`",
    });
    return unknown;
  }
  if (!scope.expansion.step(call.span, "use")) return unknown;
  const made = scope.network.apply(main, only);
  const kept = shortcut ? scope.network.apply(shortcut, only) : only;
  if (made.kind !== "tensor" || kept.kind !== "tensor") return unknown;
  if (!sameShape(made.type.shape, kept.type.shape)) {
    reportShapes(made, kept, shortcut !== undefined, call, scope);
    return unknown;
  }
  return scope.network.applyLayer(add, [kept, made]);
}

function sameShape(a: Shape, b: Shape): boolean {
  return a.length === b.length && a.every((dim, axis) => equalDims(dim, b[axis] ?? -1));
}

function reportShapes(made: Tensor, kept: Tensor, hasShortcut: boolean, call: Call, scope: GraphScope): void {
  const from = kept.type.shape;
  const to = made.type.shape;
  scope.network.tell(
    {
      rule: "shape-mismatch",
      severity: "error",
      message: `Residual adds ${showShape(from)} to ${showShape(to)}, and the shapes differ`,
      span: call.callee.span,
      label: hasShortcut
        ? "the shortcut must make the shape that the chain makes"
        : "what flows in must have the shape that the chain makes",
      related: [
        {
          span: kept.span,
          text: `${showShape(from)} ${hasShortcut ? "is made by the shortcut" : "flows in"}`,
        },
        { span: made.span, text: `${showShape(to)} is made by the chain` },
      ],
      help: hasShortcut
        ? "give both chains the same last size and the same strides"
        : `bring it to that shape: \`Residual(…, shortcut = ${proposal(from, to)})\``,
    },
    scope.uses,
  );
}

/** A layer that makes `to` of `from`. */
function proposal(from: Shape, to: Shape): string {
  const size = to.at(-1);
  if (size === undefined || from.length !== to.length || !isKnown(size)) return "…";
  const [a, b] = [from[0], to[0]];
  if (from.length === 1) return `Dense(${size})`;
  const ratio = a !== undefined && b !== undefined && isKnown(a) && isKnown(b) ? Math.ceil(a / b) : 1;
  if (from.length > 3) return "…";
  const word = from.length === 3 ? "Conv2D" : "Conv1D";
  if (equalDims(a ?? 0, b ?? 0)) return from.length === 3 ? `Conv2D(${size}, 1)` : `Dense(${size})`;
  return `${word}(${size}, 1, strides = ${ratio})`;
}

function isLayer(meaning: Meaning, at: Expression, { report }: GraphScope): meaning is LayerValue {
  if (meaning.kind === "layer") return true;
  if (meaning.kind === "unknown") return false;
  report({
    rule: "not-a-layer",
    severity: "error",
    message: `Residual takes layers, and this is ${describeMeaning(meaning)}`,
    span: at.span,
    ...(meaning.kind === "tensor"
      ? { help: "leave the source out: what flows in stands before `Residual`" }
      : {}),
  });
  return false;
}

function formalsAt({ span }: Identifier): readonly Formal[] {
  const formal = (name: string): Formal => ({
    kind: "formal",
    span,
    name: { kind: "identifier", span, name },
  });
  return [formal("chain"), { ...formal("shortcut"), default: { kind: "none", span } }];
}
