/** Reads a word with its arguments into an instance, and reports every argument that does not serve. */
import type { Diagnostic, Report } from "../base/diagnostic.ts";
import type { Span } from "../base/source.ts";
import { type BoundArgument, bindArguments } from "./bind-arguments.ts";
import { findWord } from "./find-word.ts";
import { isRequired, type Param, type ReadContext, type Refusal } from "./param.ts";
import { accept, refuse } from "./reading.ts";
import { type ArgumentValue, describeValue, type Value } from "./value.ts";
import { type Instance, kindNames, type Vocabulary, type Word, type WordKind } from "./word.ts";

/** A word where it stands. */
export interface WordInPlace {
  readonly word: Word;
  /** The whole call, or the bare word. */
  readonly span: Span;
  readonly nameSpan: Span;
  readonly args: readonly ArgumentValue[];
  /** Arguments that the caller has taken out of `args` itself (`name`, `trainable`): candidates for suggestions. */
  readonly alsoNamed?: readonly string[];
}

export interface ArgumentsRead {
  /** With defaults in place of refused arguments; absent where a required one is missing or refused. */
  readonly instance: Instance | undefined;
  /** Whether nothing was reported. Later stages stay silent about parameters in doubt. */
  readonly sound: boolean;
}

/** Reads arguments given to a known word. Findings go to `report`, one a mistake. */
export function readArguments(place: WordInPlace, vocabulary: Vocabulary, report: Report): ArgumentsRead {
  let sound = true;
  const fault: Report = (diagnostic) => {
    sound = false;
    report(diagnostic);
  };
  const { word } = place;
  const context = readContext(vocabulary);
  const { bound, doubtful } = bindArguments(word, place.args, fault, place.alsoNamed);
  const params: Record<string, unknown> = {};
  const given: Record<string, Span> = {};
  let complete = true;
  for (const [name, param] of Object.entries(word.params)) {
    const argument = bound.get(name);
    const reading = argument && param.type.read(argument.argument.value, context);
    if (argument && reading?.refused) {
      for (const finding of refusals(word, name, argument, reading, bound, context)) fault(finding);
    }
    if (argument) given[name] = argument.argument.value.span;
    if (reading && !reading.refused) params[name] = reading.value;
    else if (!isRequired(param)) params[name] = param.default;
    else {
      complete = false;
      if (!argument && !doubtful.has(name)) fault(missing(place, name, param));
    }
  }
  const instance = complete ? { word, params, span: place.span, given } : undefined;
  if (instance && sound) checkConflict(instance, place, fault);
  return { instance, sound };
}

/** Reads a bare word, a text or a call of a kind. Undefined when anything was reported. */
export function readInstance(
  kind: WordKind,
  value: Value,
  vocabulary: Vocabulary,
  report: Report,
): Instance | undefined {
  const place = callIn(value);
  if (place === undefined) {
    const message = `a ${kindNames[kind]} is expected here, not ${describeValue(value)}`;
    report({ rule: "bad-option", severity: "error", message, span: value.span, label: "not a word" });
    return undefined;
  }
  const words = ("home" in value ? value.home : undefined) ?? vocabulary;
  const word = findWord(kind, place.name, place.nameSpan, words, report);
  if (word === undefined) return undefined;
  const { instance, sound } = readArguments({ ...place, word, span: value.span }, words, report);
  if (!sound || !instance) return undefined;
  return value.kind === "call" ? instance : { ...instance, written: place.name };
}

/** What parameter types read nested words with. */
export function readContext(vocabulary: Vocabulary): ReadContext {
  return {
    vocabulary,
    readInstance(kind, value) {
      const findings: Diagnostic[] = [];
      const instance = readInstance(kind, value, vocabulary, (diagnostic) => findings.push(diagnostic));
      if (instance !== undefined) return accept(instance);
      return { ...refuse(`a ${kindNames[kind]}`, value), findings };
    },
  };
}

function callIn(value: Value): { name: string; nameSpan: Span; args: readonly ArgumentValue[] } | undefined {
  if (value.kind === "call") return { name: value.name, nameSpan: value.nameSpan, args: value.args };
  if (value.kind === "word") return { name: value.name, nameSpan: value.span, args: [] };
  return value.kind === "string" ? { name: value.value, nameSpan: value.span, args: [] } : undefined;
}

function refusals(
  word: Word,
  name: string,
  bound: BoundArgument,
  refusal: Refusal,
  others: ReadonlyMap<string, BoundArgument>,
  context: ReadContext,
): readonly Diagnostic[] {
  const { position, argument } = bound;
  const meant =
    position === undefined ? undefined : parameterMeant(word, name, argument.value, others, context);
  if (refusal.findings && meant === undefined) return refusal.findings;
  const at = (refusal.at ?? argument.value).span;
  const finding = { rule: refusal.rule ?? "bad-option", severity: "error" } as const;
  if (meant !== undefined) {
    const before = { ...argument.span, end: argument.span.start };
    const message = `the ${ordinal(position ?? 0)} argument of ${word.name} is ${name}: ${refusal.message}`;
    const title = `${meant} = ${argument.span.source.text.slice(argument.span.start, argument.span.end)}`;
    const fix = { title, edits: [{ span: before, text: `${meant} = ` }], safe: true };
    return [{ ...finding, message, span: argument.span, label: `this is a value for ${meant}`, fix }];
  }
  const message = `argument ${name} of ${word.name}: ${refusal.message}`;
  const { replacement, help } = refusal;
  const fix =
    replacement === undefined
      ? {}
      : { fix: { title: replacement, edits: [{ span: at, text: replacement }], safe: false } };
  return [{ ...finding, message, span: at, ...(help === undefined ? {} : { help }), ...fix }];
}

/** The parameter that takes a misplaced word or flag, where one alone is likely. */
function parameterMeant(
  word: Word,
  refusing: string,
  value: Value,
  taken: ReadonlyMap<string, BoundArgument>,
  context: ReadContext,
): string | undefined {
  if (value.kind === "number" || value.kind === "none" || value.kind === "size") return undefined;
  const takers = Object.entries(word.params).filter(
    ([name, { type }]) => name !== refusing && !taken.has(name) && !type.read(value, context).refused,
  );
  // Of the initializers, regularizers and constraints of a layer, the kernel's is the one people mean.
  const ofKernel = takers.filter(([name]) => name.startsWith("kernel_"));
  const likely = ofKernel.length === 1 ? ofKernel : takers;
  return likely.length === 1 ? likely[0]?.[0] : undefined;
}

function missing({ word, nameSpan }: WordInPlace, name: string, param: Param<unknown>): Diagnostic {
  return {
    rule: "missing-argument",
    severity: "error",
    message: `${word.name} needs the argument ${name}: ${param.doc}`,
    span: nameSpan,
    label: `expects ${param.type.expects}`,
    help: `write ${word.name}(${name} = …)`,
  };
}

function checkConflict({ word, params, given }: Instance, place: WordInPlace, report: Report): void {
  const conflict = word.conflict?.(params);
  if (conflict === undefined) return;
  report({
    rule: "bad-option",
    severity: "error",
    message: `argument ${conflict.param} of ${word.name}: ${conflict.message}`,
    span: given[conflict.param] ?? place.nameSpan,
    ...(conflict.help === undefined ? {} : { help: conflict.help }),
  });
}

function ordinal(n: number): string {
  const endings = ["th", "st", "nd", "rd"] as const;
  return `${n}${n % 100 > 10 && n % 100 < 14 ? "th" : (endings[n % 10] ?? "th")}`;
}
