import { defineScaled } from "../variance-scaling.ts";

export const lecunUniform = defineScaled(
  "LecunUniform",
  "Uniform numbers whose spread keeps the variance of the inputs: limit sqrt(3 / fan_in). For tanh layers of old style. Formula: LeCun, Bottou, Orr and Müller, Efficient backprop (1998).",
  { scale: 1, mode: "fan_in", distribution: "uniform" },
  "lecun",
);
