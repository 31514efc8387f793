/** What an initializer is. Values are drawn in f64 with exact arithmetic only, then rounded to the run's precision. */
import type { Params, ParamsOf, ParamTable } from "../words/param.ts";
import type { Word, Wording } from "../words/word.ts";

/** A stream of random numbers of its own for each weight: keyed by the seed and the weight's path. */
export interface RandomStream {
  /** Uniform in [0, 1), 53 bits. */
  uniform(count: number): Float64Array;
  /** Standard normal. */
  normal(count: number): Float64Array;
  /** The stream of another seed, without a path. */
  seeded(seed: number): RandomStream;
}

export interface InitializerFacts {
  /** Every element equal (zeros, ones, a constant): units that never separate. */
  readonly constant: boolean;
  /** Standard deviation for a kernel with these fans, when it is random. */
  deviation?(fanIn: number, fanOut: number): number;
  readonly family?: "he" | "glorot" | "lecun";
}

interface InitializerBehaviour<P> {
  /** Why it cannot fill this shape, or undefined when it can. */
  problem?(params: P, shape: readonly number[]): string | undefined;
  /** Row-major values of a weight of this shape. */
  sample(params: P, shape: readonly number[], random: RandomStream): Float64Array;
  facts(params: P): InitializerFacts;
}

export interface InitializerDefinition extends Word, InitializerBehaviour<Params> {
  readonly kind: "initializer";
}

export function defineInitializer<T extends ParamTable>(
  definition: Wording<T> & InitializerBehaviour<ParamsOf<T>>,
): InitializerDefinition {
  return { ...definition, kind: "initializer" } as unknown as InitializerDefinition;
}
