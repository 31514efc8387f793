/** The bias of an LSTM at the start: 1 for the forget gate, the second of four, and as the file says for the others. */
import { instanceWithDefaults } from "../words/instance-of.ts";
import { param } from "../words/param-types.ts";
import type { Instance } from "../words/word.ts";
import { defineInitializer, type InitializerDefinition } from "./initializer.ts";
import { zeros } from "./initializers/zeros.ts";
import { initializerType } from "./instance-types.ts";

/** It stands in IR; no file can write it. */
export const forgetBiasWord = defineInitializer({
  name: "ForgetBias",
  doc: "1 for the second quarter of a vector, another initializer for the rest, which it fills before and behind by itself.",
  params: { others: param(initializerType, "how the rest begins", instanceWithDefaults(zeros)) },
  sample({ others: { word, params } }, [size = 0], random) {
    const units = size / 4;
    const before = word.sample(params, [units], random);
    const behind = word.sample(params, [2 * units], random);
    return Float64Array.from([...before, ...new Float64Array(units).fill(1), ...behind]);
  },
  facts: () => ({ constant: false }),
});

export function forgetBias(others: Instance<InitializerDefinition>): Instance<InitializerDefinition> {
  return instanceWithDefaults(forgetBiasWord, { others });
}
