/** What a distribution is: parameters, log-probability, mean, draws. Which tensors stand behind the parameters is bound later. */
import type { Builder } from "../tensor/builder.ts";
import type { Node } from "../tensor/node.ts";
import type { FloatType } from "../tensor/types.ts";
import type { Param, Params, ParamTable } from "../words/param.ts";
import type { Instance, Word, Wording } from "../words/word.ts";
import type { OperandValue } from "./operand.ts";

/** Where its values lie: any number, numbers above 0, between 0 and 1; 0, 1, 2 …; 0 or 1; one of several classes. */
export type Support = "real" | "positive" | "unit" | "count" | "binary" | "class";

export interface Draw {
  readonly g: Builder;
  readonly float: FloatType;
  /** Uniform [0, 1), by a counter. */
  random(purpose: string, shape: readonly number[]): Node;
}

/** A distribution whose parameters are tensors that broadcast to the shape of a value. */
export interface Distribution {
  readonly word: DistributionDefinition;
  readonly bound: Readonly<Record<string, unknown>>;
  /** Of a value, the batch axis included where there is one. */
  readonly shape: readonly number[];
  /** Element by element. */
  logProb(value: Node): Node;
  mean(): Node;
  /** Of the distribution's own shape when left out; further axes in front are further draws. */
  sample(draw: Draw, shape?: readonly number[]): Node;
  /** The probability of a value up to this one; undefined where there is no formula. */
  cdf(value: Node): Node | undefined;
  /** The value below which this share lies; undefined where there is no formula. */
  quantile(level: number): Node | undefined;
}

/** Parameters as formulas get them: tensors, undefined where an alternative is given in their place. */
export type Bound<T> = {
  readonly [K in keyof T]: T[K] extends Param<infer V>
    ? V extends Instance
      ? Distribution
      : null extends V
        ? Node | undefined
        : Node
    : never;
};

interface DistributionBehaviour<B> {
  readonly support: Support;
  /** The last axis of the parameters is no axis of a value: it runs over classes, or over components. */
  readonly lastAxis?: "classes" | "components";
  /** Gradients flow through its draws to its parameters. */
  readonly reparameterised: boolean;
  logProb(g: Builder, params: B, value: Node): Node;
  /** For classes the probability of each. */
  mean(g: Builder, params: B): Node;
  sample(draw: Draw, params: B, shape: readonly number[]): Node;
  cdf?(g: Builder, params: B, value: Node): Node | undefined;
  quantile?(g: Builder, params: B, level: number): Node;
  /** The Kullback-Leibler divergence from one to another of the same kind, element by element. */
  divergence?(g: Builder, from: B, to: B): Node;
  readonly examples: readonly {
    readonly source: string;
    /** Values with their log-probabilities. */
    readonly values: readonly (readonly [value: number, logProb: number])[];
  }[];
}

export interface DistributionDefinition
  extends Word,
    DistributionBehaviour<Readonly<Record<string, unknown>>> {
  readonly kind: "distribution";
}

export function defineDistribution<T extends ParamTable>(
  definition: Wording<T> & DistributionBehaviour<Bound<T>>,
): DistributionDefinition {
  return { ...definition, kind: "distribution" } as unknown as DistributionDefinition;
}

/** Calls back for every operand of a distribution and of those within it, with its path: `scale`, `component_scale`. */
export function eachOperand(
  { word, params }: Instance<DistributionDefinition>,
  visit: (value: OperandValue, path: string, param: Param<unknown>) => void,
  prefix = "",
): void {
  for (const [name, param] of Object.entries(word.params)) {
    const value = params[name];
    if (isDistribution(value)) eachOperand(value, visit, `${prefix}${name}_`);
    else if (value !== null && value !== undefined) visit(value as OperandValue, `${prefix}${name}`, param);
  }
}

export function isDistribution(value: unknown): value is Instance<DistributionDefinition> {
  return typeof value === "object" && value !== null && "word" in value;
}

/** That of the components where it is a mixture. */
export function supportOf({ word, params }: Instance<DistributionDefinition>): Support {
  const inner = Object.values(params).find(isDistribution);
  return inner === undefined ? word.support : supportOf(inner);
}

/** Exactly one of two ways to say the same. */
export function oneOf(word: string, a: string, b: string) {
  return (params: Params) => {
    const given = [a, b].filter((name) => params[name] !== null);
    if (given.length === 1) return undefined;
    return {
      param: b,
      message: given.length === 0 ? `is wanted where ${a} is not given` : `says what ${a} says already`,
      help: `write ${word}(${a}) or ${word}(${b} = …)`,
    };
  };
}
