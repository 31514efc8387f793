/** `grad(u, x, t)`: the derivative of one number a row by tensors that it is made of, one after the other. */
import { showShape } from "../base/dim.ts";
import type { Span } from "../base/source.ts";
import { grad } from "../library/operators/grad.ts";
import type { Call } from "../syntax/ast.ts";
import { describeMeaning, type Meaning, type Tensor, unknown } from "./meaning.ts";
import { applyOperator } from "./operators.ts";
import type { GraphScope, Read } from "./scope.ts";

export function meaningOfGrad(call: Call, scope: GraphScope, read: Read): Meaning {
  const [first, ...rest] = call.args;
  const named = call.args.find(({ name }) => name !== undefined);
  if (first === undefined || rest.length === 0 || named !== undefined) {
    refuse(
      named?.span ?? call.span,
      "grad takes what is derived, and by what",
      "write `grad(u, x)`, or `grad(u, x, x)` for the second derivative",
      scope,
    );
    return unknown;
  }
  let result: Meaning = tensorAt(first.value.span, read(first.value, scope), scope);
  for (const { value } of rest) {
    const by = tensorAt(value.span, read(value, scope), scope);
    if (result.kind !== "tensor" || by.kind !== "tensor") return unknown;
    if (!isDerivable(result, by, { first: first.value.span, by: value.span }, scope)) return unknown;
    result = applyOperator(grad, {}, [result, by], value, call.span, scope);
  }
  return result;
}

function tensorAt(span: Span, meaning: Meaning, scope: GraphScope): Meaning {
  if (meaning.kind === "tensor" || meaning.kind === "unknown") return meaning;
  refuse(span, `grad is of tensors, and this is ${describeMeaning(meaning)}`, undefined, scope);
  return unknown;
}

function isDerivable(
  of: Tensor,
  by: Tensor,
  spans: { readonly first: Span; readonly by: Span },
  scope: GraphScope,
): boolean {
  const { shape } = of.type;
  if (shape.length > 1 || (shape.length === 1 && shape[0] !== 1)) {
    refuse(
      spans.first,
      `grad derives one number a row, and this is ${showShape(shape)}`,
      "take one of them, as in `grad(u[0], x)`, or add them up with `sum(u)`",
      scope,
    );
    return false;
  }
  if (by.type.dtype === "i32") {
    refuse(
      spans.by,
      "this holds whole numbers, by which nothing can be derived",
      "declare it as `f32`",
      scope,
    );
    return false;
  }
  if (scope.network.isMadeOf(of.id, by.id)) return true;
  refuse(
    spans.by,
    "what is derived is not made of this, so its derivative is 0 everywhere",
    "derive by an input, or by a tensor on the way from it",
    scope,
  );
  return false;
}

function refuse(span: Span, message: string, help: string | undefined, { report }: GraphScope): void {
  report({
    rule: "bad-derivative",
    severity: "error",
    message,
    span,
    ...(help === undefined ? {} : { help }),
  });
}
