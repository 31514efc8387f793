import { describe, expect, test } from "vitest";
import type { LayerDefinition } from "../../src/library/layer.ts";
import { keyOf } from "../../src/tensor/random.ts";
import { sizeOf } from "../../src/tensor/types.ts";
import { lowerLayer, type Nested, run, tensorOf } from "../library/compute.ts";
import { readWord } from "../library/read-word.ts";
import { fixtureCases } from "./fixture.ts";

interface NoiseCase {
  readonly source: string;
  readonly shape: readonly number[];
  readonly mean: number;
  readonly deviation: number;
  /** Of recurrent layers, in order. */
  readonly weights?: readonly Nested[];
  /** Mean deviation over the places of a channel of a row: 0 where all share one draw. */
  readonly within: number;
  readonly zeros: number;
}

const cases = fixtureCases<NoiseCase>("noise-layers");

describe("random layers have Keras' statistics", () => {
  for (const c of cases) {
    test(c.source, () => {
      const layer = readWord<LayerDefinition>("layer", c.source);
      const { y, weights } = lowerLayer(layer, c.shape, {
        training: true,
        keyOf: (purpose) => keyOf(7, purpose),
      });
      const x = { shape: c.shape, dtype: "f32", values: new Float32Array(sizeOf(c.shape)).fill(2) } as const;
      const given = Object.keys(weights).map(
        (name, i) => [name, tensorOf(c.weights?.[i] as Nested, "f32")] as const,
      );
      const feeds = { x, step: tensorOf(1, "i32"), ...Object.fromEntries(given) };
      const values = [...(run([y], feeds)[0]?.values ?? [])];
      const mean = average(values);
      expect(mean / c.mean).toBeCloseTo(1, 1);
      expect(deviationOf(values) / c.deviation).toBeCloseTo(1, 1);
      expect(average(values.map((v) => (v === 0 ? 1 : 0)))).toBeCloseTo(c.zeros, 1);
      expect((withinRows(values, y.shape) - c.within) / Math.max(1, c.within)).toBeCloseTo(0, 1);
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
