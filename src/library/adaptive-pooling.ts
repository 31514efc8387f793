/**
 * The family of adaptive pooling: space becomes a given number of bins, whatever its size. Bin i of o over n places covers
 * floor(i n / o) to ceil((i + 1) n / o), so bins may overlap. A bin is a box, so axes are folded one after the other.
 */
import { isKnown, showShape } from "../base/dim.ts";
import type { Builder } from "../tensor/builder.ts";
import type { Node } from "../tensor/node.ts";
import { param } from "../words/param-types.ts";
import { dataFormat, defineSpatialLayer } from "./data-format.ts";
import { type LayerDefinition, type LayerExample, ShapeProblem } from "./layer.ts";
import { perAxis, spaceOf } from "./windows.ts";

interface AdaptiveWording {
  readonly name: string;
  readonly doc: string;
  readonly rank: 1 | 2 | 3;
  readonly examples: readonly LayerExample[];
}

export function adaptivePooling(
  { name, doc, rank, examples }: AdaptiveWording,
  fold: "max" | "mean",
): LayerDefinition {
  const foldAlong = fold === "max" ? largestAlong : meanAlong;
  return defineSpatialLayer({
    name,
    doc,
    params: {
      output_size: param(perAxis(rank), "number of bins along each axis"),
      data_format: dataFormat,
    },
    shape({ output_size }, [x]) {
      const { space, channels } = spaceOf(name, rank, x);
      const empty = space.some((dim) => isKnown(dim) && dim < 1);
      if (empty)
        throw new ShapeProblem("shape-mismatch", `${name} has nothing to pool in ${showShape(space)}`);
      return { shape: [...output_size, channels], dtype: "float" };
    },
    lower({ g, params: { output_size }, inputs: [x], float }) {
      if (x === undefined) throw new Error(`${name} is lowered with one input`);
      return output_size.reduce((y, bins, i) => foldAlong(g, y, i + 1, bins), g.cast(x, float));
    },
    facts: () => ({ learns: false, nonlinear: fold === "max", pools: true }),
    examples,
  });
}

/** First place and the one behind the last, of every bin. */
function binsOf(length: number, bins: number): readonly (readonly [start: number, end: number])[] {
  return Array.from({ length: bins }, (_, i) => [
    Math.floor((i * length) / bins),
    Math.ceil(((i + 1) * length) / bins),
  ]);
}

/** A sum with constant weights: one over the places of the bin. */
function meanAlong(g: Builder, x: Node, axis: number, bins: number): Node {
  const length = x.shape[axis] as number;
  const weights = Array.from({ length }, (_, place) =>
    binsOf(length, bins).map(([start, end]) => (place >= start && place < end ? 1 / (end - start) : 0)),
  );
  const labels = x.shape.map((_, label) => label);
  const made = labels.length;
  return g.contract(x, g.constant(weights.flat(), [length, bins], x.dtype), {
    a: labels,
    b: [axis, made],
    result: labels.with(axis, made),
  });
}

/** Shorter bins hold their last place more than once: no maximum changes, and shares of a gradient meet again in that place. */
function largestAlong(g: Builder, x: Node, axis: number, bins: number): Node {
  const places = binsOf(x.shape[axis] as number, bins);
  const longest = Math.max(...places.map(([start, end]) => end - start));
  const picked = places.flatMap(([start, end]) =>
    Array.from({ length: longest }, (_, i) => Math.min(start + i, end - 1)),
  );
  const order = x.shape.map((_, i) => i);
  const front = [axis, ...order.filter((i) => i !== axis)];
  const windows = g.gather(g.transpose(x, front), g.constant(picked, [bins, longest], "i32"));
  const largest = g.reduceMax(windows, [1]);
  return g.transpose(
    largest,
    order.map((i) => front.indexOf(i)),
  );
}
