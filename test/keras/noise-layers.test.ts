import { describe, expect, test } from "vitest";
import type { LayerDefinition } from "../../src/library/layer.ts";
import { keyOf } from "../../src/tensor/random.ts";
import { lowerLayer, type Nested, run, shapeOfNested, tensorOf } from "../library/compute.ts";
import { readWord } from "../library/read-word.ts";
import { expectClose, fixtureCases } from "./fixture.ts";

interface NoiseCase {
  readonly source: string;
  readonly shape: readonly number[];
  readonly mean: number;
  readonly deviation: number;
  /** Mean deviation over the places of a channel of a row: 0 where all share one draw. */
  readonly within: number;
  readonly zeros: number;
}

interface PenaltyCase {
  readonly source: string;
  readonly x: Nested;
  readonly penalty: number;
}

const cases = fixtureCases<NoiseCase | PenaltyCase>("noise-layers");

describe("random layers have Keras' statistics", () => {
  for (const c of cases) {
    if ("penalty" in c) continue;
    test(c.source, () => {
      const layer = readWord<LayerDefinition>("layer", c.source);
      const { y } = lowerLayer(layer, c.shape, { training: true, keyOf: (purpose) => keyOf(7, purpose) });
      const x = {
        shape: c.shape,
        dtype: "f32",
        values: new Float32Array(y.shape.reduce((a, b) => a * b)).fill(2),
      } as const;
      const values = [...(run([y], { x, step: tensorOf(1, "i32") })[0]?.values ?? [])];
      const mean = average(values);
      expect(mean).toBeCloseTo(c.mean, 1);
      expect(deviationOf(values) / c.deviation).toBeCloseTo(1, 1);
      expect(average(values.map((v) => (v === 0 ? 1 : 0)))).toBeCloseTo(c.zeros, 1);
      expect(withinRows(values, c.shape)).toBeCloseTo(c.within, 1);
    });
  }
});

describe("penalties of layers are Keras'", () => {
  for (const c of cases) {
    if (!("penalty" in c)) continue;
    test(c.source, () => {
      const layer = readWord<LayerDefinition>("layer", c.source);
      const { y, extra } = lowerLayer(layer, shapeOfNested(c.x), { training: true });
      const [value, penalty] = run([y, ...extra], { x: tensorOf(c.x, "f32") });
      expectClose(value?.values ?? [], c.x, "output");
      expectClose(penalty?.values ?? [], c.penalty, "penalty");
    });
  }
});

function average(values: readonly number[]): number {
  return values.reduce((sum, v) => sum + v, 0) / values.length;
}

function deviationOf(values: readonly number[]): number {
  const mean = average(values);
  return Math.sqrt(average(values.map((v) => (v - mean) ** 2)));
}

function withinRows(values: readonly number[], shape: readonly number[]): number {
  const [rows = 1, channels = 1] = [shape[0], shape.at(-1)];
  const places = values.length / rows / channels;
  const all = Array.from({ length: rows * channels }, (_, i) => {
    const [row, channel] = [Math.floor(i / channels), i % channels];
    return deviationOf(
      Array.from(
        { length: places },
        (_, place) => values[(row * places + place) * channels + channel] as number,
      ),
    );
  });
  return average(all);
}
