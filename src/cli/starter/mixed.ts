/** `nnet new --task mixed`. */
import type { MixedTask } from "./starter-task.ts";

export const mixed: MixedTask = {
  kind: "mixed",
  name: "mixed",
  summary: "an amount in rows that come in groups, such as visits of patients, with an effect of each group",
};
