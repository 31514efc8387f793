/** Runs definitions of the library on plain arrays through the reference evaluator, for tests. */
import type { ActivationDefinition } from "../../src/library/activation.ts";
import {
  type LayerDefinition,
  type LowerContext,
  layerMask,
  type TensorSpec,
} from "../../src/library/layer.ts";
import type { LossDefinition } from "../../src/library/loss.ts";
import type { MetricDefinition } from "../../src/library/metric.ts";
import { firstResult, severalResults } from "../../src/library/results.ts";
import { reduceLoss } from "../../src/lower/reduce-loss.ts";
import { builder as g } from "../../src/tensor/build.ts";
import { gradient } from "../../src/tensor/gradient.ts";
import type { Node } from "../../src/tensor/node.ts";
import { evaluateNodes } from "../../src/tensor/reference.ts";
import { type DType, type FloatType, newArray, sizeOf, type Tensor } from "../../src/tensor/types.ts";
import type { Params } from "../../src/words/param.ts";
import type { Instance } from "../../src/words/word.ts";

export type Nested = number | readonly Nested[];

export function shapeOfNested(value: Nested): number[] {
  if (typeof value === "number") return [];
  return [value.length, ...shapeOfNested(value[0] ?? 0)];
}

/** All numbers, in order. */
export function flattened(value: Nested): number[] {
  return typeof value === "number" ? [value] : value.flatMap(flattened);
}

export function tensorOf(value: Nested, dtype: DType): Tensor {
  const flat = flattened(value);
  const values = newArray(dtype, flat.length);
  values.set(flat);
  return { shape: shapeOfNested(value), dtype, values };
}

export function inputOf(name: string, tensor: Tensor): Node {
  return g.input(name, tensor.shape, tensor.dtype);
}

export function run(nodes: readonly Node[], inputs: Readonly<Record<string, Tensor>>): Tensor[] {
  const values = evaluateNodes(nodes, inputs, {});
  return nodes.map((node) => values.get(node) as Tensor);
}

/** `sum(y * upstream)`: what gradients are taken of. */
export function weighted(y: Node, upstream: Nested, dtype: FloatType): Node {
  const { values, shape } = tensorOf(upstream, dtype);
  return g.sum(g.mul(y, g.constant([...values], shape, dtype)));
}

export interface LoweredLayer {
  readonly y: Node;
  /** By name; the first is `y`. */
  readonly results: Readonly<Record<string, Node>>;
  /** Of the results that have one, in order. */
  readonly masks: readonly Node[];
  /** The first of the inputs. */
  readonly input: Node;
  /** By their names: `x`, `x2`, `x3` … */
  readonly inputs: Readonly<Record<string, Node>>;
  readonly weights: Readonly<Record<string, Node>>;
  readonly extra: readonly Node[];
  /** Next values of weights that the layer updates by itself. */
  readonly updates: Readonly<Record<string, Node>>;
}

/** The name of the input with this index. */
export function inputNameAt(index: number): string {
  return index === 0 ? "x" : `x${index + 1}`;
}

/** The name of its mask. */
export function maskNameAt(index: number): string {
  return `mask of ${inputNameAt(index)}`;
}

/** A layer over input nodes, of one shape or of several, and weight inputs by their names. */
export function lowerLayer(
  layer: Instance<LayerDefinition>,
  shape: readonly number[] | readonly (readonly number[])[],
  options: {
    readonly float?: FloatType;
    readonly training?: boolean;
    readonly dtype?: DType;
    /** By purpose; one stream for all where left out. */
    readonly keyOf?: (purpose: string) => readonly [low: number, high: number];
    /** Uniform numbers, by purpose, in the place of random ones. */
    readonly draws?: (purpose: string) => number;
    /** Shapes of masks, by the inputs that have one; they are fed as `mask of x`. */
    readonly masks?: readonly (readonly number[] | undefined)[];
  } = {},
): LoweredLayer {
  const { float = "f32", training = false, dtype = float, keyOf = () => [7, 11] } = options;
  const shapes = shapesOf(shape);
  const nodes = shapes.map((each, index) => g.input(inputNameAt(index), each, dtype));
  const inputs = Object.fromEntries(nodes.map((node, index) => [inputNameAt(index), node]));
  const specs =
    layer.word.weights?.(
      layer.params,
      shapes.map((each) => specOf(each, dtype)),
    ) ?? {};
  const weights = Object.fromEntries(
    Object.entries(specs).map(([name, spec]) => [
      name,
      g.input(name, spec.shape as readonly number[], float),
    ]),
  );
  const extra: Node[] = [];
  const updates: Record<string, Node> = {};
  const step = g.input("step", [], "i32");
  const context: LowerContext<Params> = {
    g,
    params: layer.params,
    inputs: nodes,
    masks: (options.masks ?? []).map((each, index) =>
      each ? g.input(maskNameAt(index), each, float) : undefined,
    ),
    batch: nodes[0]?.shape[0] ?? 3,
    weights,
    training,
    drawing: training,
    float,
    logits: () => undefined,
    distribute: () => {},
    addDivergence: (of, divergence) =>
      extra.push(
        g.mean(of === "rows" ? g.sum(divergence, divergence.shape.map((_, i) => i).slice(1)) : divergence),
      ),
    random: (purpose, drawn) =>
      options.draws
        ? g.broadcast(g.constant(options.draws(purpose), [], float), drawn)
        : g.random(keyOf(purpose), step, drawn, float),
    activate: (activation, x) => activation.word.lower(g, activation.params, x),
    addLoss: (term) => extra.push(term),
    updateWeight: (name, next) => {
      if (specs[name]?.trainable !== false) throw new Error(`${name} is not a weight that layers update`);
      updates[name] = next;
    },
  };
  const made = layer.word.lower(context);
  const y = firstResult(made);
  const results = severalResults(made) ?? { output: y };
  const mask = layerMask(layer.word, context);
  const masks = Object.values(
    mask === undefined ? {} : (severalResults(mask) ?? { output: firstResult(mask) }),
  );
  return { y, results, masks, input: nodes[0] as Node, inputs, weights, extra, updates };
}

function shapesOf(shape: readonly number[] | readonly (readonly number[])[]): readonly (readonly number[])[] {
  const isOne = shape.length > 0 && shape.every((part) => typeof part === "number");
  return isOne ? [shape as readonly number[]] : (shape as readonly (readonly number[])[]);
}

/** What shape inference sees of a tensor with a batch axis. */
export function specOf(shape: readonly number[], dtype: DType): TensorSpec {
  return { shape: shape.slice(1), dtype: dtype === "i32" ? "i32" : "float" };
}

export function applyActivation(activation: Instance<ActivationDefinition>, x: Node): Node {
  return activation.word.lower(g, activation.params, x);
}

/** The loss as the one number that is trained on. `behind` lets the loss find the input of that activation; the output is then what it gives. */
export function meanLoss(
  loss: Instance<LossDefinition>,
  target: Node,
  output: Node,
  behind?: string | null,
  weights?: Node,
): Node {
  const result = behind === "sigmoid" ? g.sigmoid(output) : behind === "softmax" ? softmaxOf(output) : output;
  const values = loss.word.lower({
    g,
    params: loss.params,
    target,
    output: result,
    logits: (activation) => (activation === behind ? output : undefined),
  });
  return reduceLoss(g, values, weights, loss.params.reduction);
}

function softmaxOf(x: Node): Node {
  const powers = g.exp(g.sub(x, g.reduceMax(x, [-1], true)));
  return g.div(powers, g.sum(powers, [-1], true));
}

/** Integers become class numbers where the target has fewer axes than the output (or one of size 1 for several classes). */
export function targetTensor(target: Nested, output: Tensor, integer: boolean): Tensor {
  return tensorOf(target, integer ? "i32" : (output.dtype as FloatType));
}

export interface Batch {
  readonly target: Nested;
  readonly output: Nested;
}

/** A metric's result after batches, statistics added up in f64. */
export function metricResult(
  metric: Instance<MetricDefinition>,
  batches: readonly Batch[],
  integerTargets: boolean,
): number {
  const totals: Record<string, Float64Array> = {};
  for (const batch of batches) {
    const output = tensorOf(batch.output, "f32");
    const target = targetTensor(batch.target, output, integerTargets);
    const statistics = metric.word.statistics({
      g,
      params: metric.params,
      target: inputOf("target", target),
      output: inputOf("output", output),
    });
    const results = run(Object.values(statistics), { target, output });
    Object.keys(statistics).forEach((name, i) => {
      const values = results[i]?.values ?? [];
      const total = totals[name] ?? new Float64Array(values.length);
      totals[name] = total.map((sum, k) => sum + (values[k] ?? Number.NaN));
    });
  }
  return metric.word.result(metric.params, totals);
}

export function gradientsOf(scalar: Node, of: readonly Node[]): readonly Node[] {
  return gradient(g, scalar, of);
}

export function zeros(shape: readonly number[], dtype: DType): Tensor {
  return { shape, dtype, values: newArray(dtype, sizeOf(shape)) };
}

export { g };
