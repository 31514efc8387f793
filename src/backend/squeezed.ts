/** A kernel whose affine functions leave out loops of one turn, where the index is 0. */
import { affineMapper } from "./expr-tree.ts";
import type { Access, Affine, Kernel, Store } from "./kernel.ts";
import { loopSizes } from "./loop-sizes.ts";

export function squeezed(kernel: Kernel): Kernel {
  const sizes = loopSizes(kernel);
  const affine = ({ offset, strides }: Affine): Affine => ({
    offset,
    strides: strides.map((stride, axis) => (sizes[axis] === 1 ? 0 : stride)),
  });
  const expression = affineMapper(affine);
  const access = ({ buffer, at }: Access): Access => ({ buffer, at: affine(at) });
  const stores = kernel.stores.map((store): Store => {
    return { access: access(store.access), value: expression(store.value) };
  });
  switch (kernel.kind) {
    case "map":
      return { ...kernel, stores };
    case "reduce":
      return { ...kernel, stores, value: expression(kernel.value) };
    case "contract":
      return { ...kernel, stores, a: access(kernel.a), b: access(kernel.b) };
    case "scatter":
      return {
        ...kernel,
        target: access(kernel.target),
        index: expression(kernel.index),
        value: expression(kernel.value),
      };
  }
}
