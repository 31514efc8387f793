/** ModelIR: the network, its data and its training, with every word looked up and every shape inferred. Immutable. */
import type { Span } from "../base/source.ts";
import type { TargetKind } from "../base/target-kind.ts";
import type { DataSpec } from "../data/data-spec.ts";
import type { CallbackDefinition } from "../library/callback.ts";
import type { DistributionDefinition } from "../library/distribution.ts";
import type { LayerDefinition, TensorSpec, WeightSpec } from "../library/layer.ts";
import type { LossDefinition } from "../library/loss.ts";
import type { MetricDefinition } from "../library/metric.ts";
import type { OptimizerDefinition } from "../library/optimizer.ts";
import type { PointsSpec } from "../library/points.ts";
import type { Instance } from "../words/word.ts";

export const irVersion = "nnet.ir/1";

/** Element types of inputs. */
export const elements = ["f32", "f64", "i32", "u8", "bool"] as const;

export type Element = (typeof elements)[number];

export interface ModelIR {
  readonly version: typeof irVersion;
  /** The file's name without folder and ending. */
  readonly name: string;
  readonly inputs: readonly InputIR[];
  /** Each after the layers that it takes from. */
  readonly layers: readonly LayerIR[];
  readonly outputs: readonly OutputIR[];
  /** The defs of the file that words may stand for, as text, with the constants they use. */
  readonly defs?: string;
  readonly data?: DataSpec;
  readonly train?: TrainIR;
}

/** Names a tensor: the name of an input, or the path of the layer that makes it. Unique in a model. */
export type TensorId = string;

export interface InputIR {
  readonly id: TensorId;
  readonly name: string;
  readonly type: TensorSpec;
  /** As declared; bytes and truth values enter the network as numbers of the run's precision. */
  readonly element: Element;
  /** Declared range of the raw values. */
  readonly range?: readonly [low: number, high: number];
  /** Not written in the file: the record of `features`. */
  readonly implicit: boolean;
  /** The declaration, or the head of the chain that stands without one. */
  readonly span: Span;
}

export interface LayerIR {
  /**
   * Also its path: `dense`, `dense_2`, `tower/dense`; weights are `path/name`. The second time that a layer is used, the
   * id ends in `@2`, and the weights keep the paths of the first: equal paths are one weight.
   */
  readonly id: TensorId;
  readonly layer: Instance<LayerDefinition>;
  readonly inputs: readonly TensorId[];
  /** Of its result, or of the first of several. */
  readonly type: TensorSpec;
  /** By name, where there are several. The first has the layer's id, the others one of their own (`resultId`): `lstm.h`. */
  readonly results?: Readonly<Record<string, TensorSpec>>;
  readonly weights: readonly WeightIR[];
  readonly trainable: boolean;
  /** Where its weights begin, if not with its initializers. */
  readonly begin?: WeightsFile;
  /** The stage of the chain: name and arguments. */
  readonly span: Span;
}

/** `weights = "first.safetensors"` of a layer, or of a block that it stands in. */
export interface WeightsFile {
  /** As the model file names it. */
  readonly file: string;
  /** The path of the layer or block that names it: what stands below is looked for in the file. */
  readonly base: string;
  readonly span: Span;
}

/** The names that a layer gives to its results, the first one's first. */
export function resultIds({ id, results }: Pick<LayerIR, "id" | "results">): readonly TensorId[] {
  return Object.keys(results ?? { output: id }).map((name, index) => (index === 0 ? id : `${id}.${name}`));
}

export interface WeightIR {
  readonly name: string;
  /** `dense/kernel`: what is saved, and what keys its random stream. */
  readonly path: string;
  readonly spec: WeightSpec;
}

export interface OutputIR {
  readonly name: string;
  readonly value: TensorId;
  readonly type: TensorSpec;
  /** From a `target` declaration or from the data's header. */
  readonly target?: TargetKind;
  readonly targetSpan?: Span;
  /** Declared range of the raw target. */
  readonly targetRange?: readonly [low: number, high: number];
  readonly span: Span;
}

export interface TrainIR {
  /** By name of output. */
  readonly losses: Readonly<Record<string, LossTerm>>;
  /** By name of data section, where there are points. */
  readonly terms?: Readonly<Record<string, PointsTerm>>;
  readonly metrics: Readonly<Record<string, readonly Instance<MetricDefinition>[]>>;
  readonly optimizer: Instance<OptimizerDefinition>;
  readonly batchSize: number;
  readonly epochs: number;
  /** Updates of the whole run, in place of epochs. */
  readonly steps?: number;
  readonly seed: number;
  readonly precision: "f32" | "f64";
  readonly shuffle: boolean;
  /** Class label to weight, or `balanced`, by name of output. */
  readonly classWeight: Readonly<Record<string, ClassWeight>>;
  readonly callbacks: readonly Instance<CallbackDefinition>[];
  /** Where each key of the section is written. */
  readonly spans: Readonly<Record<string, Span>>;
  /** The section's keyword; the model's where there is no section. */
  readonly span: Span;
}

/** A term of the loss that is a formula over points of its own. */
export interface PointsTerm {
  readonly points: PointsSpec;
  /** How many of the points a step takes. */
  readonly batch: number;
  /** The operators of the formula, behind the layers of the network. */
  readonly layers: readonly LayerIR[];
  /** Its mean over the points is the term. */
  readonly value: TensorId;
  readonly span: Span;
}

export interface LossTerm {
  readonly loss: Instance<LossDefinition>;
  readonly weight: number;
  /** What the output is distributed as, where the loss judges that. */
  readonly distribution?: Instance<DistributionDefinition>;
  /** Taken from the output's activation and the target's kind because the file names none. */
  readonly inferred: boolean;
}

export type ClassWeight = "balanced" | Readonly<Record<string, number>>;
