/** Class weights as a weight for each training row. */
import { UserError } from "../base/user-error.ts";
import type { DataPart, FittedTarget, Preprocessing, RowArray } from "../data/dataset.ts";
import type { ClassWeight, TrainIR } from "../model/ir.ts";

/** By name of output; outputs without class weights weigh every row 1. Empty when the file asks for none. */
export function rowWeights(
  train: TrainIR,
  part: DataPart,
  preprocessing: Preprocessing,
): Readonly<Record<string, RowArray>> {
  if (Object.keys(train.classWeight).length === 0) return {};
  return Object.fromEntries(
    Object.keys(train.losses).map((output) => {
      const weight = train.classWeight[output];
      const target = part.targets[output] as RowArray;
      const fitted = preprocessing.targets[output] as FittedTarget;
      const values = new Float64Array(part.rows).fill(1);
      if (weight !== undefined) writeWeights(output, weight, target, fitted, values);
      return [output, { rows: part.rows, shape: [], values }];
    }),
  );
}

function writeWeights(
  output: string,
  weight: ClassWeight,
  target: RowArray,
  fitted: FittedTarget,
  values: Float64Array,
): void {
  const classes = fitted.classes;
  if (!classes || fitted.coding !== "index") {
    throw new UserError(
      `class_weight needs a target of one class a row, which the target of ${output} is not`,
      {
        help: "leave class_weight out, or name a column of classes as target",
      },
    );
  }
  const table = weight === "balanced" ? balanced(target, classes.length) : listed(weight, classes);
  for (let row = 0; row < values.length; row++) values[row] = table[target.values[row] as number] as number;
}

/** `rows / (classes * rows of the class)`, as scikit-learn's `balanced`; a class without rows weighs 0. */
function balanced(target: RowArray, classes: number): Float64Array {
  const counts = new Float64Array(classes);
  for (const index of target.values) counts[index] = (counts[index] as number) + 1;
  return counts.map((count) => (count === 0 ? 0 : target.rows / (classes * count)));
}

function listed(weights: Readonly<Record<string, number>>, classes: readonly string[]): Float64Array {
  const table = new Float64Array(classes.length).fill(1);
  for (const [name, weight] of Object.entries(weights)) {
    const index = classes.indexOf(name);
    if (index < 0) {
      throw new UserError(`class_weight names "${name}", which is no class of the target`, {
        help: `the classes are ${classes.map((label) => `"${label}"`).join(", ")}`,
      });
    }
    table[index] = weight;
  }
  return table;
}
