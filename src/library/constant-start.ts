/** The number that an initializer gives to every element, where it gives the same to all. */
import type { Instance } from "../words/word.ts";
import type { InitializerDefinition, RandomStream } from "./initializer.ts";

/** A normal distribution of deviation 0 asks for numbers too, whatever they are. */
const zeros: RandomStream = {
  uniform: (count) => new Float64Array(count),
  normal: (count) => new Float64Array(count),
  seeded: () => zeros,
};

export function constantStart({ word, params }: Instance<InitializerDefinition>): number | undefined {
  return word.facts(params).constant ? word.sample(params, [1], zeros)[0] : undefined;
}
