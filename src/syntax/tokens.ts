/** The kinds of tokens. Words of the library and statement words are all names: only eight words are reserved. */
import { createToken, type IToken, Lexer, type TokenType } from "chevrotain";

/** What the parser reads. Offsets are UTF-16 units of the source. */
export interface Token extends IToken {
  /** Offset behind the last character (Chevrotain's `endOffset` is the last character itself). */
  readonly end: number;
  /** First on its line: such a `(`, `[` or `.` does not belong to what stands before. */
  readonly newLine: boolean;
  /** The meaning of a string's escapes, or of a number's digits. */
  readonly value?: string | number;
  /** For a sign of another language: what it may be meant for, likeliest first. */
  readonly meant?: readonly TokenType[];
  /** Made up by error recovery; stands nowhere in the text. */
  readonly invented?: boolean;
}

function kind(name: string, categories: TokenType[] = []): TokenType {
  return createToken({ name, pattern: Lexer.NA, categories });
}

/** What may be the key of an entry. */
export const Key = kind("Key");
/** An identifier or a reserved word: keys, argument names and members may be any word. */
export const Name = kind("Name", [Key]);
export const Identifier = kind("Identifier", [Name]);
/** Soft like the other statement words, but the grammar must see it. */
export const From = kind("from", [Identifier]);
export const NumberToken = kind("Number", [Key]);
export const StringToken = kind("String", [Key]);

export const BinarySign = kind("BinarySign");
export const PrefixSign = kind("PrefixSign");

export const Repeat = kind("repeat", [Name]);
export const In = kind("in", [Name]);
export const And = kind("and", [Name, BinarySign]);
export const Or = kind("or", [Name, BinarySign]);
export const Not = kind("not", [Name, PrefixSign]);
export const True = kind("true", [Name]);
export const False = kind("false", [Name]);
export const None = kind("none", [Name]);

export const LeftParen = kind("(");
export const RightParen = kind(")");
export const LeftBracket = kind("[");
export const RightBracket = kind("]");
export const LeftBrace = kind("{");
export const RightBrace = kind("}");
export const Comma = kind(",");
export const Dot = kind(".");
export const Colon = kind(":");
export const Question = kind("?");
export const Assign = kind("=");
export const Tilde = kind("~");
export const Arrow = kind("->");
export const Power = kind("^");
export const Plus = kind("+", [BinarySign]);
export const Minus = kind("-", [BinarySign, PrefixSign]);
export const Times = kind("*", [BinarySign]);
export const Divide = kind("/", [BinarySign]);
export const Remainder = kind("%", [BinarySign]);
export const Equal = kind("==", [BinarySign]);
export const NotEqual = kind("!=", [BinarySign]);
export const AtMost = kind("<=", [BinarySign]);
export const AtLeast = kind(">=", [BinarySign]);
export const Less = kind("<", [BinarySign]);
export const Greater = kind(">", [BinarySign]);

/** A value that could not be read; error recovery puts it in. */
export const MissingValue = kind("missing value");
/** A sign that nnet does not know. No rule of the grammar takes it. */
export const Foreign = kind("foreign sign");

/** `True`, `False` and `None` are Keras' spelling, read as is. */
export const reservedWords: ReadonlyMap<string, TokenType> = new Map([
  ["repeat", Repeat],
  ["in", In],
  ["and", And],
  ["or", Or],
  ["not", Not],
  ["true", True],
  ["True", True],
  ["false", False],
  ["False", False],
  ["none", None],
  ["None", None],
  ["from", From],
]);

/** By spelling; the lexer tries two characters before one. */
export const signs: ReadonlyMap<string, TokenType> = new Map(
  [
    [LeftParen, RightParen, LeftBracket, RightBracket, LeftBrace, RightBrace, Comma, Dot, Colon, Question],
    [Assign, Tilde, Arrow, Power, Plus, Minus, Times, Divide, Remainder],
    [Equal, NotEqual, AtMost, AtLeast, Less, Greater],
  ]
    .flat()
    .map((type) => [type.name, type] as const),
);

export const vocabulary: TokenType[] = [
  ...[Key, Name, Identifier, From, NumberToken, StringToken, BinarySign, PrefixSign],
  ...[Repeat, In, And, Or, Not, True, False, None],
  ...signs.values(),
  ...[MissingValue, Foreign],
];

/** The bracket that closes an opening one. */
export const closerOf: ReadonlyMap<TokenType, TokenType> = new Map([
  [LeftParen, RightParen],
  [LeftBracket, RightBracket],
  [LeftBrace, RightBrace],
]);

export const closers: ReadonlySet<TokenType> = new Set(closerOf.values());

export function makeToken(type: TokenType, image: string, start: number, extra: Partial<Token> = {}): Token {
  return {
    image,
    startOffset: start,
    end: start + image.length,
    newLine: false,
    tokenType: type,
    tokenTypeIdx: type.tokenTypeIdx as number,
    ...extra,
  };
}

/** A token that stands nowhere in the text, at one place between two others. */
export function inventToken(type: TokenType, at: number): Token {
  const image = signs.has(type.name) ? type.name : "";
  return makeToken(type, image, at, { end: at, invented: true });
}

export function isWord(token: Token | undefined): boolean {
  return token !== undefined && (token.tokenType === Identifier || token.tokenType === From);
}
