/** Factors of random layers: a number for a range around 0 or from 0, or a pair of both ends. As in Keras. */
import { listOf } from "../words/list-types.ts";
import type { ParamType } from "../words/param.ts";
import { type Bounds, number } from "../words/param-types.ts";
import { accept, refuse } from "../words/reading.ts";

export type Factor = number | readonly number[];

export type Range = readonly [low: number, high: number];

/** A number, or a list of the lowest and the highest. */
export function factor(bounds: Bounds = {}): ParamType<Factor> {
  const one = number(bounds);
  const pair = listOf(one, { min: 2, max: 2 });
  const expects = `${one.expects}, or a list of the lowest and the highest`;
  return {
    expects,
    read(value, context) {
      if (value.kind === "list") return pair.read(value, context);
      const reading = one.read(value, context);
      return reading.refused ? refuse(expects, value) : accept(reading.value);
    },
    toJson: (value) => (typeof value === "number" ? value : [...value]),
    fromJson: (json, vocabulary) =>
      Array.isArray(json) ? pair.fromJson(json, vocabulary) : one.fromJson(json, vocabulary),
    schema: { anyOf: [one.schema, pair.schema] },
  };
}

/** Both ends; a number reaches from its negative, or from `least` where that is higher. */
export function rangeOf(value: Factor, least = Number.NEGATIVE_INFINITY): Range {
  if (typeof value === "number") return [Math.max(-Math.abs(value), least), Math.abs(value)];
  const [a = 0, b = 0] = value;
  return a <= b ? [a, b] : [b, a];
}
