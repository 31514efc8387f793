/** Transforms of columns side by side, as part of a program: equal ones in one go, their numbers as constants. */
import type { FittedTerm } from "../data/dataset.ts";
import type { ScalarTransform, TransformDefinition } from "../data/transform.ts";
import type { Builder } from "../tensor/builder.ts";
import type { Node } from "../tensor/node.ts";

export type FindTransform = (name: string) => TransformDefinition | undefined;

/** Of a term, where it makes numbers of one raw value: the only kind that programs may hold. */
export function scalarTransform({ transform }: FittedTerm, find: FindTransform): ScalarTransform | undefined {
  const word = transform && find(transform.name);
  return word?.takes === "number" || word?.takes === "category" ? word : undefined;
}

/** Terms one after another that a program treats alike. */
export interface ColumnRun {
  readonly terms: readonly FittedTerm[];
  /** Undefined where nothing is computed. */
  readonly transform: ScalarTransform | undefined;
}

/** A transform that makes several numbers of one is a run of its own. */
export function columnRuns(terms: readonly FittedTerm[], find: FindTransform): ColumnRun[] {
  const runs: { terms: FittedTerm[]; transform: ScalarTransform | undefined }[] = [];
  for (const term of terms) {
    const transform = scalarTransform(term, find);
    const last = runs.at(-1);
    if (last && last.transform === transform && (term.width ?? 1) === 1) last.terms.push(term);
    else runs.push({ terms: [term], transform });
  }
  return runs;
}

/** What was fitted for each term, by name of the number: `[terms]`. */
export function fittedNumbers(g: Builder, terms: readonly FittedTerm[]): Readonly<Record<string, Node>> {
  const fitted = terms.map(({ transform }) => (transform?.fitted ?? {}) as Readonly<Record<string, unknown>>);
  const names = Object.keys(fitted[0] ?? {}).filter((name) => typeof fitted[0]?.[name] === "number");
  return Object.fromEntries(
    names.map((name) => {
      const values = fitted.map((own) => own[name] as number);
      return [name, g.constant(values, [values.length], "f64")];
    }),
  );
}
