/** `nnet new --task regression`. */
import { shortNumber, shown } from "./shown.ts";
import type { TableTask } from "./starter-task.ts";

export const regression: TableTask = {
  kind: "table",
  name: "regression",
  summary: "an amount: a number that may be anything",
  placeholder: { column: "amount" },
  output: () => ({
    text: "1",
    units: 1,
    why: "The last layer is one unit without an activation, because the amount may be any number: relu could not go below 0, and sigmoid not above 1.",
  }),
  target: (facts) => ({
    text: `zscore(${facts?.written ?? "amount"})`,
    why: "zscore: the network learns the amount in standard deviations from its mean, since weights that begin near 0 are far from large numbers. Predictions are told in the amount's own unit again.",
  }),
  loss: {
    text: "mse",
    why: "The mean of squared errors: large errors count most. Where a few rows are far off for reasons that no column tells, huber bears them better.",
  },
  metrics(facts) {
    const unit =
      facts?.deviation === undefined
        ? "1 is one standard deviation of the target"
        : `1 is one standard deviation of ${shown(facts.column)}, ${shortNumber(facts.deviation)}`;
    return {
      text: "mae",
      why: `The mean of the errors' sizes, in the unit that the network learns in: ${unit}. Always saying the mean would give a loss of about 1: what is below that has been learned.`,
    };
  },
  stratify: false,
};
