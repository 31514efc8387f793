/** One loop in lanes: several vectors at a time, then single vectors, then what is left one by one. */
import { i32, type Value } from "./language.ts";
import type { LoopBuilder } from "./loop-builder.ts";

export interface LaneRange {
  readonly from: Value;
  readonly to: Value;
  /** Indices there are at most; `from` and `to` lie within. */
  readonly size: number;
  /** Lanes of a vector; fewer indices than that are taken one by one. */
  readonly lanes: number;
  /** Vectors taken together where there are as many. */
  readonly unroll: number;
}

/** `write` is given the first index, the lanes of a vector, and how many vectors follow each other. */
export function runInLanes(
  builder: LoopBuilder,
  { from, to, size, lanes, unroll }: LaneRange,
  write: (at: Value, lanes: number, count: number) => void,
): void {
  const steps = [lanes * unroll, lanes, 1].filter(
    (step, index, all) => step <= size && all.indexOf(step) === index,
  );
  let start = from;
  for (const step of steps) {
    const wide = step === 1 ? 1 : lanes;
    const end = step === 1 ? to : lastWhole(builder, start, to, step);
    builder.for(start, end, step, (at) => write(at, wide, step / wide));
    if (isConstant(from) && isConstant(to) && end === to) return;
    start = end;
  }
}

/** `start` plus as many steps as fit before `to`; not before `start`. */
function lastWhole(builder: LoopBuilder, start: Value, to: Value, step: number): Value {
  if (isConstant(start) && isConstant(to)) {
    const count = (to.numbers[0] as number) - (start.numbers[0] as number);
    return builder.add(start, builder.constant(i32, count - (count % step)));
  }
  const length = builder.binary("maximum", builder.binary("subtract", to, start), builder.constant(i32, 0));
  return builder.add(start, builder.binary("and", length, builder.constant(i32, -step)));
}

function isConstant({ operation }: Value): boolean {
  return operation === "constant";
}
