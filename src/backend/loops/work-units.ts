/**
 * How the loops of a kernel are cut into work units, which threads share: along the outermost loop, along the first two where that has
 * few indices, or into runs along the only one. Never along what is folded, so no sum depends on it.
 */
import type { Index } from "./emit-expression.ts";
import { nest } from "./fold.ts";
import { i32, type Value } from "./language.ts";
import type { LoopBuilder } from "./loop-builder.ts";

export interface Range {
  readonly from: Value;
  readonly to: Value;
}

/** Units that are enough for threads to share evenly. */
export const enoughUnits = 16;

export function wholeRange(builder: LoopBuilder, count: number): Range {
  return { from: builder.constant(i32, 0), to: builder.constant(i32, count) };
}

/** The part of a range that falls to `first` to `first + count`, counted from `first`. It may be empty. */
export function rangeWithin(builder: LoopBuilder, { from, to }: Range, first: Value, count: number): Range {
  const counted = (at: Value): Value => builder.binary("subtract", at, first);
  return {
    from: builder.binary("maximum", counted(from), builder.constant(i32, 0)),
    to: builder.binary("minimum", counted(to), builder.constant(i32, count)),
  };
}

/** Units numbered `outer index * inner + inner index`: for every outer index that has some, those of the range. */
export function eachOuter(
  builder: LoopBuilder,
  range: Range,
  outer: number,
  inner: number,
  write: (outer: Value, inner: Range) => void,
): void {
  if (inner === 1) {
    builder.for(range.from, range.to, 1, (index) => write(index, wholeRange(builder, 1)));
    return;
  }
  if (outer === 1) {
    write(builder.constant(i32, 0), range);
    return;
  }
  builder.for(builder.constant(i32, 0), builder.constant(i32, outer), 1, (index) => {
    const first = builder.multiply(index, builder.constant(i32, inner));
    const part = rangeWithin(builder, range, first, inner);
    builder.if(builder.compare("less", part.from, part.to), () => write(index, part));
  });
}

/** Units of a nest of loops whose last is cut into runs of `run` indices where it comes to that. */
export function unitsOf(sizes: readonly number[], run: number): number {
  const { outer, inner } = cutOf(sizes, run);
  return outer * inner;
}

/** `inner` counts the units within an index of the first loop; 1 where these are the units. */
function cutOf(sizes: readonly number[], run: number): { readonly outer: number; readonly inner: number } {
  const [first, second] = sizes as [number, number?];
  if (second === undefined) return { outer: 1, inner: Math.ceil(first / run) };
  if (first >= enoughUnits) return { outer: first, inner: 1 };
  return { outer: first, inner: sizes.length === 2 ? Math.ceil(second / run) : second };
}

/** A nest of loops over the units of a range. `write` is given the indices of all but the last loop, and the range of that. */
export function nestInUnits(
  builder: LoopBuilder,
  sizes: readonly number[],
  run: number,
  range: Range,
  write: (outer: readonly Index[], last: Range) => void,
): void {
  const { outer, inner } = cutOf(sizes, run);
  const last = sizes.at(-1) as number;
  const all = wholeRange(builder, last);
  if (sizes.length === 1) {
    write([], runsOf(builder, range, run, last));
    return;
  }
  eachOuter(builder, range, outer, inner, (value, part) => {
    const first: Index = { value, plus: 0 };
    if (inner === 1) nest(builder, sizes.slice(0, -1), (outerIndices) => write(outerIndices, all), [first]);
    else if (sizes.length === 2) write([first], runsOf(builder, part, run, last));
    else {
      builder.for(part.from, part.to, 1, (second) =>
        nest(builder, sizes.slice(0, -1), (outerIndices) => write(outerIndices, all), [
          first,
          { value: second, plus: 0 },
        ]),
      );
    }
  });
}

/** Numbers of runs as the indices in them. */
function runsOf(builder: LoopBuilder, { from, to }: Range, run: number, size: number): Range {
  const length = builder.constant(i32, run);
  return {
    from: builder.multiply(from, length),
    to: builder.binary("minimum", builder.multiply(to, length), builder.constant(i32, size)),
  };
}
