/** `noise_shape` of dropout layers: which places share one draw. */
import { equalDims, isKnown, type Shape, showShape } from "../base/dim.ts";
import { listOf, size } from "../words/list-types.ts";
import { optional, param } from "../words/param-types.ts";
import { ShapeProblem } from "./layer.ts";

type NoiseShape = readonly (Shape[number] | null)[] | null;

export const noiseShape = param<NoiseShape>(
  optional(listOf(optional(size))),
  "one entry for each axis without the batch: 1 where all places share one draw, none (or the size) where each has its own",
  null,
);

/** The shape that is drawn for a tensor with a batch axis. */
export function drawnShape([batch = 1, ...row]: readonly number[], noise: NoiseShape): number[] {
  return [batch, ...row.map((length, axis) => (noise?.[axis] === 1 ? 1 : length))];
}

export function checkNoiseShape(noise: NoiseShape, shape: Shape): void {
  if (noise === null) return;
  const fits = (dim: Shape[number] | null, axis: number): boolean =>
    dim === null ||
    dim === 1 ||
    !isKnown(dim) ||
    !isKnown(shape[axis] ?? 1) ||
    equalDims(dim, shape[axis] ?? 1);
  if (noise.length === shape.length && noise.every(fits)) return;
  const written = `[${noise.map((dim) => (dim === null ? "none" : showShape([dim]).slice(1, -1))).join(", ")}]`;
  const withBatch = noise.length === shape.length + 1;
  throw new ShapeProblem(
    "bad-option",
    `noise_shape ${written} does not fit an input of shape ${showShape(shape)}`,
    {
      param: "noise_shape",
      label: withBatch ? "the batch axis is not written" : "each entry is 1, none or the size of its axis",
      ...(withBatch ? { help: "leave the first entry out" } : {}),
    },
  );
}
