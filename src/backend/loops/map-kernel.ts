/** Map kernels as loops: a nest for every box, the innermost axis in lanes with the rest one by one. */
import type { MapKernel } from "../kernel.ts";
import { type Box, boxesOf } from "./boxes.ts";
import { emitStores, type Index, lanesAlong } from "./emit-expression.ts";
import { beginKernel, type Frame } from "./kernel-frame.ts";
import { i32, type LoopFunction } from "./language.ts";
import type { LoopTarget } from "./loop-target.ts";
import { runInLanes } from "./run-in-lanes.ts";
import { nestInUnits, type Range, rangeWithin, unitsOf } from "./work-units.ts";

/** Elements a work unit, where a whole row is cut into runs. */
const runUnit = 1024;

export function mapFunction(kernel: MapKernel, target: LoopTarget): LoopFunction {
  const frame = beginKernel(kernel);
  const { builder, begin, end } = frame;
  const whole = { from: begin, to: end };
  const boxes = boxesOf(kernel.shape, kernel.stores);
  let units = 0;
  for (const box of boxes) {
    const count = unitsOf(box.shape, runUnit);
    const first = builder.constant(i32, units);
    const range = boxes.length === 1 ? whole : rangeWithin(builder, whole, first, count);
    writeBox(frame, box, target, range);
    units += count;
  }
  return builder.function(kernel.name, units);
}

function writeBox(frame: Frame, box: Box, target: LoopTarget, range: Range): void {
  const { builder, buffers } = frame;
  const { shape, stores } = box;
  const laneAxis = shape.length - 1;
  const size = shape[laneAxis] as number;
  const values = stores.map(({ value }) => value);
  const lanes = lanesAlong(values, laneAxis, target.vectorBytes);
  nestInUnits(builder, shape, runUnit, range, (outer: readonly Index[], { from, to }) =>
    runInLanes(builder, { from, to, size, lanes, unroll: 1 }, (value, here) => {
      const indices = [...outer, { value, plus: 0 }];
      emitStores({ builder, buffers, indices, laneAxis, lanes: here }, stores);
    }),
  );
}
