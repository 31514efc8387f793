/** What kernels are cut for on a machine whose compiler names its features: vectors as wide as it has, tiles as measured. */
import type { LoopTarget } from "../../loops/loop-target.ts";

/**
 * By the compiler's macro; the first that it defines counts. Tiles were measured by test/bench/matmul.ts: `f32 14x2` keeps
 * 14 rows × 2 vectors of sums in registers, with two for a row of B and two for products.
 */
const machines: readonly (readonly [macro: string, target: LoopTarget])[] = [
  ["__AVX512F__", { vectorBytes: 64, registers: 32, tile: { rows: 14, vectors: 2 } }],
  ["__AVX2__", { vectorBytes: 32, registers: 16, tile: { rows: 6, vectors: 2 } }],
  ["__ARM_NEON", { vectorBytes: 16, registers: 32, tile: { rows: 8, vectors: 3 } }],
];

const plain: LoopTarget = { vectorBytes: 16, registers: 16, tile: { rows: 6, vectors: 2 } };

/** `macros`: the names that the compiler defines for the machine it compiles for. */
export function nativeTarget(macros: ReadonlySet<string>): LoopTarget {
  return machines.find(([macro]) => macros.has(macro))?.[1] ?? plain;
}

/** Every target there is, for tests. */
export const nativeTargets: readonly LoopTarget[] = [...machines.map(([, target]) => target), plain];
