/** Inputs: declared ones, compared with the data where it is there, and the one that a chain without a source stands for. */

import type { Report } from "../base/diagnostic.ts";
import { type Dim, isKnown, type Shape, showShape, symbol } from "../base/dim.ts";
import type { Span } from "../base/source.ts";
import type { InputDescription } from "../data/describe.ts";
import type { Identifier, Input } from "../syntax/ast.ts";
import type { ConstantScope } from "./evaluate.ts";
import type { InputIR } from "./ir.ts";
import { isWithinLimits } from "./limits.ts";
import type { Tensor } from "./meaning.ts";
import { readRange } from "./read-range.ts";
import { elementDtype, readElement, readShape } from "./read-type.ts";
import type { SizeBindings } from "./size-bindings.ts";

/** The name of the input of a file that declares none. */
export const implicitInput = "features";

export interface InputContext {
  readonly constants: ConstantScope;
  readonly sizes: SizeBindings;
  readonly unknownSize: () => Dim;
  /** What the data gives an input, as far as it says. */
  readonly dataInput: (input: string) => Pick<InputDescription, "shape" | "dtype"> | undefined;
  readonly report: Report;
}

/** One for each name of the statement; undefined where its type was refused. */
export function declareInputs(statement: Input, context: InputContext): readonly (InputIR | undefined)[] {
  const { type, range } = statement;
  const written = type?.element ? readElement(type.element, context.report) : "f32";
  const shape = type && readShape(type.dims, context.constants, context.unknownSize);
  const bounds = range && readRange(range, context.constants);
  return statement.names.map((name) => {
    if (written === undefined || (type && shape === undefined)) return undefined;
    // Words are indices, also where the statement says nothing of the input but its name.
    const element = !type && context.dataInput(name.name)?.dtype === "i32" ? "i32" : written;
    if (shape && !isWithinLimits(shape, type.span, context.report)) return undefined;
    return {
      id: name.name,
      name: name.name,
      type: { shape: inputShape(name, shape, statement, context), dtype: elementDtype(element) },
      element,
      ...(bounds ? { range: bounds } : {}),
      implicit: false,
      span: statement.names.length === 1 ? statement.span : name.span,
    };
  });
}

export function implicitInputAt(span: Span, { dataInput }: InputContext): InputIR {
  const { shape = [symbol(implicitInput)], dtype = "float" } = dataInput(implicitInput) ?? {};
  return {
    id: implicitInput,
    name: implicitInput,
    type: { shape, dtype },
    element: dtype === "i32" ? "i32" : "f32",
    implicit: true,
    span,
  };
}

export function tensorOf(input: InputIR): Tensor {
  return { kind: "tensor", id: input.id, type: input.type, span: input.span };
}

function inputShape(
  name: Identifier,
  declared: Shape | undefined,
  statement: Input,
  { sizes, dataInput, report }: InputContext,
): Shape {
  const actual = dataInput(name.name)?.shape;
  if (declared === undefined) return actual ?? [symbol(name.name)];
  if (actual === undefined || fits(sizes, declared, actual)) return declared;
  const type = statement.type?.span ?? name.span;
  const element = statement.type?.element?.name ?? "f32";
  const written = actual.length === 0 ? element : `${element}${showShape(actual)}`;
  report({
    rule: "input-shape-vs-data",
    severity: "error",
    message: `input ${name.name} is declared as ${showShape(declared)}, and the data has ${showShape(actual)} a row`,
    span: type,
    ...(actual.every(isKnown)
      ? {
          label: `the data says ${written}`,
          ...(isTurned(declared, actual) ? { help: channelsLast } : {}),
          fix: { title: written, edits: [{ span: type, text: written }], safe: false },
        }
      : { label: "a row of a table is one axis, with a number for each column" }),
  });
  // The declaration stays: what follows in the file was written for it.
  return declared;
}

/** A last axis of size 1 may be there or not: 28 × 28 goes into `f32[28, 28, 1]`. */
function fits(sizes: SizeBindings, declared: Shape, actual: Shape): boolean {
  if (declared.length === actual.length + 1 && declared.at(-1) === 1) {
    return sizes.unify(declared.slice(0, -1), actual);
  }
  if (declared.length + 1 === actual.length && actual.at(-1) === 1) {
    return sizes.unify(declared, actual.slice(0, -1));
  }
  return sizes.unify(declared, actual);
}

const channelsLast =
  "the data has its channels first: numpy.transpose(x, (0, 2, 3, 1)) puts them last, where convolutions read them";

/** [3, 32, 32] for [32, 32, 3]: the last axis stands first, as PyTorch writes images. */
function isTurned(declared: Shape, actual: Shape): boolean {
  const [height, width, channels] = declared;
  return (
    declared.length === 3 &&
    actual.length === 3 &&
    height !== channels &&
    actual[0] === channels &&
    actual[1] === height &&
    actual[2] === width
  );
}
