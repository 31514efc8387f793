import { describe, expect, it } from "vitest";
import { matchesShown, sessionOf, wordsOf } from "./console.ts";

describe("what documentation shows of a session", () => {
  it("is cut into commands and what they print", () => {
    expect(sessionOf("$ nnet check a.nnet\nno findings\n$ nnet rules\n")).toEqual([
      { command: "nnet check a.nnet", output: "no findings\n" },
      { command: "nnet rules", output: "" },
    ]);
    expect(() => sessionOf("no findings\n")).toThrow(/begins with a command/);
  });

  it("holds quoted words together", () => {
    expect(wordsOf(`nnet predict "runs/my iris" - --set 'a=[1, 2]'`)).toEqual([
      "nnet",
      "predict",
      "runs/my iris",
      "-",
      "--set",
      "a=[1, 2]",
    ]);
  });

  it("has to be what is printed, where no `…` stands", () => {
    const printed = "epoch 1/2  0.3 s  loss 0.5\nepoch 2/2  0.1 s  loss 0.4\nsaved  runs/a\n";
    expect(matchesShown(printed, printed)).toBe(true);
    expect(matchesShown("epoch 1/2  …  loss 0.5\n…\nsaved  runs/a\n", printed)).toBe(true);
    expect(matchesShown("…\nsaved  runs/a", printed)).toBe(true);
    expect(matchesShown("…\nsaved  runs/b", printed)).toBe(false);
    expect(matchesShown("epoch 1/2  …  loss 0.6\n…\n", printed)).toBe(false);
    expect(matchesShown("saved  runs/a", printed)).toBe(false);
    expect(matchesShown("epoch 1/2  …\nsaved  runs/a", printed)).toBe(false);
    expect(matchesShown("", printed)).toBe(false);
  });

  it("takes every sign for itself", () => {
    expect(matchesShown("a.b (c) [d] $", "a.b (c) [d] $\n")).toBe(true);
    expect(matchesShown("a.b", "axb\n")).toBe(false);
  });
});
