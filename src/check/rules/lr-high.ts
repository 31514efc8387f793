/** Learning rates above what an optimizer can bear. */
import type { Span } from "../../base/source.ts";
import type { OptimizerDefinition } from "../../library/optimizer.ts";
import type { TrainIR } from "../../model/ir.ts";
import type { Instance } from "../../words/word.ts";
import { replace } from "../edits.ts";
import { defineRule, type Finding } from "../rule.ts";

/** Quotients such as 0.05 / (1 - 0.9) must not pass a bound by their rounding. */
const tolerance = 1e-9;

export const lrHigh = defineRule({
  name: "lr-high",
  severity: "warning",
  summary: "The learning rate is above what this optimizer usually bears.",
  explain: {
    symptom:
      "The loss jumps up and down, grows, or becomes NaN; or it falls quickly at first and then stays at a high value, with many relu units that never fire again.",
    cause:
      "A step follows the slope at one point, but the slope holds only nearby. If the step is longer than twice the inverse of the curvature, it climbs the far side higher than it stood, and the next step is longer still. Momentum adds up past steps: with momentum m a constant gradient moves the weights by rate / (1 - m), ten times the rate for 0.9. Adam and RMSprop divide by the size of the gradient, so each weight moves by about the rate itself in every step: a rate of 0.1 moves weights of size 0.05 by twice their size.",
    formula:
      "gradient descent on a valley of curvature c converges only for rate < 2 / c\neffective rate = rate / (1 - momentum)",
    remedy:
      "Start from the default (Adam and RMSprop 0.001, SGD 0.01) and go up by factors of 3 while the loss falls smoothly. Scaled features and batch normalisation allow higher rates; a schedule may start high and end low.",
    whenToIgnore:
      "On small tables with few steps, or with warm-up: say so with # allow(lr-high): reason. SGD at 0.1, Adam at 0.01 and Adadelta at 1.0 are usual and are not reported.",
    source: [
      "UMLAUT (Schoop et al., 2021)",
      "DeepFD (Cao et al., 2022)",
      "Bengio: Practical recommendations for gradient-based training (2012)",
    ],
  },
  visit: {
    train(train, report) {
      const { optimizer } = train;
      const rate = startRate(optimizer.params.learning_rate);
      if (rate === undefined) return;
      const finding = judge(rate, optimizer);
      if (finding) report(placeOf(train), finding);
    },
  },
  examples: {
    bad: `input x: f32[8]
target sick: binary
x -> Dense(12, relu) -> Dense(1, sigmoid)
train {
  loss      = binary_crossentropy
  optimizer = Adam(⟦0.5⟧)
}
`,
    good: `input x: f32[8]
target sick: binary
x -> Dense(12, relu) -> Dense(1, sigmoid)
train {
  loss      = binary_crossentropy
  optimizer = SGD(0.05, momentum = 0.9)
}
`,
    fixed: `input x: f32[8]
target sick: binary
x -> Dense(12, relu) -> Dense(1, sigmoid)
train {
  loss      = binary_crossentropy
  optimizer = Adam(0.001)
}
`,
  },
});

function judge(rate: number, optimizer: Instance<OptimizerDefinition>): Finding | undefined {
  const { momentum, rateHigh } = optimizer.word.facts(optimizer.params);
  const effective = rate / (1 - momentum);
  const above = (value: number, bound: number): boolean => value > bound * (1 + tolerance);
  const isError = rate >= rateHigh.error;
  if (!isError && !above(effective, rateHigh.warning)) return undefined;
  const name = optimizer.word.name;
  const bound = isError ? rateHigh.error : rateHigh.warning;
  const byMomentum = !isError && !above(rate, rateHigh.warning);
  const usual = optimizer.word.params.learning_rate?.default;
  const given = optimizer.given.learning_rate;
  return {
    severity: isError ? "error" : "warning",
    message: byMomentum
      ? `momentum ${momentum} lifts the learning rate of ${name} to ${short(effective)}`
      : `learning rate ${short(rate)} is ${isError ? "far " : ""}too high for ${name}`,
    why: byMomentum
      ? `${short(rate)} / (1 - ${momentum}) = ${short(effective)}, and above ${bound} training usually diverges`
      : isError
        ? `from ${bound} on, training diverges or ends in dead units`
        : `above ${bound}, training usually oscillates`,
    fix:
      given && typeof usual === "number"
        ? { title: `learning_rate = ${usual}`, edits: [replace(given, String(usual))], safe: false }
        : undefined,
    evidence: { optimizer: name, rate, momentum, effective, bound },
  };
}

/** A number, or the highest rate that a schedule names for its start. */
function startRate(value: unknown): number | undefined {
  if (typeof value === "number") return value;
  if (typeof value !== "object" || value === null || !("params" in value)) return undefined;
  const { initial_learning_rate, warmup_target } = (value as Instance).params;
  const rates = [initial_learning_rate, warmup_target].filter((rate) => typeof rate === "number");
  return rates.length > 0 ? Math.max(...rates) : undefined;
}

function placeOf({ optimizer, spans, span }: TrainIR): Span {
  return optimizer.given.learning_rate ?? optimizer.span ?? spans.optimizer ?? span;
}

function short(value: number): string {
  return String(Number(value.toPrecision(3)));
}
