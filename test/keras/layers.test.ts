import { describe, expect, test } from "vitest";
import type { LayerDefinition } from "../../src/library/layer.ts";
import {
  g,
  gradientsOf,
  lowerLayer,
  type Nested,
  run,
  shapeOfNested,
  tensorOf,
  weighted,
} from "../library/compute.ts";
import { readWord } from "../library/read-word.ts";
import { expectClose, fixtureCases } from "./fixture.ts";

interface LayerCase {
  readonly source: string;
  readonly x: Nested;
  readonly weights: Readonly<Record<string, Nested>>;
  readonly y: Nested;
  readonly upstream: Nested;
  readonly inputGradient: Nested;
  readonly weightGradients: Readonly<Record<string, Nested>>;
  readonly training?: boolean;
  /** Next values of weights that the layer updates by itself. */
  readonly updates?: Readonly<Record<string, Nested>>;
}

describe("layers compute what Keras computes", () => {
  // Sums over windows and batches leave more of their terms' rounding behind.
  const floors = {
    layers: 1e-2,
    windows: 1e-1,
    "more-layers": 1e-1,
    "space-layers": 1e-1,
    "sum-layers": 1e-1,
    images: 1,
  };
  const cases = Object.entries(floors).flatMap(([name, floor]) =>
    fixtureCases<LayerCase>(name).map((c) => ({ ...c, floor })),
  );
  for (const [i, c] of cases.entries()) {
    test(`${i}: ${c.source}`, () => {
      const layer = readWord<LayerDefinition>("layer", c.source);
      const { training = false } = c;
      const { y, input, weights, updates } = lowerLayer(layer, shapeOfNested(c.x), { training });
      expect(Object.keys(weights)).toEqual(Object.keys(c.weights));
      const names = Object.keys(weights);
      const nodes = [input, ...Object.values(weights)];
      const feeds = Object.fromEntries(
        names.map((name) => [name, tensorOf(c.weights[name] as Nested, "f32")]),
      );
      const scalar = weighted(g.cast(y, "f32"), c.upstream, "f32");
      const inputs = { x: tensorOf(c.x, "f32"), step: tensorOf(1, "i32"), ...feeds };
      const [value, dx, ...dWeights] = run([y, ...gradientsOf(scalar, nodes)], inputs);
      expect(value?.shape).toEqual(shapeOfNested(c.y));
      expectClose(value?.values ?? [], c.y, "output", c.floor);
      expectClose(dx?.values ?? [], c.inputGradient, "gradient of the input", c.floor);
      names.forEach((name, k) => {
        const wanted = c.weightGradients[name] as Nested;
        expectClose(dWeights[k]?.values ?? [], wanted, `gradient of ${name}`, c.floor);
      });
      expect(Object.keys(updates)).toEqual(Object.keys(c.updates ?? {}));
      const next = run(Object.values(updates), inputs);
      Object.entries(c.updates ?? {}).forEach(([name, wanted], k) => {
        expectClose(next[k]?.values ?? [], wanted, `next ${name}`);
      });
    });
  }
});
