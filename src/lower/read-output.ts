/** An output of a compiled model: from the network's numbers to the user's terms. */
import { labelOf } from "../data/apply.ts";
import type { FittedTarget, FittedTerm } from "../data/dataset.ts";
import type { LossTerm } from "../model/ir.ts";
import type { Builder } from "../tensor/builder.ts";
import type { Node } from "../tensor/node.ts";
import { sizeOf } from "../tensor/types.ts";
import { columnRuns, type FindTransform, fittedNumbers, scalarTransform } from "./fitted-columns.ts";
import { outputMeaning } from "./output-meaning.ts";

export interface ReadOutput {
  readonly node: Node;
  /** Names of what the last axis counts: then the values are probabilities. */
  readonly classes?: readonly string[];
}

/** `y` is `[batch, …]`. What nothing is known of comes out as it is. */
export function readOutput(
  g: Builder,
  y: Node,
  {
    target,
    loss,
    transform,
  }: { target: FittedTarget | undefined; loss: LossTerm | undefined; transform: FindTransform },
): ReadOutput {
  const [batch, ...shape] = y.shape as [number, ...number[]];
  const width = sizeOf(shape);
  const meaning = outputMeaning(width, target, loss);
  if (!target || shape.length > 1) return { node: y };
  if (meaning.kind === "numbers") {
    return { node: meaning.decoded ? decode(g, y, target, transform) : y };
  }
  const values = g.reshape(g.cast(y, "f64"), [batch, width]);
  const node = meaning.from === "one" ? ofTwo(g, values, meaning.logits) : ofEach(g, values, meaning.logits);
  const count = node.shape[1] as number;
  return { node, classes: Array.from({ length: count }, (_, index) => labelOf(target, index)) };
}

/** One number for two classes is the probability of the second. */
function ofTwo(g: Builder, values: Node, logits: boolean): Node {
  const p = logits ? g.sigmoid(values) : values;
  return g.concat([g.sub(1, p), p], 1);
}

function ofEach(g: Builder, values: Node, logits: boolean): Node {
  if (!logits) return values;
  const powers = g.exp(g.sub(values, g.reduceMax(values, [1], true)));
  return g.div(powers, g.sum(powers, [1], true));
}

function decode(g: Builder, y: Node, target: FittedTarget, find: FindTransform): Node {
  const inverse = (term: FittedTerm) => scalarTransform(term, find)?.lowerInverse !== undefined;
  if (!target.terms.some(inverse)) return y;
  const [batch] = y.shape as [number];
  const width = sizeOf(y.shape) / batch;
  const values = g.reshape(g.cast(y, "f64"), [batch, width]);
  const only = target.terms.length === 1;
  let start = 0;
  const parts = columnRuns(target.terms.slice(0, width), find).map(({ terms, transform }) => {
    const size = only ? width : terms.length;
    const part = g.slice(values, [0, start], [batch, size]);
    start += size;
    return transform?.lowerInverse?.(g, fittedNumbers(g, terms), part) ?? part;
  });
  if (start < width) parts.push(g.slice(values, [0, start], [batch, width - start]));
  return g.reshape(g.concat(parts, 1), y.shape);
}
