/** The tree of a .nnet file. Plain immutable data, every node with its span; comments are kept beside the tree. */
import type { Source, Span } from "../base/source.ts";

export interface SourceFile {
  readonly kind: "file";
  readonly span: Span;
  readonly source: Source;
  readonly items: readonly Item[];
  /** All comments, in order of place. */
  readonly comments: readonly Comment[];
  /** Places that could not be understood and were left out. A name that stands there may have been meant to exist. */
  readonly unread: readonly Span[];
}

export interface Comment {
  readonly span: Span;
  /** Without the sign and the blanks around it. */
  readonly text: string;
  /** `##` describes what follows. */
  readonly documentation: boolean;
}

export type Item =
  | Import
  | Param
  | Def
  | Block
  | Section
  | Target
  | Input
  | Output
  | Binding
  | ExpressionStatement;

/** The statements that may stand inside a block. */
export type GraphItem = Input | Output | Binding | ExpressionStatement;

export interface Identifier {
  readonly kind: "identifier";
  readonly span: Span;
  readonly name: string;
}

/** `import A, B from "file.nnet"` */
export interface Import {
  readonly kind: "import";
  readonly span: Span;
  readonly names: readonly Identifier[];
  readonly from: StringLiteral;
}

/** `param name: type = value in range` */
export interface Param {
  readonly kind: "param";
  readonly span: Span;
  readonly name: Identifier;
  readonly type?: Type;
  readonly value: Expression;
  readonly range?: Expression;
}

export interface Formal {
  readonly kind: "formal";
  readonly span: Span;
  readonly name: Identifier;
  readonly default?: Expression;
}

/** `def name(formals) = body` */
export interface Def {
  readonly kind: "def";
  readonly span: Span;
  readonly name: Identifier;
  readonly formals: readonly Formal[];
  readonly body: Expression;
}

/** `block Name(formals) = chain` (one expression statement) or `{ … }`. */
export interface Block {
  readonly kind: "block";
  readonly span: Span;
  readonly name: Identifier;
  readonly formals: readonly Formal[];
  readonly body: readonly GraphItem[];
  /** Written with braces. */
  readonly braces: boolean;
}

export type SectionKind = "data" | "train" | "search";

export interface Section {
  readonly kind: "section";
  readonly span: Span;
  readonly section: SectionKind;
  readonly keyword: Span;
  readonly name?: Identifier;
  readonly record: RecordLiteral;
}

/** `target name: type in range` */
export interface Target {
  readonly kind: "target";
  readonly span: Span;
  readonly name: Identifier;
  /** A type, or a call such as `class(10)`: the grammar reads an expression. */
  readonly type: Expression;
  readonly range?: Expression;
}

/** `input a, b: f32[28, 28] in range(0, 255)` */
export interface Input {
  readonly kind: "input";
  readonly span: Span;
  readonly names: readonly Identifier[];
  readonly type?: Type;
  readonly range?: Expression;
}

/** `output name = …`, or `output …` without a name. */
export interface Output {
  readonly kind: "output";
  readonly span: Span;
  readonly value: Binding | Expression;
}

/** `name: type = value` or `name ~ distribution` */
export interface Binding {
  readonly kind: "binding";
  readonly span: Span;
  readonly name: Identifier;
  readonly type?: Type;
  readonly sign: "=" | "~";
  readonly value: Expression;
}

export interface ExpressionStatement {
  readonly kind: "expression-statement";
  readonly span: Span;
  readonly expression: Expression;
}

/** `f32[28, T, ?]`; `f32` alone is a scalar a row, `[3]` alone leaves the element type open. */
export interface Type {
  readonly kind: "type";
  readonly span: Span;
  readonly element?: Identifier;
  readonly dims: readonly TypeDim[];
}

export type TypeDim = UnknownDim | Expression;

/** `?`, a size that equals nothing else. */
export interface UnknownDim {
  readonly kind: "unknown-dim";
  readonly span: Span;
}

export type Expression =
  | NumberLiteral
  | StringLiteral
  | BooleanLiteral
  | NoneLiteral
  | Identifier
  | ListLiteral
  | TupleLiteral
  | RecordLiteral
  | Call
  | Index
  | Member
  | Unary
  | Binary
  | Choice
  | Chain
  | Repeat
  | Missing;

/**
 * Stands where a value should be and could not be read. The parser has already said so: whoever meets one takes it for
 * anything that fits and reports nothing about it.
 */
export interface Missing {
  readonly kind: "missing";
  readonly span: Span;
}

export interface NumberLiteral {
  readonly kind: "number";
  readonly span: Span;
  readonly value: number;
  /** As typed: `8_000`, `1e-3`. */
  readonly raw: string;
}

export interface StringLiteral {
  readonly kind: "string";
  readonly span: Span;
  readonly value: string;
}

export interface BooleanLiteral {
  readonly kind: "boolean";
  readonly span: Span;
  readonly value: boolean;
}

export interface NoneLiteral {
  readonly kind: "none";
  readonly span: Span;
}

export interface ListLiteral {
  readonly kind: "list";
  readonly span: Span;
  readonly items: readonly Expression[];
}

/** `(a)` groups one expression; `(3, 3)` is read as a list (pasted Keras). */
export interface TupleLiteral {
  readonly kind: "tuple";
  readonly span: Span;
  readonly items: readonly Expression[];
}

export interface RecordLiteral {
  readonly kind: "record";
  readonly span: Span;
  readonly entries: readonly Entry[];
}

export interface Entry {
  readonly kind: "entry";
  readonly span: Span;
  readonly key: EntryKey;
  readonly value: Expression;
}

export interface EntryKey {
  readonly kind: "key";
  readonly span: Span;
  /** The text of the key: the name, the string's value, or the number as typed. */
  readonly text: string;
  readonly form: "name" | "string" | "number";
}

export interface Call {
  readonly kind: "call";
  readonly span: Span;
  readonly callee: Expression;
  readonly args: readonly Argument[];
}

export interface Argument {
  readonly kind: "argument";
  readonly span: Span;
  readonly name?: Identifier;
  readonly value: Expression;
}

export interface Index {
  readonly kind: "index";
  readonly span: Span;
  readonly object: Expression;
  readonly slices: readonly Slice[];
}

/** `i`, `a:b`, `:b`, `a:`, `:` */
export interface Slice {
  readonly kind: "slice";
  readonly span: Span;
  readonly start?: Expression;
  readonly end?: Expression;
  /** Written with a colon; without one, `start` is a single position. */
  readonly range: boolean;
}

export interface Member {
  readonly kind: "member";
  readonly span: Span;
  readonly object: Expression;
  readonly name: Identifier;
}

export interface Unary {
  readonly kind: "unary";
  readonly span: Span;
  readonly operator: "-" | "not";
  readonly operand: Expression;
}

export type BinaryOperator =
  | "+"
  | "-"
  | "*"
  | "/"
  | "%"
  | "^"
  | "=="
  | "!="
  | "<="
  | ">="
  | "<"
  | ">"
  | "and"
  | "or";

export interface Binary {
  readonly kind: "binary";
  readonly span: Span;
  readonly operator: BinaryOperator;
  readonly operatorSpan: Span;
  readonly left: Expression;
  readonly right: Expression;
}

/** `c ? a : b` */
export interface Choice {
  readonly kind: "choice";
  readonly span: Span;
  readonly condition: Expression;
  readonly then: Expression;
  readonly else: Expression;
}

/** `a -> b -> c`; at least two stages. */
export interface Chain {
  readonly kind: "chain";
  readonly span: Span;
  readonly stages: readonly Expression[];
}

/** `repeat n { … }`, `repeat f in [16, 32] { … }` */
export interface Repeat {
  readonly kind: "repeat";
  readonly span: Span;
  readonly variable?: Identifier;
  readonly over: Expression;
  readonly body: Expression;
}
