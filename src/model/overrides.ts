/** `--set width=32 --set train.epochs=5`: values from outside the file in the place of the file's own. */
import type { Report } from "../base/diagnostic.ts";
import type { Source, Span } from "../base/source.ts";
import { dataKeys } from "../data/read-data-section.ts";
import type { Entry, Expression, Identifier, RecordLiteral, Section, SourceFile } from "../syntax/ast.ts";
import { parse } from "../syntax/parse.ts";
import { nearName } from "./near-name.ts";
import { trainKeys } from "./train-section.ts";

export interface Override {
  /** A param of the file, or `train.epochs`, `data.rows`. */
  readonly name: string;
  /** As it would stand in the file: `32`, `[16, 32]`, `Adam(0.01)`. */
  readonly text: string;
}

export interface Overridden {
  /** With the entries of its sections replaced. */
  readonly file: SourceFile;
  readonly params: ReadonlyMap<string, Expression>;
}

/** What stands before the name, on the command line and in places of findings. */
export const argumentStart = "--set ";

/** Whether the name of a source is that of an argument: no file is called so. */
export function isArgument(source: string): boolean {
  return source.startsWith(argumentStart);
}

/** The argument as text that findings point into. */
export function argumentSource({ name, text }: Override): Source {
  const whole = `${argumentStart}${name}=${text}`;
  return { name: whole, text: whole, argument: true };
}

/** Findings point into the text of the override. */
export function applyOverrides(file: SourceFile, overrides: readonly Override[], report: Report): Overridden {
  const params = new Map<string, Expression>();
  let changed = file;
  for (const { name, text } of overrides) {
    const source = argumentSource({ name, text });
    const start = argumentStart.length;
    const value = readValue(source, start + name.length + 1, report);
    if (value === undefined) continue;
    const [section, entry] = sectionKey(name);
    const key: Span = {
      source,
      start: start + name.length - (entry ?? name).length,
      end: start + name.length,
    };
    if (section !== undefined && entry !== undefined) {
      changed = withEntry(changed, section, { name: entry, span: key, value });
    } else if (file.items.some((item) => item.kind === "param" && item.name.name === name)) {
      params.set(name, value);
    } else {
      reportNoParam(name, key, file, report);
    }
  }
  return { file: changed, params };
}

function sectionKey(name: string): readonly [section: "train" | "data" | undefined, key: string | undefined] {
  const match = /^(train|data)\.([A-Za-z_]\w*)$/.exec(name);
  return match ? [match[1] as "train" | "data", match[2]] : [undefined, undefined];
}

/** The value alone is read, so that it cannot bring statements of its own; blanks keep its place. */
function readValue(source: Source, offset: number, report: Report): Expression | undefined {
  const value = source.text.slice(offset);
  const prefix = "value =";
  const { file, diagnostics } = parse({ name: source.name, text: `${prefix}${value}` });
  const moved = (span: Span): Span => {
    const at = (place: number): number =>
      Math.min(source.text.length, Math.max(offset, place - prefix.length + offset));
    return { source, start: at(span.start), end: at(span.end) };
  };
  for (const finding of diagnostics) {
    // A fix would edit a text that only the command line has.
    const { fix: _fix, related: _related, ...told } = finding;
    report({ ...told, span: moved(finding.span) });
  }
  const [only, ...more] = file.items;
  if (diagnostics.length > 0) return undefined;
  if (only?.kind === "binding" && only.value.kind !== "missing" && more.length === 0) {
    return relocate(only.value, moved);
  }
  report({
    rule: "bad-option",
    severity: "error",
    message: "`--set` takes one value",
    span: moved({ source, start: prefix.length, end: prefix.length + value.length }),
    help: "write `--set name=value`, with quotes around the whole where it holds blanks",
  });
  return undefined;
}

/** The same tree with every span moved. */
function relocate<T>(tree: T, moved: (span: Span) => Span): T {
  if (Array.isArray(tree)) return tree.map((part) => relocate(part, moved)) as T;
  if (typeof tree !== "object" || tree === null) return tree;
  return Object.fromEntries(
    Object.entries(tree).map(([key, part]) => [
      key,
      key === "span" || key === "operatorSpan" ? moved(part as Span) : relocate(part, moved),
    ]),
  ) as T;
}

function withEntry(
  file: SourceFile,
  kind: "train" | "data",
  { name, span, value }: { readonly name: string; readonly span: Span; readonly value: Expression },
): SourceFile {
  const entry: Entry = {
    kind: "entry",
    span: value.span,
    key: { kind: "key", span, text: name, form: "name" },
    value,
  };
  const index = file.items.findIndex(
    (item) => item.kind === "section" && item.section === kind && item.name === undefined,
  );
  const section = file.items[index] as Section | undefined;
  if (section === undefined) {
    const record: RecordLiteral = { kind: "record", span: value.span, entries: [entry] };
    const added: Section = { kind: "section", span: value.span, section: kind, keyword: span, record };
    return { ...file, items: [...file.items, added] };
  }
  // How long to train is said in one of two ways.
  const lengths = ["epochs", "steps"];
  const replaced = kind === "train" && lengths.includes(name) ? lengths : [name];
  const kept = section.record.entries.filter(({ key }) => !replaced.includes(key.text));
  const record = { ...section.record, entries: [...kept, entry] };
  return { ...file, items: file.items.with(index, { ...section, record }) };
}

/** `train.epochs` for `epochs`: an entry of a section is named with its section. */
function entryNear(name: string): string | undefined {
  const key = name.replace(/^\w+\./, "");
  for (const [section, keys] of Object.entries({ train: trainKeys, data: dataKeys })) {
    const near = nearName(key, keys);
    if (near !== undefined) return `${section}.${near}`;
  }
  return undefined;
}

function reportNoParam(name: string, span: Span, file: SourceFile, report: Report): void {
  const params = file.items.filter((item) => item.kind === "param").map((item) => item.name.name);
  const near = nearName(name, params) ?? entryNear(name);
  const defined = file.items
    .flatMap((item): readonly Identifier[] =>
      item.kind === "binding"
        ? [item.name]
        : item.kind === "input" || item.kind === "import"
          ? item.names
          : [],
    )
    .find((each) => each.name === name);
  report({
    rule: "unknown-name",
    severity: "error",
    message: `there is no param called ${name}`,
    span,
    ...(near !== undefined
      ? { label: `did you mean ${near}?` }
      : { label: defined ? "the file defines it, and not as a param" : "the file has none of that name" }),
    ...(defined ? { related: [{ span: defined.span, text: "it is defined here" }] } : {}),
    help:
      params.length > 0
        ? `its params are ${params.join(", ")}; entries of sections are set as train.epochs=5`
        : "a value that may be set is declared: `param width = 24`; entries of sections are set as train.epochs=5",
  });
}
