/**
 * Layers as the argument of another: `Bidirectional(LSTM(8))`, `TimeDistributed(Conv2D(8, 3) -> Flatten())`. They are
 * recipes: the outer layer has their weights, each under the name of the layer it belongs to.
 */
import type { Node } from "../tensor/node.ts";
import { instanceFromJson, instanceToJson } from "../words/instance-json.ts";
import { jsonProblem } from "../words/json-problem.ts";
import type { Json, ParamType } from "../words/param.ts";
import { accept, refuse } from "../words/reading.ts";
import { snakeName } from "../words/snake-name.ts";
import type { Instance } from "../words/word.ts";
import {
  type LayerDefinition,
  type LayerFacts,
  type LowerContext,
  layerMask,
  ShapeProblem,
  type TensorSpec,
  type WeightSpec,
} from "./layer.ts";
import { firstResult, type OneOrSeveral, severalResults } from "./results.ts";

export interface InnerLayer {
  /** `lstm`, `dense_2`: what its weights are under. */
  readonly name: string;
  readonly layer: Instance<LayerDefinition>;
  readonly trainable: boolean;
}

/** One layer, or several one after another. */
export type InnerLayers = readonly InnerLayer[];

export const layerType: ParamType<InnerLayers> = {
  expects: "a layer",
  wordKind: "layer",
  read(value, context) {
    // The model stage makes layers of what it finds here; elsewhere a word stands for itself.
    if (value.kind === "layers") return accept(value.layers as InnerLayers);
    if (value.kind !== "word" && value.kind !== "call") return refuse("a layer", value);
    const reading = context.readInstance("layer", value);
    if (reading.refused) return reading;
    const layer = reading.value as Instance<LayerDefinition>;
    return accept([{ name: snakeName(layer.word.name), layer, trainable: true }]);
  },
  toJson: (layers) =>
    layers.map(({ name, layer, trainable }) => ({ name, trainable, layer: instanceToJson(layer) })),
  fromJson(json, vocabulary) {
    if (!Array.isArray(json) || json.length === 0) throw jsonProblem("a layer", json);
    return json.map((item: Json): InnerLayer => {
      const { name, trainable, layer } = (item ?? {}) as { readonly [key: string]: Json };
      if (typeof name !== "string" || typeof trainable !== "boolean") throw jsonProblem("a layer", item);
      const instance = instanceFromJson("layer", layer ?? null, vocabulary) as Instance<LayerDefinition>;
      return { name, trainable, layer: instance };
    });
  },
  schema: {
    type: "array",
    minItems: 1,
    items: {
      type: "object",
      required: ["name", "trainable", "layer"],
      additionalProperties: false,
      properties: { name: { type: "string" }, trainable: { type: "boolean" }, layer: { type: "object" } },
    },
  },
};

/** Throws ShapeProblem where one of the layers does not take what comes to it. */
export function innerShape(layers: InnerLayers, inputs: readonly TensorSpec[]): OneOrSeveral<TensorSpec> {
  return walk(layers, inputs, ({ layer: { word, params } }, specs) => word.shape(params, specs));
}

/** Named `forward_lstm/kernel` with the prefix `forward_`. */
export function innerWeights(
  layers: InnerLayers,
  inputs: readonly TensorSpec[],
  prefix = "",
): Readonly<Record<string, WeightSpec>> {
  const weights: Record<string, WeightSpec> = {};
  walk(layers, inputs, ({ name, layer: { word, params }, trainable }, specs) => {
    for (const [key, spec] of Object.entries(word.weights?.(params, specs) ?? {})) {
      weights[`${prefix}${name}/${key}`] = { ...spec, trainable: spec.trainable && trainable };
    }
    return word.shape(params, specs);
  });
  return weights;
}

export interface InnerResult {
  readonly made: OneOrSeveral<Node>;
  readonly mask: OneOrSeveral<Node> | undefined;
}

/** What the layers make of the inputs, and the mask of that. */
export function lowerInner(
  context: LowerContext<unknown>,
  layers: InnerLayers,
  given: { readonly inputs: readonly Node[]; readonly masks: readonly (Node | undefined)[] },
  prefix = "",
): InnerResult {
  let made: OneOrSeveral<Node> = given.inputs[0] as Node;
  let mask: OneOrSeveral<Node> | undefined = given.masks[0];
  let { inputs, masks } = given;
  for (const inner of layers) {
    const own = innerContext(context, inner, { inputs, masks }, prefix);
    made = inner.layer.word.lower(own);
    mask = layerMask(inner.layer.word, own);
    inputs = [firstResult(made)];
    masks = [mask && firstResult(mask)];
  }
  return { made, mask };
}

/** The surroundings of a layer inside another: its own weights, and random numbers of its own. */
export function innerContext(
  context: LowerContext<unknown>,
  { name, layer }: InnerLayer,
  given: { readonly inputs: readonly Node[]; readonly masks: readonly (Node | undefined)[] },
  prefix = "",
): LowerContext<Instance["params"]> {
  const path = `${prefix}${name}/`;
  const own = Object.entries(context.weights)
    .filter(([key]) => key.startsWith(path))
    .map(([key, node]) => [key.slice(path.length), node]);
  return {
    ...context,
    ...given,
    params: layer.params,
    weights: Object.fromEntries(own),
    random: (purpose, shape) => context.random(`${path}${purpose}`, shape),
    updateWeight: (key, next) => context.updateWeight(`${path}${key}`, next),
  };
}

/** What may be said of all of them together. */
export function innerFacts(layers: InnerLayers): LayerFacts {
  const each = layers.map(({ layer }) => layer.word.facts(layer.params));
  const last = layers.at(-1) as InnerLayer;
  const { activation, activationParam, wraps } = each.at(-1) as LayerFacts;
  const mixes = each.findLast((facts) => facts.mixes)?.mixes;
  return {
    learns: layers.some(({ trainable }, i) => trainable && each[i]?.learns),
    nonlinear: each.some((facts) => facts.nonlinear),
    ...(mixes ? { mixes } : {}),
    ...(activation === undefined ? {} : { activation }),
    ...(activationParam === undefined ? {} : { activationParam, wraps: wraps ?? last.layer }),
  };
}

function walk(
  layers: InnerLayers,
  inputs: readonly TensorSpec[],
  step: (layer: InnerLayer, inputs: readonly TensorSpec[]) => OneOrSeveral<TensorSpec>,
): OneOrSeveral<TensorSpec> {
  let specs = inputs;
  let made: OneOrSeveral<TensorSpec> | undefined;
  for (const inner of layers) {
    const { word } = inner.layer;
    if (made && severalResults(made)) {
      throw new ShapeProblem(
        "not-a-tensor",
        `several results come to ${word.name}, and one tensor is wanted`,
      );
    }
    const { min, max } = word.arity ?? { min: 1, max: 1 };
    if (specs.length < min || specs.length > max) {
      throw new ShapeProblem("wrong-arity", `${word.name} takes ${min} tensors, and ${specs.length} enters`, {
        help: "a layer that stands inside another takes one tensor",
      });
    }
    made = step(inner, specs);
    specs = [firstResult(made)];
  }
  return made as OneOrSeveral<TensorSpec>;
}
