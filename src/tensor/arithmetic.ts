/**
 * The arithmetic in which every kernel is written, once: exp, log, tanh and the rest are functions over this interface.
 * A target instantiates it with expressions of its loop language; `numberArithmetic` with plain numbers, so that
 * TypeScript gets the same bits where it draws initial weights. Every operation rounds once, to the precision of the
 * instance, in IEEE 754 round-to-nearest; there is no fused multiply-add and nothing is reassociated.
 */

/** `V` is a value of the instance's element type, `M` the result of a comparison. */
export interface Arithmetic<V, M> {
  /** `i32` offers the operations marked (i) only; arithmetic there wraps. */
  readonly precision: "f32" | "f64" | "i32";
  /** (i) The nearest value of the precision. */
  constant(value: number): V;
  /** (i) */
  add(a: V, b: V): V;
  /** (i) */
  subtract(a: V, b: V): V;
  /** (i) */
  multiply(a: V, b: V): V;
  divide(a: V, b: V): V;
  negate(a: V): V;
  abs(a: V): V;
  /** `size`, which is not negative, with the sign of `a`; NaN for a NaN in `size`. */
  copySign(size: V, a: V): V;
  sqrt(a: V): V;
  floor(a: V): V;
  /** (i) `b < a ? b : a`; a NaN in `a` stays, one in `b` is ignored. */
  minimum(a: V, b: V): V;
  /** (i) `a < b ? b : a`; a NaN in `a` stays, one in `b` is ignored. */
  maximum(a: V, b: V): V;
  /** (i) False where either is NaN, as the other comparisons. */
  less(a: V, b: V): M;
  /** (i) */
  lessOrEqual(a: V, b: V): M;
  /** (i) */
  equal(a: V, b: V): M;
  /** (i) */
  and(a: M, b: M): M;
  /** (i) */
  or(a: M, b: M): M;
  /** (i) */
  not(a: M): M;
  /** (i) Both sides are computed; only the chosen one counts. */
  select(condition: M, whenTrue: V, whenFalse: V): V;
  /** `2^n` for an integral `n` whose result is a normal number; anything else is undefined: clamp first. */
  powerOfTwo(n: V): V;
  /** `floor(log2(x))` for positive normal `x`, exact. `x * powerOfTwo(-e)` is then the mantissa in [1, 2). */
  exponentOf(x: V): V;
}

/** A function of one element, written once for every target. */
export type Kernel1 = <V, M>(m: Arithmetic<V, M>, x: V) => V;
export type Kernel2 = <V, M>(m: Arithmetic<V, M>, x: V, y: V) => V;
export type Kernel3 = <V, M>(m: Arithmetic<V, M>, x: V, y: V, z: V) => V;

/** 32-bit words for the counter-based random numbers; addition wraps. */
export interface WordArithmetic<W> {
  word(value: number): W;
  addWords(a: W, b: W): W;
  xor(a: W, b: W): W;
  /** Rotates left by a constant number of bits, 1 to 31. */
  rotate(a: W, bits: number): W;
}
