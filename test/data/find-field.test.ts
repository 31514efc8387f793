import { describe, expect, test } from "vitest";
import { fieldHelp, findField, nearField } from "../../src/data/find-field.ts";

const iris = ["Sepal.Length", "Petal.Length", "Species"];

describe("a column's name", () => {
  test.each([
    ["Sepal.Length", "Sepal.Length"],
    ["sepal_length", "Sepal.Length"],
    ["SEPAL-LENGTH", "Sepal.Length"],
    ["species", "Species"],
    ["sepallength", undefined],
    ["sepal", undefined],
  ])("%s finds %s", (name, field) => {
    expect(findField(name, iris)).toBe(field);
  });

  test("is taken as it stands before anything else, and never guessed between two", () => {
    expect(findField("a_b", ["A.B", "a_b"])).toBe("a_b");
    expect(findField("a_b", ["A.B", "a b"])).toBeUndefined();
    expect(findField("constructor", ["a"])).toBeUndefined();
  });

  test("that is near is offered as it would be written", () => {
    expect(nearField("sepal_lenth", iris)).toBe('"Sepal.Length"');
    expect(nearField("Spezies", iris)).toBe("Species");
    expect(nearField("weight", iris)).toBeUndefined();
    expect(fieldHelp("weight", iris)).toBe("the columns are Sepal.Length, Petal.Length, Species");
  });

  test("of a table that was not split says so", () => {
    const help =
      'the whole first line was read as one column; if ";" separates the values, write separator = ";" in the source';
    expect(fieldHelp("b", ["a;b;c"])).toBe(help);
    expect(fieldHelp("b", ["a;b;c"], (sign) => `not ${sign}`)).toMatch(/separates the values, not ";"$/);
    expect(fieldHelp("weight", ["amount"])).toBe("the columns are amount");
  });

  test("among many is not drowned", () => {
    const many = Array.from({ length: 100 }, (_, i) => `c${i}`);
    expect(fieldHelp("weight", many)).toMatch(/^the columns are c0, .*c11, … \(100 in all\)$/);
  });
});
