/** Colours of images: grey, and the hue, saturation and value of red, green and blue. Formulas: Smith (1978), as Keras has them. */
import type { Builder } from "../tensor/builder.ts";
import type { Node } from "../tensor/node.ts";

export type Planes = readonly [Node, Node, Node];

/** The three channels, `[batch, height, width, 1]` each. */
function planesOf(g: Builder, x: Node): Planes {
  const [batch, height, width] = x.shape as [number, number, number];
  const plane = (channel: number): Node => g.slice(x, [0, 0, 0, channel], [batch, height, width, 1]);
  return [plane(0), plane(1), plane(2)];
}

/** One channel by the brightness of each colour (ITU-R BT.601); an image of one channel is grey already. */
export function greyOf(g: Builder, x: Node): Node {
  if (x.shape.at(-1) === 1) return x;
  const [red, green, blue] = planesOf(g, x);
  return g.add(g.add(g.mul(red, 0.2989), g.mul(green, 0.587)), g.mul(blue, 0.114));
}

/** All of it from 0 to 1, for colours from 0 to 1. */
export function hsvOf(g: Builder, x: Node): Planes {
  const [r, green, b] = planesOf(g, x);
  const value = g.max(g.max(r, green), b);
  const range = g.sub(value, g.min(g.min(r, green), b));
  const coloured = g.less(0, range);
  const bright = g.less(0, value);
  const saturation = g.where(bright, g.div(range, g.where(bright, value, 1)), 0);
  const norm = g.div(1, g.mul(6, g.where(coloured, range, 1)));
  const fromGreen = g.add(g.mul(norm, g.sub(b, r)), 2 / 6);
  const fromBlue = g.add(g.mul(norm, g.sub(r, green)), 4 / 6);
  const fromRed = g.mul(norm, g.sub(green, b));
  const hue = g.where(g.equal(value, r), fromRed, g.where(g.equal(value, green), fromGreen, fromBlue));
  const positive = g.add(hue, g.less(hue, 0));
  return [g.where(coloured, positive, 0), saturation, value];
}

export function rgbOf(g: Builder, [hue, saturation, value]: Planes): Node {
  const sixth = g.mul(g.sub(hue, g.floor(hue)), 6);
  const clip = (x: Node): Node => g.min(g.max(x, 0), 1);
  const shares = [
    clip(g.sub(g.abs(g.sub(sixth, 3)), 1)),
    clip(g.sub(2, g.abs(g.sub(sixth, 2)))),
    clip(g.sub(2, g.abs(g.sub(sixth, 4)))),
  ];
  const pale = g.sub(1, saturation);
  const colour = (share: Node): Node => g.mul(value, g.add(pale, g.mul(saturation, share)));
  return g.concat(shares.map(colour), 3);
}
