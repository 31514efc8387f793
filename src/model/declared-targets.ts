/** `target` statements: what an output is asked for, declared in the file and compared with the data where it is there. */

import type { Report } from "../base/diagnostic.ts";
import { isKnown, showShape } from "../base/dim.ts";
import type { Span } from "../base/source.ts";
import type { TargetKind } from "../base/target-kind.ts";
import { sameRows } from "../data/describe.ts";
import type { FieldHeader } from "../data/header.ts";
import type { TargetDescription } from "../data/target-kind-of.ts";
import type { SourceFile, Target } from "../syntax/ast.ts";
import { reportNoOutput } from "./by-output.ts";
import type { ConstantScope } from "./evaluate.ts";
import { type Range, readRange } from "./read-range.ts";
import type { SizeBindings } from "./size-bindings.ts";
import { readTargetType, showTarget, sizeOfKind } from "./target-type.ts";

export interface DeclaredTarget {
  readonly kind: TargetKind;
  readonly range?: Range;
  readonly span: Span;
}

/** By name of output: a target belongs to the output of its name, or to the only one. */
export function readTargets(
  file: SourceFile,
  outputs: readonly string[],
  constants: ConstantScope,
): ReadonlyMap<string, DeclaredTarget> {
  const { report } = constants;
  const statements = file.items.filter((item) => item.kind === "target");
  const targets = new Map<string, DeclaredTarget>();
  const seen = new Map<string, Target>();
  for (const statement of statements) {
    const kind = readTargetType(statement, constants);
    const range = statement.range && readRange(statement.range, constants);
    const output = outputOf(statement, statements, outputs, report);
    if (output === undefined) continue;
    const earlier = seen.get(output);
    if (earlier) {
      report({
        rule: "duplicate-name",
        severity: "error",
        message: `the output ${output} has two targets`,
        span: statement.name.span,
        related: [{ span: earlier.name.span, text: "the first one" }],
        help: "keep one of the two",
      });
      continue;
    }
    seen.set(output, statement);
    if (kind) targets.set(output, { kind, ...(range ? { range } : {}), span: statement.type.span });
  }
  return targets;
}

function outputOf(
  { name }: Target,
  statements: readonly Target[],
  outputs: readonly string[],
  report: Report,
): string | undefined {
  if (outputs.includes(name.name)) return name.name;
  if (outputs.length === 1 && statements.length === 1) return outputs[0];
  // A file without outputs is told so elsewhere.
  if (outputs.length > 0) reportNoOutput(name.name, name.span, outputs, report);
  return undefined;
}

export interface FoundTarget {
  readonly description: TargetDescription;
  /** The column or array, where the target is a single one. */
  readonly field?: FieldHeader;
}

/** Reports where the data contradicts the declaration. */
export function compareTarget(
  output: string,
  declared: DeclaredTarget,
  { description, field }: FoundTarget,
  sizes: SizeBindings,
  report: Report,
): void {
  const problem = contradiction(declared.kind, description, field, sizes);
  if (problem !== undefined) {
    const written = showTarget(description.kind);
    report({
      rule: "declaration-vs-data",
      severity: "error",
      message: `the target of ${output} is declared as ${showTarget(declared.kind)}, and ${problem}`,
      span: declared.span,
      label: `the data says ${written}`,
      ...(description.kind.kind === declared.kind.kind
        ? { fix: { title: written, edits: [{ span: declared.span, text: written }], safe: false } }
        : {}),
    });
    return;
  }
  compareRange(
    `the target of ${output}`,
    declared.range ?? impliedRange(declared.kind),
    [field],
    declared.span,
    report,
  );
}

/** Reports raw values outside a declared range. */
export function compareRange(
  what: string,
  range: Range | undefined,
  fields: readonly (FieldHeader | undefined)[],
  span: Span,
  report: Report,
): void {
  if (!range) return;
  const statistics = fields.flatMap((field) => (field?.statistics ? [field.statistics] : []));
  const low = Math.min(...statistics.map(({ minimum }) => minimum));
  const high = Math.max(...statistics.map(({ maximum }) => maximum));
  if (statistics.length === 0 || (low >= range[0] && high <= range[1])) return;
  report({
    rule: "declaration-vs-data",
    severity: "warning",
    message: `${what} is declared to lie ${showRange(range)}, and the data goes from ${low} to ${high}`,
    span,
    evidence: { low, high },
  });
}

function showRange([low, high]: Range): string {
  return high === Number.POSITIVE_INFINITY ? `at or above ${low}` : `from ${low} to ${high}`;
}

function impliedRange(kind: TargetKind): Range | undefined {
  return kind.kind === "positive" || kind.kind === "count" ? [0, Number.POSITIVE_INFINITY] : undefined;
}

function contradiction(
  declared: TargetKind,
  { kind: found, numeric }: TargetDescription,
  field: FieldHeader | undefined,
  sizes: SizeBindings,
): string | undefined {
  const width = `the data has ${showShape(found.shape)} a row`;
  switch (declared.kind) {
    case "class":
    case "binary": {
      if (!sameRows(declared.shape, found.shape)) return width;
      const count = field?.categories?.length ?? (found.kind === "class" ? sizeOfKind(found) : undefined);
      const most = declared.kind === "binary" ? 2 : sizes.resolve([declared.classes])[0];
      if (count === undefined || most === undefined || !isKnown(count)) return undefined;
      if (!isKnown(most))
        return declared.kind === "class" && sizes.unify([declared.classes], [count]) ? undefined : width;
      return count > most ? `the data has ${count} different values` : undefined;
    }
    case "onehot":
    case "multilabel":
    case "distribution":
      if (found.kind === "class" || found.kind === "binary") {
        return "the data has one column of classes";
      }
      if (!sizes.unify(declared.shape, found.shape)) return width;
      return mayBe[declared.kind].includes(found.kind) ? undefined : `its rows are not of that kind`;
    default:
      if (!numeric) return "the data has names";
      return fitsRows(declared, found, sizes) ? undefined : width;
  }
}

/** Rows of a stricter kind are of the wider one too. */
const mayBe = {
  onehot: ["onehot"],
  multilabel: ["onehot", "multilabel"],
  distribution: ["onehot", "distribution"],
} as const satisfies Record<string, readonly TargetKind["kind"][]> as Record<
  "onehot" | "multilabel" | "distribution",
  readonly TargetKind["kind"][]
>;

function fitsRows(declared: TargetKind, found: TargetKind, sizes: SizeBindings): boolean {
  return sameRows(declared.shape, found.shape) || sizes.unify(declared.shape, found.shape);
}
