import { describe, expect, test } from "vitest";
import type { LayerDefinition } from "../../src/library/layer.ts";
import type { Node } from "../../src/tensor/node.ts";
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

interface RecurrentCase {
  readonly source: string;
  readonly inputs: readonly Nested[];
  readonly mask?: Nested;
  /** In order. */
  readonly weights: readonly Nested[];
  readonly results: readonly Nested[];
  readonly upstream: readonly Nested[];
  readonly inputGradients: readonly Nested[];
  readonly weightGradients: readonly Nested[];
}

/** Sums over steps leave more of their terms' rounding behind. */
const floor = 1e-1;

describe("recurrent layers, wrappers and masks compute what Keras computes", () => {
  for (const [i, c] of fixtureCases<RecurrentCase>("recurrent-layers").entries()) {
    test(`${i}: ${c.source}${c.mask ? ", masked" : ""}`, () => {
      const layer = readWord<LayerDefinition>("layer", c.source);
      layer.word.check?.(layer.params);
      const mask = c.mask === undefined ? {} : { mask: shapeOfNested(c.mask) };
      const { results, inputs, weights } = lowerLayer(layer, c.inputs.map(shapeOfNested), mask);
      const [names, nodes] = [Object.keys(weights), Object.values(results)];
      expect(Object.values(weights).map(({ shape }) => shape)).toEqual(c.weights.map(shapeOfNested));
      expect(nodes.map(({ shape }) => shape)).toEqual(c.results.map(shapeOfNested));
      const given = {
        ...named(Object.keys(inputs), c.inputs),
        ...named(names, c.weights),
        ...(c.mask === undefined ? {} : { mask: c.mask }),
      };
      const feeds = Object.fromEntries(
        Object.entries(given).map(([name, value]) => [name, tensorOf(value, "f32")]),
      );
      const scalar = nodes
        .map((node, k): Node => weighted(node, c.upstream[k] as Nested, "f32"))
        .reduce((sum, term) => g.add(sum, term));
      const sources = [...Object.values(inputs), ...Object.values(weights)];
      const values = run([...nodes, ...gradientsOf(scalar, sources)], feeds);
      const wanted = [...c.results, ...c.inputGradients, ...c.weightGradients];
      const what = [...Object.keys(results), ...Object.keys(inputs), ...names];
      wanted.forEach((value, k) => {
        expectClose(
          values[k]?.values ?? [],
          value,
          `${k < nodes.length ? "" : "gradient of "}${what[k]}`,
          floor,
        );
      });
    });
  }
});

function named(names: readonly string[], values: readonly Nested[]): Record<string, Nested> {
  return Object.fromEntries(names.map((name, i) => [name, values[i] as Nested]));
}
