/** A divisor that is hardly kept from 0. */
import { replace } from "../edits.ts";
import { defineRule } from "../rule.ts";

/** Parts of the default; larger values than the default (0.1, 1) are used on purpose. */
const farBelow = 1e-3;

export const adamEpsilon = defineRule({
  name: "adam-epsilon",
  severity: "hint",
  summary: "The optimizer's epsilon is far below its default.",
  explain: {
    symptom: "Late in training the loss suddenly jumps or becomes NaN.",
    cause:
      "Adam and its kin divide by the root of a running mean of squared gradients. Where a gradient has been 0 for long, that root is nearly 0, and only epsilon keeps the quotient finite. In 32 bits, 1e-12 beside a root of 1e-9 changes next to nothing.",
    formula: "step = rate * m / (sqrt(v) + epsilon)",
    remedy: "Leave epsilon out (1e-7), or make it larger: 1e-4 to 1 where training is unstable.",
    whenToIgnore: "In double precision.",
    source: ["TheDeepChecker (Ben Braiek and Khomh, 2023)", "TensorFlow documentation of Adam"],
  },
  visit: {
    train({ optimizer, precision }, report) {
      const span = optimizer.given.epsilon;
      const usual = optimizer.word.params.epsilon?.default;
      const { epsilon } = optimizer.params;
      if (!span || typeof epsilon !== "number" || typeof usual !== "number" || precision !== "f32") return;
      if (epsilon >= usual * farBelow) return;
      report(span, {
        message: `epsilon ${epsilon} hardly keeps the divisor from 0`,
        why: `the default is ${usual}`,
        fix: { title: `epsilon = ${usual}`, edits: [replace(span, String(usual))], safe: false },
        help: "leave it out",
        evidence: { optimizer: optimizer.word.name, epsilon, usual },
      });
    },
  },
  examples: {
    bad: `input x: f32[8]
target y: real
x -> Dense(4, relu) -> Dense(1)
train { loss = mse, optimizer = Adam(0.001, epsilon = ⟦1e-12⟧) }
`,
    good: `input x: f32[8]
target y: real
x -> Dense(4, relu) -> Dense(1)
train { loss = mse, optimizer = Adam(0.001, epsilon = 0.1) }
`,
    fixed: `input x: f32[8]
target y: real
x -> Dense(4, relu) -> Dense(1)
train { loss = mse, optimizer = Adam(0.001, epsilon = 1e-7) }
`,
  },
});
