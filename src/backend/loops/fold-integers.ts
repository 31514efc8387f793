/** Index arithmetic on constants, so that addresses become offsets. */
import type { BinaryOperation, Value } from "./language.ts";

/** The value where it need not be computed. */
export function foldIntegers(
  operation: BinaryOperation,
  a: Value,
  b: Value,
  constant: (value: number) => Value,
): Value | undefined {
  if (a.type.kind !== "i32" || a.type.lanes > 1) return undefined;
  const [x, y] = [a, b].map((value) => (value.operation === "constant" ? value.numbers[0] : undefined));
  if (operation === "add" && x === 0) return b;
  if ((operation === "add" || operation === "subtract") && y === 0) return a;
  if (operation === "multiply" && (x === 0 || y === 1)) return a;
  if (operation === "multiply" && (y === 0 || x === 1)) return b;
  if (x === undefined || y === undefined) return undefined;
  if (operation === "add") return constant((x + y) | 0);
  if (operation === "subtract") return constant((x - y) | 0);
  if (operation === "minimum" || operation === "maximum") {
    return constant(operation === "minimum" ? Math.min(x, y) : Math.max(x, y));
  }
  return operation === "multiply" ? constant(Math.imul(x, y)) : undefined;
}
