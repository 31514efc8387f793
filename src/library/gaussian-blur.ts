/** Blur by a bell: a window whose weights fall off as a normal distribution, zeros beyond the edge. */
import type { Builder } from "../tensor/builder.ts";
import type { Node } from "../tensor/node.ts";

/** Weights of `size` places, which add up to 1; `sigma` `[1]` is the standard deviation in places. */
export function gaussian(g: Builder, size: number, sigma: Node): Node {
  const powers = bell(g, size, sigma);
  return g.div(powers, g.sum(powers));
}

/** The same over the places within 3 deviations, of which at most `most` are drawn. */
export function gaussianWithin(g: Builder, sigma: Node, most: number): Node {
  const size = 2 * Math.floor(Math.floor(6 * most) / 2) + 1;
  const reach = g.floor(g.div(g.floor(g.mul(sigma, 6)), 2));
  const distance = g.abs(g.sub(g.iota([size], 0, sigma.dtype), (size - 1) / 2));
  const powers = g.mul(bell(g, size, g.max(sigma, 1e-6)), g.lessOrEqual(distance, reach));
  return g.div(powers, g.sum(powers));
}

function bell(g: Builder, size: number, sigma: Node): Node {
  const ratio = g.div(g.sub(g.iota([size], 0, sigma.dtype), (size - 1) / 2), sigma);
  return g.exp(g.mul(-0.5, g.mul(ratio, ratio)));
}

/** `x` `[batch, height, width, channels]`, each channel by itself. */
export function blurred(g: Builder, x: Node, down: Node, across: Node): Node {
  const [height = 1, width = 1] = [down.shape[0], across.shape[0]];
  const channels = x.shape[3] as number;
  const window = g.mul(g.reshape(down, [height, 1]), across);
  const kernel = g.broadcast(g.reshape(window, [height, width, 1, 1]), [height, width, 1, channels]);
  const around = [(height - 1) / 2, (width - 1) / 2];
  const ones = [1, 1];
  return g.convolve(x, kernel, {
    strides: ones,
    dilations: ones,
    before: around,
    after: around,
    groups: channels,
  });
}
