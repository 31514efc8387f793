import { chosen, merging } from "../merge.ts";

export const maximum = merging({
  name: "Maximum",
  doc: "The largest of several tensors, element by element. For taking whichever branch answers strongest: maxout, after Goodfellow, Warde-Farley, Mirza, Courville and Bengio, Maxout networks (2013).",
  linear: false,
  compute: chosen((g, a, b) => g.max(a, b)),
});
