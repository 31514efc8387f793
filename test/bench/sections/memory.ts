/** The largest resident set of a process that trains, everything included: the runtime, the compiler, the model. */
import { ours, tensorflow, torch } from "../contenders.ts";
import { measure } from "../measure.ts";
import type { Section } from "../section.ts";
import { figure, markdown } from "../table.ts";
import { textOf, trainings } from "../workloads.ts";

const models = ["mlp-784-128-64-10", "cifar-convnet"];

export const memory: Section = {
  name: "memory",
  share: 0.5,
  run(options) {
    const [threads] = options.threads as [number];
    const contenders = [
      ...ours("step", [threads]),
      ...tensorflow(),
      // What torch.compile takes depends on whether it finds its work done already.
      ...torch([threads]).filter(({ more }) => more.compile !== true),
    ].filter(({ name }) => options.peer(name));
    const chosen = models.flatMap((model) => trainings.filter((one) => one.model === model).slice(0, 1));
    const rows = chosen
      .filter(({ title }) => options.workload(title))
      .map(({ title, model, batch }) => {
        const work = { model, text: textOf(model), batch, purpose: "train", seconds: options.seconds };
        const results = contenders.map((contender) => measure(contender, work));
        const planned = results.map((result) => ("bytes" in result ? result.bytes : undefined));
        const figures = results.map((result) => ("cannot" in result ? "cannot" : figure(result.rss)));
        const own = planned.find((bytes) => bytes !== undefined);
        const row = [title, figure(own && own / 2 ** 20), ...figures];
        console.error(`memory ${row.join(" ")}`);
        return row;
      });
    if (rows.length === 0) return undefined;
    return markdown(["training, MiB", "of it nnet's program", ...contenders.map(({ name }) => name)], rows);
  },
};
