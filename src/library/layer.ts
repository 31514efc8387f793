/** What a layer is. `defineLayer` gives the methods the types of the parameters. */
import type { Dim, Shape } from "../base/dim.ts";
import type { Builder } from "../tensor/builder.ts";
import type { Node } from "../tensor/node.ts";
import type { DType, FloatType } from "../tensor/types.ts";
import type { Params, ParamsOf, ParamTable } from "../words/param.ts";
import type { Instance, Word, Wording } from "../words/word.ts";
import type { ActivationDefinition } from "./activation.ts";
import type { CellBehaviour, StackedCells } from "./cell.ts";
import type { ConstraintDefinition } from "./constraint.ts";
import type { Distribution } from "./distribution.ts";
import type { InitializerDefinition } from "./initializer.ts";
import type { RegularizerDefinition } from "./regularizer.ts";
import type { OneOrSeveral } from "./results.ts";

/** A tensor as layers see it while shapes are inferred; the batch axis is never part of a shape. */
export interface TensorSpec {
  readonly shape: Shape;
  /** `float` is the precision of the run: f32, or f64 where `train.precision` says so. */
  readonly dtype: DType | "float";
}

export interface WeightSpec {
  readonly shape: Shape;
  readonly initializer: Instance<InitializerDefinition>;
  readonly trainable: boolean;
  readonly regularizer?: Instance<RegularizerDefinition>;
  readonly constraint?: Instance<ConstraintDefinition>;
}

/** What check rules may ask, so that no rule lists layer names. */
export interface LayerFacts {
  /** Has a trainable kernel that maps its input linearly (before any activation of its own). */
  readonly learns: boolean;
  /** Its result is not a linear function of its input, apart from its `activation` argument (recurrent layers, ReLU …). */
  readonly nonlinear: boolean;
  /** What its kernel mixes: features of one place, or neighbouring places too. */
  readonly mixes?: "features" | "window" | "sequence";
  /** Its kernel looks at each feature by itself (depthwise convolutions): what mixes features stands before or behind it. */
  readonly separate?: boolean;
  /** Acts only while training (dropout, noise). */
  readonly regularizes?: boolean;
  /** Drops in such a way that mean and variance stay (AlphaDropout). */
  readonly keepsMoments?: boolean;
  /** A step of its result depends on later steps of its input. */
  readonly looksAhead?: boolean;
  /** Parameters that hold shares of its own which it drops while training. */
  readonly drops?: readonly string[];
  /** Centres or scales by statistics of the batch or of the features. */
  readonly normalizes?: boolean;
  /** Takes from each feature its mean over the rows: what was added to it before is gone. */
  readonly centersFeatures?: boolean;
  /** Scales or shifts its input by constants (Rescaling). */
  readonly rescales?: boolean;
  /** Where it multiplies all by one number and adds another. */
  readonly affine?: { readonly scale: number; readonly offset: number };
  /** Takes one number out of each window, or of all places (its largest, its mean). */
  readonly pools?: boolean;
  /** Only moves elements (Flatten, Reshape, Permute …). */
  readonly rearranges?: boolean;
  /** Reads the first axis of a row as the channels, not the last. */
  readonly channelsFirst?: boolean;
  /** Its result is drawn at random where random parts are drawn, and else a mean. */
  readonly draws?: boolean;
  /** It has a posterior whose divergence from a prior belongs into the loss. */
  readonly diverges?: boolean;
  /** Numbers of groups or categories enter, and any other number is one that it has not met. */
  readonly takesGroups?: boolean;
  /** Its input is looked up in a table of so many rows, which this parameter counts. */
  readonly looksUp?: { readonly rows: Dim; readonly param: string };
  /** What is known of the sign of its result, from that of each input; undefined where nothing is. */
  sign?(inputs: readonly (Sign | undefined)[]): Sign | undefined;
  /** Parameter that holds the activation applied to its result. */
  readonly activationParam?: string;
  /** The activation that the layer itself is (ReLU, Softmax …). */
  readonly activation?: Instance<ActivationDefinition>;
  /** Parameter that says whether a bias is added to its result, the last thing before its activation. */
  readonly biasParam?: string;
  /** It reads a sequence and gives its last state alone (`last`), or one for each step (`each`), as this parameter says. */
  readonly steps?: { readonly gives: "last" | "each"; readonly param: string };
  /** Parameter that holds the activation of the state that goes from step to step. */
  readonly stateParam?: string;
  /** The layer inside it that makes its result, for wrappers; `activationParam` is then one of that layer's. */
  readonly wraps?: Instance<LayerDefinition>;
}

/** Above 0; at least 0; anything. */
export type Sign = "positive" | "nonnegative" | "any";

/** Thrown by `shape` when the inputs do not fit. `message` is in the user's words, with the shapes. */
export class ShapeProblem extends Error {
  constructor(
    readonly rule: string,
    message: string,
    readonly details: {
      /** The parameter whose argument is to blame, if one is. */
      readonly param?: string;
      readonly label?: string;
      readonly help?: string;
    } = {},
  ) {
    super(message);
  }
}

export interface LowerContext<P> {
  readonly g: Builder;
  readonly params: P;
  /** Shapes here start with the batch axis. */
  readonly inputs: readonly Node[];
  /**
   * Which places of each input count, `[batch, places…]` of 1 and 0 in the precision of the run; undefined where all do.
   * Masks begin at Embedding(mask_zero = true) and Masking, and flow as in Keras.
   */
  readonly masks: readonly (Node | undefined)[];
  readonly weights: Readonly<Record<string, Node>>;
  /** Rows of the batch. */
  readonly batch: number;
  readonly training: boolean;
  /** Random variables are drawn; else their means stand for them. Always where `training`. */
  readonly drawing: boolean;
  readonly float: FloatType;
  /** Uniform [0, 1), different each step, keyed by the seed, the layer's path and the purpose. */
  random(purpose: string, shape: readonly number[]): Node;
  /** Applies an activation and remembers what it was applied to, for losses that are computed from logits. */
  activate(activation: Instance<ActivationDefinition>, x: Node): Node;
  /** What an activation was applied to, where a tensor is its direct result. */
  logits(tensor: Node, activation: string): Node | undefined;
  /** Remembers which distribution the result is the mean of, for losses and metrics. */
  distribute(distribution: Distribution): void;
  /** Adds a divergence to the evidence lower bound: of each row (`[batch, …]`), or of weights, which all rows share. */
  addDivergence(of: "rows" | "weights", divergence: Node): void;
  /** Adds a scalar to the training loss. */
  addLoss(term: Node): void;
  /** The next value of a weight that training updates by itself (moving statistics). */
  updateWeight(name: string, next: Node): void;
}

export interface LayerExample {
  readonly source: string;
  /** Shape of the input without the batch axis, or one per input. */
  readonly input: readonly number[] | readonly (readonly number[])[];
  readonly output: readonly number[];
  readonly parameters: number;
  /** Something that depends on the input counts as a constant in the gradient, so that differences do not find it. */
  readonly holdsConstant?: true;
}

interface LayerBehaviour<P> {
  /** How many tensors enter; exactly one when left out. */
  readonly arity?: { readonly min: number; readonly max: number };
  /** Conditions between arguments that no single type can state; throws ShapeProblem. */
  check?(params: P): void;
  shape(params: P, inputs: readonly TensorSpec[]): OneOrSeveral<TensorSpec>;
  /** In Keras' order, with Keras' names. */
  weights?(params: P, inputs: readonly TensorSpec[]): Readonly<Record<string, WeightSpec>>;
  lower(context: LowerContext<P>): OneOrSeveral<Node>;
  /**
   * The mask of its result, or of those of its results that have one. `keep` hands on that of the first input, as layers do
   * that treat every place alike; a layer without it ends the mask.
   */
  readonly mask?: "keep" | ((context: LowerContext<P>) => OneOrSeveral<Node> | undefined);
  /** Of layers that recurrent ones repeat over a sequence. */
  readonly cell?: CellBehaviour<P> | StackedCells<P>;
  /** Where it is known what comes in, that may count as well. */
  facts(params: P, inputs?: readonly TensorSpec[]): LayerFacts;
  /** What tables and drawings call it, where that is not its name. */
  title?(params: P): string;
  readonly examples: readonly LayerExample[];
}

export interface LayerDefinition extends Word, LayerBehaviour<Params> {
  readonly kind: "layer";
}

/** The mask that a layer gives to what it makes. */
export function layerMask(
  { mask }: LayerDefinition,
  context: LowerContext<Params>,
): OneOrSeveral<Node> | undefined {
  return typeof mask === "function" ? mask(context) : mask === "keep" ? context.masks[0] : undefined;
}

export function defineLayer<T extends ParamTable>(
  definition: Wording<T> & LayerBehaviour<ParamsOf<T>>,
): LayerDefinition {
  // The model stage reads arguments through `params` before it calls any method, so the types hold at run time.
  return { ...definition, kind: "layer" } as unknown as LayerDefinition;
}
