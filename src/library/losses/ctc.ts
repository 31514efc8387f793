import { isKnown, type Shape, showShape } from "../../base/dim.ts";
import type { Builder } from "../../tensor/builder.ts";
import type { Node } from "../../tensor/node.ts";
import { leftOutOfLosses } from "../crossentropy.ts";
import { defineLoss } from "../loss.ts";
import { reduction } from "../reduction.ts";
import { logSoftmax } from "../stable.ts";
import { isClass } from "../targets.ts";

/** The logarithm that stands for a chance of 0: far enough below all others, and its gradient is a number. */
const never = -1e5;

export const ctc = defineLoss({
  name: "CTC",
  doc: "How surprised a sequence of predictions is by a shorter sequence of classes, wherever in it they come: minus the logarithm of the chance of all the ways to read the classes off, with pauses in between. For speech and handwriting, where nobody has marked what is where. Class 0 is the pause; shorter targets end in zeros. The output is logits, [steps, classes], without a softmax. Formula: Graves and others, Connectionist temporal classification (2006), in logarithms.",
  params: { reduction },
  leftOut: leftOutOfLosses,
  problem: (_params, target, output) => shapeProblem(target, output),
  lower({ g, target, output }) {
    const [batch = 1, steps = 1] = output.shape;
    const labels = g.cast(target, "i32");
    const length = labels.shape[1] as number;
    const logs = logSoftmax(g, output, -1);
    const silence = g.slice(logs, [0, 0, 0], [batch, steps, 1]);
    const heard = labelled(g, logs, labels);
    const repeats = repeated(g, labels, output.dtype);
    const lasting = g.mul(never, repeats);
    const parting = g.mul(never, g.sub(1, repeats));
    // Chances of having read the first n labels: with a pause behind them, and with the last label still sounding.
    let paused = g.pad(g.constant(0, [batch, 1], output.dtype), [0, 0], [0, length], never);
    let sounding = g.broadcast(g.constant(never, [1, 1], output.dtype), [batch, length]);
    for (let t = 0; t < steps; t++) {
      const label = g.reshape(g.slice(heard, [0, t, 0], [batch, 1, length]), [batch, length]);
      const pause = g.reshape(g.slice(silence, [0, t, 0], [batch, 1, 1]), [batch, 1]);
      const ready = added(g, paused, g.add(sounding, lasting));
      const next = g.add(logSum(g, g.slice(ready, [0, 0], [batch, length]), sounding), label);
      paused = added(g, g.add(ready, pause), g.add(g.add(sounding, pause), parting));
      sounding = next;
    }
    return g.neg(atEnd(g, added(g, paused, sounding), labels));
  },
  facts: () => ({
    reads: "distribution",
    fromLogits: true,
    targets: ["class"],
    ownLength: true,
    task: "classification",
  }),
  examples: [
    {
      source: "CTC()",
      target: [
        [1, 2],
        [2, 0],
      ],
      output: [
        [
          [0.1, 0.8, 0.1],
          [0.2, 0.3, 0.5],
          [0.4, 0.1, 0.7],
        ],
        [
          [0.1, 0.8, 0.1],
          [0.2, 0.3, 0.5],
          [0.4, 0.1, 0.7],
        ],
      ],
      value: 1.3715391,
    },
  ],
});

function shapeProblem(target: Shape, output: Shape): string | undefined {
  if (output.length !== 2) return `it reads steps of classes, [steps, classes], not ${showShape(output)}`;
  if (target.length !== 1) return `its target is a sequence of classes, not ${showShape(target)}`;
  const [length, steps] = [target[0] ?? 1, output[0] ?? 1];
  if (!isKnown(length) || !isKnown(steps) || length <= steps) return undefined;
  return `${length} classes do not fit into ${steps} steps`;
}

/** `[batch, steps, classes]` at the labels `[batch, length]`: `[batch, steps, length]`. */
function labelled(g: Builder, logs: Node, labels: Node): Node {
  const [batch = 1, , classes = 1] = logs.shape;
  const length = labels.shape[1] as number;
  const scores = g.constant(0, [batch, length, classes], logs.dtype);
  const chosen = g.cast(isClass(g, g.reshape(labels, [batch, length, 1]), scores, 2), logs.dtype);
  return g.contract(logs, chosen, { a: [0, 1, 3], b: [0, 2, 3], result: [0, 1, 2] });
}

/** 1 where the next label is the same, so that there must be a pause between. */
function repeated(g: Builder, labels: Node, dtype: Node["dtype"]): Node {
  const [batch = 1, length = 1] = labels.shape;
  if (length === 1) return g.constant(0, [batch, 1], dtype);
  const here = g.slice(labels, [0, 0], [batch, length - 1]);
  const next = g.slice(labels, [0, 1], [batch, length - 1]);
  return g.pad(g.cast(g.equal(here, next), dtype), [0, 0], [0, 1]);
}

/** Chances with a pause, those from the second on with others added. */
function added(g: Builder, paused: Node, others: Node): Node {
  const [batch = 1, length = 1] = others.shape;
  const first = g.slice(paused, [0, 0], [batch, 1]);
  return g.concat([first, logSum(g, g.slice(paused, [0, 1], [batch, length]), others)], 1);
}

/** `log(exp(a) + exp(b))`; the larger one is taken off as a constant, so that the gradient is exact. */
function logSum(g: Builder, a: Node, b: Node): Node {
  const top = g.stopGradient(g.max(a, b));
  return g.add(top, g.log(g.add(g.exp(g.sub(a, top)), g.exp(g.sub(b, top)))));
}

/** The chance of having read all labels that are no padding. */
function atEnd(g: Builder, paused: Node, labels: Node): Node {
  const [batch = 1, count = 1] = paused.shape;
  const present = g.sub(1, g.equal(labels, 0));
  const length = g.reshape(g.sum(present, [1]), [batch, 1]);
  const isEnd = g.cast(g.equal(g.iota([batch, count], 1, "i32"), length), paused.dtype);
  return g.sum(g.mul(paused, isEnd), [1]);
}
