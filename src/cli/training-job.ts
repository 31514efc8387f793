/** A training that a command is about: what is trained, on what, and where it is kept. */
import type { Dataset } from "../data/dataset.ts";
import type { ModelIR } from "../model/ir.ts";
import type { CliContext } from "./cli-context.ts";
import type { OpenedModel } from "./open-model.ts";

export interface TrainingJob {
  readonly context: CliContext;
  readonly opened: OpenedModel;
  readonly model: ModelIR;
  readonly dataset: Dataset;
  /** Of the run, as the user writes it. */
  readonly folder: string;
  /** The same as an absolute path. */
  readonly at: string;
}
