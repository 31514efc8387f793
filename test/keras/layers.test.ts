/** Layers against real Keras: results, gradients, and what three steps of an optimizer make of weights and inputs. */
import { describe, expect, test } from "vitest";
import type { LayerDefinition } from "../../src/library/layer.ts";
import type { Node } from "../../src/tensor/node.ts";
import type { Tensor } from "../../src/tensor/types.ts";
import {
  flattened,
  g,
  gradientsOf,
  type LoweredLayer,
  lowerLayer,
  maskNameAt,
  type Nested,
  run,
  shapeOfNested,
  specOf,
  tensorOf,
  weighted,
} from "../library/compute.ts";
import { readWord } from "../library/read-word.ts";
import { trainWeights } from "../library/train-weights.ts";
import { expectClose, fixtureCases } from "./fixture.ts";
import { expectSums, stepping } from "./steps.ts";

interface LayerCase {
  readonly source: string;
  readonly training?: boolean;
  /** Of the inputs. */
  readonly masks?: readonly (Nested | null)[];
  readonly resultMasks?: readonly (Nested | null)[];
  /** Of the weights; absent where Keras calls them otherwise, below a wrapper. */
  readonly names?: readonly string[];
  readonly inputs: readonly Nested[];
  /** Where the inputs are whole numbers. */
  readonly dtype?: "i32";
  readonly weights: readonly Nested[];
  readonly results: readonly Nested[];
  readonly upstream: readonly Nested[];
  readonly inputGradients: readonly Nested[];
  readonly weightGradients: readonly Nested[];
  /** Next values of weights that the layer updates by itself. */
  readonly updates?: Readonly<Record<string, Nested>>;
  /** After three steps: of each tensor seven sums, element i being in sum i % 7. */
  /** All uniform numbers that it draws; those that move corners of images by themselves. */
  readonly draws?: number;
  readonly corners?: readonly (readonly [x: number, y: number])[];
  readonly steps: {
    readonly inputs: readonly (readonly number[])[];
    readonly weights: readonly (readonly number[])[];
  };
}

/** Sums over windows, steps and batches leave more of their terms' rounding behind; attention sums products of sums, which cancel. */
const floors = {
  layers: 1e-2,
  windows: 1e-1,
  "more-layers": 1e-1,
  "space-layers": 1e-1,
  "sum-layers": 1e-1,
  "merge-layers": 1e-1,
  "recurrent-layers": 1e-1,
  "mask-layers": 3e-1,
  "attention-layers": 3e-1,
  "group-attention": 3e-1,
  images: 1,
  "placed-images": 1,
};

describe.each(Object.entries(floors))("%s compute what Keras computes", (file, floor) => {
  for (const [i, c] of fixtureCases<LayerCase>(file).entries()) {
    test(`${i}: ${c.source}${c.masks ? ", masked" : ""}`, () => {
      const one = lowered(c);
      const { results, masks, weights, updates, sources, gradients, feeds } = one;
      const names = Object.keys(weights);
      if (c.names) expect(names).toEqual(c.names);
      const made = Object.values(results);
      expect(made.map(({ shape }) => shape)).toEqual(c.results.map(shapeOfNested));
      expect(Object.keys(updates)).toEqual(Object.keys(c.updates ?? {}));
      const values = run([...made, ...gradients, ...Object.values(updates)], feeds);
      const wanted = [...c.results, ...c.inputGradients, ...c.weightGradients];
      const what = [...Object.keys(results), ...Object.keys(sources).map((name) => `gradient of ${name}`)];
      wanted.forEach((value, k) => {
        expectClose(values[k]?.values ?? [], value, what[k] as string, floor);
      });
      Object.entries(c.updates ?? {}).forEach(([name, value], k) => {
        expectClose(values[wanted.length + k]?.values ?? [], value, `next ${name}`);
      });
      if (c.resultMasks) {
        const known = c.resultMasks.filter((mask) => mask !== null);
        expect(masks.map(({ shape }) => shape)).toEqual(known.map(shapeOfNested));
        const ours = run(masks, feeds).map((mask) => [...mask.values]);
        expect(ours, "mask of the result").toEqual(known.map(flattened));
      }
      const after = afterSteps(one);
      [...c.steps.inputs, ...c.steps.weights].forEach((sums, k) => {
        const name = Object.keys(sources)[k] as string;
        expectSums(after[name]?.values ?? [], sums, `${name} after three steps`, floor);
      });
    });
  }
});

/** Keras computes them with another backend, and whole numbers have no gradients: results alone. */
test.each(fixtureCases<Pick<LayerCase, "source" | "inputs" | "results">>("lookup-layers"))(
  "$source",
  ({ source, inputs: [x = 0], results: [wanted = 0] }) => {
    const layer = readWord<LayerDefinition>("layer", source);
    const { y } = lowerLayer(layer, shapeOfNested(x), { dtype: "i32" });
    const [value] = run([y], { x: tensorOf(x, "i32") });
    expect(value?.shape).toEqual(shapeOfNested(wanted));
    expect([...(value?.values ?? [])]).toEqual(flattened(wanted));
  },
);

interface Lowered extends LoweredLayer {
  /** Inputs and weights, by name. */
  readonly sources: Readonly<Record<string, Node>>;
  /** Of the sources. */
  readonly gradients: readonly Node[];
  readonly feeds: Readonly<Record<string, Tensor>>;
  /** Names of sources that an optimizer moves. */
  readonly moved: readonly string[];
}

function lowered(c: LayerCase): Lowered {
  const layer = readWord<LayerDefinition>("layer", c.source);
  layer.word.check?.(layer.params);
  const { training = false } = c;
  const shapes = c.inputs.map(shapeOfNested);
  const masks = (c.masks ?? []).map((mask) => (mask === null ? undefined : shapeOfNested(mask)));
  const { draws: share } = c;
  const draws = share === undefined ? {} : { draws: (purpose: string) => cornerOf(purpose, c) ?? share };
  const made = lowerLayer(layer, shapes, { training, masks, dtype: c.dtype ?? "f32", ...draws });
  const { results, inputs, weights, extra } = made;
  expect(Object.values(weights).map(({ shape }) => shape)).toEqual(c.weights.map(shapeOfNested));
  const scalar = Object.values(results)
    .map((node, k) => weighted(g.cast(node, "f32"), c.upstream[k] as Nested, "f32"))
    .concat(extra)
    .reduce((sum, term) => g.add(sum, term));
  const sources = { ...inputs, ...weights };
  const given = [
    ...c.inputs.map((value) => tensorOf(value, c.dtype ?? "f32")),
    ...c.weights.map((value) => tensorOf(value, "f32")),
  ];
  const named = Object.fromEntries(Object.keys(sources).map((name, k) => [name, given[k] as Tensor]));
  const ofMasks = (c.masks ?? []).flatMap((mask, k) =>
    mask === null ? [] : [[maskNameAt(k), tensorOf(mask, "f32")] as const],
  );
  const specs = layer.word.weights?.(
    layer.params,
    shapes.map((shape) => specOf(shape, "f32")),
  );
  return {
    ...made,
    sources,
    gradients: gradientsOf(scalar, Object.values(sources)),
    feeds: { step: tensorOf(1, "i32"), ...Object.fromEntries(ofMasks), ...named },
    moved: Object.keys(sources).filter(
      (name) => named[name]?.dtype === "f32" && specs?.[name]?.trainable !== false,
    ),
  };
}

/** The share that a corner of an image moves by along one axis: `RandomPerspective upper left x`. */
function cornerOf(purpose: string, { corners }: LayerCase): number | undefined {
  const corner = ["upper left", "upper right", "lower left", "lower right"].findIndex((name) =>
    purpose.includes(name),
  );
  return corners?.[corner]?.[purpose.endsWith("x") ? 0 : 1];
}

/** Inputs and weights after three steps of the optimizer on all that it moves, and of what the layer moves by itself. */
function afterSteps({
  updates,
  sources,
  gradients,
  feeds,
  moved,
}: Lowered): Readonly<Record<string, Tensor>> {
  const names = Object.keys(sources);
  const wanted = moved.map((name) => gradients[names.indexOf(name)] as Node);
  const shapes = moved.map((name) => (sources[name] as Node).shape);
  const ends = moved.map((_, k) =>
    moved.slice(0, k + 1).reduce((sum, name) => sum + (feeds[name] as Tensor).values.length, 0),
  );
  const placed = (flat: readonly number[]) =>
    Object.fromEntries(
      moved.map((name, k) => {
        const values = Float32Array.from(flat.slice(ends[k - 1] ?? 0, ends[k]));
        return [name, { shape: shapes[k] ?? [], dtype: "f32", values } satisfies Tensor];
      }),
    );
  let own: Readonly<Record<string, Tensor>> = {};
  const history = trainWeights({
    optimizer: stepping,
    shapes,
    start: moved.flatMap((name) => [...(feeds[name] as Tensor).values]),
    gradient: (weights, step) => {
      const at = { ...feeds, ...own, ...placed(weights), step: tensorOf(step, "i32") };
      const values = run([...wanted, ...Object.values(updates)], at);
      own = Object.fromEntries(
        Object.keys(updates).map((name, k) => [name, values[wanted.length + k] as Tensor]),
      );
      return values.slice(0, wanted.length).flatMap((tensor) => [...tensor.values]);
    },
    steps: 3,
  });
  return { ...feeds, ...own, ...placed(history.at(-1) ?? []) };
}
