/** Mistakes in the user's words: what is wrong, what was expected, what to write. */
import type { TokenType } from "chevrotain";
import type { Diagnostic, Related } from "../base/diagnostic.ts";
import type { Source } from "../base/source.ts";
import { blanksBefore, fixOf, insertion, lineOf, quoted, replacement, spanOf } from "./edits.ts";
import { expectation } from "./expectation.ts";
import { gapBefore, openBrackets } from "./places.ts";
import type { Bracketed, Repair, Scene } from "./repair.ts";
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
      return unbracketed(scene, repair, repair.mistake.what);
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
  const text = ownLine ? `\n${blanksBefore(source, outer.startOffset)}}` : closing.replace(/^}/, " }");
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
    fix: fixOf(source, [replacement(source, span, sign.name)], foreign || found === ":"),
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
  if (token.tokenType === t.Comma && openBrackets(scene.tokens, scene.item, repair.at).length === 0) {
    return {
      message: "this comma stands outside all brackets",
      label: "statements are not parted by commas",
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
      ? "the text ends here"
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

const bracketRules: Readonly<Record<Bracketed, readonly [message: string, open: string, close: string]>> = {
  formals: ["the arguments of a definition stand in brackets", "(", ")"],
  choice: ["a choice inside a choice stands in brackets", "(", ")"],
  list: ["several values for one key stand in brackets", "[", "]"],
  repeated: ["what is repeated stands in braces", "{ ", " }"],
};

function unbracketed({ source, tokens }: Scene, repair: Repair, what: Bracketed): Diagnostic {
  const [message, open, close] = bracketRules[what];
  const gap = gapBefore(tokens, repair.at);
  const start = repair.drop > 0 ? (tokens[repair.at] as Token).startOffset : gap;
  const end = repair.drop > 0 ? (tokens[repair.at + repair.drop - 1] as Token).end : start;
  const inner = source.text.slice(start, end);
  const span = { source, start: what === "formals" ? gap : start, end };
  return syntaxError(
    { source, start, end },
    {
      message,
      label: `\`${open.trim()}\` and \`${close.trim()}\` are missing`,
      fix: fixOf(source, [{ span, text: open + inner + close }], true),
    },
  );
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
  const before = tokens[place - 1];
  if (found.newLine && before) {
    const gap = { source, start: before.end, end: before.end };
    return syntaxError(gap, {
      message: "something is missing at the end of this line",
      label: expectation(scene, place),
    });
  }
  return syntaxError(spanOf(source, found), {
    message: `${quoted(found)} cannot stand here`,
    label: expectation(scene, place),
  });
}
