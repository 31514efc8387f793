/** Puts tensors in the place of a distribution's parameters. */
import type { Shape } from "../base/dim.ts";
import { broadcastShapes } from "../tensor/build.ts";
import type { Builder } from "../tensor/builder.ts";
import type { Node } from "../tensor/node.ts";
import type { FloatType } from "../tensor/types.ts";
import { instanceWithDefaults } from "../words/instance-of.ts";
import type { Param } from "../words/param.ts";
import type { Instance } from "../words/word.ts";
import {
  type Distribution,
  type DistributionDefinition,
  eachOperand,
  isDistribution,
} from "./distribution.ts";
import { constant } from "./initializers/constant.ts";
import type { WeightSpec } from "./layer.ts";
import { type OperandRange, type OperandValue, rangeOf, startOf } from "./operand.ts";
import { alignRows } from "./operators/rows.ts";
import { weightSpec } from "./weight-spec.ts";

export interface Binding {
  readonly g: Builder;
  readonly float: FloatType;
  /** What `input` counts. */
  readonly inputs: readonly Node[];
  /** Weights behind what is learned, by `prefix` and path. */
  readonly weights: Readonly<Record<string, Node>>;
  readonly prefix?: string;
  /** What an activation was applied to, where a tensor is its direct result. */
  readonly logits?: (tensor: Node, activation: string) => Node | undefined;
}

/** A network's scale may round to 0, where no logarithm is left. */
const leastScale = 1e-6;

/** The weights of everything that is `learned` in a distribution. */
export function learnedWeights(
  distribution: Instance<DistributionDefinition>,
  shape: Shape,
  prefix = "",
): Readonly<Record<string, WeightSpec>> {
  const weights: Record<string, WeightSpec> = {};
  eachOperand(distribution, (value, path, param) => {
    if (typeof value !== "object" || !("learned" in value)) return;
    const start = startOf(rangeOf(param) ?? "real", value.learned);
    weights[prefix + path] = weightSpec(shape, instanceWithDefaults(constant, { value: start }));
  });
  return weights;
}

export function bindDistribution(instance: Instance<DistributionDefinition>, binding: Binding): Distribution {
  const { g, float } = binding;
  const inputs = alignRows(g, binding.inputs, float) as readonly Node[];
  return bindAligned(instance, { ...binding, inputs }, binding.prefix ?? "");
}

function bindAligned(
  { word, params }: Instance<DistributionDefinition>,
  binding: Binding,
  prefix: string,
): Distribution {
  const bound: Record<string, Node | Distribution | undefined> = {};
  for (const [name, param] of Object.entries(word.params)) {
    const value = params[name];
    bound[name] = isDistribution(value)
      ? bindAligned(value, binding, `${prefix}${name}_`)
      : value === null
        ? undefined
        : operand(value as OperandValue, param, `${prefix}${name}`, binding);
  }
  preferLogits(word, bound, binding);
  return distributionOf(word, bound, binding.g);
}

/** Of nodes that stand for the parameters already. */
export function distributionOf(
  word: DistributionDefinition,
  bound: Readonly<Record<string, unknown>>,
  g: Builder,
): Distribution {
  const common = Object.values(bound)
    .filter((value): value is Node | Distribution => value !== undefined)
    .map((value) => value.shape)
    .reduce(broadcastShapes, []);
  const shape = word.lastAxis === undefined ? common : common.slice(0, -1);
  return {
    word,
    bound,
    shape,
    logProb: (value) => word.logProb(g, bound, value),
    mean: () => {
      const mean = word.mean(g, bound);
      return g.broadcast(mean, word.lastAxis === "classes" ? common : shape);
    },
    sample: (draw, drawn = shape) => word.sample(draw, bound, drawn),
    cdf: (value) => word.cdf?.(g, bound, value),
    quantile: (level) => {
      const quantile = word.quantile?.(g, bound, level);
      return quantile && g.broadcast(quantile, shape);
    },
  };
}

function operand(value: OperandValue, param: Param<unknown>, path: string, binding: Binding): Node {
  const { g, float, inputs, weights } = binding;
  const range = rangeOf(param) ?? "real";
  if (typeof value === "number") return g.constant(value, [], float);
  if ("learned" in value) return fromWeight(g, weights[path] as Node, range);
  const input = inputs[value.input] as Node;
  return range === "positive" ? g.max(input, leastScale) : input;
}

function fromWeight(g: Builder, weight: Node, range: OperandRange): Node {
  if (range === "positive") return g.exp(weight);
  return range === "unit" ? g.sigmoid(weight) : weight;
}

/** Probabilities that are the direct result of sigmoid or softmax are better taken from what stood before. */
function preferLogits(
  word: DistributionDefinition,
  bound: Record<string, Node | Distribution | undefined>,
  { logits }: Binding,
): void {
  const names = Object.keys(word.params);
  const probs = names.find((name) => rangeOf(word.params[name] as Param<unknown>) === "unit");
  if (probs === undefined || !names.includes("logits") || bound.logits !== undefined) return;
  const node = bound[probs] as Node | undefined;
  const known = node && logits?.(node, word.lastAxis === undefined ? "sigmoid" : "softmax");
  if (known === undefined) return;
  bound.logits = known;
  bound[probs] = undefined;
}
