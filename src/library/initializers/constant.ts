import { number, param } from "../../words/param-types.ts";
import { filled } from "../draw.ts";
import { defineInitializer } from "../initializer.ts";

export const constant = defineInitializer({
  name: "Constant",
  doc: "Every value is the same given number. For an output bias that starts at the mean of the target; not for kernels, whose units would all stay equal.",
  params: { value: param(number(), "the value", 0) },
  sample: ({ value }, shape) => filled(shape, value),
  facts: () => ({ constant: true }),
});
