import { describe, expect, test } from "vitest";
import type { InitializerDefinition } from "../../src/library/initializer.ts";
import { randomStream } from "../../src/library/random-stream.ts";
import { readWord } from "../library/read-word.ts";
import { expectClose, fixtureCases } from "./fixture.ts";

interface InitializerCase {
  readonly source: string;
  readonly shape: readonly number[];
  readonly values?: readonly number[];
  readonly mean: number;
  readonly deviation: number;
  readonly least: number;
  readonly largest: number;
}

describe("initializers draw from Keras' distributions", () => {
  for (const [i, c] of fixtureCases<InitializerCase>("initializers").entries()) {
    test(`${i}: ${c.source} [${c.shape.join(", ")}]`, () => {
      const { word, params } = readWord<InitializerDefinition>("initializer", c.source);
      expect(word.problem?.(params, c.shape)).toBeUndefined();
      const drawn = word.sample(params, c.shape, randomStream(5, "test", c.source));
      if (c.values !== undefined) {
        // Keras takes cosines in f32, where a zero comes out as 1e-7.
        expectClose(drawn, c.values, "values", 1);
        return;
      }
      const { mean, deviation } = momentsOf(drawn);
      // Both draws have some 10,000 numbers or more, so that means differ by a few hundredths of a deviation at most.
      expect(Math.abs(mean - c.mean)).toBeLessThan(0.03 * c.deviation);
      expect(deviation / c.deviation).toBeCloseTo(1, 1);
      expect(Math.abs(deviation / c.deviation - 1)).toBeLessThan(0.025);
      // Bounds of uniform and cut distributions are sharp; tails of normal ones are not.
      const sharp = (c.largest - c.mean) / c.deviation < 2.4;
      const [least, largest] = [Math.min(...drawn.slice(0, 1e5)), Math.max(...drawn.slice(0, 1e5))];
      const spread = (x: number) => (x - c.mean) / c.deviation;
      expect(Math.abs(spread(least) - spread(c.least))).toBeLessThan(sharp ? 0.03 : 1.5);
      expect(Math.abs(spread(largest) - spread(c.largest))).toBeLessThan(sharp ? 0.03 : 1.5);
    });
  }
});

function momentsOf(values: Float64Array): { mean: number; deviation: number } {
  const mean = values.reduce((sum, v) => sum + v, 0) / values.length;
  const variance = values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / values.length;
  return { mean, deviation: Math.sqrt(variance) };
}
