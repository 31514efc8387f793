/** Gradients that are cut until nothing is left of them. */
import { short } from "../data-values.ts";
import { removeArgument } from "../edits.ts";
import { peakRate } from "../rate.ts";
import { defineRule } from "../rule.ts";

/** A plain step at the usual rate of 0.01 then moves a weight by a millionth at most: weights begin at about 0.1. */
const leastPlain = 1e-4;
/** Parts of epsilon: what is divided by its own size takes any scale, until epsilon outweighs it. */
const timesEpsilon = 100;

const clips = ["clipnorm", "clipvalue", "global_clipnorm"] as const;

export const clipSmall = defineRule({
  name: "clip-small",
  severity: "warning",
  summary: "Gradients are clipped to almost nothing.",
  explain: {
    symptom: "The loss stays where it began, as with a learning rate that is far too small.",
    cause:
      "Clipping cuts what is too large, so that one bad batch cannot throw the weights far away. A bound of 1e-8 cuts every gradient: a plain step is then the rate times 1e-8. Adam and its kin divide by the size of the gradient and take most of that back, until their epsilon of 1e-7 is larger than the gradient itself.",
    formula: "largest step of SGD = rate * clipvalue",
    remedy:
      "Leave it out, or take 1 (clipnorm, for recurrent networks) or 0.5 (clipvalue). A gradient that must be cut below 0.01 wants a lower rate or scaled data.",
    whenToIgnore: "When the loss is scaled so that its gradients are as small.",
    source: [
      "Pascanu, Mikolov, Bengio: On the difficulty of training recurrent neural networks (2013)",
      "DeepCrime (Humbatova et al., 2021)",
    ],
  },
  visit: {
    train({ optimizer }, report) {
      const { params, given, word } = optimizer;
      for (const param of clips) {
        const [clip, span] = [params[param], given[param]];
        if (typeof clip !== "number" || !span) continue;
        const plain = word.facts(params).rateHigh.unscaled !== undefined;
        const epsilon = typeof params.epsilon === "number" ? params.epsilon : 0;
        const bound = plain ? leastPlain : timesEpsilon * epsilon;
        if (clip >= bound) continue;
        const rate = peakRate(params.learning_rate);
        const edit = removeArgument(optimizer, param);
        report(span, {
          message: `${param} = ${clip} leaves almost nothing of the gradients`,
          why:
            plain && rate !== undefined
              ? `no step is longer than ${short(rate)} * ${clip} = ${short(rate * clip)}`
              : `beside epsilon = ${epsilon} such a gradient hardly moves a weight`,
          fix: edit && { title: `no ${param}`, edits: [edit], safe: false },
          help: `leave it out, or ${param} = 1`,
          evidence: { optimizer: word.name, [param]: clip, bound },
        });
      }
    },
  },
  examples: {
    bad: `input x: f32[8]
target y: real
x -> Dense(4, relu) -> Dense(1)
train { loss = mse, optimizer = SGD(0.01, clipvalue = ⟦1e-8⟧) }
`,
    good: `input x: f32[8]
target y: real
x -> Dense(4, relu) -> Dense(1)
train { loss = mse, optimizer = SGD(0.01, clipvalue = 0.5) }
`,
    fixed: `input x: f32[8]
target y: real
x -> Dense(4, relu) -> Dense(1)
train { loss = mse, optimizer = SGD(0.01) }
`,
  },
});
