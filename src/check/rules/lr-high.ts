/** Learning rates above what an optimizer can bear. */
import type { OptimizerDefinition } from "../../library/optimizer.ts";
import type { Instance } from "../../words/word.ts";
import type { CheckContext } from "../check-context.ts";
import { short } from "../data-values.ts";
import { peakRate, ratePlace, usualRateFix } from "../rate.ts";
import { largeInputs, largeTargets } from "../raw-values.ts";
import { defineRule, type Finding } from "../rule.ts";

/**
 * How far beyond the bound momentum may lift a rate in plain dense networks: with momentum m, steps along a valley of
 * curvature c are stable up to 2 * (1 + m) / c. Where weights are shared by many places or steps, curvature is larger.
 */
const lifted = 2;
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
      "A step follows the slope at one point, but the slope holds only nearby. If the step is longer than twice the inverse of the curvature, it climbs the far side higher than it stood, and the next step is longer still. Momentum adds up past steps: with momentum m a constant gradient moves the weights by rate / (1 - m), ten times the rate for 0.9. Adam and RMSprop divide by the size of the gradient, so each weight moves by about the rate itself in every step: a rate of 0.1 moves weights of size 0.05 by twice their size. The curvature of a layer grows with the square of its inputs, so plain gradient descent bears far less on data that is not scaled.",
    formula:
      "gradient descent on a valley of curvature c converges only for rate < 2 / c\neffective rate = rate / (1 - momentum)",
    remedy:
      "Start from the default (Adam and RMSprop 0.001, SGD 0.01) and go up by factors of 3 while the loss falls smoothly. Scaled features and batch normalisation allow higher rates; a schedule may start high and end low.",
    whenToIgnore:
      "On small tables with few steps, or with warm-up: say so with # allow(lr-high): reason. SGD at 0.1 with or without momentum 0.9, Adam at 0.01 and Adadelta at 1.0 are usual and are not reported, nor are high rates of SGD with clipnorm, of a linear model, or with momentum in a network that normalises its layers.",
    source: [
      "UMLAUT (Schoop et al., 2021)",
      "DeepFD (Cao et al., 2022)",
      "Bengio: Practical recommendations for gradient-based training (2012)",
    ],
  },
  proof: { measure: "val_loss", bad: 0.899, fixed: 0.494 },
  visit: {
    train(train, report, context) {
      const { optimizer } = train;
      const rate = peakRate(optimizer.params.learning_rate);
      if (rate === undefined) return;
      const finding = judge(rate, optimizer, context) ?? judgeUnscaled(rate, optimizer, context);
      if (finding) report(ratePlace(train), finding);
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

function above(value: number, bound: number): boolean {
  return value > bound * (1 + tolerance);
}

function judge(
  rate: number,
  optimizer: Instance<OptimizerDefinition>,
  context: CheckContext,
): Finding | undefined {
  const { momentum, rateHigh } = optimizer.word.facts(optimizer.params);
  const effective = rate / (1 - momentum);
  const isError = rate >= rateHigh.error;
  const bound = isError ? rateHigh.error : rateHigh.warning;
  const alone = above(rate, rateHigh.warning);
  if (!isError && !alone && !above(effective, liftBound(context, bound))) return undefined;
  if (isClipped(optimizer, rateHigh.error, rate)) return undefined;
  const name = optimizer.word.name;
  const evidence = { optimizer: name, rate, momentum, effective, bound };
  const fix = usualRateFix(optimizer);
  if (!isError && alone && isOneMap(context) && rateHigh.unscaled === undefined) return undefined;
  if (isError || alone) {
    const [much, why] = isError
      ? ["far ", `from ${bound} on, training diverges`]
      : ["", `above ${bound}, training usually oscillates`];
    const message = `learning rate ${short(rate)} is ${much}too high for ${name}`;
    return { severity: isError ? "error" : "warning", message, why, fix, evidence };
  }
  if (normalizes(context)) return undefined;
  return {
    message: `momentum ${momentum} lifts the learning rate of ${name} to ${short(effective)}`,
    why: `${short(rate)} / (1 - ${momentum}) = ${short(effective)}, and above ${liftBound(context, bound)} training usually diverges`,
    fix,
    evidence,
  };
}

function liftBound({ model, graph }: CheckContext, bound: number): number {
  const shares = model.layers.some((layer) =>
    ["window", "sequence"].includes(graph.facts(layer).mixes ?? ""),
  );
  return shares ? bound : lifted * bound;
}

/** Where gradients are cut to a length, a step is at most that times the rate: language models are trained with SGD(20) so. */
function isClipped({ word, params }: Instance<OptimizerDefinition>, bound: number, rate: number): boolean {
  if (word.facts(params).rateHigh.unscaled === undefined) return false;
  const lengths = [params.clipnorm, params.global_clipnorm].filter((value) => typeof value === "number");
  return lengths.length > 0 && rate * Math.min(...lengths) <= bound;
}

/** A single learning layer is a linear model, whose loss is one bowl: steps that overshoot come back. */
function isOneMap({ model, graph }: CheckContext): boolean {
  return model.layers.filter((layer) => graph.facts(layer).learns).length === 1;
}

/** SGD at 0.1 with momentum 0.9 is how residual networks are trained: behind a normalisation the scale of weights changes nothing. */
function normalizes({ model, graph }: CheckContext): boolean {
  return model.layers.some((layer) => graph.facts(layer).normalizes);
}

/** Features beyond 10 or targets beyond 100 in size make the gradients of a plain optimizer large. */
function judgeUnscaled(
  rate: number,
  optimizer: Instance<OptimizerDefinition>,
  context: CheckContext,
): Finding | undefined {
  const { momentum, rateHigh } = optimizer.word.facts(optimizer.params);
  const effective = rate / (1 - momentum);
  const bound = rateHigh.unscaled;
  if (bound === undefined || !above(effective, bound)) return undefined;
  const large = largeInputs(context, 10) ?? largeTargets(context, 100);
  if (!large) return undefined;
  const name = optimizer.word.name;
  return {
    message: `learning rate ${short(effective)} is too high for ${name} on data that is not scaled`,
    why: `above ${bound}, training usually diverges where numbers are as large as ${short(large.largest)}`,
    related: [{ span: large.span, text: `${large.name} goes up to ${short(large.largest)}` }],
    fix: usualRateFix(optimizer),
    help: "or scale the data: normalize = zscore",
    evidence: {
      optimizer: name,
      rate,
      momentum,
      effective,
      bound,
      column: large.name,
      largest: large.largest,
    },
  };
}
