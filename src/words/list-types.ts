/** Types of parameters that are sizes, lists and shapes. */
import type { Dim } from "../base/dim.ts";
import { jsonProblem } from "./json-problem.ts";
import type { Json, ParamType } from "./param.ts";
import { type Bounds, integer } from "./param-types.ts";
import { accept, refuse } from "./reading.ts";
import type { Value } from "./value.ts";

const dimSchema: Json = {
  anyOf: [
    { type: "integer" },
    {
      type: "object",
      required: ["constant", "terms"],
      additionalProperties: false,
      properties: {
        constant: { type: "integer" },
        terms: {
          type: "array",
          minItems: 1,
          items: {
            type: "array",
            minItems: 2,
            maxItems: 2,
            prefixItems: [{ type: "string" }, { type: "integer" }],
          },
        },
      },
    },
  ],
};

/** A positive integer, or a size that the data decides. */
export const size: ParamType<Dim> = sizeType("a positive integer", (value) => value >= 1);

/** A positive integer, or -1 for "whatever is left". */
export const sizeOrRest: ParamType<Dim> = sizeType(
  "a positive integer, or -1 for what is left",
  (value) => value >= 1 || value === -1,
);

function sizeType(expects: string, valid: (value: number) => boolean): ParamType<Dim> {
  return {
    expects,
    read(value) {
      if (value.kind === "size") return accept(value.value);
      if (value.kind === "number" && Number.isSafeInteger(value.value) && valid(value.value)) {
        return accept(value.value);
      }
      const inText = value.kind === "string" && /^\s*[1-9]\d*\s*$/.test(value.value);
      return refuse(expects, value, inText ? { replacement: value.value.trim() } : {});
    },
    toJson: (value) =>
      typeof value === "number" ? value : { constant: value.constant, terms: value.terms.map((t) => [...t]) },
    fromJson(json) {
      if (typeof json === "number" && Number.isSafeInteger(json) && valid(json)) return json;
      if (isLinearForm(json)) return json;
      throw jsonProblem(expects, json);
    },
    schema: dimSchema,
  };
}

function isLinearForm(json: Json): json is Json & Exclude<Dim, number> {
  if (json === null || typeof json !== "object" || Array.isArray(json)) return false;
  const { constant, terms } = json as { readonly [key: string]: Json };
  return (
    Number.isSafeInteger(constant) &&
    Array.isArray(terms) &&
    terms.length > 0 &&
    terms.every(
      (t) => Array.isArray(t) && t.length === 2 && typeof t[0] === "string" && Number.isSafeInteger(t[1]),
    )
  );
}

export interface ListOptions {
  readonly min?: number;
  readonly max?: number;
  /** A value that is no list stands for a list of it alone. */
  readonly single?: boolean;
}

export function listOf<T>(type: ParamType<T>, options: ListOptions = {}): ParamType<readonly T[]> {
  const { min = 0, max = Number.POSITIVE_INFINITY } = options;
  const expects = `a list of ${lengthText(min, max)}values, each ${type.expects}`;
  const fits = (length: number): boolean => length >= min && length <= max;
  return {
    expects: options.single ? `${type.expects}, or ${expects}` : expects,
    ...(type.choices ? { choices: type.choices } : {}),
    ...(type.wordKind ? { wordKind: type.wordKind } : {}),
    read(value, context) {
      const items: readonly Value[] = value.kind === "list" ? value.items : [value];
      if (value.kind !== "list" && !options.single) return refuse(this.expects, value);
      if (!fits(items.length)) {
        return refuse(this.expects, value, { message: `expects ${expects}; this one has ${items.length}` });
      }
      const results: T[] = [];
      for (const item of items) {
        const reading = type.read(item, context);
        if (reading.refused) return { at: item, ...reading };
        results.push(reading.value);
      }
      return accept(results);
    },
    toJson: (values) => values.map((value) => type.toJson(value)),
    fromJson(json, vocabulary) {
      if (!Array.isArray(json) || !fits(json.length)) throw jsonProblem(expects, json);
      return json.map((item: Json) => type.fromJson(item, vocabulary));
    },
    schema: {
      type: "array",
      items: type.schema,
      ...(min > 0 ? { minItems: min } : {}),
      ...(Number.isFinite(max) ? { maxItems: max } : {}),
    },
  };
}

/** One value for all, or a list of at least one. */
export function oneOrMany<T>(type: ParamType<T>): ParamType<T | readonly T[]> {
  const list = listOf(type, { min: 1 });
  const expects = `${type.expects}, or a list of such`;
  return {
    ...list,
    expects,
    read(value, context) {
      const reading = value.kind === "list" ? list.read(value, context) : type.read(value, context);
      if (!reading.refused || value.kind === "list") return reading;
      return { ...reading, message: refuse(expects, value).message };
    },
    toJson: (value) => (isMany(value) ? list.toJson(value) : type.toJson(value)),
    fromJson: (json, vocabulary) =>
      Array.isArray(json) ? list.fromJson(json, vocabulary) : type.fromJson(json, vocabulary),
    schema: { anyOf: [type.schema, list.schema] },
  };
}

function isMany<T>(value: T | readonly T[]): value is readonly T[] {
  return Array.isArray(value);
}

/** A shape without the batch axis: a list of sizes, or one size for a shape of one axis. `rest` allows one -1. */
export function shapeOf(options: { readonly rest?: boolean } = {}): ParamType<readonly Dim[]> {
  const list = listOf(options.rest ? sizeOrRest : size, { single: true });
  const expects = options.rest
    ? "a shape without the batch axis, such as [28, 28], where one size may be -1"
    : "a shape without the batch axis, such as [28, 28]";
  return {
    ...list,
    expects,
    read(value, context) {
      const reading = list.read(value, context);
      if (reading.refused || reading.value.filter((dim) => dim === -1).length < 2) return reading;
      return refuse(expects, value, {
        message: "may hold -1 only once: the other sizes decide what is left",
      });
    },
  };
}

/** `n` integers; one integer stands for `n` equal ones. */
export function integers(n: number, bounds: Bounds = { min: 1 }): ParamType<readonly number[]> {
  const one = integer(bounds);
  const list = listOf(one, { min: n, max: n });
  const expects = `${one.expects}, or a list of ${n}`;
  return {
    ...list,
    expects,
    read(value, context) {
      if (value.kind === "list") return list.read(value, context);
      const reading = one.read(value, context);
      if (reading.refused) return refuse(expects, value);
      return accept(new Array<number>(n).fill(reading.value));
    },
  };
}

function lengthText(min: number, max: number): string {
  if (min === max) return `${min} `;
  if (min === 0 && max === Number.POSITIVE_INFINITY) return "";
  return max === Number.POSITIVE_INFINITY ? `at least ${min} ` : `${min} to ${max} `;
}
