/** Rows into the inputs of a program. */
import { keyOf } from "../tensor/random.ts";
import type { RowArray } from "./dataset.ts";
import { permutation } from "./shuffle.ts";

/**
 * Writes rows `order[begin]` … `order[begin + count - 1]` of an array to the start of `out`, one after the other. Bytes that
 * stand for other numbers are looked up on the way.
 */
export function fillBatch(
  array: RowArray,
  order: Int32Array,
  begin: number,
  count: number,
  out: Float32Array | Float64Array | Int32Array | Uint8Array,
): void {
  const { values } = array;
  const width = values.length / array.rows;
  const table = tableFor(array, out);
  for (let i = 0; i < count; i++) {
    const from = (order[begin + i] as number) * width;
    const to = i * width;
    if (table) {
      for (let j = 0; j < width; j++) out[to + j] = table[values[from + j] as number] as number;
    } else if (width === 1) out[to] = values[from] as number;
    else out.set(values.subarray(from, from + width), to);
  }
}

/** Rounded once for all rows. */
function tableFor(
  { values, table }: RowArray,
  out: Float32Array | Float64Array | Int32Array | Uint8Array,
): Float32Array | Float64Array | undefined {
  if (table && !(values instanceof Uint8Array)) throw new RangeError("only rows of bytes may have a table");
  return table && out instanceof Float32Array ? Float32Array.from(table) : table;
}

/** The order of the training rows in an epoch (counted from 0): another one each epoch, the same for the same seed. */
export function shuffledOrder(seed: number, epoch: number, rows: number): Int32Array {
  return permutation(keyOf(seed, "shuffle"), epoch, rows);
}
