/** Draws that are made by trial: a fixed number of tries side by side, of which the first that is accepted counts. */
import type { Node } from "../tensor/node.ts";
import type { Draw } from "./distribution.ts";
import { normalNoise } from "./normal-noise.ts";

/** Every try is accepted with 0.8 or more, so all of them fail in at most 3 draws of a million. */
export const tries = 8;

/** Of values along the last axis, the first that is accepted. */
export function firstAccepted({ g }: Draw, values: Node, accepted: Node): Node {
  const axis = values.shape.length - 1;
  const first = g.argmax(accepted, axis);
  const [index, own] = [g.iota(values.shape, axis, "i32"), g.reshape(first, [...first.shape, 1])];
  return g.sum(g.where(g.equal(index, own), values, 0), [axis]);
}

/** Along a new last axis, as often as there are tries. */
export function forEachTry({ g }: Draw, x: Node, shape: readonly number[]): Node {
  const whole = g.broadcast(x, shape);
  return g.broadcast(g.reshape(whole, [...shape, 1]), [...shape, tries]);
}

/**
 * Gamma numbers of rate 1: d (1 + c z)^3 for a normal z is accepted with 0.95 or more where the concentration is 1 or
 * larger; below it, a number of concentration + 1 times u^(1 / concentration). Marsaglia and Tsang (2000).
 */
export function drawGamma(draw: Draw, purpose: string, concentration: Node, shape: readonly number[]): Node {
  const { g, random } = draw;
  const a = g.broadcast(concentration, shape);
  const small = g.less(a, 1);
  const d = forEachTry(draw, g.sub(g.where(small, g.add(a, 1), a), 1 / 3), shape);
  const c = g.div(1, g.sqrt(g.mul(9, d)));
  const z = normalNoise({ g, random }, `${purpose} normal`, [...shape, tries]);
  const root = g.add(1, g.mul(c, z));
  const cube = g.mul(root, g.mul(root, root));
  const positive = g.less(0, cube);
  const logCube = g.log(g.where(positive, cube, 1));
  const bound = g.add(g.mul(0.5, g.mul(z, z)), g.mul(d, g.add(g.sub(1, cube), logCube)));
  const u = g.sub(1, random(`${purpose} accept`, [...shape, tries]));
  const accepted = g.mul(positive, g.less(g.log(u), bound));
  const large = firstAccepted(draw, g.mul(d, g.max(cube, 0)), accepted);
  const boost = g.exp(g.div(g.log(g.sub(1, random(`${purpose} boost`, shape))), a));
  return g.where(small, g.mul(large, boost), large);
}
