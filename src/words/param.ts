/** Parameters of library words: their types read values, say what they expect, and serialise. */
import type { Diagnostic } from "../base/diagnostic.ts";
import type { Value } from "./value.ts";
import type { Instance, Vocabulary, WordKind } from "./word.ts";

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** Why a value does not serve. `message` follows "argument `rate` of Dropout: …". */
export interface Refusal {
  readonly refused: true;
  /** Rule name; `bad-option` when left out. */
  readonly rule?: string;
  readonly message: string;
  readonly help?: string;
  /** Text that could stand in place of the value. */
  readonly replacement?: string;
  /** The part of the value that is wrong, when it is not all of it. */
  readonly at?: Value;
  /** Findings that say it better, of arguments inside the value; when present they are reported in place of this one. */
  readonly findings?: readonly Diagnostic[];
}

export type Reading<T> = { readonly refused: false; readonly value: T } | Refusal;

export interface ReadContext {
  readonly vocabulary: Vocabulary;
  /** Reads a word or call of the given kind with its own arguments; reports nothing itself. */
  readInstance(kind: WordKind, value: Value): Reading<Instance>;
}

export interface ParamType<T> {
  /** Completes "expects …": `a positive integer`, `"valid" or "same"`. */
  readonly expects: string;
  /** Words that may stand there, for completion and suggestions. */
  readonly choices?: readonly string[];
  /** The kind of library word that may stand there. */
  readonly wordKind?: WordKind;
  read(value: Value, context: ReadContext): Reading<T>;
  toJson(value: T): Json;
  fromJson(json: Json, vocabulary: Vocabulary): T;
  /** JSON Schema of `toJson`'s results. */
  readonly schema: Json;
}

export interface Param<T> {
  readonly type: ParamType<T>;
  readonly doc: string;
  /** Absent (no such key: `isRequired` asks) means that the argument is required. "None" is `null`. */
  readonly default?: T;
  /** Never taken by position. */
  readonly keywordOnly?: boolean;
}

/** Order is Keras' positional order. */
export type ParamTable = Readonly<Record<string, Param<unknown>>>;

export type ParamsOf<T> = { readonly [K in keyof T]: T[K] extends Param<infer V> ? V : never };

export type Params = Readonly<Record<string, unknown>>;

export function isRequired(param: Param<unknown>): boolean {
  return !("default" in param);
}
