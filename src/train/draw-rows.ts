/**
 * Draws of outputs that are distributions, with everything random inside the network drawn too: samples of what may come, and
 * intervals where no formula gives them. Draw n of a row is the same in every run.
 */
import { drawOutput, programName } from "../lower/programs.ts";
import type { BoundProgram, Session } from "../runtime/session.ts";
import { type Features, forEachBatch, predictionBatch, rowsOf } from "./prediction-batches.ts";

/** As many draws make an interval. */
const intervalDraws = 400;

export interface DrawnOutput {
  /** Each row-major. */
  readonly samples: readonly Float64Array[];
  readonly low: Float64Array;
  readonly high: Float64Array;
}

export interface DrawOptions {
  /** How many samples are kept. */
  readonly samples: number;
  /** The share of draws that an interval holds; undefined where none is asked for. */
  readonly interval: number | undefined;
}

/** By name of output. */
export function drawRows(
  session: Session,
  outputs: readonly string[],
  features: Features,
  options: DrawOptions,
): Readonly<Record<string, DrawnOutput>> {
  const program = session.program(programName("draw", predictionBatch));
  const rows = rowsOf(features);
  const drawn = outputs.map((output) => {
    const width = (program.outputs[drawOutput(output)]?.length ?? 0) / predictionBatch;
    const empty = (): Float64Array => new Float64Array(rows * width);
    const samples = Array.from({ length: options.samples }, empty);
    return { output, width, samples, low: empty(), high: empty() };
  });
  const count = Math.max(options.samples, options.interval === undefined ? 0 : intervalDraws);
  forEachBatch(program, features, (begin, filled) => {
    const batches = drawBatch(program, count);
    for (const { output, width, samples, low, high } of drawn) {
      const draws = batches.map((batch) => batch[output] as Float64Array);
      const length = filled * width;
      for (const [i, sample] of samples.entries())
        sample.set((draws[i] as Float64Array).subarray(0, length), begin * width);
      if (options.interval === undefined) continue;
      for (let i = 0; i < length; i++) {
        const sorted = Float64Array.from(draws, (draw) => draw[i] as number).sort();
        low[begin * width + i] = quantile(sorted, (1 - options.interval) / 2);
        high[begin * width + i] = quantile(sorted, (1 + options.interval) / 2);
      }
    }
  });
  return Object.fromEntries(drawn.map(({ output, ...rest }) => [output, rest]));
}

/** The rows that are in the program, drawn so many times. */
function drawBatch(program: BoundProgram, count: number): readonly Readonly<Record<string, Float64Array>>[] {
  return Array.from({ length: count }, (_, draw) => {
    const { step } = program.inputs;
    if (step) step[0] = draw + 1;
    program.run();
    return Object.fromEntries(
      Object.entries(program.outputs).map(([name, values]) => [
        name.slice(drawOutput("").length),
        Float64Array.from(values),
      ]),
    );
  });
}

/** The least value that this share of all does not exceed: one of the values, so that counts stay whole. */
function quantile(sorted: Float64Array, level: number): number {
  return sorted[Math.max(0, Math.ceil(level * sorted.length) - 1)] ?? Number.NaN;
}
