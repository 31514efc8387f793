/** The contract of layers: what the shapes, numbers and facts of a definition must agree on. */
import { describe, expect, test } from "vitest";
import { linearInstance } from "../../src/library/applied-activation.ts";
import type { LayerDefinition, LayerExample } from "../../src/library/layer.ts";
import { firstResult } from "../../src/library/results.ts";
import { vocabulary } from "../../src/library/vocabulary.ts";
import type { Node } from "../../src/tensor/node.ts";
import { sizeOf, type Tensor } from "../../src/tensor/types.ts";
import { verify } from "../../src/tensor/verify.ts";
import type { Instance, Vocabulary } from "../../src/words/word.ts";
import { g, inputNameAt, lowerLayer, run, specOf, tensorOf } from "../library/compute.ts";
import { expectGradients, scatteredTensor } from "../library/finite-differences.ts";
import { readWord } from "../library/read-word.ts";
import { expectDocumented, expectSoundParams } from "../library/word-contract.ts";

const batch = 3;
const step = tensorOf(4, "i32");

/** What every layer keeps. `words` is the vocabulary that knows it. */
export function layerContract(word: LayerDefinition, words: Vocabulary = vocabulary): void {
  describe(`layer ${word.name}`, () => {
    test("is documented", () => {
      expectDocumented(word, words);
      expectSoundParams(word);
      expect(word.examples.filter((example) => isSmall(word, example)).length).toBeGreaterThan(0);
    });

    for (const example of word.examples) {
      const layer = readWord<LayerDefinition>("layer", example.source, words);
      const shapes = shapesOf(word, example);

      test(`${example.source}: inferred shape and parameters`, () => {
        word.check?.(layer.params);
        const specs = shapes.map((shape) => specOf(shape, "f32"));
        expectArity(word, specs.length);
        expect(firstResult(word.shape(layer.params, specs)).shape).toEqual(example.output);
        const weights = Object.values(word.weights?.(layer.params, specs) ?? {});
        const count = weights.reduce((sum, weight) => sum + sizeOf(weight.shape as readonly number[]), 0);
        expect(count).toBe(example.parameters);
        const named = Object.entries(word.weights?.(layer.params, specs) ?? {});
        const kernels = named.filter(([name]) => name.endsWith("kernel"));
        expect(word.facts(layer.params).learns).toBe(kernels.some(([, { trainable }]) => trainable));
      });

      // What is left is f64 without training, in which the facts below are told.
      for (const [float, training] of [
        ["f32", false],
        ["f32", true],
        ["f64", true],
      ] as const) {
        test(`${example.source}: executed shape in ${float}${training ? ", training" : ""}`, () => {
          const { y, inputs, weights, extra } = lowerLayer(layer, shapes, { float, training });
          const specs = shapes.map((shape) => specOf(shape, "f32"));
          const { dtype } = firstResult(word.shape(layer.params, specs));
          expect([y.dtype, y.shape]).toEqual([dtype === "float" ? float : dtype, [batch, ...example.output]]);
          verify({ name: "layer", outputs: { y }, updates: {} });
          const feeds = feedsFor(inputs, weights);
          const [value, ...terms] = run([y, ...extra], feeds);
          expect(value?.values.every(Number.isFinite)).toBe(true);
          for (const term of terms) expect(term.shape).toEqual([]);
        });
      }

      if (isSmall(word, example) && !example.holdsConstant) {
        test(`${example.source}: gradient`, () => {
          const { y, inputs, weights, extra } = lowerLayer(layer, shapes, { float: "f64", training: true });
          if (y.dtype === "i32") return;
          const upstream = g.constant([...scatteredTensor(y.shape, -1, 1, 0.37).values], y.shape, "f64");
          const scalar = extra.reduce((sum, term) => g.add(sum, term), g.sum(g.mul(y, upstream)));
          expectGradients(scalar, { ...inputs, ...weights }, feedsFor(inputs, weights));
        });
      }

      test(`${example.source}: what its facts say`, () => expectFacts(layer, shapes));
    }
  });
}

function expectArity(word: LayerDefinition, inputs: number): void {
  const { min, max } = word.arity ?? { min: 1, max: 1 };
  expect(inputs).toBeGreaterThanOrEqual(min);
  expect(inputs).toBeLessThanOrEqual(max);
}

function expectFacts(layer: Instance<LayerDefinition>, shapes: readonly (readonly number[])[]): void {
  const facts = layer.word.facts(layer.params);
  const { activationParam, wraps } = facts;
  if (activationParam !== undefined) expect((wraps ?? layer).params).toHaveProperty(activationParam);
  const bare = activationParam === undefined || wraps ? {} : { [activationParam]: linearInstance };
  const { y, inputs, weights } = lowerLayer({ ...layer, params: { ...layer.params, ...bare } }, shapes, {
    float: "f64",
  });
  const feeds = feedsFor(inputs, weights);
  const at = (given: readonly Tensor[]): readonly number[] => {
    const named = Object.fromEntries(given.map((tensor, i) => [inputNameAt(i), tensor]));
    return [...(run([y], { ...feeds, ...named })[0]?.values ?? [])];
  };
  const a = shapes.map((_, i) => feeds[inputNameAt(i)] as Tensor);
  const b = shapes.map((shape, i) => scatteredTensor(shape, -2, 2, 0.8 + 0.05 * i));
  const combined = a.map((x, k) => ({
    ...x,
    values: Float64Array.from(x.values, (v, i) => 2 * v - (b[k]?.values[i] as number)),
  }));
  const [fa, fb] = [at(a), at(b)];
  const entering = a.flatMap(({ values }) => [...values]);
  const affine = at(combined).every(
    (v, i) => Math.abs(v - (2 * (fa[i] as number) - (fb[i] as number))) < 1e-9,
  );
  expect(facts.nonlinear).toBe(!affine);
  if (facts.regularizes) expect(fa).toEqual(entering);
  if (facts.rearranges) expect([...fa].sort()).toEqual(entering.sort());
  if (facts.regularizes) {
    const trained = lowerLayer(layer, shapes, { float: "f64", training: true });
    expect([...(run([trained.y], feeds)[0]?.values ?? [])]).not.toEqual(fa);
  }
}

/** Small enough to move every element of it. */
function isSmall(word: LayerDefinition, example: LayerExample): boolean {
  return shapesOf(word, example).every((shape) => sizeOf(shape) <= 100);
}

/** With the batch axis, one for each tensor that enters. */
function shapesOf(word: LayerDefinition, { input }: LayerExample): readonly (readonly number[])[] {
  if (word.arity?.max === 0) return [];
  const isOne = input.every((part) => typeof part === "number");
  const rows = isOne ? [input as readonly number[]] : (input as readonly (readonly number[])[]);
  return rows.map((row) => [batch, ...row]);
}

function feedsFor(
  inputs: Readonly<Record<string, Node>>,
  weights: Readonly<Record<string, Node>>,
): Readonly<Record<string, Tensor>> {
  const feed = (node: Node, start: number): Tensor => {
    const { values } = scatteredTensor(node.shape, -1, 1, start);
    return {
      shape: node.shape,
      dtype: node.dtype,
      values: node.dtype === "f32" ? Float32Array.from(values) : values,
    };
  };
  const named = Object.entries(weights).map(([name, node], i) => {
    const drawn = feed(node, 0.2 + 0.1 * i);
    return [
      name,
      name.includes("variance") ? { ...drawn, values: drawn.values.map(Math.abs) } : drawn,
    ] as const;
  });
  const entering = Object.entries(inputs).map(
    ([name, node], i) => [name, feed(node, 0.1 + 0.23 * i)] as const,
  );
  return { step, ...Object.fromEntries(entering), ...Object.fromEntries(named) };
}
