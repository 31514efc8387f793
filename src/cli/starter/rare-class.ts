/** Classes of which some have far fewer rows than others. */
import { shown } from "./shown.ts";
import type { ClassCount, TargetFacts } from "./starter-task.ts";

/** Up to here a network finds the rare class by itself in most tables. */
const muchMore = 3;

/**
 * Entropy of the classes' shares, of the largest possible: below this the common classes drown the others (for two classes, a
 * rare one of less than 15 %). `nnet check` asks for weights from 0.5 down.
 */
const drowning = 0.6;

export interface RareClass {
  readonly rare: ClassCount;
  readonly common: ClassCount;
  /** Accuracy of an answer that never looks at the row. */
  readonly blind: number;
  /** So rare that the file gives the classes weights. */
  readonly drowned: boolean;
}

/** Undefined where the classes are about equally frequent. */
export function rareClass({ classes }: TargetFacts): RareClass | undefined {
  const sorted = [...classes].sort((a, b) => a.count - b.count);
  const rare = sorted[0];
  const common = sorted[sorted.length - 1];
  if (!rare || !common || common.count < muchMore * rare.count) return undefined;
  const rows = classes.reduce((sum, { count }) => sum + count, 0);
  return { rare, common, blind: common.count / rows, drowned: evenness(classes, rows) < drowning };
}

function evenness(classes: readonly ClassCount[], rows: number): number {
  const shares = classes.map(({ count }) => count / rows).filter((share) => share > 0);
  return shares.reduce((sum, share) => sum - share * Math.log(share), 0) / Math.log(classes.length);
}

/** What to say of accuracy beside it. */
export function blindAccuracy({ common, blind }: RareClass): string {
  return `Always saying "${shown(common.name)}" would be right in ${Math.floor(100 * blind)} % of the rows: accuracy has to be above that to mean anything.`;
}

/** What to say of class weights: `written` where they stand in the file. */
export function weightsAdvice({ rare, common }: RareClass, written: boolean): string {
  const counts = `"${shown(rare.name)}" has ${rare.count} rows and "${shown(common.name)}" ${common.count}.`;
  return written
    ? `${counts} balanced lets each row count by how rare its class is: else the rare ones would drown in the mean that the loss is. Leave this out where probabilities are to be those of the population.`
    : `${counts} If the rare one matters as much, write class_weight = balanced: each row then counts by how rare its class is.`;
}
