/** Repairs of brackets that are never closed: where the closing ones may belong. */
import type { TokenType } from "chevrotain";
import { columnOf, endsValue, marginOf, openBrackets } from "./places.ts";
import { type Mistake, put, type Repair, type Scene } from "./repair.ts";
import { looksLikeStart, statementForm } from "./statement-form.ts";
import * as t from "./tokens.ts";

type Token = t.Token;

/** Closing brackets where the grammar stops, in front of the token before, where a line is out again, in front of an arrow. */
export function unclosed(scene: Scene): Repair[] {
  const { tokens, failure } = scene;
  const found = tokens[failure];
  const atBreak = found === undefined || found.newLine || t.closers.has(found.tokenType);
  const repairs = closing(scene, failure, outdented(scene) ? 1.6 : atBreak ? 2 : 3);
  const before = tokens[failure - 1];
  if (before?.newLine) {
    const form = statementForm(before, found, tokens[failure + 1]);
    const keyword = form !== "expression" && form !== "binding";
    repairs.push(...closing(scene, failure - 1, keyword ? 1.9 : 3.5));
  }
  for (const at of dedents(scene)) repairs.push(...closing(scene, at, 1.6));
  const arrow = chainBefore(scene);
  if (arrow !== undefined) repairs.push(...closing(scene, arrow, 1.5, 1));
  const formals = endOfFormals(scene);
  if (formals !== undefined) repairs.push(...closing(scene, formals, 1.5, 1));
  return repairs;
}

/** `def f(a, b = a + b`: what follows the last `=`, or a brace, is the body. */
function endOfFormals({ tokens, failure, item }: Scene): number | undefined {
  const opener = item + 2;
  const statement = tokens[item]?.image;
  if (statement !== "def" && statement !== "block") return undefined;
  if (openBrackets(tokens, item, failure)[0] !== opener) return undefined;
  let depth = 0;
  let place: number | undefined;
  for (let i = opener + 1; i < failure; i++) {
    const type = (tokens[i] as Token).tokenType;
    if (depth === 0 && type === t.LeftBrace) return i;
    if (t.closerOf.has(type)) depth++;
    else if (t.closers.has(type)) depth--;
    else if (depth === 0 && type === t.Assign) place = i;
  }
  return place;
}

/** Closes the innermost bracket in front of a token, or several, or all. */
function closing(scene: Scene, at: number, cost: number, most = 8): Repair[] {
  const { tokens } = scene;
  const all = openBrackets(tokens, scene.item, at);
  // A line that is further in than the one with the bracket still belongs between its brackets.
  const deeper = tokens[at]?.newLine
    ? all.filter((i) => columnOf(scene.source, scene.tokens, at) > marginOf(scene.source, scene.tokens, i))
    : [];
  const late = deeper.includes(all.at(-1) as number) ? 1.5 : 0;
  const open = all.filter((i) => i === all.at(-1) || !deeper.includes(i)).map((i) => tokens[i] as Token);
  const counts = Array.from({ length: Math.min(open.length, most) }, (_, i) => i + 1);
  if (open.length > most && most > 1) counts.push(open.length);
  return counts.flatMap((count) => {
    const openers = open.slice(-count).toReversed();
    const types = openers.map((opener) => t.closerOf.get(opener.tokenType) as TokenType);
    const mistake: Mistake = { kind: "unclosed", openers };
    const before = tokens[at - 1];
    const plain = put(scene, at, types, cost + late + count / 100, mistake);
    if (before === undefined || endsValue.has(before.tokenType)) return [plain];
    return [plain, put(scene, at, [t.MissingValue, ...types], cost + late + 1 + count / 100, mistake)];
  });
}

/** Tokens that begin a line no further in than the line of a bracket still open there: it should have been closed before. */
function dedents(scene: Scene): number[] {
  const { tokens, failure, item } = scene;
  const places = new Set<number>();
  for (const opener of openBrackets(tokens, item, failure).slice(-8)) {
    const left = marginOf(scene.source, scene.tokens, opener);
    for (let i = opener + 1; i < failure; i++) {
      const token = tokens[i] as Token;
      if (!token.newLine || t.closers.has(token.tokenType) || columnOf(scene.source, scene.tokens, i) > left)
        continue;
      if (looksLikeStart(token, tokens[i + 1], tokens[i + 2])) places.add(i);
      break;
    }
  }
  return [...places];
}

/** The token that no rule could take begins a line, no further in than the line of the innermost bracket. */
function outdented(scene: Scene): boolean {
  const innermost = openBrackets(scene.tokens, scene.item, scene.failure).at(-1);
  if (innermost === undefined || !scene.tokens[scene.failure]?.newLine) return false;
  return (
    columnOf(scene.source, scene.tokens, scene.failure) <= marginOf(scene.source, scene.tokens, innermost)
  );
}

/** `Dense(64, relu -> Dropout(0.2)`, `[a, b -> Dense(8)`: a chain behind another argument, or from a number, belongs outside the brackets. */
function chainBefore(scene: Scene): number | undefined {
  const { tokens, failure, item } = scene;
  const opener = openBrackets(tokens, item, failure).at(-1);
  if (opener === undefined || (tokens[opener] as Token).tokenType === t.LeftBrace) return undefined;
  let depth = 0;
  let comma = false;
  for (let i = opener + 1; i < failure; i++) {
    const type = (tokens[i] as Token).tokenType;
    if (t.closerOf.has(type)) depth++;
    else if (t.closers.has(type)) depth--;
    else if (depth === 0 && type === t.Comma) comma = true;
    else if (depth === 0 && type === t.Arrow) {
      return comma || (i === opener + 2 && tokens[i - 1]?.tokenType === t.NumberToken) ? i : undefined;
    }
  }
  return undefined;
}
