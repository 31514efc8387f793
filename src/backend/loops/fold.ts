/** The inner part of a reduction: folding along one or more loops in the order of `tensor/reduction-order.ts`. */
import type { Arithmetic } from "../../tensor/arithmetic.ts";
import { laneCount, type ReductionOrder } from "../../tensor/reduction-order.ts";
import type { DType } from "../../tensor/types.ts";
import type { Index } from "./emit-expression.ts";
import { i32, laneBytes, type Value } from "./language.ts";
import { loopArithmetic } from "./loop-arithmetic.ts";
import type { LoopBuilder } from "./loop-builder.ts";

export interface Folding {
  readonly builder: LoopBuilder;
  readonly dtype: DType;
  readonly order: ReductionOrder;
  readonly identity: number;
  readonly kernel: <V, M>(m: Arithmetic<V, M>, x: V, y: V) => V;
}

function combine({ builder, dtype, kernel }: Folding, a: Value, b: Value): Value {
  return kernel(loopArithmetic(builder, dtype, a.type.lanes), a, b);
}

/** Several results side by side, one accumulator each; `element` gives the next element of every one. */
export function foldOneLane(
  folding: Folding,
  sizes: readonly number[],
  lanes: readonly number[],
  element: (reduced: readonly Index[]) => readonly Value[],
): readonly Value[] {
  const { builder, dtype, order, identity } = folding;
  const starts = lanes.map((count) => builder.constant({ kind: dtype, lanes: count }, identity));
  const accumulators = starts.map((start) => builder.variable(start));
  const take = (indices: readonly Index[]): void => {
    const next = element(indices);
    accumulators.forEach((accumulator, number) => {
      builder.assign(accumulator, combine(folding, builder.read(accumulator), next[number] as Value));
    });
  };
  const length = sizes.reduce((product, size) => product * size, 1);
  if (length <= order.piece) {
    nest(builder, sizes, take);
    return accumulators.map((accumulator) => builder.read(accumulator));
  }
  const totals = starts.map((start) => builder.variable(start));
  const first = builder.variable(builder.constant(i32, 1));
  const join = (): void => {
    const isFirst = builder.compare("equal", builder.read(first), builder.constant(i32, 1));
    accumulators.forEach((accumulator, number) => {
      const [total, result] = [totals[number] as Value, builder.read(accumulator)];
      builder.if(
        isFirst,
        () => builder.assign(total, result),
        () => builder.assign(total, combine(folding, builder.read(total), result)),
      );
      builder.assign(accumulator, starts[number] as Value);
    });
    builder.assign(first, builder.constant(i32, 0));
  };
  if (sizes.length === 1) {
    const piece = builder.constant(i32, order.piece);
    builder.for(builder.constant(i32, 0), builder.constant(i32, length), order.piece, (start) => {
      const end = builder.binary("minimum", builder.add(start, piece), builder.constant(i32, length));
      builder.for(start, end, 1, (value) => take([{ value, plus: 0 }]));
      join();
    });
  } else foldByCount(folding, sizes, take, join, length);
  return totals.map((total) => builder.read(total));
}

/** Pieces that begin and end inside a nest of loops: elements are counted. */
function foldByCount(
  { builder, order }: Folding,
  sizes: readonly number[],
  take: (indices: readonly Index[]) => void,
  join: () => void,
  length: number,
): void {
  const count = builder.variable(builder.constant(i32, 0));
  nest(builder, sizes, (indices) => {
    take(indices);
    const next = builder.add(builder.read(count), builder.constant(i32, 1));
    builder.assign(count, next);
    builder.if(builder.compare("equal", next, builder.constant(i32, order.piece)), () => {
      join();
      builder.assign(count, builder.constant(i32, 0));
    });
  });
  if (length % order.piece !== 0) join();
}

export function nest(
  builder: LoopBuilder,
  sizes: readonly number[],
  write: (indices: readonly Index[]) => void,
  outer: readonly Index[] = [],
): void {
  const size = sizes[outer.length];
  if (size === undefined) {
    write(outer);
    return;
  }
  builder.for(builder.constant(i32, 0), builder.constant(i32, size), 1, (value) => {
    nest(builder, sizes, write, [...outer, { value, plus: 0 }]);
  });
}

/** One result in sixteen lanes along memory. `scratch` points to sixteen elements of private memory. */
export function foldSixteenLanes(
  folding: Folding,
  length: number,
  vectorLanes: number,
  element: (position: Index, lanes: number) => Value,
  scratch: Value,
): Value {
  const { builder, dtype, order, identity } = folding;
  const type = { kind: dtype, lanes: vectorLanes } as const;
  const start = builder.constant(type, identity);
  const accumulators = Array.from({ length: laneCount / vectorLanes }, () => builder.variable(start));
  const foldPiece = (from: Value, count: number): Value => {
    const whole = count - (count % laneCount);
    for (const accumulator of accumulators) builder.assign(accumulator, start);
    builder.for(from, builder.add(from, builder.constant(i32, whole)), laneCount, (value) => {
      accumulators.forEach((accumulator, number) => {
        const next = element({ value, plus: number * vectorLanes }, vectorLanes);
        builder.assign(accumulator, combine(folding, builder.read(accumulator), next));
      });
    });
    let values = accumulators.map((accumulator) => builder.read(accumulator));
    if (whole < count)
      values = foldRest(
        folding,
        values,
        builder.add(from, builder.constant(i32, whole)),
        count - whole,
        element,
        scratch,
      );
    return foldTree(folding, values);
  };
  const pieces = Math.floor(length / order.piece);
  const rest = length % order.piece;
  if (pieces === 0) return foldPiece(builder.constant(i32, 0), length);
  const total = builder.variable(builder.constant({ kind: dtype, lanes: 1 }, identity));
  builder.for(builder.constant(i32, 0), builder.constant(i32, pieces * order.piece), order.piece, (from) => {
    const result = foldPiece(from, order.piece);
    builder.if(
      builder.compare("equal", from, builder.constant(i32, 0)),
      () => builder.assign(total, result),
      () => builder.assign(total, combine(folding, builder.read(total), result)),
    );
  });
  if (rest > 0) {
    const result = foldPiece(builder.constant(i32, pieces * order.piece), rest);
    builder.assign(total, combine(folding, builder.read(total), result));
  }
  return builder.read(total);
}

/** The last elements reach some accumulators only: one by one, through memory. */
function foldRest(
  folding: Folding,
  accumulators: readonly Value[],
  from: Value,
  count: number,
  element: (position: Index, lanes: number) => Value,
  scratch: Value,
): Value[] {
  const { builder } = folding;
  const type = (accumulators[0] as Value).type;
  const bytes = laneBytes(type);
  accumulators.forEach((value, number) => {
    builder.store(value, scratch, number * type.lanes * bytes);
  });
  builder.for(builder.constant(i32, 0), builder.constant(i32, count), 1, (lane) => {
    const place = builder.advance(scratch, lane, bytes);
    const next = element({ value: builder.add(from, lane), plus: 0 }, 1);
    builder.store(combine(folding, builder.load({ kind: type.kind, lanes: 1 }, place), next), place);
  });
  return accumulators.map((_, number) => builder.load(type, scratch, number * type.lanes * bytes));
}

function foldTree(folding: Folding, accumulators: readonly Value[]): Value {
  const { builder } = folding;
  let values = accumulators;
  while (values.length > 1) {
    const half = values.length / 2;
    values = values
      .slice(0, half)
      .map((value, index) => combine(folding, value, values[index + half] as Value));
  }
  let [value] = values as [Value];
  const { lanes } = value.type;
  for (let half = lanes / 2; half >= 1; half /= 2) {
    const upper = Array.from({ length: lanes }, (_, lane) => (lane < half ? lane + half : lane));
    value = combine(folding, value, builder.shuffle(value, value, upper));
  }
  return lanes === 1 ? value : builder.extract(value, 0);
}
