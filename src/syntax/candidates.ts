/** All repairs worth trying where the grammar stops. The costs order those that go equally far; recover.ts tries them. */
import type { TokenType } from "chevrotain";
import { suggest } from "../base/suggest.ts";
import { endOfSlot, endsValue, gapBefore, lastAssign, openBrackets, startOfSlot } from "./places.ts";
import { type Mistake, put, type Repair, retype, type Scene } from "./repair.ts";
import { statementWords } from "./statement-form.ts";
import * as t from "./tokens.ts";
import { unbracketed } from "./unbracketed.ts";
import { unclosed } from "./unclosed.ts";

type Token = t.Token;

export function candidates(scene: Scene): Repair[] {
  const found = scene.tokens[scene.failure];
  if (found?.tokenType === t.Foreign) return [...foreign(scene, found), ...dropped(scene)];
  return [
    ...[...reserved(scene), ...misspelt(scene), ...splitSigns(scene), ...missingValues(scene)],
    ...[...unclosed(scene), ...missingSigns(scene), ...missingWords(scene), ...unbracketed(scene)],
    ...[...wrongSigns(scene), ...surplus(scene), ...dropped(scene)],
  ];
}

function foreign(scene: Scene, found: Token): Repair[] {
  const { failure } = scene;
  const meant = found.meant ?? [];
  const signs = meant.length > 0 ? meant : [t.Comma, t.Arrow, t.Plus];
  const value = t.inventToken(t.MissingValue, found.startOffset);
  return [
    ...signs.map((sign, i) =>
      retype(scene, failure, sign, (meant.length > 0 ? 1 : 2) + i / 10, {
        ...{ kind: "wrong-sign", found: found.image, sign },
      }),
    ),
    { at: failure, drop: 1, insert: [], cost: 1.5, mistake: { kind: "surplus" } },
    { at: failure, drop: 1, insert: [value], cost: 2.5, mistake: { kind: "surplus" } },
  ];
}

const nameSigns: ReadonlySet<TokenType> = new Set([t.Assign, t.Colon, t.Tilde]);

/** A reserved word where a name must stand. */
function reserved({ tokens, failure, ...rest }: Scene): Repair[] {
  const scene = { tokens, failure, ...rest };
  const isReserved = (token: Token | undefined): boolean =>
    token !== undefined && t.reservedWords.has(token.image) && token.tokenType !== t.From;
  const repairs: Repair[] = [];
  const mistake: Mistake = { kind: "reserved-name" };
  const found = tokens[failure];
  if (isReserved(found)) repairs.push(retype(scene, failure, t.Identifier, 2, mistake));
  if (found && nameSigns.has(found.tokenType) && isReserved(tokens[failure - 1])) {
    repairs.push(retype(scene, failure - 1, t.Identifier, 1.2, mistake));
  }
  return repairs;
}

const foreignWords: ReadonlySet<string> = new Set(["return", "let", "const", "var", "final", "val"]);

/** `ouput y = …`: a word that begins no statement, and is close to one that does. */
function misspelt(scene: Scene): Repair[] {
  const { tokens, failure } = scene;
  const before = tokens[failure - 1];
  const found = tokens[failure];
  if (!t.isWord(before) || !found || found.newLine) return [];
  if (!t.isWord(found) && found.tokenType !== t.LeftBrace) return [];
  const written = before as Token;
  if (foreignWords.has(written.image)) {
    return [{ at: failure - 1, drop: 1, insert: [], cost: 1.1, mistake: { kind: "foreign-word" } }];
  }
  if (!written.newLine && failure - 1 !== scene.item) return [];
  const word = suggest(written.image, statementWords);
  if (word === undefined || word === written.image) return [];
  const token = t.makeToken(t.Identifier, word, written.startOffset, {
    end: written.end,
    newLine: written.newLine,
  });
  return [{ at: failure - 1, drop: 1, insert: [token], cost: 1.1, mistake: { kind: "wrong-word", word } }];
}

/** `- >`, `= =`: one sign, written as two. */
function splitSigns(scene: Scene): Repair[] {
  const before = scene.tokens[scene.failure - 1];
  const found = scene.tokens[scene.failure];
  if (!before || !found) return [];
  const both = before.image + found.image;
  const sign = both === "=>" ? t.Arrow : t.signs.get(both);
  if (!sign || both.length !== 2) return [];
  const mistake: Mistake = { kind: "wrong-sign", found: `${before.image} ${found.image}`, sign };
  return [retype(scene, scene.failure - 1, sign, 1, mistake, 2)];
}

function missingValues(scene: Scene): Repair[] {
  const { tokens, failure, item } = scene;
  const before = tokens[failure - 1];
  const mistake: Mistake = { kind: "missing-value" };
  const needed = before !== undefined && !endsValue.has(before.tokenType);
  const repairs = [put(scene, failure, [t.MissingValue], needed ? 2 : 6, mistake)];
  if (before?.tokenType === t.Dot && t.isWord(tokens[failure - 2])) {
    const value = t.inventToken(t.MissingValue, before.end);
    repairs.push({ at: failure - 2, drop: 2, insert: [value], cost: 1.5, mistake: { kind: "missing-name" } });
  }
  if (t.isWord(before) && tokens[item]?.image === "param") {
    repairs.push(put(scene, failure, [t.Assign, t.MissingValue], 2.05, mistake));
  }
  if (lacksElse(scene)) {
    repairs.push(put(scene, failure, [t.Colon, t.MissingValue], 1.9, { kind: "missing-else" }));
  }
  // `h =` at the end of a line takes the name in front of the next `=` for its value.
  const sign = tokens[failure - 2];
  if (before?.newLine && sign && !endsValue.has(sign.tokenType)) {
    repairs.push(put(scene, failure - 1, [t.MissingValue], 1.8, mistake));
  }
  return repairs;
}

/** A `?` on the same level without its `:`. */
function lacksElse({ tokens, failure, item }: Scene): boolean {
  for (let i = failure - 1; i >= startOfSlot(tokens, failure, item); i--) {
    const type = (tokens[i] as Token).tokenType;
    if (type === t.Colon) return false;
    if (type === t.Question) return true;
  }
  return false;
}

const elementTypes = /^(f32|f64|i32|u8|bool)$/;
const targetKinds = /^(binary|class|onehot|multilabel|real|positive|count|distribution)$/;

function missingSigns(scene: Scene): Repair[] {
  const { tokens, failure, item } = scene;
  const found = tokens[failure];
  const before = tokens[failure - 1];
  if (!before) return [];
  const innermost = openBrackets(tokens, item, failure).at(-1);
  const bracket = innermost === undefined ? undefined : (tokens[innermost] as Token).tokenType;
  const inCommas = bracket === t.LeftParen || bracket === t.LeftBracket;
  const costs: [TokenType, number][] = [
    [t.Comma, inCommas ? (found?.newLine ? 2.05 : 2) : 2.7],
    [t.Arrow, inCommas && found?.newLine ? 3 : 2.2],
    [t.Colon, found && elementTypes.test(found.image) ? 2.1 : 2.8],
    [t.Assign, namesArgument(scene, bracket) ? 1.9 : 2.6],
    [t.LeftParen, 2.9],
    [t.LeftBrace, 2.9],
    [t.LeftBracket, 3],
  ];
  if (tokens[item]?.image === "import") costs.push([t.From, 2]);
  const earlier = lateOpeners(scene).map(([sign, at]) =>
    put(scene, at, [sign], 2.5, { kind: "missing-sign", sign }),
  );
  const here = costs.map(([sign, cost]) => put(scene, failure, [sign], cost, { kind: "missing-sign", sign }));
  return [...here, ...earlier];
}

const literals: ReadonlySet<TokenType> = new Set([t.NumberToken, t.StringToken, t.True, t.False, t.None]);

/** `Dense(units 64)`: the first word of an argument in front of a literal is rather its name than an argument of its own. */
function namesArgument({ tokens, failure }: Scene, bracket: TokenType | undefined): boolean {
  const start = tokens[failure - 2]?.tokenType;
  const found = tokens[failure]?.tokenType;
  if (bracket !== t.LeftParen || found === undefined || !t.isWord(tokens[failure - 1])) return false;
  return literals.has(found) && (start === t.LeftParen || start === t.Comma);
}

/** Opening brackets whose lack shows only later: `metrics = a, b]`, and behind the name at the end of a line. */
function lateOpeners({ tokens, failure, item }: Scene): [TokenType, number][] {
  const places: [TokenType, number][] = [];
  const assign = lastAssign(tokens, failure, item);
  if (assign !== undefined) places.push([t.LeftBracket, assign + 1]);
  if (tokens[failure - 1]?.newLine || t.isWord(tokens[failure - 2])) places.push([t.LeftParen, failure - 1]);
  if (tokens[failure - 2]?.tokenType === t.Assign) places.push([t.LeftBrace, failure - 1]);
  return places;
}

/** `image: f32[28, 28]` without `input`, `digit: class(10)` without `target`. */
function missingWords(scene: Scene): Repair[] {
  const { tokens, failure, item } = scene;
  let first = failure - 1;
  while (first > item && !(tokens[first] as Token).newLine) first--;
  if (!t.isWord(tokens[first]) || tokens[first + 1]?.tokenType !== t.Colon) return [];
  const { startOffset, newLine } = tokens[first] as Token;
  const word = targetKinds.test(tokens[first + 2]?.image ?? "") ? "target" : "input";
  const likely = word === "target" || elementTypes.test(tokens[first + 2]?.image ?? "");
  const token = t.makeToken(t.Identifier, word, startOffset, { end: startOffset, newLine, invented: true });
  return [
    { at: first, drop: 0, insert: [token], cost: likely ? 2 : 3, mistake: { kind: "missing-word", word } },
  ];
}

/** Signs taken for one another, and the likely one in place of each. */
const confused: readonly (readonly [found: TokenType, meant: TokenType, cost: number])[] = [
  [t.Colon, t.Assign, 2],
  [t.Equal, t.Assign, 2.3],
  [t.Assign, t.Arrow, 2.4],
  [t.Assign, t.Equal, 2.5],
  [t.Assign, t.Colon, 2.5],
  [t.Arrow, t.Assign, 2.6],
  [t.Greater, t.Arrow, 2.6],
  [t.Tilde, t.Assign, 2.7],
  [t.Dot, t.Comma, 2.7],
  [t.Colon, t.Comma, 2.8],
];

function wrongSigns(scene: Scene): Repair[] {
  const { tokens, failure, item } = scene;
  const repairs: Repair[] = [];
  const swap = (at: number, sign: TokenType, cost: number): void => {
    const found = (tokens[at] as Token).image;
    repairs.push(retype(scene, at, sign, cost, { kind: "wrong-sign", found, sign }));
  };
  const found = tokens[failure];
  for (const [type, sign, cost] of confused) if (found?.tokenType === type) swap(failure, sign, cost);
  // `h : x -> Dense(8)` is understood as a type up to the arrow.
  for (let at = failure - 1; at > Math.max(item, failure - 4); at--) {
    const type = (tokens[at] as Token).tokenType;
    if (type === t.Colon || type === t.Tilde) swap(at, t.Assign, 2.4);
  }
  const opener = openBrackets(tokens, item, failure).at(-1);
  const closer = opener === undefined ? undefined : t.closerOf.get((tokens[opener] as Token).tokenType);
  if (found && t.closers.has(found.tokenType) && closer) swap(failure, closer, 2.3);
  return repairs;
}

function surplus(scene: Scene): Repair[] {
  const { tokens, failure } = scene;
  const found = tokens[failure];
  const mistake: Mistake = { kind: "surplus" };
  const repairs: Repair[] = [];
  const cheap = found?.tokenType === t.Comma || (found !== undefined && t.closers.has(found.tokenType));
  if (found) repairs.push({ at: failure, drop: 1, insert: [], cost: cheap ? 1.7 : 3.5, mistake });
  if (failure > scene.item) repairs.push({ at: failure - 1, drop: 1, insert: [], cost: 4, mistake });
  return repairs;
}

/** Last resorts: leave out the rest of a value, the value, the line. */
function dropped(scene: Scene): Repair[] {
  const { tokens, failure, item } = scene;
  const mistake: Mistake = { kind: "unreadable" };
  const end = endOfSlot(tokens, failure);
  const start = startOfSlot(tokens, failure, item);
  // Where a line ends too early, the broken one is the one before.
  let lineStart = Math.min(
    tokens[failure]?.newLine && failure > item ? failure - 1 : failure,
    tokens.length - 1,
  );
  const broken = lineStart < failure ? failure : undefined;
  while (lineStart > item && !(tokens[lineStart] as Token).newLine) lineStart--;
  let lineEnd = failure + 1;
  while (lineEnd < tokens.length && !(tokens[lineEnd] as Token).newLine) lineEnd++;
  const value = t.inventToken(t.MissingValue, gapBefore(tokens, start));
  return [
    { at: failure, drop: end - failure, insert: [], cost: 5, mistake },
    { at: failure, drop: Math.min(lineEnd, tokens.length) - failure, insert: [], cost: 5.5, mistake },
    { at: start, drop: end - start, insert: [value], cost: 6, mistake },
    {
      at: lineStart,
      drop: (broken ?? Math.min(lineEnd, tokens.length)) - lineStart,
      insert: [],
      cost: 7,
      mistake,
    },
  ].filter(({ drop }) => drop > 0);
}
