/** What a data format is: how rows are read from a file. One object a format. */
import type { Host } from "../base/host.ts";
import type { Params, ParamsOf, ParamTable } from "../words/param.ts";
import type { Word } from "../words/word.ts";
import type { DataHeader } from "./header.ts";

/** Everything that a source holds, raw: text columns as text, numbers as numbers, arrays as they are stored. */
export interface RawData {
  readonly rows: number;
  readonly fields: Readonly<Record<string, RawField>>;
}

export type RawField = NumberColumn | TextColumn | RawArray;

export interface NumberColumn {
  readonly kind: "number";
  /** NaN where the value is missing. */
  readonly values: Float64Array;
  /** Where row `i` stands in the file, for messages: 1-based line. */
  readonly lines?: Int32Array;
}

export interface TextColumn {
  readonly kind: "text";
  /** Undefined where the value is missing. */
  readonly values: readonly (string | undefined)[];
  readonly lines?: Int32Array;
}

export interface RawArray {
  readonly kind: "array";
  /** Of one row. */
  readonly shape: readonly number[];
  readonly values: Uint8Array | Int8Array | Int16Array | Int32Array | Float32Array | Float64Array;
}

interface FormatBehaviour<P> {
  /** Name and statistics, bounded: at most a sample of a large file. Throws UserError for a file that cannot be used. */
  header(host: Host, path: string, params: P): Promise<DataHeader>;
  read(host: Host, path: string, params: P): Promise<RawData>;
  /** Names for the image and label arrays where the format has none of its own. */
  readonly examples: readonly { readonly source: string }[];
}

export interface FormatDefinition extends Word, FormatBehaviour<Params> {
  readonly kind: "format";
}

export function defineFormat<T extends ParamTable>(
  definition: {
    readonly name: string;
    readonly aliases?: readonly string[];
    readonly doc: string;
    readonly params: T;
  } & FormatBehaviour<ParamsOf<T>>,
): FormatDefinition {
  return { ...definition, kind: "format" } as unknown as FormatDefinition;
}
