/** Training steps and predictions, by nnet and by peers, in turn. */
import { budgetOf } from "../budget.ts";
import { onnxRuntime, ours, tensorflow, torch } from "../contenders.ts";
import type { Contender } from "../measure.ts";
import type { Section, SectionRun } from "../section.ts";
import { race, ratioTable, timesTable } from "../table.ts";
import { inferences, textOf, trainings, type Workload } from "../workloads.ts";

type Purpose = "train" | "predict";

function own({ threads, optimization }: SectionRun): Contender[] {
  return ours("step", threads, optimization ? { optimization } : {});
}

export const train: Section = {
  name: "train",
  share: 6,
  run: (options) =>
    stepTables("train", {
      workloads: trainings,
      contenders: [...own(options), ...tensorflow(), ...torch(options.threads)],
      options,
    }),
};

export const infer: Section = {
  name: "infer",
  share: 3,
  run: (options) =>
    stepTables("predict", {
      workloads: inferences,
      contenders: [
        ...own(options),
        ...onnxRuntime(options.threads),
        ...tensorflow(),
        ...torch(options.threads),
      ],
      options,
    }),
};

interface Steps {
  readonly workloads: readonly Workload[];
  readonly contenders: readonly Contender[];
  readonly options: SectionRun;
}

/** Medians, then how many times as long the others take. */
function stepTables(purpose: Purpose, { workloads, contenders: all, options }: Steps): string | undefined {
  const chosen = workloads.filter(({ title }) => options.workload(title));
  if (chosen.length === 0) return undefined;
  const contenders = all.filter(({ name }) => options.peer(name));
  const { rounds, seconds } = options;
  const budget = budgetOf(
    options.milliseconds,
    chosen.map(() => 1),
  );
  const rows = chosen.map(({ title, model, batch }) => {
    const work = { model, text: textOf(model), batch, purpose, seconds };
    return race(contenders, { title, work, rounds, milliseconds: budget.take(1) });
  });
  const times = timesTable(purpose === "train" ? "step, ms" : "prediction, ms", contenders, rows);
  const ratios = ["nnet native", "nnet wasm"].map((base) => ratioTable(base, contenders, rows));
  return [times, ...ratios.filter((table) => table !== undefined)].join("\n\n");
}
