import { describe, expect, it } from "vitest";
import { showDim, showShape } from "../../src/base/dim.ts";
import { summarize } from "../../src/model/summary.ts";
import { modelOf } from "./elaborated.ts";

function rows(text: string): readonly string[] {
  const { rows, parameters, trainable, fixed } = summarize(modelOf(text));
  return [
    ...rows.map(({ path, word, shape, parameters, shared, outputs }) =>
      [path, word, showShape(shape), showDim(parameters), shared ? "shared" : "", ...outputs]
        .join(" ")
        .trim(),
    ),
    [parameters, trainable, fixed].map(showDim).join(" "),
  ];
}

describe("the table of a network", () => {
  it("counts parameters", () => {
    expect(rows("input x: f32[28, 28]\noutput y = x -> Flatten -> Dense(10)")).toEqual([
      "x Input [28, 28] 0",
      "y/flatten Flatten [784] 0",
      "y/dense Dense [10] 7850  y",
      "7850 7850 0",
    ]);
  });

  it("counts symbols too", () => {
    expect(rows("Dense(4) -> Dense(1)").at(-1)).toBe("4*features + 9 4*features + 9 0");
  });

  it("counts shared weights once, and frozen ones apart", () => {
    const text =
      "input a, b: f32[3]\nt = Dense(2, trainable = false)\noutput p = a -> t\noutput q = b -> t -> Dense(1)";
    expect(rows(text)).toEqual([
      "a Input [3] 0",
      "b Input [3] 0",
      "t/dense Dense [2] 8  p",
      "t/dense@2 Dense [2] 0 shared",
      "q/dense Dense [1] 3  q",
      "11 3 8",
    ]);
  });
});
