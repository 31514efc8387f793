/** Poisson numbers: by the table of probabilities where the rate is small, by trial where it is large. */
import type { Node } from "../tensor/node.ts";
import type { Draw } from "./distribution.ts";
import { firstAccepted, forEachTry, tries } from "./draw-gamma.ts";

/** Below this rate, more than `largest` has a probability of less than 1e-13. */
const smallRate = 12;
const largest = 48;

export function drawPoisson(draw: Draw, purpose: string, rate: Node, shape: readonly number[]): Node {
  const { g } = draw;
  const whole = g.broadcast(rate, shape);
  const small = byTable(draw, purpose, g.min(whole, smallRate), shape);
  const large = byTrial(draw, purpose, g.max(whole, smallRate), shape);
  return g.where(g.less(whole, smallRate), small, large);
}

/** How many of the sums of the first probabilities a uniform number exceeds. */
function byTable({ g, random, float }: Draw, purpose: string, rate: Node, shape: readonly number[]): Node {
  const each = [...shape, largest];
  const along = g.broadcast(g.reshape(rate, [...shape, 1]), each);
  const k = g.iota(each, shape.length, float);
  const logs = g.sub(g.sub(g.mul(k, g.log(along)), along), g.lgamma(g.add(k, 1)));
  const count = shape.reduce((product, size) => product * size, 1);
  const table = g.reshape(g.exp(logs), [count, largest]);
  const [row, column] = [0, 1].map((axis) => g.iota([largest, largest], axis, float)) as [Node, Node];
  const sums = g.matmul(table, g.lessOrEqual(row, column));
  const u = g.reshape(random(`${purpose} table`, shape), [count, 1]);
  return g.reshape(g.sum(g.less(sums, u), [1]), shape);
}

/** Hörmann, The transformed rejection method for generating Poisson random variables (1993). */
function byTrial(draw: Draw, purpose: string, rate: Node, shape: readonly number[]): Node {
  const { g, random } = draw;
  const each = [...shape, tries];
  const mean = forEachTry(draw, rate, shape);
  const b = g.add(0.931, g.mul(2.53, g.sqrt(mean)));
  const a = g.add(-0.059, g.mul(0.02483, b));
  const u = g.sub(random(`${purpose} try`, each), 0.5);
  const v = g.max(random(`${purpose} accept`, each), 1e-12);
  const edge = g.max(g.sub(0.5, g.abs(u)), 1e-6);
  const k = g.floor(g.add(g.add(g.mul(g.add(g.div(g.mul(2, a), edge), b), u), mean), 0.43));
  const inner = g.mul(g.lessOrEqual(0.07, edge), g.lessOrEqual(v, g.sub(0.9277, g.div(3.6224, g.sub(b, 2)))));
  const outer = g.max(g.less(k, 0), g.mul(g.less(edge, 0.013), g.less(edge, v)));
  const scale = g.log(g.add(1.1239, g.div(1.1328, g.sub(b, 3.4))));
  const left = g.sub(g.add(g.log(v), scale), g.log(g.add(g.div(a, g.mul(edge, edge)), b)));
  const count = g.max(k, 0);
  const right = g.sub(g.sub(g.mul(count, g.log(mean)), mean), g.lgamma(g.add(count, 1)));
  const tested = g.mul(g.sub(1, outer), g.lessOrEqual(left, right));
  return firstAccepted(draw, count, g.max(inner, tested));
}
