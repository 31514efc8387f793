import { defineScaled } from "../variance-scaling.ts";

export const heUniform = defineScaled(
  "HeUniform",
  "Uniform numbers whose spread makes up for the half that relu cuts away: limit sqrt(6 / fan_in). For layers with relu and its relatives. Formula: He, Zhang, Ren and Sun, Delving deep into rectifiers (2015).",
  { scale: 2, mode: "fan_in", distribution: "uniform" },
  "he",
);
