/** A parameter that is a single character: a separator, a quote. */
import type { ParamType } from "../words/param.ts";
import { text } from "../words/param-types.ts";
import { refuse } from "../words/reading.ts";

const expects = "one character in quotes";

export const oneCharacter: ParamType<string> = {
  ...text,
  expects,
  read(value, context) {
    const reading = text.read(value, context);
    if (reading.refused) return refuse(expects, value);
    return reading.value.length === 1 ? reading : refuse(expects, value);
  },
};
