import { listOf } from "../../words/list-types.ts";
import { number, param } from "../../words/param-types.ts";
import { defineSchedule, leftOutOfSchedules } from "../schedule.ts";

export const piecewiseConstantDecay = defineSchedule({
  name: "PiecewiseConstantDecay",
  doc: "Keeps one rate up to the first boundary, another up to the second, and so on. For recipes that drop the rate at fixed updates, as those of the residual networks do (He and others 2016).",
  params: {
    boundaries: param(listOf(number({ min: 0 }), { min: 1 }), "updates after which the rate changes, rising"),
    values: param(listOf(number(), { min: 2 }), "the rates: one more than there are boundaries"),
  },
  leftOut: leftOutOfSchedules,
  conflict({ boundaries, values }) {
    if (values.length !== boundaries.length + 1) {
      return {
        param: "values",
        message: `has ${values.length} numbers, but ${boundaries.length} boundaries make ${boundaries.length + 1} pieces`,
        help: "give one rate before each boundary, and one after the last",
      };
    }
    const rising = boundaries.every((b, i) => i === 0 || b > (boundaries[i - 1] as number));
    return rising ? undefined : { param: "boundaries", message: "must rise from one number to the next" };
  },
  rate({ boundaries, values }, step) {
    const piece = boundaries.findIndex((boundary) => step <= boundary);
    return values.at(piece) as number;
  },
  facts: ({ values }) => ({ initial: values[0] as number, peak: Math.max(...values) }),
  examples: [
    {
      source: "PiecewiseConstantDecay([5, 15], [1, 0.5, 0.1])",
      rates: [
        [0, 1],
        [5, 1],
        [6, 0.5],
        [15, 0.5],
        [16, 0.1],
      ],
    },
  ],
});
