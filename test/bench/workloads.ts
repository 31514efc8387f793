/** What is measured: networks as model files, each at one batch size. Peers know them by the same names. */

import { readFileSync } from "node:fs";
import { here } from "./measure.ts";

export interface Workload {
  readonly title: string;
  /** `models/<model>.nnet`, and the name of the same network in the peers' programs. */
  readonly model: string;
  readonly batch: number;
}

/** Networks that predict, at these batch sizes. */
export const inferences: readonly Workload[] = [
  { title: "784-128-64-10", model: "mlp-784-128-64-10" },
  { title: "MNIST convnet", model: "mnist-convnet" },
  { title: "CIFAR-size convnet", model: "cifar-convnet" },
].flatMap(({ title, model }) =>
  [1, 256].map((batch) => ({ title: `${title}, batch ${batch}`, model, batch })),
);

export const trainings: readonly Workload[] = [
  { title: "8-64-32-1, batch 32", model: "mlp-8-64-32-1", batch: 32 },
  { title: "784-128-64-10, batch 32", model: "mlp-784-128-64-10", batch: 32 },
  { title: "784-128-64-10, batch 128", model: "mlp-784-128-64-10", batch: 128 },
  { title: "MNIST convnet, batch 128", model: "mnist-convnet", batch: 128 },
  { title: "CIFAR-size convnet, batch 32", model: "cifar-convnet", batch: 32 },
  { title: "LSTM 64 × 64, batch 32", model: "lstm-64-64", batch: 32 },
  { title: "1024 × 3 wide, batch 256", model: "wide-1024", batch: 256 },
  { title: "transformer block, batch 32", model: "transformer-block", batch: 32 },
];

/** The text of a model file. */
export function textOf(model: string): string {
  return readFileSync(here(`./models/${model}.nnet`), "utf8");
}
