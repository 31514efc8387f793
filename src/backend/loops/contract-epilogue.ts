/** What happens to a finished tile: its kernel's stores, in lanes where they allow it. */
import { type ContractTask, type Spot, workspaceAt } from "./contract-task.ts";
import { moveSums, type Sums } from "./contract-tile.ts";
import { emitStores, type Index, lanesAlong, type Place } from "./emit-expression.ts";
import { epilogueCost } from "./epilogue-cost.ts";
import { i32, type Value } from "./language.ts";
import type { LoopTarget } from "./loop-target.ts";
import { runInLanes } from "./run-in-lanes.ts";

/** Above this, in additions a tile, the epilogue is a loop rather than written out for every vector. */
const longEpilogue = 400;

export type Epilogue = (task: ContractTask, sums: Sums, spot: Spot) => void;

export function epilogueOf(
  { kernel, plan, width }: Pick<ContractTask, "kernel" | "plan" | "width">,
  target: LoopTarget,
): Epilogue {
  const values = kernel.stores.map(({ value }) => value);
  const possible = lanesAlong(values, kernel.batch.length + 1, target.vectorBytes);
  const lanes = Math.min(possible, plan.tile.lanes);
  const copies = (plan.tile.rows * width) / lanes;
  if (epilogueCost(values) * copies > longEpilogue)
    return (task, sums, spot) => finishInLoops(task, sums, spot, lanes);
  return (task, sums, spot) => finishWrittenOut(task, sums, spot, lanes);
}

function placeOf(task: ContractTask, row: Index, column: Index, lanes: number, accumulator: Value): Place {
  const { builder, buffers } = task.frame;
  const indices = [...task.batch, row, column, ...task.kernel.k.map(() => ({ plus: 0 }))];
  return { builder, buffers, indices, laneAxis: task.kernel.batch.length + 1, lanes, accumulator };
}

/** From the registers; lane by lane where a vector is ragged or the stores need other widths. */
function finishWrittenOut(task: ContractTask, sums: Sums, spot: Spot, epilogueLanes: number): void {
  const { builder } = task.frame;
  const { lanes } = task.plan.tile;
  const finish = (row: number, column: number, here: number, value: Value): void => {
    const place = placeOf(
      task,
      { value: spot.row, plus: row },
      { value: spot.column, plus: column },
      here,
      value,
    );
    emitStores(place, task.kernel.stores);
  };
  sums.forEach((vectors, row) => {
    vectors.forEach((sum, vector) => {
      const value = builder.read(sum);
      const first = vector * lanes;
      const here = Math.min(lanes, spot.columns - first);
      if (here === lanes && epilogueLanes === lanes) {
        finish(row, first, lanes, value);
        return;
      }
      for (let lane = 0; lane < here; lane++) {
        finish(row, first + lane, 1, lanes === 1 ? value : builder.extract(value, lane));
      }
    });
  });
}

function finishInLoops(task: ContractTask, sums: Sums, spot: Spot, epilogueLanes: number): void {
  const { kernel, width, bytes } = task;
  const { builder } = task.frame;
  const zero = builder.constant(i32, 0);
  const tile = workspaceAt(task, "tile");
  moveSums(builder, sums, tile, width * bytes, "store");
  builder.for(zero, builder.constant(i32, spot.rows), 1, (row) => {
    const line = builder.advance(tile, row, width * bytes);
    const to = builder.constant(i32, spot.columns);
    const range = { from: zero, to, size: spot.columns, lanes: epilogueLanes, unroll: 1 };
    runInLanes(builder, range, (column, lanes) => {
      const sum = builder.load({ kind: kernel.dtype, lanes }, builder.advance(line, column, bytes));
      const rowIndex = { value: builder.add(spot.row, row), plus: 0 };
      const columnIndex = { value: builder.add(spot.column, column), plus: 0 };
      emitStores(placeOf(task, rowIndex, columnIndex, lanes, sum), kernel.stores);
    });
  });
}
