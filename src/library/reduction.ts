/** How the values of a loss become the one number that is trained on. */
import { choice, param } from "../words/param-types.ts";

/** Keras' `none` is not among them: training needs one number. */
export const reduction = param(
  choice("sum_over_batch_size", "mean", "sum", "mean_with_sample_weight"),
  "sum_over_batch_size and mean divide the sum of the values by their number, mean_with_sample_weight by the sum of the weights of rows",
  "sum_over_batch_size",
);

export type Reduction = "sum_over_batch_size" | "mean" | "sum" | "mean_with_sample_weight";
