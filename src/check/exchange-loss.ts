/** One cross-entropy in the place of another loss. */
import type { Edit } from "../base/diagnostic.ts";
import { spanText } from "../base/source.ts";
import { replace } from "./edits.ts";
import type { LossPlace } from "./output-place.ts";
import { renameWord } from "./section-edits.ts";

/** Arguments that every cross-entropy has. */
const common: readonly string[] = ["from_logits", "axis"];

/**
 * Names the loss anew. Arguments stay where the new word has them too; of others the statement on logits alone is kept.
 * Nothing where the loss is inferred, or has this name already.
 */
export function exchangeLoss({ term, facts }: LossPlace, name: string): Edit | undefined {
  const { span, given } = term.loss;
  if (!span || /^["']?(\w+)/.exec(spanText(span))?.[1] === name) return undefined;
  const crossEntropy = name.endsWith("crossentropy");
  const keeps = crossEntropy && Object.keys(given).every((key) => common.includes(key));
  if (keeps || Object.keys(given).length === 0) return renameWord(span, name);
  return replace(span, crossEntropy && facts.fromLogits ? `${name}(from_logits = true)` : name);
}

/** Nothing is lost by the exchange. */
export function keepsMeaning({ term }: LossPlace): boolean {
  return Object.keys(term.loss.given).every((key) => common.includes(key));
}
