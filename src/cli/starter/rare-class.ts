/** Classes of which some have far fewer rows than others. */
import { shown } from "./shown.ts";
import type { ClassCount, TargetFacts } from "./starter-task.ts";

/** Up to here a network finds the rare class by itself in most tables. */
const muchMore = 3;

export interface RareClass {
  readonly rare: ClassCount;
  readonly common: ClassCount;
  /** Accuracy of an answer that never looks at the row. */
  readonly blind: number;
}

/** Undefined where the classes are about equally frequent. */
export function rareClass({ classes }: TargetFacts): RareClass | undefined {
  const sorted = [...classes].sort((a, b) => a.count - b.count);
  const rare = sorted[0];
  const common = sorted[sorted.length - 1];
  if (!rare || !common || common.count < muchMore * rare.count) return undefined;
  const rows = classes.reduce((sum, { count }) => sum + count, 0);
  return { rare, common, blind: common.count / rows };
}

/** What to say of accuracy beside it. */
export function blindAccuracy({ common, blind }: RareClass): string {
  return `Always saying "${shown(common.name)}" would be right in ${Math.floor(100 * blind)} % of the rows: accuracy has to be above that to mean anything.`;
}

/** What to say where class weights would stand. */
export function weightsAdvice({ rare, common }: RareClass): string {
  return `"${shown(rare.name)}" has ${rare.count} rows and "${shown(common.name)}" ${common.count}. If the rare one matters as much, write class_weight = balanced here: each row then counts by how rare its class is.`;
}
