/** What layers with windows say of rows and arguments that do not fit, and of sizes that only the data knows. */
import { describe, expect, test } from "vitest";
import type { Shape } from "../../src/base/dim.ts";
import { addDims, floorDivideDim, symbol } from "../../src/base/dim.ts";
import type { LayerDefinition } from "../../src/library/layer.ts";
import { firstResult } from "../../src/library/results.ts";
import { readWord } from "./read-word.ts";

function shapeOf(source: string, shape: Shape): Shape {
  const { word, params } = readWord<LayerDefinition>("layer", source);
  word.check?.(params);
  return firstResult(word.shape(params, [{ shape, dtype: "float" }])).shape;
}

describe("layers with windows", () => {
  test.each([
    [
      "Conv2D(4, 3)",
      [28, 28],
      "Conv2D needs a row of shape [height, width, channels], but [28, 28] comes in",
    ],
    ["MaxPooling1D()", [8], "MaxPooling1D needs a row of shape [steps, channels], but [8] comes in"],
    ["Conv2D(4, 5)", [4, 9, 1], "Conv2D: a window of 5 does not fit into 4"],
    ["Conv1D(4, 3, dilation_rate = 3)", [6, 1], "Conv1D: a window of 7 does not fit into 6"],
    ["Conv2D(4, 3, groups = 3)", [9, 9, 3], "Conv2D: 4 filters do not make 3 equal groups"],
    ["Conv2D(4, 3, groups = 2)", [9, 9, 3], "Conv2D: 3 channels do not make 2 equal groups"],
    [
      "Conv1D(4, 3, strides = 2, dilation_rate = 2)",
      [9, 1],
      "Conv1D takes strides or a dilation rate above 1, not both",
    ],
    ["Cropping1D(2)", [4, 1], "Cropping1D cuts 4 of 4, and nothing is left"],
  ])("%s refuses %j", (source, shape, message) => {
    expect(() => shapeOf(source, shape)).toThrow(message);
  });

  test("compute with sizes that only the data knows", () => {
    const steps = symbol("T");
    expect(shapeOf("Conv1D(4, 3)", [steps, 2])).toEqual([addDims(steps, -2), 4]);
    expect(shapeOf("Conv1D(4, 3, padding = causal)", [steps, 2])).toEqual([steps, 4]);
    expect(shapeOf("MaxPooling1D()", [steps, 2])).toEqual([
      addDims(floorDivideDim(addDims(steps, -2), 2), 1),
      2,
    ]);
    expect(shapeOf("GlobalMaxPooling1D()", [steps, 2])).toEqual([2]);
  });
});
