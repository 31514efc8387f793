import { defineActivation } from "../activation.ts";
import { clamp } from "../piecewise.ts";

export const relu6 = defineActivation({
  name: "relu6",
  doc: "A relu that stops at 6: min(max(x, 0), 6). For small machines with few bits a number, as in MobileNet. Formula: Krizhevsky, Convolutional deep belief networks on CIFAR-10 (2010).",
  params: {},
  lower: (g, _params, x) => clamp(g, x, 0, 6),
  facts: () => ({ range: [0, 6], nonlinear: true, dies: true, saturates: true, initializer: "he" }),
  examples: [{ source: "relu6", x: [-2, -0.5, 0, 0.5, 2, 9], y: [0, 0, 0, 0.5, 2, 6] }],
});
