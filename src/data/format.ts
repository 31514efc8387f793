/** What a data format is: how rows are read from a file. One object a format. */
import type { Params, ParamsOf, ParamTable } from "../words/param.ts";
import type { Word, Wording } from "../words/word.ts";
import type { SourceFiles } from "./source-files.ts";

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
  readonly values: NumberArray;
  readonly lines?: Int32Array;
}

export type NumberArray = Uint8Array | Int8Array | Int16Array | Int32Array | Float32Array | Float64Array;

/** The first rows of a source: all of them where the file is small. */
export interface Sample {
  readonly data: RawData;
  /** Rows in the whole file; an estimate where `complete` is false and the format cannot tell. */
  readonly rows: number;
  readonly complete: boolean;
}

/** The fields that serve where the section names none. */
export interface DefaultFields {
  readonly features?: string;
  readonly target?: string;
}

interface FormatBehaviour<P> {
  /** Endings of the names of such files, without the dot. */
  readonly endings: readonly string[];
  /** Whether a file that begins with these bytes is one. */
  recognizes?(start: Uint8Array): boolean;
  /** A file holds one field without a name: it takes the one that the section gives it, in the parameter `name`. */
  readonly nameless?: true;
  /** Its fields may be arrays, of shapes that only the file tells. */
  readonly arrays?: true;
  /** Parameters in which reading rows without their targets (for predictions) differs. */
  rowsOnly?(params: P): Partial<P>;
  /** Formats without columns have one obvious feature and one obvious target; tables leave this out. */
  defaults?(params: P): DefaultFields;
  /** Reads at most about `bytes` bytes of each large file. Throws UserError for a file that cannot be used. */
  sample(files: SourceFiles, params: P, bytes: number): Promise<Sample>;
  read(files: SourceFiles, params: P): Promise<RawData>;
  readonly examples: readonly { readonly source: string }[];
}

/** Every format has a parameter `path`. */
export interface FormatDefinition extends Word, FormatBehaviour<Params> {
  readonly kind: "format";
}

export function defineFormat<T extends ParamTable>(
  definition: Wording<T> & FormatBehaviour<ParamsOf<T>>,
): FormatDefinition {
  return { ...definition, kind: "format" } as unknown as FormatDefinition;
}
