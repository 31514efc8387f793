/** Collects the values of one key of rows as objects: numbers, texts, or arrays of numbers of one shape. */
import type { NumberArray, RawField } from "./format.ts";

export interface JsonProblem {
  readonly message: string;
  readonly help: string;
}

type Kind = "number" | "text" | "array";

export class JsonField {
  private kind: Kind | undefined;
  private readonly numbers: number[] = [];
  private readonly texts: (string | undefined)[] = [];
  private shape: readonly number[] = [];
  /** Rows that arrays have been seen in: each must have one. */
  private filled = 0;

  constructor(readonly key: string) {}

  /** The value of row `row`; rows come in order, and those without the key are passed over. */
  add(row: number, value: unknown): JsonProblem | undefined {
    if (value === null && this.kind !== "array") return undefined;
    const kind = kindOf(value);
    if (!kind) {
      return {
        message: `${this.key} holds ${value === null ? "null, where other rows have an array" : "an object"}`,
        help: "a value is a number, a text, true or false, null, or an array of numbers",
      };
    }
    if (this.kind !== undefined && this.kind !== kind) {
      return {
        message: `${this.key} is ${names[kind]} here and ${names[this.kind]} in rows before`,
        help: "give a column values of one kind",
      };
    }
    this.kind = kind;
    if (kind === "array") return this.addArray(row, value as readonly unknown[]);
    if (kind === "text") this.texts[row] = value as string;
    else {
      while (this.numbers.length < row) this.numbers.push(Number.NaN);
      this.numbers.push(Number(value));
    }
    return undefined;
  }

  finish(rows: number, lineNumbers?: Int32Array): RawField {
    const lines = lineNumbers ? { lines: lineNumbers } : {};
    if (this.kind === "text") {
      return { kind: "text", values: Array.from({ length: rows }, (_, row) => this.texts[row]), ...lines };
    }
    if (this.kind === "array") {
      return { kind: "array", shape: this.shape, values: compact(this.numbers), ...lines };
    }
    while (this.numbers.length < rows) this.numbers.push(Number.NaN);
    return { kind: "number", values: Float64Array.from(this.numbers), ...lines };
  }

  /** Arrays cannot be filled in: a row without one is a fault. */
  rowWithoutArray(rows: number): number | undefined {
    return this.kind === "array" && this.filled < rows ? this.filled : undefined;
  }

  private addArray(row: number, value: readonly unknown[]): JsonProblem | undefined {
    const shape = shapeOf(value);
    const wanted = this.filled > 0 ? this.shape : shape;
    if (this.filled < row) {
      return {
        message: `${this.key} holds an array here, and rows before have none`,
        help: "each row needs an array of the same shape, or none has one",
      };
    }
    if (!shape || shape.some((axis) => axis === 0) || !pushAll(value, wanted ?? [], this.numbers)) {
      return {
        message:
          shape && wanted && this.filled > 0
            ? `${this.key} has the shape [${shape.join(", ")}] here and [${wanted.join(", ")}] in rows before`
            : `${this.key} is a ragged or empty array, or holds more than numbers`,
        help: "arrays of numbers have the same shape in every row; a sequence of any length goes into rows of its own, for sequence(…, by = …)",
      };
    }
    this.shape = shape;
    this.filled++;
    return undefined;
  }
}

const names: Readonly<Record<Kind, string>> = { number: "a number", text: "a text", array: "an array" };

function kindOf(value: unknown): Kind | undefined {
  if (typeof value === "number" || typeof value === "boolean") return "number";
  if (typeof value === "string") return "text";
  return Array.isArray(value) ? "array" : undefined;
}

/** By the first element of each axis: `pushAll` finds where others differ. */
function shapeOf(value: readonly unknown[]): readonly number[] | undefined {
  const shape: number[] = [];
  for (let inner: unknown = value; Array.isArray(inner); inner = inner[0]) {
    shape.push(inner.length);
    if (shape.length > 8) return undefined;
  }
  return shape;
}

function pushAll(value: unknown, shape: readonly number[], out: number[]): boolean {
  const [axis, ...rest] = shape;
  if (axis === undefined) {
    if (typeof value !== "number" && typeof value !== "boolean") return false;
    out.push(Number(value));
    return true;
  }
  if (!Array.isArray(value) || value.length !== axis) return false;
  return value.every((inner) => pushAll(inner, rest, out));
}

/** Whole numbers stay whole numbers, so that they can be indices. */
function compact(values: readonly number[]): NumberArray {
  const whole = values.every((value) => Number.isInteger(value) && Math.abs(value) < 2 ** 31);
  return whole ? Int32Array.from(values) : Float64Array.from(values);
}
