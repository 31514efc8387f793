/** Columns of texts whose words become indices. */
import type { Report } from "../base/diagnostic.ts";
import { type Dim, isKnown, type Shape, symbol } from "../base/dim.ts";
import type { Instance } from "../words/word.ts";
import type { DataSpec, FieldTerm } from "./data-spec.ts";
import type { FieldHeader } from "./header.ts";
import { isText, type PlannedTerm } from "./planned.ts";
import type { TextTransform } from "./transform.ts";

export function planText(
  term: FieldTerm,
  field: FieldHeader,
  spec: DataSpec,
  report: Report,
): readonly PlannedTerm[] {
  if (!isText(field)) {
    report({
      rule: "bad-option",
      severity: "error",
      message: `${term.transform?.word.name} takes a column of texts; ${field.name} holds numbers`,
      span: term.span,
    });
    return [];
  }
  return [{ ...term, field, categorical: false, marked: isMarked(spec, term.field) }];
}

/** Some use of the column begins one place later. */
export function isMarked(spec: DataSpec, field: string): boolean {
  const ends = [...Object.values(spec.features), ...Object.values(spec.targets)];
  return ends
    .flatMap(({ terms }) => (terms === "all" ? [] : terms))
    .some(
      ({ field: other, transform }) =>
        other === field && transform?.word.takes === "text" && transform.word.shifts(transform.params),
    );
}

/** What the section says, else what the network takes, else the words of the longest text. */
export function textLength(
  { field, transform, marked }: Pick<PlannedTerm, "marked"> & TextUse,
  shape: Shape | undefined,
): Dim {
  const written = transform.word.length(transform.params);
  if (written !== undefined) return written;
  const [length] = shape ?? [];
  if (length !== undefined && isKnown(length)) return length;
  const words = typeof field === "string" || field.kind !== "column" ? undefined : field.words;
  if (words === undefined) return symbol(`length(${typeof field === "string" ? field : field.name})`);
  return Math.max(1, words + (marked ? 1 : 0));
}

interface TextUse {
  /** Or its name, where the source is not known. */
  readonly field: FieldHeader | string;
  readonly transform: Instance<TextTransform>;
}
