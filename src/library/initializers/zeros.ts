import { filled } from "../draw.ts";
import { defineInitializer } from "../initializer.ts";

export const zeros = defineInitializer({
  name: "Zeros",
  aliases: ["zero"],
  doc: "Every value is 0. For biases; a kernel of zeros cannot learn, because all its units stay equal.",
  params: {},
  sample: (_params, shape) => filled(shape, 0),
  facts: () => ({ constant: true }),
});
