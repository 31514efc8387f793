/** Brackets that are missing on both sides: `def f x = …`, `repeat 3 Dense(8)`, `a ? b : c ? d : e`. */
import type { TokenType } from "chevrotain";
import { endOfLine, endOfSlot, endOfStage, gapBefore, lastAssign, startOfSlot } from "./places.ts";
import type { Bracketed, Repair, Scene } from "./repair.ts";
import * as t from "./tokens.ts";

export function unbracketed(scene: Scene): Repair[] {
  const { tokens, failure, item } = scene;
  const assign = lastAssign(tokens, failure, item);
  const afterComma = tokens[failure - 2]?.tokenType === t.Comma && !tokens[failure - 1]?.newLine;
  if (assign !== undefined && (afterComma || tokens[failure]?.tokenType === t.Comma)) {
    return [around(scene, assign + 1, endOfLine(tokens, failure), "list")];
  }
  const statement = tokens[item]?.image;
  if (failure === item + 2 && (statement === "def" || statement === "block")) {
    let end = failure;
    while (t.isWord(tokens[end]) || tokens[end]?.tokenType === t.Comma) end++;
    return [around(scene, failure, end, "formals")];
  }
  for (let i = failure - 1; i >= startOfSlot(tokens, failure, item); i--) {
    const type = tokens[i]?.tokenType;
    if (type === t.Repeat) return [around(scene, failure, endOfStage(tokens, failure), "repeated")];
    if (type === t.Colon && tokens[failure]?.tokenType === t.Question) {
      return [around(scene, i + 1, endOfSlot(tokens, failure), "choice")];
    }
  }
  return [];
}

const bracketsAround: Readonly<Record<Bracketed, readonly [TokenType, TokenType]>> = {
  formals: [t.LeftParen, t.RightParen],
  choice: [t.LeftParen, t.RightParen],
  repeated: [t.LeftBrace, t.RightBrace],
  list: [t.LeftBracket, t.RightBracket],
};

function around({ tokens }: Scene, at: number, end: number, what: Bracketed): Repair {
  const [open, close] = bracketsAround[what];
  const inner = tokens.slice(at, end);
  const insert = [
    t.inventToken(open, gapBefore(tokens, at)),
    ...inner.map((token) => ({ ...token, newLine: false })),
    t.inventToken(close, gapBefore(tokens, end)),
  ];
  return { at, drop: inner.length, insert, cost: 1.4, mistake: { kind: "unbracketed", what } };
}
