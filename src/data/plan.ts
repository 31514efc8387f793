/** Meets the data section with the fields of its source: which field, by which transform, enters which input or output. */
import type { Report } from "../base/diagnostic.ts";
import { type Span, spanText } from "../base/source.ts";
import type { DataSpec, FeatureSpec, FieldTerm } from "./data-spec.ts";
import { fieldHelp, findField, nearField, writtenName } from "./find-field.ts";
import type { FieldHeader } from "./header.ts";
import { matchEnds } from "./match-ends.ts";
import { planSequence, sequenceLength } from "./plan-sequence.ts";
import { planText, textLength } from "./plan-text.ts";
import {
  type DataNames,
  type DataPlan,
  type Find,
  isText,
  type PlannedEnd,
  type PlannedTerm,
  textTerm,
} from "./planned.ts";

/** Reports every name and use that the fields contradict; what is in doubt is left out of the plan. */
export function planFields(
  spec: DataSpec,
  fields: readonly FieldHeader[],
  names: DataNames,
  report: Report,
): DataPlan {
  const find = fieldFinder(fields, report);
  const outputs = planOutputs(spec, names, find, report);
  const weights = planWeights(spec, names, find, report);
  const taken = new Set(
    [...outputs.flatMap(({ terms }) => terms.map(({ field }) => field)), ...Object.values(weights)].map(
      ({ name }) => name,
    ),
  );
  const by = spec.split?.by === undefined ? undefined : find(spec.split.by, spec.split.span)?.name;
  if (by !== undefined) taken.add(by);
  if (spec.split?.stratify !== undefined)
    requireStrata(find(spec.split.stratify, spec.split.span), spec, report);
  // While a target is in doubt, so is what is left for the features: only what is named is looked at.
  const doubtful = outputs.length === 0 || outputs.some(({ terms }) => terms.length === 0);
  const free = doubtful ? undefined : fields.filter((field) => !taken.has(field.name));
  return { inputs: planInputs(spec, names, free, find, report), outputs, weights };
}

function fieldFinder(fields: readonly FieldHeader[], report: Report): Find {
  const names = fields.map((field) => field.name);
  return (name, span) => {
    const found = findField(name, names);
    if (found === undefined) {
      reportUnknown(name, names, span, report);
    }
    return fields.find((field) => field.name === found);
  };
}

function reportUnknown(name: string, names: readonly string[], span: Span, report: Report): void {
  const near = nearField(name, names);
  // A span may be wider than the name: that of a whole split, of a source.
  const exact = [name, JSON.stringify(name)].includes(spanText(span));
  const fix = exact && near ? { fix: { title: near, edits: [{ span, text: near }], safe: false } } : {};
  report({
    rule: "unknown-column",
    severity: "error",
    message: `the data has no column ${name}`,
    span,
    help: fieldHelp(name, names),
    ...fix,
  });
}

function planOutputs(spec: DataSpec, names: DataNames, find: Find, report: Report): readonly PlannedEnd[] {
  let targets = spec.targets;
  if (Object.keys(targets).length === 0 && names.outputs.length > 0) {
    const { word, params } = spec.source.format;
    const field = word.defaults?.(params).target;
    if (field === undefined) {
      report({
        rule: "missing-target",
        severity: "error",
        message: "the data section does not say what is to be predicted",
        span: spec.span,
        help: "name the column: target = …",
      });
      return [];
    }
    targets = { "": { terms: [{ field, span: spec.source.span }], span: spec.source.span } };
  }
  return matchEnds(targets, names.outputs, "target", report).map(({ key, name, end }) => {
    const terms = end.terms.flatMap((term) => planTarget(term, spec, find, report));
    const planned = { name, key, bare: end.terms.length === 1, span: end.span, terms };
    requireAlone(planned, report);
    return withTextLength(planned, names);
  });
}

/** One number a row for each output that `sample_weight` names. */
function planWeights(spec: DataSpec, names: DataNames, find: Find, report: Report): DataPlan["weights"] {
  const planned = matchEnds(spec.weights ?? {}, names.outputs, "sample_weight", report);
  return Object.fromEntries(
    planned.flatMap(({ name, end }) => {
      const field = find(end.field, end.span);
      if (!field) return [];
      const what = isText(field)
        ? "text"
        : field.kind === "array" && field.shape.length > 0
          ? `arrays of [${field.shape.join(", ")}]`
          : undefined;
      if (what === undefined) return [[name, field] as const];
      report({
        rule: "bad-option",
        severity: "error",
        message: `sample_weight needs one number a row; ${field.name} holds ${what}`,
        span: end.span,
      });
      return [];
    }),
  );
}

function withTextLength(end: PlannedEnd, names: DataNames): PlannedEnd {
  const text = textTerm(end);
  return text ? { ...end, length: textLength(text, names.shapes?.[end.name]) } : end;
}

/** Arrays and texts are rows of their own: nothing stands beside them. */
function requireAlone({ terms, span }: Pick<PlannedEnd, "terms" | "span">, report: Report): void {
  if (terms.length < 2) return;
  const array = terms.find(({ field }) => field.kind === "array");
  const text = terms.find(({ transform }) => transform?.word.takes === "text");
  if (!array && !text) return;
  const message = array
    ? `${array.field.name} is an array: it enters an input of its own`
    : `the words of ${text?.field.name} are a row of their own: they enter an input of their own`;
  const help = "declare an input for each, and name them: features = { words = …, meta = … }";
  report({ rule: "bad-option", severity: "error", message, span, help });
}

function planTarget(term: FieldTerm, spec: DataSpec, find: Find, report: Report): readonly PlannedTerm[] {
  const field = find(term.field, term.span);
  if (!field) return [];
  const takes = term.transform?.word.takes;
  if (takes === "text") return planText(term, field, spec, report);
  if (takes === "number" && isText(field)) {
    reportText(field, term.span, `${term.transform?.word.name} takes numbers`, report);
    return [];
  }
  if (takes === "category" && !field.categories) {
    reportNoCategories(field, term, report);
    return [];
  }
  return [{ ...term, field, categorical: takes === "category" || (takes === undefined && isText(field)) }];
}

function planInputs(
  spec: DataSpec,
  names: DataNames,
  free: readonly FieldHeader[] | undefined,
  find: Find,
  report: Report,
): readonly PlannedEnd[] {
  return matchEnds(spec.features, names.inputs, "features", report).flatMap(({ key, name, end }) => {
    const span = end.span ?? spec.source.span;
    const integers = names.integerInputs?.includes(name) ?? false;
    const written = termsOf(end, spec, free, span);
    if (!written) return [];
    const groups = names.groupInputs?.includes(name) ?? false;
    const terms = written.flatMap((term) => {
      const planned = planFeature(term, spec, integers, find, report);
      return groups ? planned.map(asGroups) : planned;
    });
    const sequence = end.sequence && planSequence(end.sequence, terms, find, report);
    if (!end.sequence) requireAlone({ terms, span }, report);
    if (written.length === 0) {
      const message = "no column is left for the features: all of them are targets or groups";
      report({ rule: "bad-option", severity: "error", message, span });
    }
    const planned = { name, key, terms, span, bare: (end.bare ?? false) && key !== "" };
    if (!end.sequence) return [withTextLength(planned, names)];
    if (!sequence) return [{ ...planned, terms: [] }];
    return [{ ...planned, sequence, length: sequenceLength(end.sequence, sequence, names.shapes?.[name]) }];
  });
}

function termsOf(
  end: FeatureSpec,
  spec: DataSpec,
  free: readonly FieldHeader[] | undefined,
  span: Span,
): readonly FieldTerm[] | undefined {
  if (end.terms !== "all") return end.terms;
  const { word, params } = spec.source.format;
  const only = word.defaults?.(params).features;
  return only === undefined ? free?.map(({ name }) => ({ field: name, span })) : [{ field: only, span }];
}

function planFeature(
  term: FieldTerm,
  spec: DataSpec,
  integers: boolean,
  find: Find,
  report: Report,
): readonly PlannedTerm[] {
  const field = find(term.field, term.span);
  if (!field) return [];
  const plain = { field, span: term.span };
  const takes = term.transform?.word.takes;
  if (takes === "text") return planText(term, field, spec, report);
  if (takes === "category") {
    if (field.categories) return [{ ...plain, ...term, field, categorical: true }];
    reportNoCategories(field, term, report);
    return [];
  }
  if (isText(field)) {
    if (integers && !term.transform) return [{ ...plain, categorical: true }];
    reportText(field, term.span, "the network takes numbers", report);
    return [];
  }
  const transform = term.transform ?? (integers ? undefined : spec.normalize);
  if (!integers || wholeNumbers(field))
    return [{ ...plain, ...(transform ? { transform } : {}), categorical: false }];
  report({
    rule: "bad-option",
    severity: "error",
    message: `the input takes whole numbers, but ${field.name} has fractions`,
    span: term.span,
  });
  return [];
}

/** Names of groups, whether they are texts or whole numbers; a later row may be of another group. */
function asGroups(term: PlannedTerm): PlannedTerm {
  return term.field.categories ? { ...term, categorical: true, open: true } : term;
}

function wholeNumbers(field: FieldHeader): boolean {
  return field.kind === "column" ? field.integer : !field.dtype.startsWith("f");
}

function reportText(field: FieldHeader, span: Span, why: string, report: Report): void {
  const example = field.categories?.slice(0, 3).map((value) => `"${value}"`) ?? [];
  const values =
    example.length > 0 ? ` (${example.join(", ")}${(field.categories?.length ?? 0) > 3 ? ", …" : ""})` : "";
  report({
    rule: "text-as-number",
    severity: "error",
    message: `column ${field.name} holds text${values}, but ${why}`,
    span,
    help: field.categories
      ? `write onehot(${writtenName(field.name)}) to give each of its values a number of its own, or leave the column out`
      : `write tokens(${writtenName(field.name)}) to make indices of its words for an Embedding, or leave the column out`,
  });
}

function reportNoCategories(field: FieldHeader, term: FieldTerm, report: Report): void {
  report({
    rule: "bad-option",
    severity: "error",
    message: `${term.transform?.word.name} needs a column of at most 1,000 different values; ${field.name} has more`,
    span: term.span,
  });
}

function requireStrata(field: FieldHeader | undefined, spec: DataSpec, report: Report): void {
  if (!field || (field.categories && (isText(field) || wholeNumbers(field)))) return;
  report({
    rule: "bad-option",
    severity: "error",
    message: `stratify needs a column of names or whole numbers; ${field.name} is none`,
    span: spec.split?.span ?? spec.span,
  });
}
