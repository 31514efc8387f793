/** Tiles of rows: all of full size in one loop, the ragged one at the end by itself, so that each has a size known in advance. */
import { i32, type Value } from "./language.ts";
import type { LoopBuilder } from "./loop-builder.ts";
import type { Range } from "./work-units.ts";

/** `range` are numbers of tiles of `step` rows; there are `size` rows. */
export function eachTile(
  builder: LoopBuilder,
  range: Range,
  size: number,
  step: number,
  write: (at: Value, count: number) => void,
): void {
  const rest = size % step;
  const full = builder.constant(i32, size - rest);
  const scale = builder.constant(i32, step);
  const [from, to] = [builder.multiply(range.from, scale), builder.multiply(range.to, scale)];
  if (from.operation === "constant" && to.operation === "constant") {
    builder.for(from, full, step, (at) => write(at, step));
    if (rest > 0) write(full, rest);
    return;
  }
  const fullEnd = rest === 0 ? to : builder.binary("minimum", to, full);
  builder.for(from, fullEnd, step, (at) => write(at, step));
  if (rest > 0) builder.for(builder.binary("maximum", from, full), to, step, (at) => write(at, rest));
}
