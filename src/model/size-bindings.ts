/** Sizes that a file leaves open and the data knows: `input x: f32[T, 5]` with rows of 72 × 5 makes T 72 everywhere. */
import { type Dim, isKnown, type Shape, substituteDim } from "../base/dim.ts";

export class SizeBindings {
  readonly #sizes = new Map<string, Dim>();

  resolve(shape: Shape): Shape {
    return shape.map((dim) => substituteDim(dim, this.#sizes));
  }

  /** Makes `declared` equal to `actual` where a size of its own stands; false when the two cannot be equal. */
  unify(declared: Shape, actual: Shape): boolean {
    if (declared.length !== actual.length) return false;
    return declared.every((dim, axis) => this.#unifyDim(dim, actual[axis] as Dim));
  }

  #unifyDim(declared: Dim, actual: Dim): boolean {
    const [a, b] = this.resolve([declared, actual]) as [Dim, Dim];
    if (isKnown(a)) return !isKnown(b) || a === b;
    const [only, ...more] = a.terms;
    if (only && more.length === 0 && isKnown(b)) {
      const [name, factor] = only;
      const size = (b - a.constant) / factor;
      if (!Number.isInteger(size) || size < 1) return false;
      this.#sizes.set(name, size);
    }
    // What is still open on either side is not known to differ.
    return true;
  }
}
