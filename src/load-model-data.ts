/** All rows that a model's `data` section names, ready for training. */
import type { Host } from "./base/host.ts";
import { UserError } from "./base/user-error.ts";
import type { Dataset } from "./data/dataset.ts";
import { loadDataset } from "./data/load.ts";
import type { Locate } from "./data/source-files.ts";
import { concreteShape } from "./lower/weight-layout.ts";
import { dataNames } from "./model/data-names.ts";
import type { ModelIR } from "./model/ir.ts";
import { sizeOf } from "./tensor/types.ts";

export async function loadModelData(host: Host, model: ModelIR, locate: Locate): Promise<Dataset> {
  if (!model.data && model.train?.terms) return pointsAlone(model);
  if (!model.data) throw new UserError(`${model.name} has no data section`);
  return loadDataset(host, model.data, dataNames(model), {
    seed: model.train?.seed ?? 0,
    float: model.train?.precision ?? "f32",
    locate,
  });
}

/** No rows: points are drawn while the network trains. Rows to predict for have a column for each input. */
function pointsAlone({ inputs }: ModelIR): Dataset {
  const features = inputs.map(({ name, type }) => {
    const shape = concreteShape(type.shape, `the input ${name}`);
    const dtype = type.dtype === "i32" ? "i32" : "float";
    const columns =
      shape.length === 0 ? [name] : Array.from({ length: sizeOf(shape) }, (_, i) => `${name}_${i}`);
    return [name, { shape, dtype, terms: columns.map((field) => ({ field })) }] as const;
  });
  return {
    train: { rows: 0, features: {}, targets: {} },
    preprocessing: { features: Object.fromEntries(features), targets: {} },
  };
}
