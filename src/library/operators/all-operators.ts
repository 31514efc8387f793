/** Every operator by the name that stands in IR. They are found when IR is read, and are no words of the language. */
import type { LayerDefinition } from "../layer.ts";
import { comparison } from "./comparison.ts";
import { distributed } from "./distributed.ts";
import { grad } from "./grad.ts";
import { part } from "./part.ts";
import { binaryOperators, functions, maximum, minimum, negation, where } from "./pointwise.ts";
import { reductions } from "./reductions.ts";

export const operatorWords: readonly LayerDefinition[] = [
  ...Object.values(binaryOperators),
  ...Object.values(functions),
  ...Object.values(reductions),
  negation,
  maximum,
  minimum,
  where,
  part,
  grad,
  comparison,
]
  .map(({ word }) => word)
  .concat(distributed);
