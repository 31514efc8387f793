/** Map kernels as loops: a nest for every box, the innermost axis in lanes with the rest one by one. */
import type { MapKernel } from "../kernel.ts";
import { type Box, boxesOf } from "./boxes.ts";
import { emitStores, type Index, lanesAlong } from "./emit-expression.ts";
import { nest } from "./fold.ts";
import { beginKernel, type Frame } from "./kernel-frame.ts";
import { i32, type LoopFunction, type Value } from "./language.ts";
import type { LoopTarget } from "./loop-target.ts";
import { runInLanes } from "./run-in-lanes.ts";

/** Elements a work unit, where the whole box is one run. */
const runUnit = 1024;

export function mapFunction(kernel: MapKernel, target: LoopTarget): LoopFunction {
  const frame = beginKernel(kernel);
  const boxes = boxesOf(kernel.shape, kernel.stores);
  let units = 0;
  for (const box of boxes) {
    const alone = boxes.length === 1;
    const [size] = box.shape as [number];
    const count = box.shape.length === 1 ? Math.ceil(size / runUnit) : size;
    writeBox(frame, box, target, alone ? wholeRange(frame) : rangeWithin(frame, units, count));
    units += count;
  }
  return frame.builder.function(kernel.name, units, 0);
}

interface Range {
  readonly from: Value;
  readonly to: Value;
}

function wholeRange({ begin, end }: Frame): Range {
  return { from: begin, to: end };
}

/** The part of `begin` to `end` that falls to units `first` to `first + count`, counted from `first`. */
function rangeWithin({ builder, begin, end }: Frame, first: number, count: number): Range {
  const offset = builder.constant(i32, -first);
  return {
    from: builder.binary("maximum", builder.add(begin, offset), builder.constant(i32, 0)),
    to: builder.binary("minimum", builder.add(end, offset), builder.constant(i32, count)),
  };
}

function writeBox(frame: Frame, box: Box, target: LoopTarget, range: Range): void {
  const { builder } = frame;
  const { shape, stores } = box;
  const laneAxis = shape.length - 1;
  const size = shape[laneAxis] as number;
  const lanes = lanesAlong(
    stores.map(({ value }) => value),
    laneAxis,
    target.vectorBytes,
  );
  const run = (outer: readonly Index[], from: Value, to: Value): void =>
    runInLanes(builder, { from, to, size, lanes, unroll: 1 }, (value, here) => {
      const indices = [...outer, { value, plus: 0 }];
      emitStores({ builder, buffers: frame.buffers, indices, laneAxis, lanes: here }, stores);
    });
  if (laneAxis === 0) {
    const unit = builder.constant(i32, runUnit);
    const to = builder.binary("minimum", builder.multiply(range.to, unit), builder.constant(i32, size));
    run([], builder.multiply(range.from, unit), to);
    return;
  }
  builder.for(range.from, range.to, 1, (value) => {
    const inner = (outer: readonly Index[]): void =>
      run(outer, builder.constant(i32, 0), builder.constant(i32, size));
    nest(builder, shape.slice(0, -1), inner, [{ value, plus: 0 }]);
  });
}
