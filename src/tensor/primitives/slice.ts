import { integersAttribute } from "../attributes.ts";
import type { Builder } from "../builder.ts";
import type { Attributes, Node } from "../node.ts";
import { GraphError, type ViewPrimitive } from "../primitive.ts";
import { drawn } from "../samples.ts";
import { onlyInput } from "../type-rules.ts";

interface Range {
  readonly start: number;
  readonly size: number;
  readonly step: number;
}

function rangesOf(shape: readonly number[], attributes: Attributes): readonly Range[] {
  const start = integersAttribute(attributes, "start", shape.length);
  const size = integersAttribute(attributes, "size", shape.length);
  const step = integersAttribute(attributes, "step", shape.length);
  return shape.map((length, axis) => {
    const range = { start: start[axis] ?? 0, size: size[axis] ?? 0, step: step[axis] ?? 0 };
    const last = range.start + (range.size - 1) * range.step;
    const inside = Math.min(range.start, last) >= 0 && Math.max(range.start, last) < length;
    if (range.size >= 1 && range.step !== 0 && inside) return range;
    throw new GraphError(
      `${range.size} elements from ${range.start} by ${range.step} do not lie in axis ${axis} of [${shape}]`,
    );
  });
}

/** Puts the elements of a slice back into zeros of the sliced shape: reverses, spreads, and pads. */
function scatter(g: Builder, slice: Node, shape: readonly number[], ranges: readonly Range[]): Node {
  const forward = ranges.map(({ start, size, step }) =>
    step > 0 ? { start, step } : { start: start + (size - 1) * step, step: -step },
  );
  let spread = slice;
  if (ranges.some(({ step }) => step < 0)) {
    const starts = ranges.map(({ size, step }) => (step < 0 ? size - 1 : 0));
    spread = g.slice(
      spread,
      starts,
      spread.shape,
      ranges.map(({ step }) => Math.sign(step)),
    );
  }
  forward.forEach(({ step }, axis) => {
    if (step > 1) spread = spreadAxis(g, spread, axis, step);
  });
  const before = forward.map(({ start }) => start);
  const after = shape.map(
    (length, axis) => length - (before[axis] as number) - (spread.shape[axis] as number),
  );
  return g.pad(spread, before, after);
}

/** Puts `step - 1` zeros between neighbours along an axis. */
function spreadAxis(g: Builder, x: Node, axis: number, step: number): Node {
  const { shape } = x;
  const size = shape[axis] as number;
  const none = new Array<number>(shape.length + 1).fill(0);
  const column = g.reshape(x, [...shape.slice(0, axis + 1), 1, ...shape.slice(axis + 1)]);
  const padded = g.pad(column, none, none.with(axis + 1, step - 1));
  const flat = g.reshape(padded, [...shape.slice(0, axis), size * step, ...shape.slice(axis + 1)]);
  const length = (size - 1) * step + 1;
  return g.slice(flat, none.slice(1), [...shape.slice(0, axis), length, ...shape.slice(axis + 1)]);
}

export const slice: ViewPrimitive = {
  kind: "view",
  name: "slice",
  doc: "Along every axis `size` elements from `start`, `step` apart; a negative step runs backwards.",
  type: (inputs, attributes) => {
    const { shape, dtype } = onlyInput(inputs);
    return { shape: rangesOf(shape, attributes).map(({ size }) => size), dtype };
  },
  maps: (inputs, attributes) => [
    rangesOf(onlyInput(inputs).shape, attributes).map(({ start, step }, axis) => ({
      axis,
      factor: step,
      offset: start,
    })),
  ],
  gradient: (g, dy, inputs, _, attributes) => {
    const { shape } = onlyInput(inputs);
    return [scatter(g, dy, shape, rangesOf(shape, attributes))];
  },
  samples: [
    { inputs: [drawn(-1, 1, 3, 5)], attributes: { start: [1, 0], size: [2, 4], step: [1, 1] } },
    { inputs: [drawn(-1, 1, 7, 8)], attributes: { start: [1, 7], size: [3, 3], step: [2, -3] } },
    { inputs: [drawn(-1, 1, 9)], attributes: { start: [8], size: [9], step: [-1] } },
    { inputs: [drawn(-1, 1, 2, 6, 3)], attributes: { start: [0, 1, 0], size: [2, 2, 3], step: [1, 4, 1] } },
    { inputs: [drawn(-9, 9, 5)], attributes: { start: [3], size: [2], step: [-2] }, dtypes: ["i32"] },
  ],
};
