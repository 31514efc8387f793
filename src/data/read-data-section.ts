/** Reads a `data` section into a DataSpec, and reports every key and value that does not serve. */
import { suggest } from "../base/suggest.ts";
import { readInstance } from "../words/read-arguments.ts";
import { nameIn } from "../words/reading.ts";
import { describeValue, type RecordEntry, type RecordValue, type Value } from "../words/value.ts";
import type { Instance } from "../words/word.ts";
import type { DataSpec, MissingPolicy, SourceSpec } from "./data-spec.ts";
import type { FormatDefinition } from "./format.ts";
import { readSplit } from "./read-split.ts";
import { readFeatures, readTargets, type SectionContext } from "./read-terms.ts";
import type { ScalarTransform, TransformDefinition } from "./transform.ts";

const takenBy = { category: "categories", text: "texts", rows: "rows that follow each other" } as const;

type Mutable<T> = { -readonly [K in keyof T]: T[K] };
type Draft = Partial<Mutable<DataSpec>>;

/** One reader for each key; each reports what it cannot read and then leaves its part of the draft alone. */
const readers: Readonly<Record<string, (value: Value, draft: Draft, context: SectionContext) => void>> = {
  source: (value, draft, context) => setSource("source", value, draft, context),
  validation: (value, draft, context) => setSource("validation", value, draft, context),
  test: (value, draft, context) => setSource("test", value, draft, context),
  rows(value, draft, context) {
    if (value.kind === "number" && Number.isSafeInteger(value.value) && value.value > 0)
      draft.rows = value.value;
    else refuse(value, `rows takes a positive whole number, not ${describeValue(value)}`, context);
  },
  features(value, draft, context) {
    draft.features = readFeatures(value, context);
  },
  target(value, draft, context) {
    draft.targets = readTargets(value, context);
  },
  normalize(value, draft, context) {
    if (value.kind === "none") return;
    const instance = readInstance("transform", value, context.vocabulary, context.report);
    if (!instance) return;
    const { word } = instance as Instance<TransformDefinition>;
    if (word.takes === "number") draft.normalize = instance as Instance<ScalarTransform>;
    else {
      const message = `normalize takes a transform of numbers; ${word.name} is for ${takenBy[word.takes]}`;
      refuse(value, message, context, `write it at the column: features = [${word.name}(column)]`);
    }
  },
  missing(value, draft, context) {
    const policy = readMissing(value, context);
    if (policy) draft.missing = policy;
  },
  split(value, draft, context) {
    const split = readSplit(value, context);
    if (split) draft.split = split;
  },
};

/** All that may stand in it. */
export const dataKeys = Object.keys(readers);

/** What other tools write in their data sections, and where it stands here. */
const elsewhere: Readonly<Record<string, string>> = {
  augment:
    "layers change images while training, and leave them alone otherwise: image -> RandomFlip(horizontal)",
  batch_size: "batches belong to training: train { batch_size = 32 }",
  shuffle: "write split = { …, shuffle = false } for the split, train { shuffle = false } for batches",
};

/** Undefined where there is no usable source: nothing else about the data can be said then. */
export function readDataSection(record: RecordValue, context: SectionContext): DataSpec | undefined {
  const draft: Draft = {};
  const seen = new Map<string, RecordEntry>();
  for (const entry of record.entries) {
    const before = seen.get(entry.key);
    if (before) {
      const related = [{ span: before.keySpan, text: "given here already" }];
      const message = `${entry.key} is given twice`;
      context.report({ rule: "bad-option", severity: "error", message, span: entry.keySpan, related });
      continue;
    }
    seen.set(entry.key, entry);
    const read = Object.hasOwn(readers, entry.key) ? readers[entry.key] : undefined;
    if (read) read(entry.value, draft, context);
    else reportKey(entry, context);
  }
  if (!seen.has("source")) {
    const message = "the data section names no source";
    const help = 'name a file, which need not be there to be checked: source = csv("table.csv")';
    context.report({ rule: "bad-option", severity: "error", message, span: record.span, help });
  }
  checkParts(draft, seen, context);
  return finish(draft, record);
}

function finish(draft: Draft, record: RecordValue): DataSpec | undefined {
  const { source, features, targets, missing, ...others } = named(draft);
  if (!source) return undefined;
  return {
    ...others,
    source,
    features: features ?? { "": { terms: "all" } },
    targets: targets ?? {},
    missing: missing ?? { kind: "error" },
    span: record.span,
  };
}

/** Sources whose field has no name of its own give it the one that the section uses. */
function named(draft: Draft): Draft {
  const terms = [...Object.values(draft.features ?? {}), ...Object.values(draft.targets ?? {})].flatMap(
    (end) => (end.terms === "all" ? [] : end.terms),
  );
  const [name] = terms.map(({ field }) => field);
  if (name === undefined) return draft;
  const give = (source: SourceSpec | undefined): SourceSpec | undefined => {
    const { format } = source ?? {};
    if (!source || !format?.word.nameless || Object.hasOwn(format.given, "name")) return source;
    return { ...source, format: { ...format, params: { ...format.params, name } } };
  };
  const sources = (["source", "validation", "test"] as const).flatMap((key) => {
    const source = give(draft[key]);
    return source ? [[key, source]] : [];
  });
  return { ...draft, ...Object.fromEntries(sources) };
}

/** A part that has a source of its own is not cut from the first as well. */
function checkParts(draft: Draft, seen: ReadonlyMap<string, RecordEntry>, context: SectionContext): void {
  for (const part of ["validation", "test"] as const) {
    const own = seen.get(part);
    if (!own || !draft.split || draft.split[part] === 0) continue;
    context.report({
      rule: "bad-option",
      severity: "error",
      message: `${part} has a source of its own, and split cuts a ${part} part as well`,
      span: draft.split.span,
      related: [{ span: own.keySpan, text: `the ${part} source` }],
      help: `leave ${part} out of the split, or out of the section`,
    });
  }
}

function setSource(
  key: "source" | "validation" | "test",
  value: Value,
  draft: Draft,
  context: SectionContext,
): void {
  const source = readSource(key, value, context);
  if (source) draft[key] = source;
}

function readSource(key: string, value: Value, context: SectionContext): SourceSpec | undefined {
  const { vocabulary, report } = context;
  if (value.kind !== "call") {
    const text = nameIn(value);
    const known = text !== undefined && vocabulary.find("format", text) !== undefined;
    const path = known || text === undefined ? "table.csv" : text;
    const format = known ? text : "csv";
    const help = `write ${key} = ${format}("${path}")`;
    refuse(value, `${key} takes a data format with a file, not ${describeValue(value)}`, context, help);
    return undefined;
  }
  if (value.name === "points") {
    const message = "points are the source of a data section of their own";
    refuse(value, message, context, "write `data inside { source = points(…) }` beside this one");
    return undefined;
  }
  const format = readInstance("format", value, vocabulary, report) as Instance<FormatDefinition> | undefined;
  return format && { format, path: String(format.params.path), span: value.span };
}

function readMissing(value: Value, context: SectionContext): MissingPolicy | undefined {
  const kinds = ["error", "drop", "mean", "median"] as const;
  if (value.kind === "call" && value.name === "value") {
    const [argument, ...rest] = value.args;
    if (argument?.value.kind === "number" && rest.length === 0) {
      return { kind: "value", value: argument.value.value };
    }
    return refuse(value, "value(…) takes one number: the one that stands for missing values", context);
  }
  const word = nameIn(value);
  const kind = kinds.find((name) => name === word);
  if (kind) return { kind };
  const near = suggest(word ?? "", [...kinds, "value"]);
  return refuse(
    value,
    `missing takes ${kinds.join(", ")} or value(0), not ${describeValue(value)}`,
    context,
    near && `did you mean ${near === "value" ? "value(0)" : near}?`,
  );
}

function reportKey({ key, keySpan }: RecordEntry, { report }: SectionContext): void {
  const near = suggest(key, dataKeys);
  const help = near ? `did you mean ${near}?` : (elsewhere[key] ?? `its keys are ${dataKeys.join(", ")}`);
  const fix = near ? { fix: { title: near, edits: [{ span: keySpan, text: near }], safe: false } } : {};
  const message = `the data section has no key ${key}`;
  report({ rule: "unknown-key", severity: "error", message, span: keySpan, help, ...fix });
}

function refuse(value: Value, message: string, { report }: SectionContext, help?: string): undefined {
  report({ rule: "bad-option", severity: "error", message, span: value.span, ...(help ? { help } : {}) });
  return undefined;
}
