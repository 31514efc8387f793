/**
 * Models made by hand of definitions that no library has, to prove that rules ask for facts: a word that comes later is
 * understood by the rules of today.
 */
import type { Source } from "../../src/base/source.ts";
import type { TargetKind } from "../../src/base/target-kind.ts";
import type { ActivationDefinition, ActivationFacts } from "../../src/library/activation.ts";
import type { InitializerDefinition, InitializerFacts } from "../../src/library/initializer.ts";
import type { LayerDefinition, LayerFacts } from "../../src/library/layer.ts";
import type { LossDefinition, LossFacts } from "../../src/library/loss.ts";
import type { MetricDefinition, MetricFacts } from "../../src/library/metric.ts";
import type { OptimizerDefinition, OptimizerFacts } from "../../src/library/optimizer.ts";
import { irVersion, type LayerIR, type ModelIR } from "../../src/model/ir.ts";
import type { Instance, Word } from "../../src/words/word.ts";
import { commentsOnly, sourceOf } from "./finding-at.ts";

export interface HandLayer {
  readonly text: string;
  readonly facts: Partial<LayerFacts>;
  readonly activation?: { readonly name: string; readonly facts: ActivationFacts };
  readonly shape?: readonly number[];
  /** Number of axes of each weight; the kernel alone when left out. */
  readonly ranks?: readonly number[];
  readonly initializer?: InitializerFacts;
  readonly trainable?: boolean;
  /** Names of layers (`0`, `1` … in order); the one before when left out. */
  readonly inputs?: readonly string[];
}

export interface HandModel {
  readonly layers: readonly HandLayer[];
  /** Numbers of the layers that are outputs; the last one when left out. */
  readonly outputs?: readonly number[];
  readonly loss?: LossFacts;
  readonly metric?: MetricFacts;
  readonly optimizer?: {
    readonly facts: OptimizerFacts;
    readonly rate: unknown;
    readonly momentum?: number;
    readonly usual?: number;
  };
  readonly target?: TargetKind;
}

/** A word with these facts. The rest of a definition is never asked by a rule. */
function word<W extends Word>(kind: W["kind"], name: string, facts: unknown, params: object = {}): W {
  return { kind, name, doc: "", params, facts: () => facts } as unknown as W;
}

export const activations = {
  relu: { name: "bend", facts: { range: [0, Number.POSITIVE_INFINITY], nonlinear: true, initializer: "he" } },
  unit: { name: "unit", facts: { range: [0, 1], nonlinear: true, output: "probability" } },
  shares: { name: "shares", facts: { range: [0, 1], nonlinear: true, output: "distribution" } },
  bounded: { name: "bounded", facts: { range: [0, 1], nonlinear: true } },
} as const satisfies Record<string, HandLayer["activation"]>;

const adam: OptimizerFacts = { momentum: 0, rateHigh: { warning: 0.01, error: 0.1 }, rateLow: 1e-6 };

export function handModel(hand: HandModel) {
  const chain = hand.layers.map(({ text }) => text).join(" -> ");
  const source = sourceOf(`${chain}\ntrain { loss = some_loss, optimizer = Step(9) }\n`);
  const file = commentsOnly(source);
  const layers = handLayers(hand.layers, source);
  const outputs = (hand.outputs ?? [layers.length - 1]).map((index, i) => {
    const layer = layers[index] as LayerIR;
    return {
      name: `out${i}`,
      value: layer.id,
      type: layer.type,
      span: layer.span,
      ...(hand.target ? { target: hand.target } : {}),
    };
  });
  const spanOf = (piece: string) => {
    const start = source.text.indexOf(piece);
    return { source, start, end: start + piece.length };
  };
  const loss = hand.loss && {
    loss: {
      word: word<LossDefinition>("loss", "some_loss", hand.loss),
      params: {},
      given: {},
      span: spanOf("some_loss"),
    },
    weight: 1,
    inferred: false,
  };
  const optimizer: Instance<OptimizerDefinition> = {
    word: word("optimizer", "Step", hand.optimizer?.facts ?? adam, {
      learning_rate: { default: hand.optimizer?.usual },
    }),
    params: { learning_rate: hand.optimizer?.rate ?? 0.001, momentum: hand.optimizer?.momentum ?? 0 },
    given: { learning_rate: spanOf("9") },
    span: spanOf("Step(9)"),
  };
  const metrics = hand.metric
    ? [{ word: word<MetricDefinition>("metric", "some", hand.metric), params: {}, given: {} }]
    : [];
  const model: ModelIR = {
    version: irVersion,
    name: "hand",
    inputs: [
      {
        id: "in",
        name: "in",
        type: { shape: [4], dtype: "float" },
        element: "f32",
        implicit: true,
        span: (layers[0] as LayerIR).span,
      },
    ],
    layers,
    outputs,
    train: {
      losses: Object.fromEntries(loss ? outputs.map(({ name }) => [name, loss]) : []),
      metrics: Object.fromEntries(outputs.map(({ name }) => [name, metrics])),
      optimizer,
      batchSize: 32,
      epochs: 1,
      seed: 0,
      precision: "f32",
      shuffle: true,
      classWeight: {},
      callbacks: [],
      spans: {},
      span: spanOf("train"),
    },
  };
  return { model, file };
}

function handLayers(hands: readonly HandLayer[], source: Source): LayerIR[] {
  let offset = 0;
  return hands.map((hand, i) => {
    const span = { source, start: offset, end: offset + hand.text.length };
    offset = span.end + " -> ".length;
    const { activation } = hand;
    const at = activation ? hand.text.indexOf(activation.name) : -1;
    const given =
      at < 0
        ? {}
        : {
            act: { source, start: span.start + at, end: span.start + at + (activation?.name.length ?? 0) },
          };
    const held = activation && {
      word: word<ActivationDefinition>("activation", activation.name, activation.facts),
      params: {},
      given: {},
    };
    const facts = { learns: false, nonlinear: false, activationParam: "act", ...hand.facts };
    const shape = hand.shape ?? [8];
    const initializer: Instance<InitializerDefinition> = {
      word: word("initializer", "fill", hand.initializer ?? { constant: false }),
      params: {},
      given: {},
      ...(hand.initializer ? { span } : {}),
    };
    return {
      id: String(i),
      layer: {
        word: word<LayerDefinition>("layer", "Hand", facts, { act: {} }),
        params: held ? { act: held } : {},
        given,
        span,
      },
      inputs: hand.inputs ?? [i === 0 ? "in" : String(i - 1)],
      type: { shape, dtype: "float" },
      weights: (hand.ranks ?? (facts.learns ? [2] : [])).map((rank, w) => ({
        name: `weight${w}`,
        path: `${i}/weight${w}`,
        spec: { shape: Array(rank).fill(8), initializer, trainable: true },
      })),
      trainable: hand.trainable ?? true,
      span,
    };
  });
}
