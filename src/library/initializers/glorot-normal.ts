import { defineScaled } from "../variance-scaling.ts";

export const glorotNormal = defineScaled(
  "GlorotNormal",
  "Normal numbers whose spread suits the mean of a layer's inputs and outputs, cut at two deviations: deviation sqrt(2 / (fan_in + fan_out)). As glorot_uniform, with a bell shape. Formula: Glorot and Bengio, Understanding the difficulty of training deep feedforward neural networks (2010).",
  { scale: 1, mode: "fan_avg", distribution: "truncated_normal" },
  "glorot",
);
