/** `Input(shape=(28, 28, 1), dtype="int32")` and `input_shape=(784,)` as the type of an input. */
import type * as ast from "../ast.ts";
import { printExpression } from "../print-expression.ts";

const elements: Readonly<Record<string, string>> = {
  float32: "f32",
  float64: "f64",
  int32: "i32",
  int64: "i32",
  uint8: "u8",
  bool: "bool",
};

export function argument(call: ast.Call, name: string, position?: number): ast.Expression | undefined {
  const named = call.args.find((arg) => arg.name?.name === name);
  const placed = position === undefined ? undefined : call.args[position];
  return (named ?? (placed?.name === undefined ? placed : undefined))?.value;
}

/** `f32[28, 28, 1]`; undefined where the shape is no list of sizes. */
export function typeOf(shape: ast.Expression | undefined, dtype?: ast.Expression): string | undefined {
  if (shape === undefined) return undefined;
  const sizes = shape.kind === "list" || shape.kind === "tuple" ? shape.items : [shape];
  const element = dtype === undefined ? "f32" : elementOf(dtype);
  if (element === undefined || !sizes.every(isSize)) return undefined;
  const dims = sizes.map((size) => (size.kind === "none" ? "?" : printExpression(size)));
  return dims.length === 0 ? element : `${element}[${dims.join(", ")}]`;
}

function elementOf(dtype: ast.Expression): string | undefined {
  const name = dtype.kind === "string" ? dtype.value : dtype.kind === "identifier" ? dtype.name : "";
  return elements[name];
}

function isSize({ kind }: ast.Expression): boolean {
  return (
    kind === "number" || kind === "none" || kind === "identifier" || kind === "binary" || kind === "member"
  );
}

/** The type that a first layer asks for, and the layer without the arguments that say so; `written` gives a shape for its name. */
export function takeInputShape(
  layer: ast.Expression,
  written: (shape: ast.Expression | undefined) => ast.Expression | undefined,
): {
  readonly type?: string;
  readonly layer: ast.Expression;
} {
  if (layer.kind !== "call") return { layer };
  const type = typeOf(written(argument(layer, "input_shape") ?? argument(layer, "input_dim")));
  if (type === undefined) return { layer };
  const args = layer.args.filter(({ name }) => name?.name !== "input_shape" && name?.name !== "input_dim");
  return { type, layer: { ...layer, args } };
}
