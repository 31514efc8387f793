/** Reads what the `features` and `target` keys say: columns, bare, in lists, inside transforms, by input or output. */
import type { Report } from "../base/diagnostic.ts";
import { readInstance } from "../words/read-arguments.ts";
import { nameIn } from "../words/reading.ts";
import { type CallValue, describeValue, type RecordEntry, type Value } from "../words/value.ts";
import type { Instance, Vocabulary } from "../words/word.ts";
import type { FeatureSpec, FieldTerm, TargetSpec, WeightSpec } from "./data-spec.ts";
import type { RowsTransform, ScalarTransform, TextTransform, TransformDefinition } from "./transform.ts";

export interface SectionContext {
  readonly vocabulary: Vocabulary;
  readonly report: Report;
}

/** By name of input; "" for the only one. */
export function readFeatures(value: Value, context: SectionContext): Readonly<Record<string, FeatureSpec>> {
  return byName(value, context, (one) => {
    if (one.kind === "call" && takesRows(one, context)) return readSequence(one, context);
    const terms = readTerms(one, context);
    if (terms.length === 0) return undefined;
    const bare = one.kind !== "list" && terms.length === 1 ? { bare: true } : {};
    return { terms, span: one.span, ...bare };
  });
}

function takesRows({ name }: CallValue, { vocabulary }: SectionContext): boolean {
  return (vocabulary.find("transform", name) as TransformDefinition | undefined)?.takes === "rows";
}

/** `sequence([hr, zscore(bp)], by = patient)`: the columns of a step, then what strings rows together. */
function readSequence(call: CallValue, context: SectionContext): FeatureSpec | undefined {
  const [first, ...rest] = call.args;
  if (!first || first.name !== undefined) {
    needsColumn(call, context);
    return undefined;
  }
  const instance = readInstance("transform", { ...call, args: rest }, context.vocabulary, context.report);
  const terms = readTerms(first.value, context);
  if (!instance || terms.length === 0) return undefined;
  return { terms, sequence: instance as Instance<RowsTransform>, span: call.span };
}

/** By name of output; "" for the only one. */
export function readTargets(value: Value, context: SectionContext): Readonly<Record<string, TargetSpec>> {
  return byName(value, context, (one) => {
    const terms = readTerms(one, context);
    return terms.length === 0 ? undefined : { terms, span: one.span };
  });
}

/** `sample_weight`: by name of output; "" for the only one. */
export function readWeights(value: Value, context: SectionContext): Readonly<Record<string, WeightSpec>> {
  return byName(value, context, (one) => {
    const field = nameIn(one);
    if (field !== undefined) return { field, span: one.span };
    refuse(one, `sample_weight takes a column of the data, not ${describeValue(one)}`, context);
    return undefined;
  });
}

function byName<T>(
  value: Value,
  context: SectionContext,
  read: (value: Value) => T | undefined,
): Readonly<Record<string, T>> {
  const entries: readonly Pick<RecordEntry, "key" | "value">[] =
    value.kind === "record" ? value.entries : [{ key: "", value }];
  if (entries.length === 0) refuse(value, "a record of columns is empty", context);
  return Object.fromEntries(
    entries.flatMap(({ key, value: one }) => {
      const result = read(one);
      return result === undefined ? [] : [[key, result]];
    }),
  );
}

function readTerms(value: Value, context: SectionContext): readonly FieldTerm[] {
  if (value.kind === "call") return readTransformed(value, context);
  const field = nameIn(value);
  if (field !== undefined) return [{ field, span: value.span }];
  if (value.kind === "list" && value.items.length > 0) {
    return distinct(
      value.items.flatMap((item) => {
        if (item.kind !== "list") return readTerms(item, context);
        refuse(item, "a column is expected here, not a list inside a list", context);
        return [];
      }),
      context,
    );
  }
  refuse(value, `a column, or a list of columns, is expected here, not ${describeValue(value)}`, context);
  return [];
}

/** `zscore(age)`, `zscore([age, price])`, `scale(pixels, 1 / 255)`: the columns first, then the transform's own arguments. */
function readTransformed(call: CallValue, context: SectionContext): readonly FieldTerm[] {
  if (takesRows(call, context)) {
    const message = `${call.name} makes an input of its own, and nothing else: it stands alone in features`;
    const help = `write features = ${call.name}([ … ], by = column), or one for an input by its name`;
    context.report({ rule: "bad-option", severity: "error", message, span: call.nameSpan, help });
    return [];
  }
  const [first, ...rest] = call.args;
  const own = { ...call, args: first?.name === undefined ? rest : call.args };
  const transform = readInstance("transform", own, context.vocabulary, context.report);
  if (!transform) return [];
  const fields = first && first.name === undefined ? columnsIn(first.value) : undefined;
  if (!fields) {
    needsColumn(call, context);
    return [];
  }
  const instance = transform as Instance<ScalarTransform | TextTransform>;
  return fields.map(({ name, at }) => ({ field: name, transform: instance, span: at.span }));
}

function needsColumn({ name, span }: CallValue, { report }: SectionContext): void {
  const message = `${name} stands without a column here: its first argument is a column or a list of them`;
  report({ rule: "bad-option", severity: "error", message, span, help: `write ${name}(column)` });
}

function columnsIn(value: Value): readonly { readonly name: string; readonly at: Value }[] | undefined {
  const items = value.kind === "list" ? value.items : [value];
  const columns = items.flatMap((at) => {
    const name = nameIn(at);
    return name === undefined ? [] : [{ name, at }];
  });
  return columns.length === items.length && columns.length > 0 ? columns : undefined;
}

function distinct(terms: readonly FieldTerm[], context: SectionContext): readonly FieldTerm[] {
  const seen = new Map<string, FieldTerm>();
  for (const term of terms) {
    const key = `${term.transform?.word.name ?? ""}(${term.field})`;
    const before = seen.get(key);
    if (before) {
      const message = `column ${term.field} is named twice`;
      const related = [{ span: before.span, text: "here already" }];
      context.report({ rule: "bad-option", severity: "error", message, span: term.span, related });
    } else seen.set(key, term);
  }
  return [...seen.values()];
}

function refuse(value: Value, message: string, { report }: SectionContext): void {
  const help = 'write a name, or a text in quotes: "Sepal.Length"';
  report({ rule: "bad-option", severity: "error", message, span: value.span, help });
}
