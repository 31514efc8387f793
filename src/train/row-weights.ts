/** What each row counts in the loss: the weight of its class, that of its own, or their product. */
import { UserError } from "../base/user-error.ts";
import type { DataPart, FittedTarget, Preprocessing, RowArray } from "../data/dataset.ts";
import type { ClassWeight, ModelIR, TrainIR } from "../model/ir.ts";

/** Of training rows, by name of output; an output that nothing is said of weighs every row 1. Empty when the file asks for none. */
export function rowWeights(
  train: TrainIR,
  part: DataPart,
  preprocessing: Preprocessing,
): Readonly<Record<string, RowArray>> {
  if (Object.keys(train.classWeight).length === 0 && part.weights === undefined) return {};
  return Object.fromEntries(
    Object.keys(train.losses).map((output) => {
      const weight = train.classWeight[output];
      const target = part.targets[output] as RowArray;
      const fitted = preprocessing.targets[output] as FittedTarget;
      const weights = ownWeights(output, part);
      if (weight !== undefined) multiplyWeights(output, weight, target, fitted, weights.values);
      return [output, weights];
    }),
  );
}

/** Of rows that are evaluated: classes weigh nothing there, as in Keras. */
export function evaluationWeights(
  { data }: ModelIR,
  train: TrainIR,
  part: DataPart,
): Readonly<Record<string, RowArray>> {
  if (data?.weights === undefined) return {};
  return Object.fromEntries(Object.keys(train.losses).map((output) => [output, ownWeights(output, part)]));
}

function ownWeights(
  output: string,
  { rows, weights }: DataPart,
): RowArray & { readonly values: Float64Array } {
  const own = weights?.[output];
  const values = own ? Float64Array.from(own.values) : new Float64Array(rows).fill(1);
  return { rows, shape: [], values };
}

function multiplyWeights(
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
  for (let row = 0; row < values.length; row++)
    values[row] = (values[row] as number) * (table[target.values[row] as number] as number);
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
