import type { Builder } from "../../tensor/builder.ts";
import type { Node } from "../../tensor/node.ts";
import { learningRate } from "../../words/instance-of.ts";
import { listOf } from "../../words/list-types.ts";
import { flag, integer, keywordOnly, number, optional, param, text } from "../../words/param-types.ts";
import { asBuffer, defineOptimizer, partsOf, type WeightPart } from "../optimizer.ts";
import { leftOutOfOptimizers, optimizerTail, tailConflict } from "../optimizer-tail.ts";

const share = number({ min: 0, max: 1, belowMax: true });
const { weight_decay: _decay, ...tail } = optimizerTail;

export const muon = defineOptimizer({
  name: "Muon",
  doc: "Turns the momentum of each matrix into the nearest orthogonal matrix, so that no direction is left behind; all other weights get AdamW. For the hidden matrices of transformers, where it often needs fewer steps than AdamW. Formula: Jordan and others, Muon: an optimizer for hidden layers (2024), by a Newton and Schulz iteration a x + (b A + c A A) x with A = x x', scaled by sqrt(max(rows, columns)) * rms_rate (Liu and others 2025).",
  params: {
    learning_rate: param(learningRate, "size of a step, or a schedule of sizes", 0.001),
    adam_beta_1: param(share, "beta_1 of AdamW, for weights that are no matrices", 0.9),
    adam_beta_2: param(share, "beta_2 of AdamW", 0.999),
    adam_weight_decay: param(optional(number({ min: 0 })), "decay of the weights that AdamW moves", 0.004),
    epsilon: param(number({ min: 0 }), "epsilon of AdamW", 1e-7),
    weight_decay: param(
      optional(number({ min: 0 })),
      "decay of the matrices: w becomes w - learning_rate * weight_decay * w",
      0.004,
    ),
    ...tail,
    exclude_layers: keywordOnly(
      param(optional(listOf(text)), "texts in the paths of matrices that AdamW moves", null),
    ),
    exclude_embeddings: keywordOnly(param(flag, "let AdamW move embeddings", true)),
    muon_a: keywordOnly(param(number(), "first coefficient of the iteration", 3.4445)),
    muon_b: keywordOnly(param(number(), "second coefficient", -4.775)),
    muon_c: keywordOnly(param(number(), "third coefficient", 2.0315)),
    adam_lr_ratio: keywordOnly(param(number({ min: 0 }), "rate of AdamW, as a share of the rate", 1)),
    momentum: keywordOnly(param(share, "share of the momentum that is kept in each step", 0.95)),
    ns_steps: keywordOnly(param(integer({ min: 1 }), "number of iterations", 5)),
    nesterov: keywordOnly(param(flag, "look ahead along the momentum", true)),
    rms_rate: keywordOnly(
      param(
        optional(number({ min: 0 })),
        "scales steps to the size of AdamW's; none leaves them as they are",
        0.2,
      ),
    ),
  },
  leftOut: leftOutOfOptimizers,
  conflict: (params) => tailConflict(params),
  decay: (params, part) => (isMuon(params, part) ? params.weight_decay : params.adam_weight_decay),
  slots: () => ({ momentum: 0, velocity: 0 }),
  update({ g, params, weights, parts, gradient, learningRate, step, slots: { momentum, velocity } }) {
    if (momentum === undefined || velocity === undefined)
      throw new Error("Muon keeps a momentum and a velocity");
    const { adam_beta_1, adam_beta_2, epsilon } = params;
    const gradients = partsOf(g, gradient, parts);
    const velocities = partsOf(g, velocity, parts);
    const correction = g.div(g.sqrt(g.sub(1, g.pow(adam_beta_2, step))), g.sub(1, g.pow(adam_beta_1, step)));
    const adamRate = g.mul(g.mul(learningRate, params.adam_lr_ratio), correction);
    const next = partsOf(g, momentum, parts).map((last, i) => {
      const [slope, v] = [gradients[i] as Node, velocities[i] as Node];
      if (isMuon(params, parts[i] as WeightPart)) {
        const m = g.add(slope, g.mul(params.momentum, last));
        const ahead = params.nesterov ? g.add(slope, g.mul(params.momentum, m)) : m;
        return { m, v, move: g.mul(learningRate, orthogonalised(g, ahead, params)) };
      }
      const m = g.add(last, g.mul(1 - adam_beta_1, g.sub(slope, last)));
      const squares = g.add(v, g.mul(1 - adam_beta_2, g.sub(g.mul(slope, slope), v)));
      return { m, v: squares, move: g.div(g.mul(adamRate, m), g.add(g.sqrt(squares), epsilon)) };
    });
    const gathered = (what: "m" | "v" | "move") =>
      asBuffer(
        g,
        next.map((part) => part[what]),
      );
    return {
      weights: g.sub(weights, gathered("move")),
      slots: { momentum: gathered("m"), velocity: gathered("v") },
    };
  },
  // With rms_rate a step is about as long as that of AdamW.
  facts: () => ({ momentum: 0, rateHigh: { warning: 0.02, error: 0.1 }, rateLow: 1e-6 }),
  examples: [
    {
      source: "Muon(0.1)",
      weights: [
        [0.899601, -1.8992],
        [0.802724, -1.80192],
        [0.706604, -1.7054],
      ],
    },
  ],
});

interface Excluded {
  readonly exclude_layers: readonly string[] | null;
  readonly exclude_embeddings: boolean;
}

function isMuon({ exclude_layers, exclude_embeddings }: Excluded, { shape, path }: WeightPart): boolean {
  if (shape.length !== 2) return false;
  if (exclude_embeddings && path.toLowerCase().includes("embedding")) return false;
  return !(exclude_layers ?? []).some((name) => path.includes(name));
}

interface Iteration {
  readonly muon_a: number;
  readonly muon_b: number;
  readonly muon_c: number;
  readonly ns_steps: number;
  readonly rms_rate: number | null;
}

/** About the orthogonal matrix nearest to x: its singular values are brought near 1. */
function orthogonalised(
  g: Builder,
  x: Node,
  { muon_a, muon_b, muon_c, ns_steps, rms_rate }: Iteration,
): Node {
  const [rows = 1, columns = 1] = x.shape;
  const tall = rows > columns;
  const wide = tall ? g.transpose(x, [1, 0]) : x;
  let y = g.div(wide, g.add(g.sqrt(g.sum(g.mul(wide, wide))), 1e-7));
  for (let i = 0; i < ns_steps; i++) {
    const square = g.matmul(y, y, { transposeB: true });
    const bend = g.add(g.mul(muon_b, square), g.matmul(g.mul(muon_c, square), square));
    y = g.add(g.mul(muon_a, y), g.matmul(bend, y));
  }
  const scale = rms_rate === null ? 1 : Math.sqrt(Math.max(rows, columns)) * rms_rate;
  const scaled = scale === 1 ? y : g.mul(y, scale);
  return tall ? g.transpose(scaled, [1, 0]) : scaled;
}
