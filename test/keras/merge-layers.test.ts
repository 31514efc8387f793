import { describe, expect, test } from "vitest";
import type { LayerDefinition } from "../../src/library/layer.ts";
import {
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

interface MergeCase {
  readonly source: string;
  readonly inputs: readonly Nested[];
  readonly weights: Readonly<Record<string, Nested>>;
  readonly y: Nested;
  readonly upstream: Nested;
  readonly inputGradients: readonly Nested[];
  readonly weightGradients: Readonly<Record<string, Nested>>;
}

// Attention sums products of sums, which cancel.
const floors = { "merge-layers": 1e-1, "attention-layers": 3e-1, "group-attention": 3e-1 };

describe.each(Object.entries(floors))("%s compute what Keras computes", (file, floor) => {
  for (const [i, c] of fixtureCases<MergeCase>(file).entries()) {
    test(`${i}: ${c.source}`, () => {
      const layer = readWord<LayerDefinition>("layer", c.source);
      const { y, inputs, weights } = lowerLayer(layer, c.inputs.map(shapeOfNested));
      expect(Object.keys(weights)).toEqual(Object.keys(c.weights));
      const given = { ...pairs(Object.keys(inputs), c.inputs), ...c.weights };
      const feeds = Object.fromEntries(
        Object.entries(given).map(([name, value]) => [name, tensorOf(value, "f32")]),
      );
      const nodes = { ...inputs, ...weights };
      const scalar = weighted(y, c.upstream, "f32");
      const [value, ...gradients] = run([y, ...gradientsOf(scalar, Object.values(nodes))], feeds);
      expect(value?.shape).toEqual(shapeOfNested(c.y));
      expectClose(value?.values ?? [], c.y, "output", floor);
      const wanted = { ...pairs(Object.keys(inputs), c.inputGradients), ...c.weightGradients };
      Object.keys(nodes).forEach((name, k) => {
        expectClose(gradients[k]?.values ?? [], wanted[name] as Nested, `gradient of ${name}`, floor);
      });
    });
  }
});

function pairs(names: readonly string[], values: readonly Nested[]): Record<string, Nested> {
  return Object.fromEntries(names.map((name, i) => [name, values[i] as Nested]));
}
