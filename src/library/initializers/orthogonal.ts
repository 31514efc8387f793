import { number, param } from "../../words/param-types.ts";
import { seedParam, streamOf } from "../draw.ts";
import { defineInitializer } from "../initializer.ts";
import { orthonormalColumns } from "../orthonormal.ts";

export const orthogonal = defineInitializer({
  name: "Orthogonal",
  aliases: ["OrthogonalInitializer"],
  doc: "A random matrix whose columns (or rows, where there are fewer) are at right angles and of length gain. For recurrent kernels and very deep linear stacks, because it neither grows nor shrinks what passes. Method: Saxe, McClelland and Ganguli, Exact solutions to the nonlinear dynamics of learning (2014); a normal matrix, orthogonalised. Weights with more axes count as (product of the leading axes, last axis).",
  params: { gain: param(number(), "length of each column", 1), seed: seedParam },
  problem: (_params, shape) =>
    shape.length >= 2 ? undefined : `Orthogonal needs a weight of at least two axes, not ${shape.length}`,
  sample({ gain, seed }, shape, random) {
    const columns = shape.at(-1) ?? 1;
    const rows = shape.slice(0, -1).reduce((product, size) => product * size, 1);
    const long = Math.max(rows, columns);
    const short = Math.min(rows, columns);
    // Stored vector by vector: `short` vectors of length `long`.
    const vectors = orthonormalColumns(streamOf(seed, random).normal(long * short), long, short);
    const values = new Float64Array(rows * columns);
    for (let i = 0; i < rows; i++) {
      for (let j = 0; j < columns; j++) {
        const place = rows >= columns ? j * long + i : i * long + j;
        values[i * columns + j] = gain * (vectors[place] as number);
      }
    }
    return values;
  },
  facts: ({ gain }) => ({
    constant: false,
    // Each of the shorter side's vectors has length |gain| over max(fan_in, fan_out) entries.
    deviation: (fanIn, fanOut) => Math.abs(gain) / Math.sqrt(Math.max(fanIn, fanOut)),
  }),
});
