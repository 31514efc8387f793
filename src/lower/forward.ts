/** The network as a tensor graph: every layer's `lower`, in order, over one batch. */
import type { ActivationDefinition } from "../library/activation.ts";
import type { Distribution, Draw } from "../library/distribution.ts";
import { type LayerDefinition, type LowerContext, layerMask } from "../library/layer.ts";
import type { RegularizerDefinition } from "../library/regularizer.ts";
import { firstResult, severalResults } from "../library/results.ts";
import { type LayerIR, type ModelIR, resultIds, type TensorId } from "../model/ir.ts";
import type { Builder } from "../tensor/builder.ts";
import type { Node } from "../tensor/node.ts";
import { keyOf } from "../tensor/random.ts";
import type { FloatType, TensorType } from "../tensor/types.ts";
import type { Params } from "../words/param.ts";
import type { Instance } from "../words/word.ts";
import { concreteShape, type PlacedWeight, type WeightLayout } from "./weight-layout.ts";

export interface ForwardOptions {
  readonly batch: number;
  readonly training: boolean;
  readonly float: FloatType;
  readonly seed: number;
  /** Random variables are drawn, others in each step; else their means stand for them. */
  readonly drawing: boolean;
  /** Makes the network's inputs, where they are not inputs of the program. */
  input?(name: string, type: TensorType): Node;
  /** Operators behind the network over points of its own, and random numbers of its own. */
  readonly section?: { readonly name: string; readonly layers: readonly LayerIR[] };
}

export interface Forward {
  /** `[batch, …]`, by name of output. */
  readonly outputs: Readonly<Record<string, Node>>;
  /** What a layer gives, by its id. */
  value(id: TensorId): Node;
  /** What the activation was applied to that made a tensor. */
  beforeActivation(tensor: Node): Node | undefined;
  /** Which places of an output count, `[batch, places…]` of 1 and 0, by its name; absent where all do. */
  readonly masks: Readonly<Record<string, Node>>;
  /** What the named activation was applied to, where a tensor is its direct result. */
  logits(tensor: Node, activation: string): Node | undefined;
  /** What an output is the mean of, by name of output. */
  readonly distributions: Readonly<Record<string, Distribution>>;
  readonly divergences: Divergences;
  /** Draws for an output. */
  draw(output: string): Draw;
  /** Scalars that regularizers and layers add to the loss. */
  readonly penalties: readonly Node[];
  /** Next values of weights that training updates by itself, by path. */
  readonly weightUpdates: ReadonlyMap<string, Node>;
}

/** Of posteriors from their priors. */
export interface Divergences {
  /** One number a row each: `[batch]`. */
  readonly rows: readonly Node[];
  /** Scalars: all rows share them. */
  readonly weights: readonly Node[];
}

/** The number of the update under way as an i32 scalar, from 1; random numbers and the optimizer read it. */
export function stepInput(g: Builder): Node {
  return g.input("step", [], "i32");
}

/** Inputs of points have the name of their section before their own. */
export function inputName(input: string, section?: string): string {
  return section === undefined ? `input/${input}` : `input/${section}/${input}`;
}

export function lowerForward(
  g: Builder,
  model: ModelIR,
  weights: ReadonlyMap<string, Node>,
  options: ForwardOptions,
): Forward {
  const { section } = options;
  const values = new Map<TensorId, Node>();
  const masks = new Map<TensorId, Node>();
  for (const input of model.inputs) {
    const shape = concreteShape(input.type.shape, `the input ${input.name}`);
    const dtype = input.type.dtype === "float" ? options.float : input.type.dtype;
    const type = { shape: [options.batch, ...shape], dtype } as const;
    const node = options.input?.(input.name, type) ?? g.input(inputName(input.name), type.shape, dtype);
    values.set(input.id, node);
  }
  const activated = new Map<
    Node,
    { readonly activation: Instance<ActivationDefinition>; readonly input: Node }
  >();
  const penalties: Node[] = [];
  const distributions = new Map<TensorId, Distribution>();
  const divergences = { rows: [] as Node[], weights: [] as Node[] };
  const logits = (tensor: Node, activation: string): Node | undefined => {
    const made = activated.get(tensor);
    if (made === undefined) return viewOfLogits(g, tensor, logits, activation);
    return made.activation.word.name === activation && isOverLastAxis(made.activation, made.input)
      ? made.input
      : undefined;
  };
  const drawFor = (place: string) => (purpose: string, shape: readonly number[]) =>
    g.random(keyOf(options.seed, purpose, place), stepInput(g), shape, options.float);
  const weightUpdates = new Map<string, Node>();

  for (const layer of [...model.layers, ...(section?.layers ?? [])]) {
    const inputs = layer.inputs.map((id) => values.get(id) as Node);
    const context: LowerContext<Params> = {
      g,
      params: layer.layer.params,
      inputs,
      masks: layer.inputs.map((id) => masks.get(id)),
      weights: Object.fromEntries(layer.weights.map(({ name, path }) => [name, weights.get(path) as Node])),
      batch: options.batch,
      training: options.training,
      drawing: options.drawing,
      float: options.float,
      random: drawFor(section === undefined ? layer.id : `${section.name}: ${layer.id}`),
      activate(activation, x) {
        const y = activation.word.lower(g, activation.params, x);
        activated.set(y, { activation, input: x });
        return y;
      },
      logits,
      distribute: (distribution) => distributions.set(layer.id, distribution),
      addDivergence: (of, divergence) => divergences[of].push(total(g, divergence, of === "rows" ? 1 : 0)),
      addLoss: (term) => penalties.push(term),
      updateWeight: (name, next) => weightUpdates.set(weightPath(layer, name), next),
    };
    const ids = resultIds(layer);
    const made = layer.layer.word.lower(context);
    const results = severalResults(made) ?? { output: firstResult(made) };
    const ownMasks = masksOf(layer.layer.word, context, Object.keys(results));
    for (const [index, [name, node]] of Object.entries(results).entries()) {
      const id = ids[index] as TensorId;
      const mask = ownMasks[name];
      values.set(id, node);
      if (mask !== undefined) masks.set(id, mask);
    }
  }
  return {
    outputs: Object.fromEntries(model.outputs.map(({ name, value }) => [name, values.get(value) as Node])),
    value: (id) => values.get(id) as Node,
    beforeActivation: (tensor) => activated.get(tensor)?.input,
    masks: Object.fromEntries(
      model.outputs.flatMap(({ name, value }) => {
        const mask = masks.get(value);
        return mask === undefined ? [] : [[name, mask]];
      }),
    ),
    logits,
    distributions: Object.fromEntries(
      model.outputs.flatMap(({ name, value }) => {
        const distribution = distributions.get(value);
        return distribution ? [[name, distribution] as const] : [];
      }),
    ),
    divergences,
    draw: (output) => ({ g, float: options.float, random: drawFor(`draw/${output}`) }),
    penalties,
    weightUpdates,
  };
}

/** By name of result. */
function masksOf(
  word: LayerDefinition,
  context: LowerContext<Params>,
  names: readonly string[],
): Readonly<Record<string, Node>> {
  const mask = layerMask(word, context);
  const [first = ""] = names;
  return mask === undefined ? {} : (severalResults(mask) ?? { [first]: firstResult(mask) });
}

/** The sum over all axes from this one on. */
function total(g: Builder, x: Node, from: number): Node {
  const axes = x.shape.map((_, axis) => axis).slice(from);
  return axes.length === 0 ? x : g.sum(x, axes);
}

function weightPath(layer: LayerIR, name: string): string {
  const weight = layer.weights.find((candidate) => candidate.name === name);
  if (!weight) throw new Error(`${layer.layer.word.name} has no weight ${name}`);
  return weight.path;
}

/** Each weight as the network reads it, by path: once for a program, so that all that uses it meets in one gradient. */
export function readWeights(g: Builder, layout: WeightLayout, float: FloatType): Map<string, Node> {
  const weights = new Map<string, Node>();
  const read = (state: string, size: number, placed: readonly PlacedWeight[]) => {
    if (placed.length === 0) return;
    const flat = g.state(state, [size], float);
    for (const { path, shape, offset, size: length } of placed) {
      weights.set(path, g.reshape(g.slice(flat, [offset], [length]), shape));
    }
  };
  read("weights", layout.trainableSize, layout.trainable);
  read("fixed", layout.fixedSize, layout.fixed);
  return weights;
}

/** Scalars that regularizers of weights add to the loss. */
export function regularization(g: Builder, layout: WeightLayout, weights: ReadonlyMap<string, Node>): Node[] {
  return layout.trainable.flatMap(({ path, spec }) => {
    const regularizer: Instance<RegularizerDefinition> | undefined = spec.regularizer;
    return regularizer ? [regularizer.word.penalty(g, regularizer.params, weights.get(path) as Node)] : [];
  });
}

/** Where rows are only counted otherwise, as by TimeDistributed, logits are so as well: the last axis stays whole. */
function viewOfLogits(
  g: Builder,
  { primitive, inputs, shape }: Node,
  logits: Forward["logits"],
  activation: string,
): Node | undefined {
  const [from] = inputs;
  if (primitive.kind !== "reshape" || from === undefined || from.shape.at(-1) !== shape.at(-1))
    return undefined;
  const found = logits(from, activation);
  return found && g.reshape(found, shape);
}

/** Losses reduce the last axis, so logits of a softmax along another axis are of no use to them. */
function isOverLastAxis(activation: Instance<ActivationDefinition>, input: Node): boolean {
  const axis = activation.params.axis;
  return axis === undefined || axis === -1 || axis === input.shape.length - 1;
}
