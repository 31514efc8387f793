/** Types of inputs and assertions: `f32[28, T, ?]`. */

import type { Report } from "../base/diagnostic.ts";
import { type Dim, isKnown, type Shape, symbol } from "../base/dim.ts";
import type { Span } from "../base/source.ts";
import { suggest } from "../base/suggest.ts";
import type { TensorSpec } from "../library/layer.ts";
import type { Expression, Identifier, Type } from "../syntax/ast.ts";
import { type ConstantScope, evaluate } from "./evaluate.ts";
import { type Element, elements } from "./ir.ts";

/** How other tools call the same types. */
const foreignElements: Readonly<Record<string, Element>> = {
  float: "f32",
  float32: "f32",
  double: "f64",
  float64: "f64",
  int: "i32",
  int32: "i32",
  int64: "i32",
  uint8: "u8",
  boolean: "bool",
};

/** Undefined where it is not an element type, which is reported. */
export function readElement(element: Identifier, report: Report): Element | undefined {
  const { name, span } = element;
  const known = elements.find((each) => each === name);
  if (known) return known;
  const meant = foreignElements[name] ?? suggest(name, elements);
  report({
    rule: "unknown-word",
    severity: "error",
    message: `there is no element type called ${name}`,
    span,
    label: meant === undefined ? `expects ${elements.join(", ")}` : `did you mean ${meant}?`,
    ...(meant === undefined
      ? {}
      : { fix: { title: meant, edits: [{ span, text: meant }], safe: name in foreignElements } }),
  });
  return undefined;
}

/** Bytes and truth values enter the network as numbers of the run's precision; whole numbers stay what they are. */
export function elementDtype(element: Element): TensorSpec["dtype"] {
  return element === "i32" ? "i32" : "float";
}

/** Symbols for `?`: every one is a size of its own. */
export function unknownSizes(): () => Dim {
  let count = 0;
  return () => {
    count++;
    return symbol(count === 1 ? "?" : `?${count}`);
  };
}

/**
 * Reads the sizes of a type; a name that the file does not define is a symbol, and `unknownSize` makes one for each `?`.
 * Undefined where a size was refused.
 */
export function readShape(
  dims: Type["dims"],
  scope: ConstantScope,
  unknownSize: () => Dim,
): Shape | undefined {
  const shape = dims.map((dim, axis) =>
    dim.kind === "unknown-dim" ? unknownSize() : readDim(dim, axis, scope),
  );
  return shape.every((dim) => dim !== undefined) ? (shape as Shape) : undefined;
}

/** The same constants, but a name without a value is a size of its own. */
export function dimScope(scope: ConstantScope): ConstantScope {
  return {
    ...scope,
    valueOf(name) {
      const value = scope.valueOf(name);
      return value === "none" ? { kind: "size", span: name.span, value: symbol(name.name) } : value;
    },
  };
}

function readDim(dim: Expression, axis: number, scope: ConstantScope): Dim | undefined {
  if (isPlaceholder(dim)) {
    refuse(dim.span, "an unknown size is written `?`", scope.report, {
      ...(axis === 0 ? { help: "the batch axis is never written: leave it out" } : {}),
    });
    return undefined;
  }
  const value = evaluate(dim, dimScope(scope));
  if (value === undefined) return undefined;
  if (value.kind === "size" || value.kind === "number") {
    const size = value.value;
    if (!isKnown(size)) return size;
    if (Number.isSafeInteger(size) && size >= 1) return size;
    refuse(dim.span, `a size is a whole number from 1, and this is ${size}`, scope.report, {
      ...(size === -1 ? { help: "an unknown size is written `?`; the batch axis is never written" } : {}),
    });
    return undefined;
  }
  refuse(dim.span, "a size is a whole number, a name or `?`", scope.report);
  return undefined;
}

/** `None`, as Keras writes a size that is not known. */
function isPlaceholder(dim: Expression): boolean {
  return dim.kind === "none" || (dim.kind === "identifier" && dim.name === "None");
}

function refuse(span: Span, message: string, report: Report, more: { readonly help?: string } = {}): void {
  report({ rule: "bad-size", severity: "error", message, span, ...more });
}
