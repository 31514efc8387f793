/** Element types and concrete shapes of tensors inside a program. Here every size is a number, the batch included. */

/** `i32` holds labels, indices and counters; booleans are 0 and 1 of the type that they were computed in. */
export type DType = "f32" | "f64" | "i32";

export type FloatType = "f32" | "f64";

export interface TensorType {
  readonly shape: readonly number[];
  readonly dtype: DType;
}

/** Row-major values: what the reference evaluator computes with and what sessions show of their memory. */
export type NumberArray = Float32Array | Float64Array | Int32Array;

export interface Tensor extends TensorType {
  readonly values: NumberArray;
}

export const bytesOf: Readonly<Record<DType, number>> = { f32: 4, f64: 8, i32: 4 };

export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}

/** Row-major strides in elements. */
export function stridesOf(shape: readonly number[]): number[] {
  const strides = new Array<number>(shape.length);
  let stride = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    strides[axis] = stride;
    stride *= shape[axis] as number;
  }
  return strides;
}

export function newArray(dtype: DType, length: number): NumberArray {
  if (dtype === "f32") return new Float32Array(length);
  return dtype === "f64" ? new Float64Array(length) : new Int32Array(length);
}

export function sameShape(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((size, axis) => size === b[axis]);
}

export function showType({ dtype, shape }: TensorType): string {
  return `${dtype}[${shape.join(", ")}]`;
}
