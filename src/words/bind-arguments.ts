/** Brings arguments to the parameters they are for: by position in Keras' order, or by name. */
import type { Report } from "../base/diagnostic.ts";
import type { Span } from "../base/source.ts";
import { editDistance, spelledAlike, suggest } from "../base/suggest.ts";
import type { Param } from "./param.ts";
import type { ArgumentValue } from "./value.ts";
import type { Word } from "./word.ts";

export interface BoundArgument {
  readonly argument: ArgumentValue;
  /** From 1; absent where the argument is named. */
  readonly position?: number;
}

export interface Binding {
  readonly bound: ReadonlyMap<string, BoundArgument>;
  /** Parameters that a misplaced or misspelt argument was probably for: they are not reported as missing. */
  readonly doubtful: ReadonlySet<string>;
}

/** The parameter that an argument with this name, or at this place, is for. */
export function parameterFor({ params }: Word, argument: string | number): Param<unknown> | undefined {
  if (typeof argument === "string") return Object.hasOwn(params, argument) ? params[argument] : undefined;
  return Object.values(params).filter(({ keywordOnly }) => !keywordOnly)[argument];
}

export function bindArguments(
  word: Word,
  written: readonly ArgumentValue[],
  report: Report,
  alsoNamed: readonly string[] = [],
): Binding {
  const args = word.gathers ? gathered(written) : written;
  const bound = new Map<string, BoundArgument>();
  const doubtful = new Set<string>();
  const positional = Object.keys(word.params).filter((name) => !word.params[name]?.keywordOnly);
  const named = args.findIndex((argument) => argument.name !== undefined);
  args.forEach((argument, index) => {
    const position = argument.name === undefined ? { position: index + 1 } : {};
    const name = argument.name ?? positional[index];
    if (name === undefined) {
      tooMany(word, argument, index + 1, positional.length, report);
    } else if (argument.name === undefined && named !== -1 && named < index) {
      doubtful.add(name);
      positionAfterName(argument, name, report);
    } else if (!Object.hasOwn(word.params, name)) {
      const meant = unknownArgument(word, argument, name, alsoNamed, report);
      if (meant !== undefined) doubtful.add(meant);
    } else {
      const first = bound.get(name);
      if (first === undefined) bound.set(name, { argument, ...position });
      else duplicate(word, argument, first, name, report);
    }
  });
  return { bound, doubtful };
}

/** Several values as one list. */
function gathered(args: readonly ArgumentValue[]): readonly ArgumentValue[] {
  const [first, ...rest] = args;
  const last = rest.at(-1);
  if (first === undefined || last === undefined || args.some(({ name }) => name !== undefined)) return args;
  const span = { ...first.span, end: last.span.end };
  return [{ span, value: { kind: "list", span, items: args.map(({ value }) => value) } }];
}

function tooMany(word: Word, argument: ArgumentValue, position: number, most: number, report: Report): void {
  const count = most === 1 ? "one argument" : `${most} arguments`;
  report({
    rule: "unknown-argument",
    severity: "error",
    message: most === 0 ? `${word.name} takes no arguments` : `${word.name} takes at most ${count}`,
    span: argument.span,
    label: most === 0 ? "not expected" : `this is number ${position}`,
    ...(most === 0 ? {} : { help: `in order: ${listed(Object.keys(word.params))}` }),
  });
}

function positionAfterName(argument: ArgumentValue, name: string, report: Report): void {
  const before = { ...argument.span, end: argument.span.start };
  report({
    rule: "bad-option",
    severity: "error",
    message: "an argument without a name follows a named one",
    span: argument.span,
    label: "which parameter this is for cannot be told",
    fix: { title: `${name} = …`, edits: [{ span: before, text: `${name} = ` }], safe: false },
  });
}

/** Reports an argument name that the word does not have; returns the parameter that was probably meant. */
function unknownArgument(
  word: Word,
  argument: ArgumentValue,
  name: string,
  alsoNamed: readonly string[],
  report: Report,
): string | undefined {
  const span = argument.nameSpan ?? argument.span;
  const finding = { rule: "unknown-argument", severity: "error", span } as const;
  const reason = Object.entries(word.leftOut ?? {}).find(([left]) => left === name)?.[1];
  if (reason !== undefined) {
    report({
      ...finding,
      message: `${word.name} has no argument ${name} here`,
      label: "Keras has it",
      help: reason,
    });
    return undefined;
  }
  const known = Object.keys(word.params);
  const near = nearestName(name, [...known, ...alsoNamed]);
  const message = `${word.name} has no argument ${name}`;
  if (near === undefined) {
    const help = known.length === 0 ? "it takes none" : `it has ${listed(known)}`;
    report({ ...finding, message, label: "not an argument", help });
    return undefined;
  }
  const safe = spelledAlike(name, near) || editDistance(name, near, 2) <= 1;
  const fix = { title: near, edits: [{ span, text: near }], safe };
  report({ ...finding, message, label: `did you mean ${near}?`, fix });
  return near;
}

/** The closest name; else one that begins with what is written, or the other way round (`initializer`, `l`). */
function nearestName(name: string, known: readonly string[]): string | undefined {
  const near = suggest(name, known);
  if (near !== undefined || name.length < 3) return near;
  const parts = known.filter((k) => k.startsWith(name) || k.endsWith(`_${name}`) || name.endsWith(`_${k}`));
  return parts.length === 1 ? parts[0] : undefined;
}

function duplicate(
  word: Word,
  argument: ArgumentValue,
  first: BoundArgument,
  name: string,
  report: Report,
): void {
  const earlier = first.position === undefined ? "first given here" : `already given here, by position`;
  report({
    rule: "duplicate-argument",
    severity: "error",
    message: `${name} is given twice to ${word.name}`,
    span: argument.nameSpan ?? argument.span,
    label: "given again here",
    related: [{ span: placeOf(first), text: earlier }],
    help: "keep one of the two",
  });
}

function placeOf({ argument }: BoundArgument): Span {
  return argument.nameSpan ?? argument.span;
}

function listed(names: readonly string[]): string {
  return names.length > 10 ? `${names.slice(0, 10).join(", ")} …` : names.join(", ");
}
