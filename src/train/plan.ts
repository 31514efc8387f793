/** How long a run is: in batches, epochs and rows. */
import type { TrainIR } from "../model/ir.ts";

export interface Plan {
  /** Rows of a batch; the last one of an epoch may have fewer. */
  readonly batch: number;
  readonly rowsPerEpoch: number;
  /** Batches of the whole run. */
  readonly steps: number;
  /** The last one may be cut short by `steps`. */
  readonly epochs: number;
  /** Rows of the whole run, counted as often as they are used. */
  readonly rows: number;
}

export function planOf({ batchSize, epochs, steps }: TrainIR, rows: number): Plan {
  const batch = Math.min(batchSize, rows);
  const perEpoch = Math.ceil(rows / batch);
  const all = steps ?? epochs * perEpoch;
  return {
    batch,
    rowsPerEpoch: rows,
    steps: all,
    epochs: Math.ceil(all / perEpoch),
    rows: Math.floor(all / perEpoch) * rows + (all % perEpoch) * batch,
  };
}
