import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { symbol } from "../../src/base/dim.ts";
import { vocabulary } from "../../src/library/vocabulary.ts";
import { instanceOf, instanceWithDefaults, learningRate } from "../../src/words/instance-of.ts";
import { integers, listOf, oneOrMany, shapeOf, size, sizeOrRest } from "../../src/words/list-types.ts";
import type { Json, ParamType, Reading } from "../../src/words/param.ts";
import {
  choice,
  flag,
  integer,
  keywordOnly,
  name,
  number,
  optional,
  param,
  text,
} from "../../src/words/param-types.ts";
import { readContext } from "../../src/words/read-arguments.ts";
import type { Value } from "../../src/words/value.ts";
import { parseValue } from "../library/read-word.ts";

const context = readContext(vocabulary);

function read<T>(type: ParamType<T>, source: string | Value): Reading<T> {
  return type.read(typeof source === "string" ? parseValue(source) : source, context);
}

function valueFrom<T>(type: ParamType<T>, source: string | Value): T {
  const reading = read(type, source);
  if (reading.refused) throw new Error(reading.message);
  return reading.value;
}

function refusalOf(type: ParamType<unknown>, source: string | Value) {
  const reading = read(type, source);
  if (!reading.refused)
    throw new Error(`${JSON.stringify(source)} was read as ${JSON.stringify(reading.value)}`);
  return reading;
}

const at = parseValue("x").span;

describe("numbers", () => {
  test("are read within their bounds", () => {
    expect(valueFrom(number(), "-1.5e-3")).toBe(-0.0015);
    expect(valueFrom(integer(), "8_000")).toBe(8000);
    expect(valueFrom(number({ min: 0, max: 1 }), "1")).toBe(1);
    expect(Object.is(valueFrom(number(), { kind: "number", span: at, value: -0 }), 0)).toBe(true);
  });

  test("say what they expect", () => {
    expect(refusalOf(number({ min: 0, max: 1 }), "1.5").message).toBe(
      "expects a number from 0 to 1, not the number 1.5",
    );
    expect(refusalOf(number({ min: 0, aboveMin: true }), "0").message).toMatch(/a number above 0,/);
    expect(refusalOf(number({ min: 0, max: 1, belowMax: true }), "1").message).toMatch(
      /of at least 0 and below 1,/,
    );
    expect(refusalOf(integer({ min: 1 }), "2.5").message).toMatch(/a positive integer, not the number 2.5/);
    expect(refusalOf(integer({ min: 2 }), "1").message).toMatch(/an integer of at least 2,/);
    expect(refusalOf(number(), "true").message).toMatch(/not true$/);
    expect(refusalOf(number(), "[1]").message).toMatch(/not a list$/);
    expect(refusalOf(number(), { kind: "number", span: at, value: Number.NaN }).refused).toBe(true);
  });

  test("offer a quoted number without its quotes, and tell names that nothing defines", () => {
    expect(refusalOf(integer({ min: 1 }), '"64"').replacement).toBe("64");
    expect(refusalOf(integer({ min: 1 }), '"-64"').replacement).toBeUndefined();
    expect(refusalOf(number(), '""').replacement).toBeUndefined();
    expect(refusalOf(number(), "width").help).toBe("nothing in this file is called width");
  });
});

describe("flags, choices, texts and names", () => {
  test("flags are read as words of this language and of Python", () => {
    expect(["true", "True", "false", "False"].map((v) => valueFrom(flag, v))).toEqual([
      true,
      true,
      false,
      false,
    ]);
    expect(refusalOf(flag, "1").replacement).toBe("true");
    expect(refusalOf(flag, "flase").replacement).toBe("false");
    expect(refusalOf(flag, '"True"').refused).toBe(true);
  });

  test("choices are words or texts, and typing errors get a suggestion", () => {
    const padding = choice("valid", "same");
    expect([valueFrom(padding, "same"), valueFrom(padding, "'valid'")]).toEqual(["same", "valid"]);
    expect(refusalOf(padding, "smae")).toMatchObject({ replacement: "same", help: "did you mean same?" });
    expect(refusalOf(padding, '"SAME"').replacement).toBe("same");
    expect(refusalOf(padding, "full")).toMatchObject({
      message: 'expects "valid" or "same", not "full"',
      help: "write one of valid, same",
    });
    expect(refusalOf(padding, "3").refused).toBe(true);
  });

  test("texts want quotes, names do not", () => {
    expect(valueFrom(text, '"a b"')).toBe("a b");
    expect(refusalOf(text, "abc")).toMatchObject({ replacement: '"abc"', help: "put it in quotes" });
    expect([valueFrom(name, "abc"), valueFrom(name, '"a b"')]).toEqual(["abc", "a b"]);
    expect(refusalOf(name, "7").refused).toBe(true);
  });

  test("optional values may be none, also as Python writes it", () => {
    const type = optional(integer({ min: 1 }));
    expect([valueFrom(type, "none"), valueFrom(type, "None"), valueFrom(type, "3")]).toEqual([null, null, 3]);
    expect(refusalOf(type, "0").message).toBe("expects a positive integer or none, not the number 0");
    expect(optional(choice("a", "b")).choices).toEqual(["a", "b", "none"]);
    expect(optional(instanceOf("regularizer")).wordKind).toBe("regularizer");
  });
});

describe("sizes and lists", () => {
  test("sizes are positive integers or symbols", () => {
    const unknown = symbol("categories(kind)");
    expect(valueFrom(size, "10")).toBe(10);
    expect(valueFrom(size, { kind: "size", span: at, value: unknown })).toEqual(unknown);
    for (const bad of ["0", "-1", "1.5", "true", "none", "T"])
      expect(refusalOf(size, bad).refused).toBe(true);
    expect(refusalOf(size, "'64'").replacement).toBe("64");
    expect(valueFrom(sizeOrRest, "-1")).toBe(-1);
  });

  test("lists point at the item that is wrong", () => {
    const type = listOf(integer(), { min: 1, max: 3 });
    expect(valueFrom(type, "[1, 2]")).toEqual([1, 2]);
    expect(valueFrom(type, "(1, 2)")).toEqual([1, 2]);
    expect(refusalOf(type, "[1, x, 3]").at?.span).toMatchObject({ start: 4, end: 5 });
    expect(refusalOf(type, "[]").message).toMatch(/a list of 1 to 3 values, each an integer; this one has 0/);
    expect(refusalOf(type, "1").message).toMatch(/^expects a list/);
    expect(valueFrom(listOf(integer(), { single: true }), "4")).toEqual([4]);
  });

  test("shapes are lists or one size, with at most one -1 where that is allowed", () => {
    expect(valueFrom(shapeOf(), "(28, 28)")).toEqual([28, 28]);
    expect(valueFrom(shapeOf(), "784")).toEqual([784]);
    expect(refusalOf(shapeOf(), "[28, -1]").refused).toBe(true);
    expect(valueFrom(shapeOf({ rest: true }), "[28, -1]")).toEqual([28, -1]);
    expect(refusalOf(shapeOf({ rest: true }), "[-1, -1]").message).toMatch(/only once/);
  });

  test("one integer stands for several", () => {
    expect(valueFrom(integers(2), "3")).toEqual([3, 3]);
    expect(valueFrom(integers(2), "(3, 5)")).toEqual([3, 5]);
    expect(refusalOf(integers(2), "[3, 5, 7]").message).toMatch(/this one has 3/);
    expect(refusalOf(integers(2), "0").message).toMatch(/a positive integer, or a list of 2/);
  });

  test("one or many keeps which it was", () => {
    const type = oneOrMany(number());
    expect([valueFrom(type, "2"), valueFrom(type, "[2]")]).toEqual([2, [2]]);
    expect(refusalOf(type, "x").message).toMatch(/a number, or a list of such/);
    expect(refusalOf(type, "[]").refused).toBe(true);
    expect([type.toJson(2), type.toJson([2, 3])]).toEqual([2, [2, 3]]);
    expect(type.fromJson([1, 2], vocabulary)).toEqual([1, 2]);
  });
});

describe("words as values", () => {
  test("bare, called or as texts", () => {
    const type = instanceOf("activation");
    expect(valueFrom(type, "relu").word.name).toBe("relu");
    expect(valueFrom(type, "'relu'").word.name).toBe("relu");
    expect(valueFrom(type, "relu(max_value = 6)").params.max_value).toBe(6);
    expect(refusalOf(type, "3").message).toBe("expects an activation, not the number 3");
    expect(refusalOf(type, "rellu").findings?.map((d) => d.rule)).toEqual(["unknown-word"]);
    expect(refusalOf(type, "relu(max_value = -1, x = 2)").findings?.map((d) => d.rule)).toEqual([
      "unknown-argument",
      "bad-option",
    ]);
  });

  test("a learning rate is a number or a schedule", () => {
    expect(valueFrom(learningRate, "1e-3")).toBe(0.001);
    expect(refusalOf(learningRate, "relu").findings?.[0]?.label).toMatch(/is an activation/);
    expect(refusalOf(learningRate, '"0.1"').message).toMatch(/a number or a learning-rate schedule/);
    expect(learningRate.fromJson(0.5, vocabulary)).toBe(0.5);
  });

  test("instances with defaults demand what has none", () => {
    const dense = vocabulary.find("layer", "Dense");
    if (dense === undefined) throw new Error("Dense is missing");
    expect(() => instanceWithDefaults(dense)).toThrow(/Dense needs a value for units/);
    expect(() => instanceWithDefaults(dense, { units: 3, unit: 4 })).toThrow(/no parameter unit/);
    expect(instanceWithDefaults(dense, { units: 3 }).params.use_bias).toBe(true);
  });
});

describe("JSON", () => {
  const types: readonly [ParamType<unknown>, fc.Arbitrary<unknown>][] = [
    [number(), fc.double({ noNaN: true, noDefaultInfinity: true }).map((x) => x + 0)],
    [integer(), fc.integer()],
    [flag, fc.boolean()],
    [choice("a", "b"), fc.constantFrom("a", "b")],
    [text, fc.string()],
    [optional(number()), fc.option(fc.integer())],
    [size, fc.oneof(fc.integer({ min: 1 }), fc.constantFrom(symbol("T"), symbol("features")))],
    [listOf(integer()), fc.array(fc.integer())],
    [integers(2), fc.tuple(fc.integer({ min: 1 }), fc.integer({ min: 1 }))],
    [shapeOf({ rest: true }), fc.array(fc.integer({ min: 1 }), { minLength: 1 })],
    [oneOrMany(number()), fc.oneof(fc.integer(), fc.array(fc.integer(), { minLength: 1 }))],
  ];

  test("keeps values exactly", () => {
    for (const [type, values] of types) {
      fc.assert(
        fc.property(values, (value) => {
          const json = JSON.parse(JSON.stringify(type.toJson(value))) as Json;
          expect(type.fromJson(json, vocabulary)).toEqual(value);
        }),
        { numRuns: 50 },
      );
    }
  });

  test("of another kind is refused in one sentence", () => {
    const wrong: Json = { surprise: "x".repeat(100) };
    for (const [type] of types) {
      expect(() => type.fromJson(wrong, vocabulary)).toThrow(
        /^the saved model holds .{1,60} where .* is expected$/,
      );
    }
    expect(() => size.fromJson({ constant: 1, terms: [] }, vocabulary)).toThrow(/a positive integer/);
    expect(() => number({ max: 1 }).fromJson(2, vocabulary)).toThrow(/a number of at most 1/);
  });
});

test("parameters know whether they are required", () => {
  expect(param(flag, "x")).not.toHaveProperty("default");
  expect(param(optional(flag), "x", null)).toHaveProperty("default", null);
  expect(keywordOnly(param(flag, "x", true))).toMatchObject({ keywordOnly: true, default: true });
});
