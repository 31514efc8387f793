/** Puts rows of data into the inputs of a program, after one look whether data and network fit each other. */
import { UserError } from "../base/user-error.ts";
import { fillBatch } from "../data/batches.ts";
import type { DataPart, Dataset, RowArray } from "../data/dataset.ts";
import { inputName } from "../lower/forward.ts";
import { rowWeightName, targetIsIndex, targetName } from "../lower/objective.ts";
import { isSupervised } from "../lower/programs.ts";
import { concreteShape, rowSize } from "../lower/weight-layout.ts";
import type { ModelIR, OutputIR, TrainIR } from "../model/ir.ts";
import { targetShape } from "../model/loss-facts.ts";
import type { BoundProgram } from "../runtime/session.ts";
import { sizeOf } from "../tensor/types.ts";

export type RowWeights = Readonly<Record<string, RowArray>>;

/** Rows `order[begin]` … `order[begin + count - 1]`; arrays that the program does not read are passed over. */
export function feed(
  program: BoundProgram,
  part: DataPart,
  weights: RowWeights,
  order: Int32Array,
  begin: number,
  count: number,
): void {
  const put = (name: string, array: RowArray) => {
    const out = program.inputs[name];
    if (out) fillBatch(array, order, begin, count, out);
  };
  for (const [input, array] of Object.entries(part.features)) put(inputName(input), array);
  for (const [output, array] of Object.entries(part.targets)) put(targetName(output), array);
  for (const [output, array] of Object.entries(weights)) put(rowWeightName(output), array);
}

/** Throws UserError where a row of data has another size than the network's, or a label lies outside its classes. */
export function requireFit(model: ModelIR, train: TrainIR, dataset: Dataset): void {
  if (!isSupervised(train)) return;
  const parts = [dataset.train, dataset.validation, dataset.test].filter((part) => part !== undefined);
  for (const part of parts) {
    requireInputs(model, part);
    for (const output of model.outputs) requireTarget(output, train, part);
  }
}

function requireInputs(model: ModelIR, part: Pick<DataPart, "features">): void {
  for (const { name, type } of model.inputs) {
    const array = part.features[name];
    if (!array) {
      throw new UserError(`the data gives nothing for the input ${name}`, {
        help: `name its columns: features = { ${name} = [ … ] }`,
      });
    }
    const expected = rowSize(type.shape, `the input ${name}`);
    if (sizeOf(array.shape) !== expected) {
      throw new UserError(
        `a row of data for the input ${name} has ${sizeOf(array.shape)} numbers (shape [${array.shape.join(", ")}]), ` +
          `but the network takes ${expected} (shape [${concreteShape(type.shape, name).join(", ")}])`,
        { help: "change the declared shape of the input, or the features" },
      );
    }
  }
}

function requireTarget(output: OutputIR, train: TrainIR, part: DataPart): void {
  const term = train.losses[output.name];
  const target = part.targets[output.name];
  if (!term) return;
  if (!target) {
    throw new UserError(`the data gives no target for the output ${output.name}`, {
      help: "name its column: target = …",
    });
  }
  const units = rowSize(output.type.shape, `the output ${output.name}`);
  const lossName = term.loss.word.name;
  if (targetIsIndex(term)) {
    const shape = concreteShape(output.type.shape, `the output ${output.name}`);
    const classes = shape[shape.length - 1] ?? 1;
    const wanted = rowSize(targetShape(term, output), `the target of ${output.name}`);
    requireSize(output.name, lossName, sizeOf(target.shape), wanted, "class index");
    requireLabels(output.name, lossName, target, classes);
  } else {
    requireSize(output.name, lossName, sizeOf(target.shape), units, "number");
  }
}

function requireSize(output: string, loss: string, found: number, wanted: number, what: string): void {
  if (found === wanted) return;
  throw new UserError(
    `the target of ${output} has ${found} ${what}${found === 1 ? "" : "s"} a row, but ${loss} compares it with ${wanted}`,
    {
      help: "make the output as wide as the target, or choose the loss that fits it (sparse_categorical_crossentropy for class indices)",
    },
  );
}

function requireLabels(output: string, loss: string, target: RowArray, classes: number): void {
  for (let i = 0; i < target.values.length; i++) {
    const label = target.values[i] as number;
    if (Number.isInteger(label) && label >= 0 && label < classes) continue;
    throw new UserError(
      `the label ${label} of ${output} (row ${Math.floor(i / sizeOf(target.shape)) + 1}) is outside the ${classes} ` +
        `classes of the output: ${loss} takes whole numbers from 0 to ${classes - 1}`,
      { help: "give the output one unit for each class, and number the classes from 0" },
    );
  }
}
