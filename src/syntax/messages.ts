/** Mistakes in the user's words: what is wrong, what was expected, what to write. */
import type { TokenType } from "chevrotain";
import type { Diagnostic, Edit, Fix, Related } from "../base/diagnostic.ts";
import { lineStarts, positionOf, type Source, type Span } from "../base/source.ts";
import type { Scene } from "./candidates.ts";
import { expectation } from "./expectation.ts";
import { gapBefore, type Repair } from "./repair.ts";
import { type SyntaxErrorParts, syntaxError } from "./syntax-error.ts";
import * as t from "./tokens.ts";

type Token = t.Token;

/** The finding for a mistake, from the repair that mended it. */
export function describe(scene: Scene, repair: Repair): Diagnostic {
  switch (repair.mistake.kind) {
    case "missing-sign":
      return missingSign(scene, repair, repair.mistake.sign);
    case "missing-word":
      return missingWord(scene, repair, repair.mistake.word);
    case "unclosed":
      return unclosed(scene, repair, repair.mistake.openers);
    case "wrong-sign":
      return wrongSign(scene, repair, repair.mistake.found, repair.mistake.sign);
    case "surplus":
      return surplus(scene, repair);
    case "missing-value":
      return missingValue(scene, repair);
    case "reserved-name":
      return reservedName(scene, repair);
    case "wrong-word":
      return wrongWord(scene, repair, repair.mistake.word);
    case "foreign-word":
      return foreignWord(scene, repair);
    case "missing-name":
      return missingName(scene, repair);
    case "missing-else":
      return missingElse(scene, repair);
    case "unbracketed":
      return unbracketed(scene, repair, repair.mistake.open, repair.mistake.close);
    case "unreadable":
      return unreadable(scene, repair);
  }
}

const purposes: ReadonlyMap<TokenType, string> = new Map([
  [t.Arrow, "`->` leads from one stage to the next"],
  [t.Assign, "`=` gives a value"],
  [t.Colon, "`:` gives a type"],
  [t.Equal, "`==` asks whether two values are equal"],
  [t.NotEqual, "`!=` asks whether two values differ"],
  [t.Comma, "`,` stands between values"],
  [t.Power, "`^` raises to a power"],
  [t.And, "`and` joins two conditions"],
  [t.Or, "`or` joins two conditions"],
  [t.Not, "`not` turns a condition round"],
  [t.RightParen, "`(` is closed by `)`"],
  [t.RightBracket, "`[` is closed by `]`"],
  [t.RightBrace, "`{` is closed by `}`"],
  [t.From, "`from` leads to the file"],
]);

function missingSign(scene: Scene, repair: Repair, sign: TokenType): Diagnostic {
  const { tokens, source } = scene;
  const at = gapBefore(tokens, repair.at);
  const before = quoted(tokens[repair.at - 1]);
  const found = tokens[repair.at];
  const next = found && !found.newLine ? quoted(found) : undefined;
  const afterBracket = t.closers.has(tokens[repair.at - 1]?.tokenType as TokenType);
  const label = purposes.get(sign);
  return syntaxError(
    { source, start: at, end: at },
    {
      message: `\`${sign.name}\` is missing ${placeOf(before, next, afterBracket)}`,
      ...(label && { label }),
      fix: fixOf(source, [insertion(source, at, sign.name)], sign === t.Comma),
    },
  );
}

function placeOf(before: string, next: string | undefined, afterBracket: boolean): string {
  if (next === undefined) return `after ${before}`;
  return afterBracket ? `in front of ${next}` : `between ${before} and ${next}`;
}

function missingWord({ source, tokens }: Scene, repair: Repair, word: string): Diagnostic {
  const name = tokens[repair.at] as Token;
  const start = name.startOffset;
  const edit = { span: { source, start, end: start }, text: `${word} ` };
  return syntaxError(spanOf(source, name), {
    message: `${quoted(name)} has a type and no value`,
    label:
      word === "input"
        ? "what comes in is declared with `input`"
        : "what is asked for is declared with `target`",
    fix: fixOf(source, [edit], false),
  });
}

function unclosed(scene: Scene, repair: Repair, openers: readonly Token[]): Diagnostic {
  const { source, tokens } = scene;
  const at = gapBefore(tokens, repair.at);
  const closing = openers.map((opener) => t.closerOf.get(opener.tokenType)?.name).join("");
  const next = repair.at < tokens.length ? "" : " before the end of the file";
  const related: Related[] = openers.map((opener) => ({
    span: spanOf(source, opener),
    text: `\`${opener.image}\` opens here`,
  }));
  const outer = openers.at(-1) as Token;
  const ownLine =
    outer.tokenType === t.LeftBrace &&
    openers.length === 1 &&
    lineOf(source, outer.startOffset) < lineOf(source, at);
  const text = ownLine ? `\n${marginOf(source, outer.startOffset)}}` : closing.replace(/^}/, " }");
  return syntaxError(
    { source, start: at, end: at },
    {
      message: `\`${closing}\` is missing${next}`,
      label: `closes ${openers.length === 1 ? nameOf(source, outer, at) : "these brackets"}`,
      related,
      fix: fixOf(source, [{ span: { source, start: at, end: at }, text }], false),
    },
  );
}

function nameOf(source: Source, opener: Token, at: number): string {
  const line = lineOf(source, opener.startOffset);
  return `the \`${opener.image}\` of ${line === lineOf(source, at) ? "this line" : `line ${line}`}`;
}

function wrongSign({ source, tokens }: Scene, repair: Repair, found: string, sign: TokenType): Diagnostic {
  const first = tokens[repair.at] as Token;
  const last = tokens[repair.at + repair.drop - 1] as Token;
  const span = { source, start: first.startOffset, end: last.end };
  const purpose = purposes.get(sign);
  const foreign = first.tokenType === t.Foreign;
  const closer = t.closers.has(sign);
  return syntaxError(span, {
    message: closer
      ? `\`${found}\` closes a bracket of another kind`
      : `\`${found}\` ${foreign ? "is not a sign of the language" : "cannot stand here"}`,
    label: purpose ?? `\`${sign.name}\` is meant`,
    fix: fixOf(source, [replacement(source, span, sign.name)], !closer),
  });
}

function surplus(scene: Scene, repair: Repair): Diagnostic {
  const { source, tokens } = scene;
  const token = tokens[repair.at] as Token;
  const span = spanOf(source, token);
  const fix = fixOf(source, [{ span, text: "" }], token.image === ";");
  return syntaxError(span, { ...surplusParts(scene, repair, token), fix });
}

function surplusParts(scene: Scene, repair: Repair, token: Token): SyntaxErrorParts {
  const before = scene.tokens[repair.at - 1];
  if (t.closers.has(token.tokenType))
    return { message: `\`${token.image}\` closes a bracket that was never opened` };
  if (
    token.tokenType === t.Comma &&
    before &&
    (before.tokenType === t.Comma || t.closerOf.has(before.tokenType))
  ) {
    return {
      message: "nothing stands in front of this comma",
      label: "a value is missing, or the comma is one too many",
    };
  }
  if (token.tokenType === t.Foreign) {
    const message = `${quoted(token)} is not a sign of the language`;
    return token.image === ";" ? { message, label: "a line ends by itself" } : { message };
  }
  return { message: `${quoted(token)} cannot stand here`, label: expectation(scene, repair.at) };
}

function missingValue(scene: Scene, repair: Repair): Diagnostic {
  const { source, tokens } = scene;
  const before = tokens[repair.at - 1];
  const at = gapBefore(tokens, repair.at);
  const found = tokens[repair.at];
  const place = before ? ` after ${quoted(before)}` : "";
  const span = before ? spanOf(source, before) : { source, start: at, end: at };
  const seen =
    found === undefined
      ? "the file ends here"
      : `found ${quoted(found)}${found.newLine ? " on the next line" : ""}`;
  return syntaxError(span, { message: `a value is missing${place}`, label: seen });
}

function reservedName({ source, tokens }: Scene, repair: Repair): Diagnostic {
  const token = tokens[repair.at] as Token;
  return syntaxError(spanOf(source, token), {
    message: `${quoted(token)} is a word of the language and cannot be a name`,
    help: `choose another name, such as \`${token.image}_\``,
  });
}

function wrongWord({ source, tokens }: Scene, repair: Repair, word: string): Diagnostic {
  const token = tokens[repair.at] as Token;
  const span = spanOf(source, token);
  return syntaxError(span, {
    message: `${quoted(token)} begins no statement`,
    label: `did you mean \`${word}\`?`,
    fix: fixOf(source, [{ span, text: word }], false),
  });
}

function foreignWord({ source, tokens }: Scene, repair: Repair): Diagnostic {
  const token = tokens[repair.at] as Token;
  const next = tokens[repair.at + 1] as Token;
  const span = spanOf(source, token);
  const rest = { source, start: token.startOffset, end: next.startOffset };
  return syntaxError(span, {
    message: `${quoted(token)} is not a word of the language`,
    label: "values and names need no word in front",
    fix: fixOf(source, [{ span: rest, text: "" }], true),
  });
}

function missingName({ source, tokens }: Scene, repair: Repair): Diagnostic {
  const dot = tokens[repair.at + 1] as Token;
  return syntaxError(spanOf(source, dot), {
    message: "a name is missing after `.`",
    label: "the name of one of several results, such as `.output`",
  });
}

function missingElse({ source, tokens }: Scene, repair: Repair): Diagnostic {
  const at = gapBefore(tokens, repair.at);
  return syntaxError(
    { source, start: at, end: at },
    {
      message: "`:` and a second value are missing",
      label: "a choice is written `condition ? value : other`",
    },
  );
}

function unbracketed({ source, tokens }: Scene, repair: Repair, open: string, close: string): Diagnostic {
  const start = repair.drop > 0 ? (tokens[repair.at] as Token).startOffset : gapBefore(tokens, repair.at);
  const end = repair.drop > 0 ? (tokens[repair.at + repair.drop - 1] as Token).end : start;
  const formals = open === "(";
  const span = { source, start, end };
  const inner = source.text.slice(start, end);
  const before = formals && repair.drop > 0 ? gapBefore(tokens, repair.at) : start;
  const text = formals ? `(${inner})` : `{ ${inner} }`;
  return syntaxError(span, {
    message: formals
      ? "the arguments of a definition stand in brackets"
      : "what is repeated stands in braces",
    label: `\`${open}\` and \`${close}\` are missing`,
    fix: fixOf(source, [{ span: { source, start: before, end }, text }], true),
  });
}

function unreadable(scene: Scene, { at }: Repair): Diagnostic {
  const { source, tokens, failure } = scene;
  const place = Math.max(failure, at);
  const found = tokens[place];
  const end = source.text.trimEnd().length;
  if (found === undefined) {
    return syntaxError(
      { source, start: end, end },
      { message: "the file ends too early", label: expectation(scene, place) },
    );
  }
  return syntaxError(spanOf(source, found), {
    message: `${quoted(found)} cannot stand here`,
    label: expectation(scene, place),
  });
}

/** A token as the user sees it. */
function quoted(token: Token | undefined): string {
  if (token === undefined) return "the end of the file";
  if (token.image === "") return "this";
  return token.image.length > 30 ? `\`${token.image.slice(0, 27)}…\`` : `\`${token.image}\``;
}

function spanOf(source: Source, token: Token): Span {
  return { source, start: token.startOffset, end: token.end };
}

const tight: ReadonlySet<string> = new Set([",", ":", ")", "]", "(", "[", "."]);

/** A sign put in at a place, with the blanks that it wants. */
function insertion(source: Source, at: number, sign: string): Edit {
  const span = { source, start: at, end: at };
  if (sign === "(" || sign === "[") {
    // `Dense 64)`: the bracket takes the place of the blank.
    const blank = source.text.slice(at).match(/^ */)?.[0].length ?? 0;
    return { span: { source, start: at, end: at + blank }, text: sign };
  }
  const behind = /^\s|^$/.test(source.text.slice(at, at + 1)) ? "" : " ";
  return { span, text: (tight.has(sign) ? sign : ` ${sign}`) + behind };
}

/** A sign in the place of another; a colon stands close to what it follows, `=` does not. */
function replacement(source: Source, span: Span, sign: string): Edit {
  const { text } = source;
  const before = tight.has(sign) || /\s/.test(text.charAt(span.start - 1)) ? "" : " ";
  const behind =
    t.closers.has(t.signs.get(sign) as TokenType) || /\s|^$/.test(text.charAt(span.end)) ? "" : " ";
  return { span, text: before + sign + behind };
}

/** The title is the mended line, or the part of it around the change. */
function fixOf(source: Source, edits: readonly Edit[], safe: boolean): Fix {
  const first = edits[0] as Edit;
  const starts = lineStarts(source);
  const line = positionOf(source, first.span.start).line;
  const from = starts[line - 1] as number;
  const end = starts[line] ?? source.text.length;
  const to = Math.max(end, first.span.end);
  const mended =
    source.text.slice(from, first.span.start) + first.text + source.text.slice(first.span.end, to);
  const title = mended.trim().replaceAll(/\s*\n\s*/g, " ");
  if (title.length <= 80) return { title, edits, safe };
  const middle = first.span.start - from;
  return { title: `…${mended.slice(Math.max(0, middle - 30), middle + 40).trim()}…`, edits, safe };
}

function lineOf(source: Source, offset: number): number {
  return positionOf(source, offset).line;
}

/** The blanks in front of the line of a place. */
function marginOf(source: Source, offset: number): string {
  const start = lineStarts(source)[lineOf(source, offset) - 1] as number;
  return source.text.slice(start).match(/^[ \t]*/)?.[0] ?? "";
}
