/** What an argument or an entry of a section is worth once its expression has been evaluated. */
import type { Dim } from "../base/dim.ts";
import type { Span } from "../base/source.ts";
import type { Instance, Vocabulary } from "./word.ts";

export type Value =
  | NumberValue
  | SizeValue
  | StringValue
  | BooleanValue
  | NoneValue
  | ListValue
  | RecordValue
  | WordValue
  | CallValue
  | LayersValue
  | TensorValue;

export interface NumberValue {
  readonly kind: "number";
  readonly span: Span;
  readonly value: number;
}

/** A size that is a symbol until the data is read, such as `categories(kind)`. */
export interface SizeValue {
  readonly kind: "size";
  readonly span: Span;
  readonly value: Dim;
}

export interface StringValue {
  readonly kind: "string";
  readonly span: Span;
  readonly value: string;
}

export interface BooleanValue {
  readonly kind: "boolean";
  readonly span: Span;
  readonly value: boolean;
}

export interface NoneValue {
  readonly kind: "none";
  readonly span: Span;
}

export interface ListValue {
  readonly kind: "list";
  readonly span: Span;
  readonly items: readonly Value[];
}

export interface RecordValue {
  readonly kind: "record";
  readonly span: Span;
  readonly entries: readonly RecordEntry[];
}

export interface RecordEntry {
  readonly key: string;
  readonly keySpan: Span;
  readonly value: Value;
}

/** A bare name that the file does not define: a word of the library, a column, a choice. The reader decides. */
export interface WordValue {
  readonly kind: "word";
  readonly span: Span;
  readonly name: string;
  /** The words of the file that it is written in; absent where that is the one that reads it. */
  readonly home?: Vocabulary;
}

/** `Adam(0.01)`, `csv("a.csv")`: which library word is meant depends on where it stands, so it is not looked up yet. */
export interface CallValue {
  readonly kind: "call";
  readonly span: Span;
  readonly name: string;
  readonly nameSpan: Span;
  readonly args: readonly ArgumentValue[];
  /** As for a word. */
  readonly home?: Vocabulary;
}

/** Layers, one after another, in the place of an argument: `TimeDistributed(Dense(8) -> Dropout(0.2))`. */
export interface LayersValue {
  readonly kind: "layers";
  readonly span: Span;
  readonly layers: readonly {
    readonly name: string;
    readonly layer: Instance;
    readonly trainable: boolean;
  }[];
}

/** A tensor of the network among the arguments of a distribution: the number of the input by which it enters. */
export interface TensorValue {
  readonly kind: "tensor";
  readonly span: Span;
  readonly input: number;
}

export interface ArgumentValue {
  readonly span: Span;
  readonly name?: string;
  readonly nameSpan?: Span;
  readonly value: Value;
}

/** How a value is called in a message: `the number 3`, `the text "same"`, `a list`. */
export function describeValue(value: Value): string {
  switch (value.kind) {
    case "number":
      return `the number ${value.value}`;
    case "string":
      return `the text "${value.value}"`;
    case "boolean":
      return String(value.value);
    case "none":
      return "none";
    case "word":
      return `"${value.name}"`;
    case "call":
      return `${value.name}(…)`;
    case "tensor":
      return "a tensor";
    case "size":
      return "a size that the data decides";
    case "list":
      return value.items.length === 0 ? "an empty list" : "a list";
    case "record":
      return "a record";
    case "layers":
      return value.layers.length === 1 ? `${value.layers[0]?.layer.word.name}(…)` : "a chain of layers";
  }
}
