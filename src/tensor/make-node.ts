/** The one place where nodes come into being: each is typed by its primitive's rule. */
import type { Attributes, Node } from "./node.ts";
import { GraphError, type Primitive } from "./primitive.ts";
import { showType, type TensorType } from "./types.ts";

/** Throws `GraphError` that names the primitive and its inputs where they do not fit. */
export function makeNode(primitive: Primitive, inputs: readonly Node[], attributes: Attributes = {}): Node {
  const { shape, dtype } = typeOf(primitive, inputs, attributes);
  return { primitive, inputs, attributes, shape, dtype };
}

/** The type that a primitive gives these inputs. */
export function typeOf(
  primitive: Primitive,
  inputs: readonly TensorType[],
  attributes: Attributes,
): TensorType {
  try {
    return primitive.type(inputs, attributes);
  } catch (error) {
    if (!(error instanceof GraphError)) throw error;
    throw new GraphError(`${primitive.name}(${inputs.map(showType).join(", ")}): ${error.message}`);
  }
}
