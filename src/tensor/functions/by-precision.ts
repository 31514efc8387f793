/** Kernels differ between f32 and f64 in their constants only. */
import type { Arithmetic } from "../arithmetic.ts";
import { GraphError } from "../primitive.ts";

export function byPrecision<A, B, V, M>(
  m: Arithmetic<V, M>,
  table: { readonly f32: A; readonly f64: B },
): A | B {
  if (m.precision === "i32") throw new GraphError("this function is not defined for i32");
  return m.precision === "f32" ? table.f32 : table.f64;
}
