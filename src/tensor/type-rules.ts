/** Type rules that several primitives share. */
import { axesAttribute, flagAttribute } from "./attributes.ts";
import type { Attributes } from "./node.ts";
import { GraphError } from "./primitive.ts";
import { type DType, sameShape, showType, type TensorType } from "./types.ts";

type TypeRule = (inputs: readonly TensorType[], attributes: Attributes) => TensorType;

export const floatTypes: readonly DType[] = ["f32", "f64"];
export const allTypes: readonly DType[] = ["f32", "f64", "i32"];

/** The one input of a primitive that takes one. */
export function onlyInput(inputs: readonly TensorType[]): TensorType {
  const [input] = inputs;
  if (input === undefined || inputs.length > 1) throw new GraphError(`takes 1 input, not ${inputs.length}`);
  return input;
}

export function noInputs(inputs: readonly TensorType[]): void {
  if (inputs.length > 0) throw new GraphError(`takes no input, not ${inputs.length}`);
}

export function requireDType({ dtype }: TensorType, allowed: readonly DType[]): void {
  if (!allowed.includes(dtype)) throw new GraphError(`is defined for ${allowed.join(", ")}, not ${dtype}`);
}

/** `arity` inputs of one type, which is the result's. */
export function pointwiseType(arity: number, dtypes: readonly DType[]): TypeRule {
  return (inputs) => {
    const [first] = inputs;
    if (first === undefined || inputs.length !== arity) {
      throw new GraphError(`takes ${arity} inputs, not ${inputs.length}`);
    }
    requireDType(first, dtypes);
    for (const input of inputs) {
      if (input.dtype !== first.dtype || !sameShape(input.shape, first.shape)) {
        throw new GraphError(`inputs differ in type: ${inputs.map(showType).join(", ")}`);
      }
    }
    return { shape: first.shape, dtype: first.dtype };
  };
}

/** Axes folded away, or to length 1 with `keepDims`. */
export function reduceType(dtypes: readonly DType[]): TypeRule {
  return (inputs, attributes) => {
    const { shape, dtype } = onlyInput(inputs);
    requireDType({ shape, dtype }, dtypes);
    const axes = axesAttribute(attributes, shape.length);
    const keepDims = flagAttribute(attributes, "keepDims");
    return { shape: reducedShape(shape, axes, keepDims), dtype };
  };
}

export function reducedShape(shape: readonly number[], axes: readonly number[], keepDims: boolean): number[] {
  return keepDims
    ? shape.map((size, axis) => (axes.includes(axis) ? 1 : size))
    : shape.filter((_, axis) => !axes.includes(axis));
}
