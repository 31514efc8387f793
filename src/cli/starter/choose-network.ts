/** How large a network and how long a training a number of rows bears, with the reasons. */

export interface NetworkSize {
  /** Of the hidden layers, in order; none where the rows can teach no more than a linear model. */
  readonly units: readonly number[];
  readonly dropout: boolean;
  readonly weights: number;
}

/** With more weights for each number that is to be predicted, plain networks begin to learn rows by heart. */
const weightsPerNumber = 10;
/** Dropout on fewer units than this takes away more than it helps. */
const fewUnits = 16;

const sizes = [[64, 64], [32, 32], [16, 16], [8, 8], [8]] as const;

/** `inputs` and `outputs` are numbers a row; `rows` those to train on. */
export function chooseNetwork(rows: number, inputs: number, outputs: number): NetworkSize {
  const first = rows >= 10_000 ? 0 : rows >= 1_000 ? 1 : rows >= 100 ? 2 : 3;
  const most = weightsPerNumber * rows * outputs;
  const units = sizes.slice(first).find((size) => weightsOf(size, inputs, outputs) <= most) ?? [];
  const weights = weightsOf(units, inputs, outputs);
  const dropout = weights > rows * outputs && (units[0] ?? 0) >= fewUnits;
  return { units, dropout, weights };
}

function weightsOf(units: readonly number[], inputs: number, outputs: number): number {
  const widths = [inputs, ...units, outputs];
  return widths.slice(1).reduce((sum, width, i) => sum + ((widths[i] as number) + 1) * width, 0);
}

export interface TrainingLength {
  readonly batch: number;
  readonly updates: number;
  readonly epochs: number;
  readonly rate: string;
}

/** Adam takes about so many updates to bring a small network from its initial weights to where it is of use. */
const wantedUpdates = 2_000;
const leastEpochs = 5;
const mostEpochs = 200;

/** `rows` are those to train on. `updates` are those of one epoch. */
export function chooseTraining(rows: number): TrainingLength {
  const usual = rows < 500 ? 16 : rows < 10_000 ? 32 : rows < 100_000 ? 128 : 256;
  const batch = Math.min(usual, 2 ** Math.floor(Math.log2(Math.max(1, rows))));
  const updates = Math.ceil(rows / batch);
  const wanted = Math.ceil(wantedUpdates / updates);
  const rounded = wanted <= 10 ? wanted : Math.ceil(wanted / 10) * 10;
  const epochs = Math.min(mostEpochs, Math.max(leastEpochs, rounded));
  return { batch, updates, epochs, rate: rows < 1_000 ? "3e-3" : "1e-3" };
}

export interface PartShares {
  readonly train: number;
  readonly validation: number;
  readonly test: number;
}

/** Small tables can spare no test part; of large ones a small share is enough to judge by. */
export function chooseShares(rows: number): PartShares {
  if (rows < 100) return { train: 0.75, validation: 0.25, test: 0 };
  if (rows < 100_000) return { train: 0.7, validation: 0.15, test: 0.15 };
  return { train: 0.9, validation: 0.05, test: 0.05 };
}
