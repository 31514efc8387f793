import type { Builder } from "../../tensor/builder.ts";
import type { Node } from "../../tensor/node.ts";
import { sizeOf } from "../../tensor/types.ts";
import { instanceWithDefaults } from "../../words/instance-of.ts";
import { integer, param } from "../../words/param-types.ts";
import { truncatedNormal } from "../initializers/truncated-normal.ts";
import {
  type InnerLayers,
  innerFacts,
  innerShape,
  innerWeights,
  layerType,
  lowerInner,
} from "../inner-layers.ts";
import { defineLayer, ShapeProblem, type TensorSpec } from "../layer.ts";
import { weightSpec } from "../weight-spec.ts";

export const spectralNormalization = defineLayer({
  name: "SpectralNormalization",
  doc: "Divides the kernel (or the embeddings) of another layer by its spectral norm, the most by which it can stretch a vector, so that the layer cannot stretch more than once. Keeps the discriminator of a pair of adversaries from running away, and bounds how far a small change of the input can get. Formula: Miyato and others, Spectral normalization for generative adversarial networks (2018): the norm is estimated by the power method, whose vector is kept from step to step. In use the kernel is divided by the last estimate.",
  params: {
    layer: param(layerType, "the layer whose kernel is divided"),
    power_iterations: param(integer({ min: 1 }), "iterations of the power method in each step", 1),
  },
  shape({ layer }, inputs) {
    kernelOf(layer, inputs);
    return innerShape(layer, inputs);
  },
  weights({ layer }, inputs) {
    const { weights, kernel } = kernelOf(layer, inputs);
    const start = instanceWithDefaults(truncatedNormal, { stddev: 0.02 });
    const columns = weights[kernel]?.shape.at(-1) ?? 1;
    return { ...weights, vector_u: { ...weightSpec([1, columns], start), trainable: false } };
  },
  lower(context) {
    const { g, params, inputs, masks, weights, training, updateWeight } = context;
    const { vector_u } = weights;
    const kernel = kernelName(Object.keys(weights));
    const value = kernel === undefined ? undefined : weights[kernel];
    if (kernel === undefined || value === undefined || vector_u === undefined)
      throw new Error("SpectralNormalization is lowered with a kernel");
    const { norm, u } = spectralNorm(g, value, vector_u, training ? params.power_iterations : 0);
    if (training) updateWeight("vector_u", u);
    const divided = { ...weights, [kernel]: g.div(value, norm) };
    return lowerInner({ ...context, weights: divided }, params.layer, { inputs, masks }).made;
  },
  facts: ({ layer }) => ({ ...innerFacts(layer), normalizes: true }),
  examples: [
    {
      source: "SpectralNormalization(Dense(40))",
      input: [3, 40],
      output: [3, 40],
      parameters: 1680,
    },
    {
      source: "SpectralNormalization(Embedding(5, 3), 2)",
      input: [4],
      output: [4, 3],
      parameters: 18,
      holdsConstant: true,
    },
  ],
});

/** Weights of the layer and the one that is divided. Throws ShapeProblem where there is none, or several layers. */
function kernelOf(layer: InnerLayers, inputs: readonly TensorSpec[]) {
  const weights = innerWeights(layer, inputs);
  const kernel = kernelName(Object.keys(weights));
  if (layer.length === 1 && kernel !== undefined) return { weights, kernel };
  throw new ShapeProblem("bad-option", "SpectralNormalization needs one layer with a kernel or embeddings", {
    param: "layer",
    label: layer.length > 1 ? "a chain of layers" : `${layer[0]?.layer.word.name} has neither`,
    help: layer.length > 1 ? "wrap each of them" : "write for instance SpectralNormalization(Dense(8))",
  });
}

function kernelName(names: readonly string[]): string | undefined {
  return names.find((name) => /^[^/]+\/(kernel|embeddings)$/.test(name));
}

/** The norm of a kernel as a matrix with its last axis as columns, 1 where it is all 0; u and v count as constants. */
function spectralNorm(g: Builder, kernel: Node, start: Node, iterations: number): { norm: Node; u: Node } {
  const columns = kernel.shape.at(-1) as number;
  const matrix = g.reshape(kernel, [sizeOf(kernel.shape) / columns, columns]);
  let u = start;
  let v = unit(g, g.matmul(u, matrix, { transposeB: true }));
  for (let i = 0; i < iterations; i++) {
    if (i > 0) v = unit(g, g.matmul(u, matrix, { transposeB: true }));
    u = unit(g, g.matmul(v, matrix));
  }
  const empty = g.equal(g.reduceMax(g.abs(matrix)), 0);
  const kept = g.stopGradient(g.where(empty, start, iterations === 0 ? unit(g, u) : u));
  const norm = g.sum(g.mul(g.matmul(g.stopGradient(v), matrix), kept));
  return { norm: g.where(empty, 1, norm), u: kept };
}

/** Keras' rule: divided by its length, or by 1e-7 where that is more. */
function unit(g: Builder, x: Node): Node {
  return g.div(x, g.max(g.sqrt(g.sum(g.mul(x, x))), 1e-7));
}
