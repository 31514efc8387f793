/** Types of parameters that are plain values: numbers, flags, choices, texts, sizes, and lists of them. */
import { suggest } from "../base/suggest.ts";
import { jsonProblem } from "./json-problem.ts";
import type { Json, Param, ParamTable, ParamType } from "./param.ts";
import { accept, isNone, nameIn, orList, refuse } from "./reading.ts";
import type { Value } from "./value.ts";

/** A required parameter, or one with a default when a third argument is given (`null` is "None", `undefined` is none given). */
export function param<T>(type: ParamType<T>, doc: string, ...initial: [] | [NoInfer<T>]): Param<T> {
  return initial.length === 0 ? { type, doc } : { type, doc, default: initial[0] };
}

/** The same parameter, never taken by position. */
export function keywordOnly<T>(param: Param<T>): Param<T> {
  return { ...param, keywordOnly: true };
}

/** All of a table. */
export function allKeywordOnly<T extends ParamTable>(table: T): T {
  return Object.fromEntries(Object.entries(table).map(([name, each]) => [name, keywordOnly(each)])) as T;
}

export interface Bounds {
  readonly min?: number;
  readonly max?: number;
  /** The bound itself is outside. */
  readonly aboveMin?: boolean;
  readonly belowMax?: boolean;
}

/** A finite number; whole or not. */
export function number(bounds: Bounds = {}): ParamType<number> {
  return numeric(`a number${boundsText(bounds)}`, { type: "number" }, bounds, Number.isFinite);
}

export function integer(bounds: Bounds = {}): ParamType<number> {
  const positive = bounds.min === 1 && bounds.max === undefined;
  const expects = positive ? "a positive integer" : `an integer${boundsText(bounds)}`;
  return numeric(expects, { type: "integer" }, bounds, Number.isSafeInteger);
}

function numeric(
  expects: string,
  schemaType: { readonly type: string },
  bounds: Bounds,
  fits: (value: number) => boolean,
): ParamType<number> {
  const valid = (value: number): boolean => fits(value) && inBounds(value, bounds);
  return {
    expects,
    read(value) {
      // `+ 0` makes -0 a plain 0, which JSON can keep.
      if (value.kind === "number" && valid(value.value)) return accept(value.value + 0);
      return refuse(expects, value, numberInText(value, valid));
    },
    toJson: (value) => value,
    fromJson(json) {
      if (typeof json === "number" && valid(json)) return json;
      throw jsonProblem(expects, json);
    },
    schema: { ...schemaType, ...boundsSchema(bounds) },
  };
}

export const flag: ParamType<boolean> = {
  expects: "true or false",
  choices: ["true", "false"],
  read(value) {
    if (value.kind === "boolean") return accept(value.value);
    const name = nameIn(value);
    if (value.kind === "word" && name === "True") return accept(true);
    if (value.kind === "word" && name === "False") return accept(false);
    const replacement =
      value.kind === "number"
        ? { 0: "false", 1: "true" }[value.value]
        : suggest(name ?? "", ["true", "false"]);
    return refuse(this.expects, value, replacement === undefined ? {} : { replacement });
  },
  toJson: (value) => value,
  fromJson(json) {
    if (typeof json === "boolean") return json;
    throw jsonProblem(this.expects, json);
  },
  schema: { type: "boolean" },
};

/** One of some words; read from a word or a text. */
export function choice<const C extends string>(...choices: readonly C[]): ParamType<C> {
  const expects = orList(choices.map((name) => `"${name}"`));
  const isChoice = (name: unknown): name is C => choices.some((known) => known === name);
  return {
    expects,
    choices,
    read(value) {
      const name = nameIn(value);
      if (isChoice(name)) return accept(name);
      if (name === undefined) return refuse(expects, value);
      const near = suggest(name, choices);
      const details = near === undefined ? {} : { help: `did you mean ${near}?`, replacement: near };
      return { ...refuse(expects, value), help: `write one of ${choices.join(", ")}`, ...details };
    },
    toJson: (value) => value,
    fromJson(json) {
      if (isChoice(json)) return json;
      throw jsonProblem(expects, json);
    },
    schema: { enum: choices },
  };
}

/** A number of a kind, or one word: `auto`, `epoch`. */
export function orWord<const C extends string>(type: ParamType<number>, word: C): ParamType<number | C> {
  const expects = `${type.expects}, or ${word}`;
  return {
    expects,
    choices: [word],
    read(value, context) {
      if (nameIn(value) === word) return accept(word);
      const reading = type.read(value, context);
      return reading.refused ? { ...reading, ...refuse(expects, value) } : reading;
    },
    toJson: (value) => value,
    fromJson(json, vocabulary) {
      if (json === word) return word;
      if (typeof json !== "number") throw jsonProblem(expects, json);
      return type.fromJson(json, vocabulary);
    },
    schema: { anyOf: [type.schema, { const: word }] },
  };
}

/** A text in quotes. */
export const text: ParamType<string> = textType("a text in quotes", (value) =>
  value.kind === "string" ? value.value : undefined,
);

/** A name, with or without quotes: a column, an output. */
export const name: ParamType<string> = textType("a name", nameIn);

function textType(expects: string, textOf: (value: Value) => string | undefined): ParamType<string> {
  return {
    expects,
    read(value) {
      const found = textOf(value);
      if (found !== undefined) return accept(found);
      const quoted =
        value.kind === "word" ? { replacement: JSON.stringify(value.name), help: "put it in quotes" } : {};
      return refuse(expects, value, quoted);
    },
    toJson: (value) => value,
    fromJson(json) {
      if (typeof json === "string") return json;
      throw jsonProblem(expects, json);
    },
    schema: { type: "string" },
  };
}

/** The value, or `none`. */
export function optional<T>(type: ParamType<T>): ParamType<T | null> {
  const { choices, wordKind } = type;
  const expects = `${type.expects} or none`;
  return {
    expects,
    ...(choices ? { choices: [...choices, "none"] } : {}),
    ...(wordKind ? { wordKind } : {}),
    read(value, context) {
      if (isNone(value)) return accept(null);
      const reading = type.read(value, context);
      if (!reading.refused || reading.findings || !reading.message.includes(type.expects)) return reading;
      return { ...reading, message: reading.message.replace(type.expects, expects) };
    },
    toJson: (value) => (value === null ? null : type.toJson(value)),
    fromJson: (json, vocabulary) => (json === null ? null : type.fromJson(json, vocabulary)),
    schema: { anyOf: [type.schema, { type: "null" }] },
  };
}

function inBounds(value: number, { min, max, aboveMin, belowMax }: Bounds): boolean {
  if (min !== undefined && !(aboveMin ? value > min : value >= min)) return false;
  return max === undefined || (belowMax ? value < max : value <= max);
}

/** " from 0 to 1", " of at least 0", " above 0 and below 1". */
function boundsText({ min, max, aboveMin, belowMax }: Bounds): string {
  if (min !== undefined && max !== undefined && !aboveMin && !belowMax) return ` from ${min} to ${max}`;
  const low = min === undefined ? [] : [aboveMin ? `above ${min}` : `of at least ${min}`];
  const high = max === undefined ? [] : [belowMax ? `below ${max}` : `of at most ${max}`];
  const parts = [...low, ...high];
  return parts.length === 0 ? "" : ` ${parts.join(" and ")}`;
}

function boundsSchema({ min, max, aboveMin, belowMax }: Bounds): { readonly [key: string]: Json } {
  return {
    ...(min === undefined ? {} : { [aboveMin ? "exclusiveMinimum" : "minimum"]: min }),
    ...(max === undefined ? {} : { [belowMax ? "exclusiveMaximum" : "maximum"]: max }),
  };
}

function numberInText(value: Value, valid: (value: number) => boolean): { replacement?: string } {
  if (value.kind !== "string" || value.value.trim() === "" || !valid(Number(value.value))) return {};
  return { replacement: value.value.trim() };
}
