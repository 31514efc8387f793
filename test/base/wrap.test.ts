import { expect, test } from "vitest";
import { wrap } from "../../src/base/wrap.ts";
import { foldLines } from "../../src/cli/fold-lines.ts";

test("breaks at blanks, keeps long words whole, parts paragraphs", () => {
  expect(wrap("one two three", 7)).toEqual(["one two", "three"]);
  expect(wrap("one\ntwo", 20)).toEqual(["one two"]);
  expect(wrap("unbreakable-word is long", 6)).toEqual(["unbreakable-word", "is", "long"]);
  expect(wrap("first\n\nsecond part", 20)).toEqual(["first", "", "second part"]);
  expect(wrap("", 10)).toEqual([""]);
});

test("what a terminal would cut is broken between words, set in, colours not counted", () => {
  const red = (text: string): string => `\u001b[31m${text}\u001b[39m`;
  expect(foldLines("short\nexactly ten", 11)).toBe("short\nexactly ten");
  expect(foldLines(`${red("one")} two three`, 7)).toBe(`${red("one")} two\n  three`);
  expect(foldLines("  = help: scale the features", 20)).toBe("  = help: scale the\n          features");
  expect(foldLines("all that it says", 30, `${red("word")}  `)).toBe(`${red("word")}  all that it says`);
  expect(foldLines("all that it says of itself", 28, `${red("a word")}  `)).toBe(
    `${red("a word")}  all that it says of\n        itself`,
  );
  expect(foldLines("epoch 1/4  0.9 s  loss 7.14  accuracy 0.5", 30)).toBe(
    "epoch 1/4  0.9 s  loss 7.14\n  accuracy 0.5",
  );
});
