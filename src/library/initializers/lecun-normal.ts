import { defineScaled } from "../variance-scaling.ts";

export const lecunNormal = defineScaled(
  "LecunNormal",
  "Normal numbers whose spread keeps the variance of the inputs, cut at two deviations: deviation sqrt(1 / fan_in). For layers with selu, which relies on it. Formula: LeCun, Bottou, Orr and Müller, Efficient backprop (1998).",
  { scale: 1, mode: "fan_in", distribution: "truncated_normal" },
  "lecun",
);
