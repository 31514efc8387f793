import { filled } from "../draw.ts";
import { defineInitializer } from "../initializer.ts";

export const ones = defineInitializer({
  name: "Ones",
  aliases: ["one"],
  doc: "Every value is 1. For scales, as in normalisation layers; not for kernels, whose units would all stay equal.",
  params: {},
  sample: (_params, shape) => filled(shape, 1),
  facts: () => ({ constant: true }),
});
