/** Running means of Adam and its kin over too few steps, too many, or in the wrong order. */
import { short } from "../data-values.ts";
import { replace } from "../edits.ts";
import { defineRule } from "../rule.ts";

/** A mean of 1,000 steps and more follows where the loss was long ago; 0.99 is in use, 0.999 is that of the squares. */
const mostMean = 0.995;
/** The mean of squares of fewer than two steps is the gradient itself: 0.9 is the lowest in use (WGAN-GP). */
const leastSquares = 0.5;

export const adamBetas = defineRule({
  name: "adam-betas",
  severity: "warning",
  summary: "The betas of Adam or its kin lie outside of what works.",
  explain: {
    symptom: "The loss swings slowly up and down, overshoots and comes back late, or diverges after a while.",
    cause:
      "beta_1 is the share of the mean gradient that is kept in each step, beta_2 that of the mean squared gradient: means over about 1 / (1 - beta) steps. The step is the one divided by the root of the other, and stays about as long as the rate only where the mean of squares is the longer one. Swapped (0.999 and 0.9), the direction is a thousand steps old, and the divisor has forgotten the gradients that are in it.",
    formula: "step = rate * m / sqrt(v), bounded where beta_1^2 < beta_2",
    remedy:
      "beta_1 = 0.9, beta_2 = 0.999. For adversarial networks beta_1 = 0.5 or 0; for transformers beta_2 = 0.98 or 0.95.",
    whenToIgnore: "In experiments on the betas themselves.",
    source: [
      "Kingma and Ba: Adam (2015), theorem 4.1",
      "Reddi, Kale, Kumar: On the convergence of Adam and beyond (2018)",
    ],
  },
  visit: {
    train({ optimizer }, report) {
      const { params, given, word } = optimizer;
      const { beta_1, beta_2 } = params;
      if (typeof beta_1 !== "number" || typeof beta_2 !== "number") return;
      const problem = judge(beta_1, beta_2);
      const param = problem?.param ?? (given.beta_2 ? "beta_2" : "beta_1");
      const span = given[param];
      if (!problem || !span) return;
      const usual = word.params[param]?.default;
      report(span, {
        message: problem.message,
        why: problem.why,
        fix: { title: `${param} = ${usual}`, edits: [replace(span, String(usual))], safe: false },
        help: `${param} = ${usual}`,
        evidence: { optimizer: word.name, beta_1, beta_2 },
      });
    },
  },
  examples: {
    bad: `input x: f32[8]
target y: real
x -> Dense(4, relu) -> Dense(1)
train { loss = mse, optimizer = Adam(0.001, beta_1 = ⟦0.999⟧) }
`,
    good: `input x: f32[8]
target y: real
x -> Dense(4, relu) -> Dense(1)
train { loss = mse, optimizer = Adam(0.001, beta_1 = 0.5, beta_2 = 0.9) }
`,
    fixed: `input x: f32[8]
target y: real
x -> Dense(4, relu) -> Dense(1)
train { loss = mse, optimizer = Adam(0.001, beta_1 = 0.9) }
`,
  },
});

interface Problem {
  /** Absent where the two do not go together: whichever is given. */
  readonly param?: "beta_1" | "beta_2";
  readonly message: string;
  readonly why: string;
}

function judge(mean: number, squares: number): Problem | undefined {
  if (mean > mostMean) {
    return {
      param: "beta_1",
      message: `beta_1 = ${mean} follows gradients of the last ${short(1 / (1 - mean))} steps`,
      why: "the usual mean is one of 10 steps",
    };
  }
  if (squares < leastSquares) {
    return {
      param: "beta_2",
      message: `beta_2 = ${squares} divides each gradient by hardly more than itself`,
      why: "the mean of squares is one of fewer than 2 steps",
    };
  }
  if (mean * mean < squares) return undefined;
  return {
    message: `beta_1 = ${mean} is too large beside beta_2 = ${squares}`,
    why: "the divisor forgets sooner than the mean that it is to hold in bounds",
  };
}
