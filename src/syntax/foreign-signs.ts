/** Signs of other languages, and those that editors put in the place of typed ones, with what they are meant for here. */
import type { TokenType } from "chevrotain";
import {
  And,
  Arrow,
  Assign,
  AtLeast,
  AtMost,
  Comma,
  Divide,
  Equal,
  Minus,
  Not,
  NotEqual,
  Or,
  Power,
  Times,
} from "./tokens.ts";

export interface ForeignSign {
  readonly text: string;
  /** Likeliest first; the parser takes the first that fits its place. Empty: it is left out. */
  readonly meant: readonly TokenType[];
}

/** Longest first, so that none hides a longer one. */
const foreignSigns: readonly ForeignSign[] = (
  [
    ["!==", [NotEqual]],
    ["===", [Equal]],
    ["==>", [Arrow]],
    ["-->", [Arrow]],
    ["=>", [Arrow, Assign, AtLeast]],
    ["|>", [Arrow]],
    [">>", [Arrow]],
    [":=", [Assign]],
    ["**", [Power]],
    ["<>", [NotEqual]],
    ["&&", [And]],
    ["||", [Or]],
    ["→", [Arrow]],
    ["⟶", [Arrow]],
    ["⇒", [Arrow]],
    ["➔", [Arrow]],
    ["−", [Minus]],
    ["–", [Minus, Arrow]],
    ["—", [Minus, Arrow]],
    ["×", [Times]],
    ["·", [Times]],
    ["÷", [Divide]],
    ["≤", [AtMost]],
    ["≥", [AtLeast]],
    ["≠", [NotEqual]],
    ["&", [And]],
    ["|", [Or]],
    [";", [Comma]],
    ["!", [Not]],
  ] as const
).map(([text, meant]) => ({ text, meant }));

const byFirst = new Map<string, ForeignSign[]>();
for (const sign of foreignSigns) {
  byFirst.set(sign.text.charAt(0), [...(byFirst.get(sign.text.charAt(0)) ?? []), sign]);
}

/** The foreign sign that begins at a place. `!=` is nnet's own. */
export function foreignSignAt(text: string, offset: number): ForeignSign | undefined {
  const found = byFirst.get(text.charAt(offset))?.find((sign) => text.startsWith(sign.text, offset));
  return found?.text === "!" && text.charAt(offset + 1) === "=" ? undefined : found;
}
