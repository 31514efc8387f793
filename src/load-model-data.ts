/** All rows that a model's `data` section names, ready for training. */
import type { Host } from "./base/host.ts";
import { UserError } from "./base/user-error.ts";
import type { Dataset } from "./data/dataset.ts";
import { loadDataset } from "./data/load.ts";
import type { Locate } from "./data/source-files.ts";
import { dataNames } from "./model/data-names.ts";
import type { ModelIR } from "./model/ir.ts";

export async function loadModelData(host: Host, model: ModelIR, locate: Locate): Promise<Dataset> {
  if (!model.data) throw new UserError(`${model.name} has no data section`);
  return loadDataset(host, model.data, dataNames(model), {
    seed: model.train?.seed ?? 0,
    float: model.train?.precision ?? "f32",
    locate,
  });
}
