/** Layers where an argument stands: a layer, a chain, a block that is one; in a list, several. */
import type { Span } from "../base/source.ts";
import type { InnerLayer } from "../library/inner-layers.ts";
import type { Expression } from "../syntax/ast.ts";
import type { Value } from "../words/value.ts";
import { Places, type TakenPaths } from "./layer-paths.ts";
import { describeMeaning, isBroken, isComposite, type Meaning, type PlacedLayer } from "./meaning.ts";
import type { GraphScope, Read } from "./scope.ts";

/**
 * Undefined where something is wrong, which is reported. What is no layer is given as it is: the parameter says what it
 * expects. The layers have names of their own and no place in the network: whoever takes them has their weights.
 */
export function layersIn(expression: Expression, scope: GraphScope, read: Read): Value | undefined {
  const taken: TakenPaths = new Map();
  return readLayers(expression, { ...scope, begin: undefined, places: new Places("", taken) }, taken, read);
}

function readLayers(
  expression: Expression,
  scope: GraphScope,
  taken: TakenPaths,
  read: Read,
): Value | undefined {
  const { span } = expression;
  if (expression.kind === "list" || (expression.kind === "tuple" && expression.items.length > 1)) {
    const items = expression.items.map((item) => readLayers(item, scope, taken, read));
    return items.every((item) => item !== undefined) ? { kind: "list", span, items } : undefined;
  }
  const meaning = read(expression, scope);
  if (meaning.kind === "unknown") return undefined;
  if (meaning.kind === "constant") return meaning.value;
  if (meaning.kind !== "layer") return refuse(meaning, expression, scope);
  const layers: InnerLayer[] = [];
  for (const stage of meaning.stages) {
    if (isBroken(stage)) return undefined;
    if (isComposite(stage)) return refuse(meaning, expression, scope);
    if (!isNew(stage, taken)) return refuseShared(stage, expression, scope);
    const { path, instance, trainable, begin } = stage;
    if (begin !== undefined) return refuseFile(begin.span, scope);
    layers.push({ name: path, layer: { ...instance, span: stage.span }, trainable });
  }
  return { kind: "layers", span, layers };
}

/** Placed by this argument, and not by a binding before it. */
function isNew({ path, span }: PlacedLayer, taken: TakenPaths): boolean {
  const place = taken.get(path);
  return (
    place !== undefined && place.source === span.source && place.start >= span.start && place.end <= span.end
  );
}

function refuse(meaning: Meaning, { span }: Expression, { report }: GraphScope): undefined {
  const composite = meaning.kind === "layer";
  report({
    rule: "not-a-layer",
    severity: "error",
    message: composite
      ? "a layer inside another is a layer or a chain of layers"
      : `${describeMeaning(meaning)} cannot stand here: a layer is wanted`,
    span,
    ...(composite ? { label: "this one joins several tensors" } : {}),
    help: composite
      ? "what joins tensors stands in the network, before or behind"
      : "write the layer alone, without a source: `Bidirectional(LSTM(8))`",
  });
  return undefined;
}

function refuseFile(span: Span, { report }: GraphScope): undefined {
  report({
    rule: "unknown-argument",
    severity: "error",
    message: "a layer inside another takes no weights from a file by itself",
    span,
    help: 'give the file to the layer around it: `Bidirectional(LSTM(8), weights = "…")`',
  });
  return undefined;
}

function refuseShared(stage: PlacedLayer, { span }: Expression, { report }: GraphScope): undefined {
  report({
    rule: "not-a-layer",
    severity: "error",
    message: "a layer with a name has weights of its own, and cannot give them to another layer",
    span,
    related: [{ span: stage.span, text: "it is made here" }],
    help: "write the layer out here, or make a block of it: `block Step(units) = LSTM(units)`",
  });
  return undefined;
}
