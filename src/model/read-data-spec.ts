/** The data section of a file, read before the network is: the host needs it to open the data. */
import type { Diagnostic, Report } from "../base/diagnostic.ts";
import type { Span } from "../base/source.ts";
import type { DataSpec } from "../data/data-spec.ts";
import { readDataSection } from "../data/read-data-section.ts";
import { readWeights } from "../data/read-terms.ts";
import type { SourceFile } from "../syntax/ast.ts";
import type { Vocabulary } from "../words/word.ts";
import { collectNames, type FileNames, sectionScope, unknownCategories } from "./constants.ts";
import { evaluate } from "./evaluate.ts";
import type { ImportedFiles } from "./imports.ts";
import { applyOverrides, type Override } from "./overrides.ts";
import { findSection } from "./sections.ts";

export interface DataSpecRead {
  readonly spec: DataSpec | undefined;
  /** `elaborate` finds them again, among others: whoever calls it reports its list and not this one. */
  readonly diagnostics: readonly Diagnostic[];
}

export interface ReadDataOptions {
  readonly vocabulary: Vocabulary;
  readonly overrides?: readonly Override[] | undefined;
  readonly imports?: ImportedFiles | undefined;
}

export function readDataSpec(
  written: SourceFile,
  { vocabulary, overrides = [], imports }: ReadDataOptions,
): DataSpecRead {
  const diagnostics: Diagnostic[] = [];
  const report: Report = (diagnostic) => diagnostics.push(diagnostic);
  const { file, params } = applyOverrides(written, overrides, report);
  const names = collectNames(file, {
    ...{ vocabulary, categories: unknownCategories, overrides: params, imports },
    report: () => {},
  });
  return { spec: dataSpecOf(file, names, vocabulary, report), diagnostics };
}

/** Undefined where the file has no data section, or none that can be used. */
export function dataSpecOf(
  file: SourceFile,
  names: FileNames,
  vocabulary: Vocabulary,
  report: Report,
): DataSpec | undefined {
  const section = findSection(file, "data");
  const weights = findSection(file, "train")?.record.entries.find(({ key }) => key.text === "sample_weight");
  if (section === undefined) {
    if (weights) reportNoRows(weights.key.span, report);
    return undefined;
  }
  const scope = sectionScope(names, unknownCategories, report);
  // Entries one by one: what cannot be worked out in one is no reason to leave out the others.
  const entries = section.record.entries.flatMap(({ key, value }) => {
    const read = evaluate(value, scope);
    return read ? [{ key: key.text, keySpan: key.span, value: read }] : [];
  });
  const broken = section.record.entries.some(
    ({ key }) => key.text === "source" && !entries.some((entry) => entry.key === "source"),
  );
  if (broken) return undefined;
  const spec = readDataSection({ kind: "record", span: section.span, entries }, { vocabulary, report });
  const weighed = spec && weights && evaluate(weights.value, scope);
  return weighed ? { ...spec, weights: readWeights(weighed, { vocabulary, report }) } : spec;
}

function reportNoRows(span: Span, report: Report): void {
  report({
    rule: "bad-option",
    severity: "error",
    message: "sample_weight names a column of the data, and this file has no data section with rows",
    span,
    help: "leave it out, or add a data section with a source",
  });
}
