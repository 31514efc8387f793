/** What a target's kind says of the task. */
import type { TargetKind } from "../base/target-kind.ts";

/** The target says which of several things a row is; its numbers are names or votes, not amounts. */
export function isClassification(target: TargetKind): boolean {
  switch (target.kind) {
    case "binary":
    case "class":
    case "onehot":
    case "multilabel":
      return true;
    case "distribution":
    case "real":
    case "positive":
    case "count":
      return false;
  }
}
