/** Checks what a binding says of its own shape: `h: f32[48] = …`. */

import type { Report } from "../base/diagnostic.ts";
import {
  type Dim,
  equalDims,
  isKnown,
  type Shape,
  showShape,
  substituteDim,
  subtractDims,
  symbolsOf,
} from "../base/dim.ts";
import type { Type } from "../syntax/ast.ts";
import type { ConstantScope } from "./evaluate.ts";
import type { Tensor } from "./meaning.ts";
import { elementDtype, readElement, readShape } from "./read-type.ts";
import type { SizeBindings } from "./size-bindings.ts";

export interface AssertionContext {
  readonly constants: ConstantScope;
  readonly sizes: SizeBindings;
  readonly unknownSize: () => Dim;
  /** Symbols of the inputs: they stand for any size, so an assertion may not give them one. */
  readonly rigid: ReadonlySet<string>;
  /** Sizes that earlier assertions have named. */
  readonly named: Map<string, Dim>;
  readonly report: Report;
}

export function assertType(name: string, type: Type, tensor: Tensor, context: AssertionContext): void {
  const { report } = context;
  const element = type.element && readElement(type.element, report);
  const shape = readShape(type.dims, context.constants, context.unknownSize);
  if (shape === undefined || (type.element && element === undefined)) return;
  const declared = context.sizes.resolve(shape);
  const actual = tensor.type.shape;
  const related = [{ span: tensor.span, text: `${showShape(actual)} is made here` }];
  if (!agrees(declared, actual, context)) {
    report({
      rule: declared.length === actual.length ? "shape-mismatch" : "rank-mismatch",
      severity: "error",
      message: `${name} is declared as ${showShape(declared)}, and its value is ${showShape(actual)}`,
      span: type.span,
      label: "this is checked, and it does not hold",
      related,
    });
  } else if (element && elementDtype(element) !== tensor.type.dtype) {
    report({
      rule: "shape-mismatch",
      severity: "error",
      message: `${name} is declared as ${element}, and its value holds ${tensor.type.dtype === "i32" ? "whole numbers (i32)" : "real numbers (f32)"}`,
      span: type.element?.span ?? type.span,
      related,
    });
  }
}

function agrees(declared: Shape, actual: Shape, context: AssertionContext): boolean {
  if (declared.length !== actual.length) return false;
  return declared.every((dim, axis) => agreesDim(dim, actual[axis] as Dim, context));
}

function agreesDim(declared: Dim, actual: Dim, { rigid, named }: AssertionContext): boolean {
  const dim = substituteDim(declared, named);
  if (equalDims(dim, actual)) return true;
  const [only, ...more] = isKnown(dim) ? [] : dim.terms;
  if (only && more.length === 0 && only[1] === 1 && !rigid.has(only[0])) {
    named.set(only[0], subtractDims(actual, (dim as { readonly constant: number }).constant));
    return true;
  }
  // Sizes that only the data knows may turn out right.
  return [dim, actual].some((each) => symbolsOf(each).some((symbol) => !rigid.has(symbol)));
}
