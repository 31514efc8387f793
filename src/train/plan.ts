/** How long a run is: in batches, epochs and rows. */
import type { PointsTerm, TrainIR } from "../model/ir.ts";

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

export function planOf(train: TrainIR, rows: number): Plan {
  const { batchSize, epochs, steps } = train;
  if (rows === 0 && train.terms) return planOfPoints(train, Object.values(train.terms));
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

/**
 * Points alone have no last row. An epoch is once through the largest section; where the length is said in steps, it is a
 * hundredth of them, so that the figures of a run can be read.
 */
function planOfPoints({ epochs, steps }: TrainIR, terms: readonly PointsTerm[]): Plan {
  const batch = terms.reduce((sum, term) => sum + term.batch, 0);
  const pass = Math.max(...terms.map((term) => Math.ceil(term.points.rows / term.batch)));
  const perEpoch = steps === undefined ? pass : Math.ceil(steps / 100);
  const all = steps ?? epochs * perEpoch;
  return {
    batch,
    rowsPerEpoch: perEpoch * batch,
    steps: all,
    epochs: Math.ceil(all / perEpoch),
    rows: all * batch,
  };
}
