/** Rows that follow each other, as a section asks for them, met with the fields of the source. */
import type { Report } from "../base/diagnostic.ts";
import { type Dim, isKnown, type Shape, symbol } from "../base/dim.ts";
import type { Instance } from "../words/word.ts";
import type { Find, PlannedSequence, PlannedTerm } from "./planned.ts";
import type { RowsTransform } from "./transform.ts";

/** Undefined where something is in doubt, which is reported. */
export function planSequence(
  instance: Instance<RowsTransform>,
  terms: readonly PlannedTerm[],
  find: Find,
  report: Report,
): PlannedSequence | undefined {
  const { by, order, each } = instance.params as unknown as SequenceParams;
  const at = (param: string) => instance.given[param] ?? (instance.span as PlannedTerm["span"]);
  const refuse = (message: string, span: PlannedTerm["span"]): undefined => {
    report({ rule: "bad-option", severity: "error", message, span });
    return undefined;
  };
  const group = by === null ? undefined : find(by, at("by"));
  const rank = order === null ? undefined : find(order, at("order"));
  if ((by !== null && !group) || (order !== null && !rank)) return undefined;
  if (group && group.kind !== "column")
    return refuse(`by takes a column; ${group.name} is an array`, at("by"));
  if (rank && (rank.kind !== "column" || rank.type !== "number")) {
    return refuse(`order takes a column of numbers; ${rank.name} is none`, at("order"));
  }
  const wide = terms.find(
    ({ field, transform }) => field.kind === "array" || transform?.word.takes === "text",
  );
  if (wide) {
    return refuse(
      `a step of a sequence is made of columns; ${wide.field.name} is more than one number`,
      wide.span,
    );
  }
  return { each, ...(group ? { by: group } : {}), ...(rank ? { order: rank } : {}) };
}

interface SequenceParams {
  readonly by: string | null;
  readonly order: string | null;
  readonly max_length: number | null;
  readonly each: "row" | "group";
}

/** What the section says, else what the network takes, else the rows of the largest group. */
export function sequenceLength(
  { params }: Instance<RowsTransform>,
  planned: PlannedSequence | undefined,
  shape: Shape | undefined,
): Dim {
  const { by, max_length } = params as unknown as SequenceParams;
  if (max_length !== null) return max_length;
  const [steps] = shape ?? [];
  if (steps !== undefined && isKnown(steps)) return steps;
  const longest = planned?.by?.kind === "column" ? planned.by.longest : undefined;
  return longest ?? symbol(`longest(${by})`);
}
