import { defineScaled } from "../variance-scaling.ts";

export const glorotUniform = defineScaled(
  "GlorotUniform",
  "Uniform numbers whose spread suits the mean of a layer's inputs and outputs: limit sqrt(6 / (fan_in + fan_out)). Keras' default for kernels; right before tanh, sigmoid, softmax and linear outputs. Formula: Glorot and Bengio, Understanding the difficulty of training deep feedforward neural networks (2010).",
  { scale: 1, mode: "fan_avg", distribution: "uniform" },
  "glorot",
);
