/** `scale(1 / 255)`: multiplied by a factor that the file states. */
import type { Node } from "../../tensor/node.ts";
import { number, param } from "../../words/param-types.ts";
import { defineTransform } from "../transform.ts";

interface Fitted {
  readonly factor: number;
  readonly offset: number;
}

type Nodes = Readonly<Record<keyof Fitted, Node>>;

export const scale = defineTransform({
  name: "scale",
  doc: "Multiplies by a factor and adds an offset, both as written: `scale(1 / 255)` brings the bytes of an image to 0 … 1, `scale(1 / 127.5, offset = -1)` to -1 … 1. Nothing is fitted.",
  params: {
    factor: param(number(), "what every value is multiplied by"),
    offset: param(number(), "what is added afterwards", 0),
  },
  takes: "number",
  width: () => 1,
  fit: ({ factor, offset }) => ({ factor, offset }),
  apply(fitted, value, out, at) {
    const { factor, offset } = fitted as unknown as Fitted;
    out[at] = value * factor + offset;
  },
  affine(fitted) {
    const { factor, offset } = fitted as unknown as Fitted;
    return { scale: factor, offset };
  },
  invert(fitted, value) {
    const { factor, offset } = fitted as unknown as Fitted;
    return factor === 0 ? offset : (value - offset) / factor;
  },
  lower: (g, { factor, offset }: Nodes, x) => g.add(g.mul(x, factor), offset),
  lowerInverse: (g, { factor, offset }: Nodes, y) =>
    g.where(g.equal(factor, 0), offset, g.div(g.sub(y, offset), factor)),
  examples: [
    { source: "normalize = scale(1 / 255)" },
    { source: "features = scale(pixels, 1 / 127.5, offset = -1)" },
  ],
});
