/**
 * A small program of every word that is part of what is compiled: its results, and the gradient of all that enters. A test runs
 * them on each target, and docs/words.md says of these words, and no others, that they train there.
 */
import { type CompiledKind, compiledKinds } from "../../grammar/compiled-kinds.ts";
import type { ActivationDefinition } from "../../src/library/activation.ts";
import { bindDistribution } from "../../src/library/bind-distribution.ts";
import type { ConstraintDefinition } from "../../src/library/constraint.ts";
import type { Distribution, DistributionDefinition, Draw } from "../../src/library/distribution.ts";
import type { LayerDefinition } from "../../src/library/layer.ts";
import type { LossDefinition } from "../../src/library/loss.ts";
import type { MetricDefinition } from "../../src/library/metric.ts";
import { rangeOf } from "../../src/library/operand.ts";
import type { OptimizerDefinition } from "../../src/library/optimizer.ts";
import type { RegularizerDefinition } from "../../src/library/regularizer.ts";
import { vocabulary } from "../../src/library/vocabulary.ts";
import { reduceLoss } from "../../src/lower/reduce-loss.ts";
import { type Node, topologicalOrder } from "../../src/tensor/node.ts";
import type { Program } from "../../src/tensor/program.ts";
import { keyOf } from "../../src/tensor/random.ts";
import { newArray, sizeOf, type Tensor } from "../../src/tensor/types.ts";
import { instanceWithDefaults } from "../../src/words/instance-of.ts";
import { isRequired, type Params } from "../../src/words/param.ts";
import type { Instance, Word } from "../../src/words/word.ts";
import {
  applyActivation,
  g,
  gradientsOf,
  inputOf,
  lowerLayer,
  type Nested,
  shapeOfNested,
  tensorOf,
} from "./compute.ts";
import { scatteredTensor } from "./finite-differences.ts";
import { readWord } from "./read-word.ts";
import { layoutOf, updateNodes } from "./train-weights.ts";

export interface WordProgram {
  readonly word: Word;
  readonly program: Program;
  /** Of inputs and of states, by name. */
  readonly feeds: Readonly<Record<string, Tensor>>;
}

const makers: Readonly<Record<CompiledKind, (word: never) => Results>> = {
  layer: layerResults,
  activation: activationResults,
  loss: lossResults,
  metric: metricResults,
  optimizer: optimizerResults,
  regularizer: regularizerResults,
  constraint: constraintResults,
  distribution: distributionResults,
};

export function wordPrograms(): readonly WordProgram[] {
  return compiledKinds.flatMap((kind) =>
    vocabulary.all(kind).map((word): WordProgram => {
      const { outputs, feeds = {} } = (makers[kind] as (word: Word) => Results)(word);
      const read = topologicalOrder(Object.values(outputs)).filter(
        ({ primitive }) => primitive.kind === "source" && "name" in primitive,
      );
      const named = read.flatMap(({ attributes, shape, dtype }, i) => {
        const name = attributes.name;
        return typeof name === "string"
          ? [[name, feeds[name] ?? scattered(name, shape, dtype, i)] as const]
          : [];
      });
      const program = { name: `${kind} ${word.name}`, outputs, updates: {} };
      return { word, program, feeds: Object.fromEntries(named) };
    }),
  );
}

interface Results {
  readonly outputs: Readonly<Record<string, Node>>;
  readonly feeds?: Readonly<Record<string, Tensor>>;
}

/** Numbers of both signs, or above 0 where roots and logarithms are taken. */
function scattered(name: string, shape: readonly number[], dtype: Tensor["dtype"], i: number): Tensor {
  if (name === "step") return tensorOf(3, "i32");
  if (name === "learning_rate") return tensorOf(0.1, "f32");
  const above = /variance|optimizer|positive|unit/.test(name);
  const values = newArray(dtype, sizeOf(shape));
  values.set(scatteredTensor(shape, above ? 0.2 : -1, above ? 0.9 : 1.5, 0.1 * i).values);
  return { shape, dtype, values };
}

function withGradient(results: Readonly<Record<string, Node>>, of: readonly Node[]): Results["outputs"] {
  const floats = Object.values(results).filter(({ dtype }) => dtype !== "i32");
  const squares = floats.map((node) => g.sum(g.mul(node, node)));
  const [first = g.constant(0, [], "f32"), ...rest] = squares;
  const gradients = gradientsOf(
    rest.reduce((sum, square) => g.add(sum, square), first),
    of,
  );
  return { ...results, ...numbered("gradient", gradients) };
}

function numbered(name: string, nodes: readonly Node[]): Results["outputs"] {
  return Object.fromEntries(nodes.map((node, i) => [`${name} ${i}`, node]));
}

/** Of its smallest example, in training. */
function layerResults(word: LayerDefinition): Results {
  const rows = word.examples.map(({ source, input }) => {
    const shapes = (typeof input[0] === "object" ? input : [input]) as readonly (readonly number[])[];
    return { source, shapes: shapes.map((shape) => [2, ...shape]) };
  });
  const size = (shapes: readonly (readonly number[])[]): number =>
    shapes.reduce((sum, shape) => sum + sizeOf(shape), 0);
  const [small] = rows.sort((a, b) => size(a.shapes) - size(b.shapes));
  if (small === undefined) throw new Error(`${word.name} has no example`);
  const layer = readWord<LayerDefinition>("layer", small.source);
  const { y, inputs, weights, updates, extra } = lowerLayer(layer, small.shapes, { training: true });
  const entering = Object.values({ ...inputs, ...weights });
  return {
    outputs: {
      ...withGradient({ y, ...numbered("extra", extra) }, entering),
      ...numbered("next", Object.values(updates)),
    },
  };
}

function activationResults(word: ActivationDefinition): Results {
  const x = g.input("x", [2, 8], "f32");
  const [example] = word.examples;
  const activation = example
    ? readWord<ActivationDefinition>("activation", example.source)
    : instanceWithDefaults(word);
  return { outputs: withGradient({ y: applyActivation(activation, x) }, [x]) };
}

function lossResults(word: LossDefinition): Results {
  const [example] = word.examples;
  const { params } = example ? readWord<LossDefinition>("loss", example.source) : instanceWithDefaults(word);
  const classes = word.facts(params).targets.includes("class");
  const { target, output, feeds } = judged(example ?? plain, classes);
  const values = word.lower({
    g,
    params,
    target,
    output,
    logits: () => undefined,
    distribution: around(output),
  });
  const mean = reduceLoss(g, values, undefined, params.reduction);
  return { outputs: { mean, ...numbered("gradient", gradientsOf(mean, [output])) }, feeds };
}

function metricResults(word: MetricDefinition): Results {
  const [example] = word.examples;
  const { params } = example
    ? readWord<MetricDefinition>("metric", example.source)
    : instanceWithDefaults(word);
  const { target = plain.target, output = plain.output } = example ?? {};
  const sparse = word.facts(params).targets.includes("class") && shapeOfNested(target).length === 1;
  const given = judged({ target, output }, sparse && output[0]?.length !== 1);
  const context = { g, params, ...given, distribution: around(given.output), draw };
  return { outputs: word.statistics(context), feeds: given.feeds };
}

const plain = { target: [[0.5], [1]], output: [[0.25], [2]] };

function judged(example: { readonly target: Nested; readonly output: Nested }, classes: boolean) {
  const feeds = {
    target: tensorOf(example.target, classes ? "i32" : "f32"),
    output: tensorOf(example.output, "f32"),
  };
  return { target: inputOf("target", feeds.target), output: inputOf("output", feeds.output), feeds };
}

const draw: Draw = {
  g,
  float: "f32",
  random: (purpose, shape) => g.random(keyOf(7, purpose), g.input("step", [], "i32"), shape, "f32"),
};

/** What words of distributions judge: a bell around the output. */
function around(output: Node): Distribution {
  const normal = readWord<DistributionDefinition>("distribution", "Normal(0, 1)");
  const params = { ...normal.params, loc: { input: 0 } };
  return bindDistribution({ ...normal, params }, { g, float: "f32", inputs: [output], weights: {} });
}

function optimizerResults(word: OptimizerDefinition): Results {
  const shapes = [[3, 2], [4]];
  const gradients = shapes.map((shape, i) => g.input(`gradient ${i}`, shape, "f32"));
  return { outputs: updateNodes(instanceWithDefaults(word), layoutOf(shapes), gradients, "f32") };
}

function regularizerResults(word: RegularizerDefinition): Results {
  const weight = g.input("weight", [4, 3], "f32");
  return {
    outputs: withGradient({ penalty: word.penalty(g, instanceWithDefaults(word).params, weight) }, [weight]),
  };
}

function constraintResults(word: ConstraintDefinition): Results {
  const weight = g.input("weight", [4, 3], "f32");
  return { outputs: { held: word.apply(g, instanceWithDefaults(word).params, weight) } };
}

/** Log-probability with its gradients, mean and draws, where every parameter is a tensor. */
function distributionResults(word: DistributionDefinition): Results {
  const { instance, inputs } = overTensors(word);
  const bound = bindDistribution(instance, { g, float: "f32", inputs, weights: {} });
  const value = g.input("unit value", bound.shape, "f32");
  const logProb = bound.logProb(value);
  const outputs = withGradient({ logProb }, [value, ...inputs]);
  return { outputs: { ...outputs, mean: bound.mean(), sample: bound.sample(draw) } };
}

function overTensors(word: DistributionDefinition): {
  readonly instance: Instance<DistributionDefinition>;
  readonly inputs: readonly Node[];
} {
  const inputs: Node[] = [];
  const shape = word.lastAxis === undefined ? [2, 3] : [2, 3, 2];
  const next = (range: string) => ({
    input: inputs.push(g.input(`${range} ${inputs.length}`, shape, "f32")) - 1,
  });
  let chosen = false;
  const params: Params = Object.fromEntries(
    Object.entries(word.params).map(([name, param]) => {
      const range = rangeOf(param);
      const isOther = !isRequired(param) && chosen;
      if (!isRequired(param)) chosen = true;
      if (range !== undefined) return [name, isOther ? null : next(range)];
      const component = readWord<DistributionDefinition>("distribution", "Normal(0, 0.5)");
      return [name, { ...component, params: { ...component.params, loc: next("real") } }];
    }),
  );
  return { instance: { word, params, given: {} }, inputs };
}
