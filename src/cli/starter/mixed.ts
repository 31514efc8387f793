/** `nnet new --task mixed`. */
import type { LaterTask } from "./starter-task.ts";

export const mixed: LaterTask = {
  kind: "later",
  name: "mixed",
  summary: "rows in groups, such as visits of patients, with an effect of each group",
  needs: [
    { kind: "layer", name: "RandomEffect" },
    { kind: "loss", name: "elbo" },
  ],
};
