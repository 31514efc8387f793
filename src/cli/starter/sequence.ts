/** `nnet new --task sequence`. */
import type { LaterTask } from "./starter-task.ts";

export const sequence: LaterTask = {
  kind: "later",
  name: "sequence",
  summary: "text, or measurements that follow each other",
  needs: [
    { kind: "layer", name: "Embedding" },
    { kind: "layer", name: "LSTM" },
    { kind: "transform", name: "tokens" },
  ],
};
