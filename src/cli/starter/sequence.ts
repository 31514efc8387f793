/** `nnet new --task sequence`. */
import type { SequenceTask } from "./starter-task.ts";

export const sequence: SequenceTask = {
  kind: "sequence",
  name: "sequence",
  summary: "text, or measurements that follow each other",
};
