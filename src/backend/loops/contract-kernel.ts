/**
 * Contractions as loops: panels of B's columns outside, tiles of A's rows inside, one micro-kernel, and the epilogue on
 * each tile as it is finished. Ragged edges are tiles of their own size; where k is cut into blocks, a tile goes on from
 * the sum it left in memory.
 */
import { bytesOf, sizeOf } from "../../tensor/types.ts";
import type { Affine, ContractKernel, Store } from "../kernel.ts";
import { mergeable } from "./boxes.ts";
import { type ContractPlan, planContraction } from "./contract-plan.ts";
import { addProducts } from "./contract-tile.ts";
import { emitStores, type Index, lanesAlong, type Place } from "./emit-expression.ts";
import { epilogueCost } from "./epilogue-cost.ts";
import { nest } from "./fold.ts";
import { beginKernel, type Frame } from "./kernel-frame.ts";
import { i32, type LoopFunction, type Value } from "./language.ts";
import type { LoopTarget } from "./loop-target.ts";
import { packPanel } from "./pack-panel.ts";
import { affinesIn, rewriteStores } from "./rewrite-expression.ts";
import { runInLanes } from "./run-in-lanes.ts";

/** Above this, in additions, the epilogue of a tile is a loop rather than written out for every vector. */
const longEpilogue = 400;

interface Range {
  readonly from: Value;
  readonly to: Value;
}

/** Where the private memory of a call holds what, in bytes. */
interface Workspace {
  readonly tile: number;
  readonly panel: number;
  readonly packedA: number;
  readonly partial: number;
  readonly bytes: number;
}

export function contractFunction(original: ContractKernel, target: LoopTarget): LoopFunction {
  const kernel = mergeBatch(original);
  const plan = planContraction(kernel, sizeOf(kernel.batch), target);
  const frame = beginKernel(kernel, { workspace: true });
  const writer = new ContractWriter(kernel, plan, target, frame);
  const { builder, begin, end } = frame;
  const all = (count: number): Range => ({
    from: builder.constant(i32, 0),
    to: builder.constant(i32, count),
  });
  const range = { from: begin, to: end };
  if (plan.unit === "batch") {
    builder.for(begin, end, 1, (value) => {
      nest(builder, kernel.batch, (batch) => writer.write(batch, all(plan.panels), all(plan.rowTiles)), [
        { value, plus: 0 },
      ]);
    });
    return builder.function(kernel.name, kernel.batch[0] as number, writer.workspace.bytes);
  }
  const batch = kernel.batch.map(() => ({ plus: 0 }));
  if (plan.unit === "panel") writer.write(batch, range, all(plan.rowTiles));
  else writer.write(batch, all(plan.panels), range);
  return builder.function(
    kernel.name,
    plan.unit === "panel" ? plan.panels : plan.rowTiles,
    writer.workspace.bytes,
  );
}

function mergeBatch(kernel: ContractKernel): ContractKernel {
  const { batch, stores } = kernel;
  const inner = affinesIn(stores.map(({ value }) => value)).affines;
  const affines = [...inner, ...stores.map(({ access }) => access.at), kernel.a.at, kernel.b.at];
  const { groups, sizes } = mergeable(batch, affines);
  const merged = ({ offset, strides }: Affine): Affine => ({
    offset,
    strides: [
      ...groups.map((axis) => (axis < 0 ? 0 : (strides[axis] as number))),
      ...strides.slice(batch.length),
    ],
  });
  return {
    ...kernel,
    batch: sizes,
    a: { ...kernel.a, at: merged(kernel.a.at) },
    b: { ...kernel.b, at: merged(kernel.b.at) },
    stores: rewriteStores(stores, merged, [...sizes, kernel.m, kernel.n, 1]),
  };
}

/** A tile as it is placed: how many rows and columns it really has. */
interface Spot {
  readonly row: Value;
  readonly rows: number;
  readonly column: Value;
  readonly columns: number;
}

class ContractWriter {
  readonly workspace: Workspace;
  private readonly bytes: number;
  private readonly width: number;
  private readonly blocks: number;
  private readonly epilogueLanes: number;
  private readonly looped: boolean;
  private batch: readonly Index[] = [];

  constructor(
    private readonly kernel: ContractKernel,
    private readonly plan: ContractPlan,
    target: LoopTarget,
    private readonly frame: Frame & { readonly workspace: Value },
  ) {
    const { m, k, stores, batch, dtype } = kernel;
    const { tile, packA, packB, blockK } = plan;
    this.bytes = bytesOf[dtype];
    this.width = tile.vectors * tile.lanes;
    this.blocks = Math.max(1, Math.ceil(k / blockK));
    const values = stores.map(({ value }) => value);
    this.epilogueLanes = Math.min(lanesAlong(values, batch.length + 1, target.vectorBytes), tile.lanes);
    const copies = (tile.rows * this.width) / this.epilogueLanes;
    this.looped = epilogueCost(values) * copies > longEpilogue;
    const sizes = [
      tile.rows * this.width,
      packB || kernel.n % tile.lanes !== 0 ? blockK * this.width : 0,
      packA ? m * k : 0,
      this.blocks > 1 ? plan.rowTiles * tile.rows * this.width : 0,
    ].map((size) => Math.ceil((size * this.bytes) / 64) * 64) as [number, number, number, number];
    const [a, b, c, d] = sizes;
    this.workspace = { tile: 0, panel: a, packedA: a + b, partial: a + b + c, bytes: a + b + c + d };
  }

  write(batch: readonly Index[], panels: Range, rowTiles: Range): void {
    const { plan, kernel } = this;
    this.batch = batch;
    if (plan.packA) {
      this.tiles(rowTiles, kernel.m, plan.tile.rows, (row, rows) => this.packRows(row, rows));
    }
    this.tiles(panels, kernel.n, this.width, (column, columns) => this.panel(column, columns, rowTiles));
  }

  /** Full tiles in a loop, then the ragged one, for tile numbers in a range. */
  private tiles(range: Range, size: number, step: number, write: (at: Value, count: number) => void): void {
    const { builder } = this.frame;
    const rest = size % step;
    const full = builder.constant(i32, size - rest);
    const end = builder.constant(i32, size);
    const scale = builder.constant(i32, step);
    const [from, to] = [builder.multiply(range.from, scale), builder.multiply(range.to, scale)];
    const known = to.operation === "constant" && from.operation === "constant";
    const fullEnd = known || rest === 0 ? full : builder.binary("minimum", to, full);
    builder.for(from, known || rest > 0 ? fullEnd : to, step, (at) => write(at, step));
    if (rest === 0) return;
    builder.for(known ? full : builder.binary("maximum", from, full), known ? end : to, step, (at) =>
      write(at, rest),
    );
  }

  private panel(column: Value, columns: number, rowTiles: Range): void {
    const { frame, plan, kernel } = this;
    const { builder } = frame;
    const { tile } = plan;
    if (this.blocks === 1) {
      const b = this.panelOf(column, columns, builder.constant(i32, 0), kernel.k);
      this.tiles(rowTiles, kernel.m, tile.rows, (row, rows) => {
        const sums = this.newSums(rows, columns);
        this.addBlock(sums, { row, rows, column, columns }, b, builder.constant(i32, 0), kernel.k);
        this.finish(sums, { row, rows, column, columns });
      });
      return;
    }
    const addAll = (start: Value, steps: number): void => {
      const b = this.panelOf(column, columns, start, steps);
      this.tiles(rowTiles, kernel.m, tile.rows, (row, rows) => {
        const sums = this.newSums(rows, columns);
        this.partial(row, sums, "load");
        this.addBlock(sums, { row, rows, column, columns }, b, start, steps);
        this.partial(row, sums, "store");
      });
    };
    this.tiles(rowTiles, kernel.m, tile.rows, (row, rows) =>
      this.partial(row, this.newSums(rows, columns), "store"),
    );
    const last = (this.blocks - 1) * plan.blockK;
    builder.for(builder.constant(i32, 0), builder.constant(i32, last), plan.blockK, (start) =>
      addAll(start, plan.blockK),
    );
    addAll(builder.constant(i32, last), kernel.k - last);
    this.tiles(rowTiles, kernel.m, tile.rows, (row, rows) => {
      const sums = this.newSums(rows, columns);
      this.partial(row, sums, "load");
      this.finish(sums, { row, rows, column, columns });
    });
  }

  private newSums(rows: number, columns: number): Value[][] {
    const { builder } = this.frame;
    const { lanes } = this.plan.tile;
    const zero = builder.constant({ kind: this.kernel.dtype, lanes }, 0);
    return Array.from({ length: rows }, () =>
      Array.from({ length: Math.ceil(columns / lanes) }, () => builder.variable(zero)),
    );
  }

  /** Where the tile reads B: the matrix itself, or the panel copied into private memory. */
  private panelOf(column: Value, columns: number, start: Value, steps: number): { at: Value; step: number } {
    const { frame, plan, kernel, bytes } = this;
    const { builder } = frame;
    const { bN, bK } = plan.strides;
    const { lanes } = plan.tile;
    const source = builder.advance(
      builder.advance(this.matrix(kernel.b), column, bN * bytes),
      start,
      bK * bytes,
    );
    if (!plan.packB && columns % lanes === 0) return { at: source, step: bK * bytes };
    const target = builder.advance(frame.workspace, undefined, 0, this.workspace.panel);
    const width = Math.ceil(columns / lanes) * lanes;
    packPanel({
      builder,
      kind: kernel.dtype,
      vectorLanes: lanes,
      source,
      columnStride: bN,
      stepStride: bK,
      target,
      columns,
      width,
      steps,
    });
    return { at: target, step: width * bytes };
  }

  private packRows(row: Value, rows: number): void {
    const { frame, plan, kernel, bytes } = this;
    const { aM, aK } = plan.strides;
    packPanel({
      builder: frame.builder,
      kind: kernel.dtype,
      vectorLanes: rows % plan.tile.lanes === 0 ? plan.tile.lanes : 1,
      source: frame.builder.advance(this.matrix(kernel.a), row, aM * bytes),
      columnStride: aM,
      stepStride: aK,
      target: this.packedRows(row),
      columns: rows,
      width: rows,
      steps: kernel.k,
    });
  }

  private packedRows(row: Value): Value {
    const { builder, workspace } = this.frame;
    const base = builder.advance(workspace, undefined, 0, this.workspace.packedA);
    return builder.advance(base, row, this.kernel.k * this.bytes);
  }

  /** A matrix at the current batch. */
  private matrix(access: ContractKernel["a"]): Value {
    const { builder, buffers } = this.frame;
    let at = builder.advance(
      buffers[access.buffer]?.pointer as Value,
      undefined,
      0,
      access.at.offset * this.bytes,
    );
    this.batch.forEach(({ value }, axis) => {
      at = builder.advance(at, value, (access.at.strides[axis] as number) * this.bytes);
    });
    return at;
  }

  private addBlock(
    sums: readonly (readonly Value[])[],
    { row, rows }: Spot,
    b: { at: Value; step: number },
    start: Value,
    steps: number,
  ): void {
    const { frame, plan, kernel, bytes } = this;
    const { builder } = frame;
    const [aM, aK] = plan.packA ? [1, rows] : [plan.strides.aM, plan.strides.aK];
    const first = plan.packA ? this.packedRows(row) : builder.advance(this.matrix(kernel.a), row, aM * bytes);
    const a = builder.advance(first, start, aK * bytes);
    addProducts(builder, sums, { a, aRow: aM * bytes, aStep: aK * bytes, b: b.at, bStep: b.step }, steps);
  }

  /** Sums that wait for the next block of k: one panel's, row after row. */
  private partial(row: Value, sums: readonly (readonly Value[])[], way: "load" | "store"): void {
    const { builder, workspace } = this.frame;
    const base = builder.advance(workspace, undefined, 0, this.workspace.partial);
    this.eachVector(builder.advance(base, row, this.width * this.bytes), sums, way);
  }

  private eachVector(at: Value, sums: readonly (readonly Value[])[], way: "load" | "store"): void {
    const { builder } = this.frame;
    const vectorBytes = this.plan.tile.lanes * this.bytes;
    sums.forEach((row, r) => {
      row.forEach((sum, vector) => {
        const offset = r * this.width * this.bytes + vector * vectorBytes;
        if (way === "load") builder.assign(sum, builder.load(sum.type, at, offset));
        else builder.store(builder.read(sum), at, offset);
      });
    });
  }

  private place(row: Index, column: Index, lanes: number, accumulator: Value): Place {
    const { builder, buffers } = this.frame;
    const indices = [...this.batch, row, column, { plus: 0 }];
    return { builder, buffers, indices, laneAxis: this.kernel.batch.length + 1, lanes, accumulator };
  }

  /** The epilogue on a finished tile. */
  private finish(sums: readonly (readonly Value[])[], spot: Spot): void {
    if (this.looped) {
      this.finishInLoops(sums, spot);
      return;
    }
    const { builder } = this.frame;
    const { lanes } = this.plan.tile;
    const stores: readonly Store[] = this.kernel.stores;
    sums.forEach((row, r) => {
      row.forEach((sum, vector) => {
        const value = builder.read(sum);
        const first = vector * lanes;
        const here = Math.min(lanes, spot.columns - first);
        const at = (lane: number): [Index, Index] => [
          { value: spot.row, plus: r },
          { value: spot.column, plus: first + lane },
        ];
        if (here === lanes && this.epilogueLanes === lanes) {
          emitStores(this.place(...at(0), lanes, value), stores);
          return;
        }
        for (let lane = 0; lane < here; lane++) {
          const one = lanes === 1 ? value : builder.extract(value, lane);
          emitStores(this.place(...at(lane), 1, one), stores);
        }
      });
    });
  }

  private finishInLoops(sums: readonly (readonly Value[])[], { row, rows, column, columns }: Spot): void {
    const { kernel, width, bytes } = this;
    const { builder, workspace } = this.frame;
    const tile = builder.advance(workspace, undefined, 0, this.workspace.tile);
    this.eachVector(tile, sums, "store");
    builder.for(builder.constant(i32, 0), builder.constant(i32, rows), 1, (r) => {
      const line = builder.advance(tile, r, width * bytes);
      const range = { from: builder.constant(i32, 0), to: builder.constant(i32, columns), size: columns };
      runInLanes(builder, { ...range, lanes: this.epilogueLanes, unroll: 1 }, (c, lanes) => {
        const sum = builder.load({ kind: kernel.dtype, lanes }, builder.advance(line, c, bytes));
        const here: [Index, Index] = [
          { value: builder.add(row, r), plus: 0 },
          { value: builder.add(column, c), plus: 0 },
        ];
        emitStores(this.place(...here, lanes, sum), kernel.stores);
      });
    });
  }
}
