/** Keywords that every layer takes beside its own: `name`, `trainable`, `weights`, and those of Keras that have no place here. */
import type { Report } from "../base/diagnostic.ts";
import type { Span } from "../base/source.ts";
import type { ParamType } from "../words/param.ts";
import { flag, name as nameType, text } from "../words/param-types.ts";
import { readContext } from "../words/read-arguments.ts";
import type { ArgumentValue } from "../words/value.ts";
import type { Vocabulary, Word } from "../words/word.ts";

/** A file as the model file names it. */
export interface WrittenFile {
  readonly file: string;
  readonly span: Span;
}

export interface CommonKeywords {
  readonly name?: ArgumentValue & { readonly text: string };
  readonly trainable: boolean;
  /** The file that its weights begin with. */
  readonly weights?: WrittenFile;
  /** What is left for the layer itself. */
  readonly args: readonly ArgumentValue[];
  /** Whether nothing was reported. */
  readonly sound: boolean;
}

/** For suggestions beside the layer's own arguments. */
export const commonNames = ["name", "trainable", "weights"] as const;

/** Keywords of every layer of Keras that are none here, with what to write in their place. */
const leftOut: Readonly<Record<string, string>> = {
  dtype:
    "all numbers are in the precision of the run: train { precision = f64 }; half precision is slower on a CPU",
  autocast: "all numbers are in the precision of the run, and nothing is cast",
  activity_regularizer: "write ActivityRegularization(l2 = …) behind it",
};

export function takeCommonKeywords(
  word: Word,
  args: readonly ArgumentValue[],
  vocabulary: Vocabulary,
  report: Report,
): CommonKeywords {
  let name: CommonKeywords["name"];
  let trainable = true;
  let weights: WrittenFile | undefined;
  let sound = true;
  const fault: Report = (diagnostic) => {
    sound = false;
    report(diagnostic);
  };
  const rest = args.filter((argument) => {
    const key = argument.name;
    if (key === undefined || Object.hasOwn(word.params, key) || Object.hasOwn(word.leftOut ?? {}, key))
      return true;
    const span = argument.nameSpan ?? argument.span;
    if (key === "name") {
      const called = read(nameType, argument, word, vocabulary, fault);
      if (called !== undefined && isPathName(called, argument, fault)) name = { ...argument, text: called };
    } else if (key === "trainable") {
      trainable = read(flag, argument, word, vocabulary, fault) ?? true;
    } else if (key === "weights") {
      const file = read(text, argument, word, vocabulary, fault);
      if (file !== undefined) weights = { file, span: argument.value.span };
    } else if (key === "input_shape" || key === "input_dim") {
      fault({
        rule: "unknown-argument",
        severity: "error",
        message: `${word.name} has no argument ${key}`,
        span,
        label: "the input is declared by itself",
        help: "write `input x: f32[…]` above and begin the chain with `x ->`",
      });
    } else if (Object.hasOwn(leftOut, key)) {
      fault({
        rule: "unknown-argument",
        severity: "error",
        message: `${word.name} has no argument ${key} here`,
        span,
        label: "Keras has it",
        help: leftOut[key] as string,
      });
    } else {
      return true;
    }
    return false;
  });
  return { ...(name ? { name } : {}), trainable, ...(weights ? { weights } : {}), args: rest, sound };
}

function read<T>(
  type: ParamType<T>,
  argument: ArgumentValue,
  word: Word,
  vocabulary: Vocabulary,
  report: Report,
): T | undefined {
  const reading = type.read(argument.value, readContext(vocabulary));
  if (!reading.refused) return reading.value;
  report({
    rule: reading.rule ?? "bad-option",
    severity: "error",
    message: `argument ${argument.name} of ${word.name}: ${reading.message}`,
    span: argument.value.span,
  });
  return undefined;
}

function isPathName(text: string, argument: ArgumentValue, report: Report): boolean {
  if (/^[A-Za-z_][A-Za-z0-9_]*$/.test(text)) return true;
  report({
    rule: "bad-option",
    severity: "error",
    message: `"${text}" cannot be the name of a layer`,
    span: argument.value.span,
    label: "a name has letters, digits and _ and begins with no digit",
  });
  return false;
}
