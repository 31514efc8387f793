import { expect, test } from "vitest";
import { wrap } from "../../src/base/wrap.ts";

test("breaks at blanks, keeps long words whole, parts paragraphs", () => {
  expect(wrap("one two three", 7)).toEqual(["one two", "three"]);
  expect(wrap("one\ntwo", 20)).toEqual(["one two"]);
  expect(wrap("unbreakable-word is long", 6)).toEqual(["unbreakable-word", "is", "long"]);
  expect(wrap("first\n\nsecond part", 20)).toEqual(["first", "", "second part"]);
  expect(wrap("", 10)).toEqual([""]);
});
