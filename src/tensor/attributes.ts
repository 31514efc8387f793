/** Reads the attributes of a node with the types that a primitive expects; anything else is a `GraphError`. */
import type { Attributes } from "./node.ts";
import { GraphError } from "./primitive.ts";
import type { DType, TensorType } from "./types.ts";

export function numbersAttribute(attributes: Attributes, name: string): readonly number[] {
  const value = attributes[name];
  if (Array.isArray(value) && value.every((item) => typeof item === "number")) return value;
  throw new GraphError(`attribute ${name} must be numbers`);
}

export function integersAttribute(attributes: Attributes, name: string, count?: number): readonly number[] {
  const values = numbersAttribute(attributes, name);
  if (!values.every(Number.isInteger)) throw new GraphError(`attribute ${name} must be integers`);
  if (count !== undefined && values.length !== count) {
    throw new GraphError(`attribute ${name} must have ${count} numbers, not ${values.length}`);
  }
  return values;
}

export function integerAttribute(attributes: Attributes, name: string): number {
  const value = attributes[name];
  if (typeof value === "number" && Number.isInteger(value)) return value;
  throw new GraphError(`attribute ${name} must be an integer`);
}

export function numberAttribute(attributes: Attributes, name: string): number {
  const value = attributes[name];
  if (typeof value === "number") return value;
  throw new GraphError(`attribute ${name} must be a number`);
}

export function flagAttribute(attributes: Attributes, name: string): boolean {
  const value = attributes[name] ?? false;
  if (typeof value === "boolean") return value;
  throw new GraphError(`attribute ${name} must be true or false`);
}

export function nameAttribute(attributes: Attributes, name: string): string {
  const value = attributes[name];
  if (typeof value === "string" && value !== "") return value;
  throw new GraphError(`attribute ${name} must be a text`);
}

export function dtypeAttribute(attributes: Attributes): DType {
  const { dtype } = attributes;
  if (dtype === "f32" || dtype === "f64" || dtype === "i32") return dtype;
  throw new GraphError("attribute dtype must be f32, f64 or i32");
}

/** Sizes are positive: no tensor is empty. */
export function shapeAttribute(attributes: Attributes): readonly number[] {
  const shape = integersAttribute(attributes, "shape");
  if (shape.some((size) => size < 1)) throw new GraphError(`a shape has sizes above 0, not [${shape}]`);
  return shape;
}

/** The type that sources, iota and random carry. */
export function typeAttributes(attributes: Attributes): TensorType {
  return { shape: shapeAttribute(attributes), dtype: dtypeAttribute(attributes) };
}

/** Different axes of a tensor of this rank, in rising order. */
export function axesAttribute(attributes: Attributes, rank: number): readonly number[] {
  const axes = integersAttribute(attributes, "axes");
  const rising = axes.every((axis, i) => i === 0 || axis > (axes[i - 1] as number));
  if (axes.length > 0 && rising && (axes[0] as number) >= 0 && (axes.at(-1) as number) < rank) return axes;
  throw new GraphError(`axes [${axes}] are not different, rising axes of a tensor of rank ${rank}`);
}

export function axisAttribute(attributes: Attributes, rank: number): number {
  const axis = integerAttribute(attributes, "axis");
  if (axis >= 0 && axis < rank) return axis;
  throw new GraphError(`axis ${axis} is not one of a tensor of rank ${rank}`);
}
