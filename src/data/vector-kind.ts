/** What rows of several numbers mean: one-hot codes, labels that may be set together, probabilities, or plain numbers. */
import type { TargetSpec } from "./data-spec.ts";
import { findField } from "./find-field.ts";
import type { RawData } from "./format.ts";
import type { VectorKind } from "./header.ts";

/** Probabilities written with a few decimals sum to 1 within this. */
const tolerance = 1e-3;

/** Undefined for targets that are no vectors of numbers: one value, names, transformed values, unknown columns. */
export function vectorKind(target: TargetSpec, data: RawData): VectorKind | undefined {
  if (target.terms.some((term) => term.transform)) return undefined;
  const names = Object.keys(data.fields);
  const fields = target.terms.map((term) => data.fields[findField(term.field, names) ?? ""]);
  const [first] = fields;
  if (fields.length === 1) {
    if (first?.kind !== "array" || first.shape.length !== 1) return undefined;
    const width = first.shape[0] as number;
    return judge(data.rows, width, (row, i) => first.values[row * width + i] as number);
  }
  const columns = fields.flatMap((field) => (field?.kind === "number" ? [field.values] : []));
  if (columns.length !== fields.length) return undefined;
  return judge(data.rows, columns.length, (row, i) => (columns[i] as Float64Array)[row] as number);
}

function judge(rows: number, width: number, at: (row: number, i: number) => number): VectorKind {
  const possible = new Set<VectorKind>(["onehot", "multilabel", "distribution"]);
  for (let row = 0; row < rows && possible.size > 0; row++) {
    let sum = 0;
    let binary = true;
    let negative = false;
    for (let i = 0; i < width; i++) {
      const value = at(row, i);
      // A row with a missing value says nothing.
      sum += value;
      binary = binary && (value === 0 || value === 1);
      negative = negative || value < 0;
    }
    if (Number.isNaN(sum)) continue;
    if (!binary || sum !== 1) possible.delete("onehot");
    if (!binary) possible.delete("multilabel");
    if (negative || Math.abs(sum - 1) > tolerance) possible.delete("distribution");
  }
  const order: readonly VectorKind[] = ["onehot", "multilabel", "distribution"];
  return order.find((kind) => possible.has(kind)) ?? "real";
}
