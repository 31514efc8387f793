/** Copies a panel of a matrix into private memory: for every k, its columns side by side, filled up to whole vectors. */
import { i32, type LoopType, laneBytes, type Value } from "./language.ts";
import type { LoopBuilder } from "./loop-builder.ts";

export interface Panel {
  readonly builder: LoopBuilder;
  /** Of one element. */
  readonly kind: "f32" | "f64";
  readonly vectorLanes: number;
  /** Points to the element at column 0, k 0. */
  readonly source: Value;
  /** In elements. */
  readonly columnStride: number;
  readonly stepStride: number;
  readonly target: Value;
  /** Columns there are, and columns that the copy has. */
  readonly columns: number;
  readonly width: number;
  readonly steps: number;
}

export function packPanel(panel: Panel): void {
  const { builder, vectorLanes, columns, steps, columnStride, stepStride } = panel;
  const groups = Math.floor(columns / vectorLanes);
  const transposed = stepStride === 1 && columnStride !== 1 && vectorLanes > 1 && groups > 0;
  const whole = transposed ? steps - (steps % vectorLanes) : 0;
  if (whole > 0) {
    builder.for(builder.constant(i32, 0), builder.constant(i32, whole), vectorLanes, (step) => {
      for (let group = 0; group < groups; group++) transposeGroup(panel, step, group * vectorLanes);
    });
  }
  const copyStep = (step: Value, first: number, vectors = groups): void => {
    for (let column = first; column < vectors * vectorLanes; column += vectorLanes)
      copyVector(panel, step, column);
    for (let column = Math.max(first, vectors * vectorLanes); column < panel.width; column++) {
      copyElement(panel, step, column);
    }
  };
  // The groups above are done up to `whole`; the columns beside them are not.
  const beside = groups * vectorLanes;
  if (whole > 0 && beside < panel.width) {
    builder.for(builder.constant(i32, 0), builder.constant(i32, whole), 1, (step) => copyStep(step, beside));
  }
  // What stands in the place of zeros does not matter: all steps but the last may take more than there is, of what follows.
  const reaching =
    columnStride === 1 && stepStride >= panel.width - columns && panel.width % vectorLanes === 0;
  const last = reaching ? Math.max(whole, steps - 1) : whole;
  builder.for(builder.constant(i32, whole), builder.constant(i32, last), 1, (step) =>
    copyStep(step, 0, panel.width / vectorLanes),
  );
  builder.for(builder.constant(i32, last), builder.constant(i32, steps), 1, (step) => copyStep(step, 0));
}

function places(panel: Panel, step: Value): { from: Value; to: Value; bytes: number } {
  const { builder, source, target, stepStride, width, kind } = panel;
  const bytes = laneBytes({ kind, lanes: 1 });
  return {
    from: builder.advance(source, step, stepStride * bytes),
    to: builder.advance(target, step, width * bytes),
    bytes,
  };
}

function copyVector(panel: Panel, step: Value, column: number): void {
  const { builder, kind, vectorLanes, columnStride } = panel;
  const { from, to, bytes } = places(panel, step);
  const type: LoopType = { kind, lanes: vectorLanes };
  const stride = columnStride * bytes;
  builder.store(builder.load(type, from, column * stride, stride), to, column * bytes);
}

function copyElement(panel: Panel, step: Value, column: number): void {
  const { builder, kind, columns, columnStride } = panel;
  const { from, to, bytes } = places(panel, step);
  const type: LoopType = { kind, lanes: 1 };
  const inside = column < columns;
  const value = inside ? builder.load(type, from, column * columnStride * bytes) : builder.constant(type, 0);
  builder.store(value, to, column * bytes);
}

/** As many steps as lanes, of as many columns: vectors along k become vectors along the columns. */
function transposeGroup(panel: Panel, step: Value, column: number): void {
  const { builder, kind, vectorLanes: lanes, columnStride, width } = panel;
  const { from, to, bytes } = places(panel, step);
  let vectors = Array.from({ length: lanes }, (_, index) =>
    builder.load({ kind, lanes }, from, (column + index) * columnStride * bytes),
  );
  const zip = (start: number): number[] =>
    Array.from({ length: lanes }, (_, lane) => start + (lane >> 1) + (lane % 2) * lanes);
  // Interleaving the first half of the vectors with the second, once for every bit of the lane number, transposes.
  for (let done = 1; done < lanes; done *= 2) {
    vectors = vectors.map((_, index) => {
      const [a, b] = [vectors[index >> 1], vectors[(index >> 1) + lanes / 2]] as [Value, Value];
      return builder.shuffle(a, b, zip(index % 2 === 0 ? 0 : lanes / 2));
    });
  }
  vectors.forEach((vector, index) => {
    builder.store(vector, to, (index * width + column) * bytes);
  });
}
