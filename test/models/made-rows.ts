/** Rows for a model without data, made from its declarations: whatever its inputs and targets say may come. */
import type { Shape } from "../../src/base/dim.ts";
import type { DataPart, Dataset, RowArray } from "../../src/data/dataset.ts";
import type { InputIR, ModelIR, OutputIR } from "../../src/model/ir.ts";
import { scattered } from "../library/finite-differences.ts";

/** Sizes that are names stand for this length. */
const unknownLength = 6;

export function madeRows(model: ModelIR, rows: number): Dataset {
  const features = Object.fromEntries(
    model.inputs.map((input, i) => [input.name, inputRows(input, rows, i)]),
  );
  const targets = Object.fromEntries(model.outputs.map((output) => [output.name, targetRows(output, rows)]));
  const train: DataPart = { rows, features, targets };
  return {
    train,
    preprocessing: {
      features: Object.fromEntries(
        model.inputs.map(({ name, type, element }) => [
          name,
          {
            shape: sizes(type.shape),
            dtype: element === "i32" ? ("i32" as const) : ("float" as const),
            terms: [],
          },
        ]),
      ),
      targets: Object.fromEntries(
        model.outputs.map((output) => {
          const { shape, values } = targetRows(output, 1);
          return [
            output.name,
            {
              shape,
              terms: [],
              coding: values instanceof Int32Array ? ("index" as const) : ("number" as const),
            },
          ];
        }),
      ),
    },
  };
}

function inputRows({ type, element, range = [-1, 1] }: InputIR, rows: number, nth: number): RowArray {
  const shape = sizes(type.shape);
  const count = rows * product(shape);
  const values =
    element === "i32"
      ? Int32Array.from({ length: count }, (_, i) => (3 * i + nth) % 5)
      : Float32Array.from(scattered(count, ...range, 0.1 + 0.2 * nth));
  return { rows, shape, values };
}

function targetRows({ target, type }: OutputIR, rows: number): RowArray {
  const shape = sizes(target?.shape ?? type.shape);
  const count = rows * product(shape);
  const numbers = (low: number, high: number) => Float32Array.from(scattered(count, low, high, 0.3));
  switch (target?.kind) {
    case "class": {
      const classes = Math.min(4, Number(target.classes));
      return { rows, shape, values: Int32Array.from({ length: count }, (_, i) => (7 * i) % classes) };
    }
    case "onehot": {
      const width = shape.at(-1) as number;
      const at = (row: number) => (7 * row) % width;
      return {
        rows,
        shape,
        values: Float32Array.from({ length: count }, (_, i) =>
          i % width === at(Math.floor(i / width)) ? 1 : 0,
        ),
      };
    }
    case "binary":
    case "multilabel":
      return { rows, shape, values: numbers(0, 1).map(Math.round) };
    case "count":
      return { rows, shape, values: numbers(0, 6).map(Math.floor) };
    case "distribution": {
      const width = shape.at(-1) as number;
      return { rows, shape, values: new Float32Array(count).fill(1 / width) };
    }
    case "positive":
      return { rows, shape, values: numbers(0.1, 2) };
    default:
      return { rows, shape, values: numbers(0, 1) };
  }
}

function sizes(shape: Shape): number[] {
  return shape.map((dim) => (typeof dim === "number" ? dim : unknownLength));
}

function product(shape: readonly number[]): number {
  return shape.reduce((a, b) => a * b, 1);
}
