/** Flat runs of operands and signs to trees, without recursion. */
import type { Report } from "../base/diagnostic.ts";
import type { Source } from "../base/source.ts";
import type { BinaryOperator, Expression } from "./ast.ts";
import { syntaxError } from "./syntax-error.ts";
import { Power, type Token } from "./tokens.ts";

/** A value with its bounds in the text, which hold the brackets around a group. */
export interface Operand {
  readonly value: Expression;
  readonly start: number;
  readonly end: number;
}

const comparison = 3;
const ranks: Readonly<Record<string, number>> = {
  ...{ or: 1, and: 2 },
  ...{
    "==": comparison,
    "!=": comparison,
    "<=": comparison,
    ">=": comparison,
    "<": comparison,
    ">": comparison,
  },
  ...{ "+": 4, "-": 4, "*": 5, "/": 5, "%": 5 },
};

/** How tightly a binary operator binds; `^` most. */
export function rankOf(operator: string): number {
  return operator === "^" ? 7 : (ranks[operator] ?? 0);
}

/** All binary operators but `^` go from left to right, by rank; comparisons do not go on at all. */
export function operationsOf(
  source: Source,
  operands: readonly Operand[],
  signs: readonly Token[],
  report: Report,
): Expression {
  const values = [operands[0] as Operand];
  const waiting: Token[] = [];
  const fold = (): void => {
    const sign = waiting.pop() as Token;
    const right = values.pop() as Operand;
    values.push(join(source, values.pop() as Operand, sign, right));
  };
  signs.forEach((sign, i) => {
    const rank = rankOf(sign.image);
    for (let top = waiting.at(-1); top !== undefined && rankOf(top.image) >= rank; top = waiting.at(-1)) {
      if (rank === comparison && rankOf(top.image) === comparison) refuseSecond(source, top, sign, report);
      fold();
    }
    waiting.push(sign);
    values.push(operands[i + 1] as Operand);
  });
  while (waiting.length > 0) fold();
  return (values[0] as Operand).value;
}

function refuseSecond(source: Source, first: Token, second: Token, report: Report): void {
  report(
    syntaxError(
      { source, start: second.startOffset, end: second.end },
      {
        message: "comparisons cannot follow one another",
        help: `write \`a ${first.image} b and b ${second.image} c\``,
      },
    ),
  );
}

/** `- a ^ not b`: the signs in order of place, one `^` between each two values; everything binds to the right. */
export function operandOf(source: Source, signs: readonly Token[], values: readonly Operand[]): Expression {
  let next = values.length - 1;
  let result = values[next] as Operand;
  for (const sign of signs.toReversed()) {
    if (sign.tokenType === Power) {
      next--;
      result = join(source, values[next] as Operand, sign, result);
      continue;
    }
    const span = { source, start: sign.startOffset, end: result.end };
    const operator = sign.image === "not" ? "not" : "-";
    result = {
      value: { kind: "unary", span, operator, operand: result.value },
      ...{ start: span.start, end: span.end },
    };
  }
  return result.value;
}

function join(source: Source, left: Operand, sign: Token, right: Operand): Operand {
  const { start } = left;
  const { end } = right;
  const operator = sign.image as BinaryOperator;
  const operatorSpan = { source, start: sign.startOffset, end: sign.end };
  const span = { source, start, end };
  return {
    value: { kind: "binary", span, operator, operatorSpan, left: left.value, right: right.value },
    start,
    end,
  };
}
