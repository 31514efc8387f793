/** What an output of a network says in the user's terms: classes with their probabilities, or numbers in their own units. */
import type { FittedTarget } from "../data/dataset.ts";
import type { LossTerm } from "../model/ir.ts";
import { lossFacts } from "../model/loss-facts.ts";

export type OutputMeaning =
  | {
      readonly kind: "classes";
      /** One number that tells two classes apart, or one for each class. */
      readonly from: "one" | "each";
      /** Probabilities, or logits that become such by sigmoid (`one`) or softmax (`each`). */
      readonly logits: boolean;
    }
  /** `decoded`: transforms of the target are undone. */
  | { readonly kind: "numbers"; readonly decoded: boolean };

/** `width` numbers a row. */
export function outputMeaning(
  width: number,
  target: FittedTarget | undefined,
  loss: LossTerm | undefined,
): OutputMeaning {
  const facts = loss && lossFacts(loss);
  const classes = target?.classes?.length;
  if (classes === undefined || facts === undefined || facts.task === "regression") {
    return { kind: "numbers", decoded: target !== undefined };
  }
  if (width === 1 && classes === 2) return { kind: "classes", from: "one", logits: facts.fromLogits };
  if (width < classes) return { kind: "numbers", decoded: false };
  return { kind: "classes", from: "each", logits: facts.fromLogits && facts.reads === "distribution" };
}
