/** A loss as a function in a formula: `mse(u, -sin(pi * x))`, what the network says and what it should. */

import type { LossDefinition } from "../library/loss.ts";
import { comparison } from "../library/operators/comparison.ts";
import type { Call, Identifier } from "../syntax/ast.ts";
import { readInstance } from "../words/read-arguments.ts";
import type { Value } from "../words/value.ts";
import type { Instance } from "../words/word.ts";
import { readStageArguments } from "./graph-arguments.ts";
import { type Meaning, type Tensor, unknown } from "./meaning.ts";
import { applyOperator, operandOf } from "./operators.ts";
import type { GraphScope, Read } from "./scope.ts";

/** Arguments behind the two tensors are the loss's own. */
export function meaningOfLossCall(call: Call, callee: Identifier, scope: GraphScope, read: Read): Meaning {
  const [output, target, ...rest] = call.args;
  if (output === undefined || target === undefined || output.name || target.name) {
    scope.report({
      rule: "missing-argument",
      severity: "error",
      message: `in a formula, ${callee.name} takes two tensors: what the network says, and what it should say`,
      span: call.span,
      help: `write \`${callee.name}(u, 0)\``,
    });
    return unknown;
  }
  const operands = [output, target].map(({ value }) => operandOf(value, scope, read));
  const args = readStageArguments(rest, scope, read);
  if (args === undefined || operands.some((operand) => operand === undefined)) return unknown;
  const { span } = call;
  const written: Value = { kind: "call", span, name: callee.name, nameSpan: callee.span, args };
  const loss = readInstance("loss", written, scope.vocabulary, scope.report) as
    | Instance<LossDefinition>
    | undefined;
  if (loss === undefined) return unknown;
  const tensors = operands.filter((operand): operand is Tensor => typeof operand === "object");
  if (tensors.length === 0 || loss.word.facts(loss.params).targets.includes("class")) {
    scope.report({
      rule: "bad-option",
      severity: "error",
      message:
        tensors.length === 0
          ? `${callee.name} of two numbers says nothing of the network`
          : `${callee.name} compares with the index of a class, and a formula has none`,
      span,
    });
    return unknown;
  }
  const [o, t] = operands.map((operand) => (typeof operand === "number" ? operand : null));
  return applyOperator(comparison, { loss, output: o, target: t }, tensors, call, span, scope);
}
