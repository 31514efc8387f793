import { defineScaled } from "../variance-scaling.ts";

export const heNormal = defineScaled(
  "HeNormal",
  "Normal numbers whose spread makes up for the half that relu cuts away, cut at two deviations: deviation sqrt(2 / fan_in). For layers with relu and its relatives. Formula: He, Zhang, Ren and Sun, Delving deep into rectifiers (2015).",
  { scale: 2, mode: "fan_in", distribution: "truncated_normal" },
  "he",
);
