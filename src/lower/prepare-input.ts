/** An input of a compiled model: raw values of the data's columns, and what becomes of them before the network. */
import type { FittedInput, FittedTerm } from "../data/dataset.ts";
import type { Builder } from "../tensor/builder.ts";
import type { Node } from "../tensor/node.ts";
import { type DType, sizeOf, type TensorType } from "../tensor/types.ts";
import {
  type ColumnRun,
  columnRuns,
  type FindTransform,
  fittedNumbers,
  scalarTransform,
} from "./fitted-columns.ts";

/** One raw value of a row, or one array of them: what a host has to write. */
export interface RawColumn {
  /** The data's own name. */
  readonly column: string;
  /** The value is the place of the row's category in this list, from 0. */
  readonly categories?: readonly string[];
  /** Any other value is taken as well, as -1. */
  readonly open?: boolean;
  /** What stands for a value that is missing: NaN, where the model fills it in itself, else the number to put there. */
  readonly missing?: "NaN" | number;
  /** Applied inside. */
  readonly transform?: string;
  /** To be applied by the host, with the numbers that were fitted; it gives `width` values. */
  readonly hostTransform?: { readonly name: string; readonly fitted: unknown };
  /** How many numbers it takes, where it is not one. */
  readonly width?: number;
}

export interface PreparedInput {
  readonly raw: TensorType;
  readonly columns: readonly RawColumn[];
  /** From the raw values to what the network takes. */
  lower(g: Builder, raw: Node): Node;
}

/** `network` is the input as the network takes it, with its batch. */
export function prepareInput(fitted: FittedInput, network: TensorType, find: FindTransform): PreparedInput {
  const [batch, ...shape] = network.shape as [number, ...number[]];
  const { terms } = fitted;
  // Steps that are missing at the beginning of a sequence are 0 after the transforms, not before.
  const inside = fitted.sequence ? () => undefined : find;
  const columns = terms.map((term) => rawColumn(term, inside));
  if (!terms.some((term) => isComputed(term, inside))) {
    return { raw: network, columns, lower: (_, raw) => raw };
  }
  const runs = columnRuns(terms, find);
  // A single term over the whole input is an array, of any shape.
  const whole = terms.length === 1 && rawWidth(terms[0] as FittedTerm, find) === (terms[0]?.width ?? 1);
  const width = columns.reduce((sum, column) => sum + (column.width ?? 1), 0);
  const raw = { dtype: "f64", shape: whole ? network.shape : [batch, width] } as const;
  return {
    raw,
    columns,
    lower(g, given) {
      const x = whole ? g.reshape(given, [batch, sizeOf(shape)]) : given;
      return cast(g, g.reshape(lowerRuns(g, x, runs, find), network.shape), network.dtype);
    },
  };
}

function lowerRuns(g: Builder, x: Node, runs: readonly ColumnRun[], find: FindTransform): Node {
  const [batch, all] = x.shape as [number, number];
  let start = 0;
  const parts = runs.map((run) => {
    const width = runs.length === 1 ? all : run.terms.reduce((sum, term) => sum + rawWidth(term, find), 0);
    const part = runs.length === 1 ? x : g.slice(x, [0, start], [batch, width]);
    start += width;
    return lowerRun(g, part, run);
  });
  return parts.length === 1 ? (parts[0] as Node) : g.concat(parts, 1);
}

function lowerRun(g: Builder, x: Node, { terms, transform }: ColumnRun): Node {
  const filled = terms.some(({ missing }) => missing !== undefined) ? fillMissing(g, x, terms) : x;
  if (!transform?.lower) return filled;
  return transform.lower(g, fittedNumbers(g, terms), filled, terms[0]?.width ?? 1);
}

/** NaN alone differs from itself. */
function fillMissing(g: Builder, x: Node, terms: readonly FittedTerm[]): Node {
  const values = terms.map(({ missing = Number.NaN }) => missing);
  return g.where(g.equal(x, x), x, g.constant(values, [values.length], "f64"));
}

function isComputed(term: FittedTerm, find: FindTransform): boolean {
  return lowered(term, find) || (term.missing !== undefined && !term.transform);
}

function lowered(term: FittedTerm, find: FindTransform): boolean {
  return scalarTransform(term, find)?.lower !== undefined;
}

/** Raw numbers of a row. */
function rawWidth(term: FittedTerm, find: FindTransform): number {
  return lowered(term, find) ? 1 : (term.width ?? 1);
}

function rawColumn(term: FittedTerm, find: FindTransform): RawColumn {
  const { field, categories, open, transform, missing } = term;
  const width = rawWidth(term, find);
  const inside = lowered(term, find);
  return {
    column: field,
    ...(categories ? { categories } : {}),
    ...(open ? { open } : {}),
    ...(missing === undefined ? {} : { missing: isComputed(term, find) ? ("NaN" as const) : missing }),
    ...(transform && inside ? { transform: transform.name } : {}),
    ...(transform && !inside ? { hostTransform: transform } : {}),
    ...(width === 1 ? {} : { width }),
  };
}

function cast(g: Builder, x: Node, dtype: DType): Node {
  return x.dtype === dtype ? x : g.cast(x, dtype);
}
