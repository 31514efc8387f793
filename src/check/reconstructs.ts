/** Networks whose output is their input again: auto-encoders, generators of images. */
import { equalShapes, isKnown, productOf } from "../base/dim.ts";
import type { CheckContext } from "./check-context.ts";
import type { OutputPlace } from "./output-place.ts";

/** The output has the shape of some input (flattened or not), and more than one element. */
export function reconstructs({ model }: CheckContext, { ir }: OutputPlace): boolean {
  const size = productOf(ir.type.shape);
  if (size === 1) return false;
  return model.inputs.some(({ type }) => {
    if (equalShapes(type.shape, ir.type.shape)) return true;
    const own = productOf(type.shape);
    return isKnown(size) && isKnown(own) && size === own;
  });
}
