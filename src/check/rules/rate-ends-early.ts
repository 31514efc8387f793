/** Schedules that are over long before the training is. */
import { learningRateAt } from "../../library/schedule.ts";
import type { Instance } from "../../words/word.ts";
import { updateCount } from "../data-size.ts";
import { short } from "../data-values.ts";
import { peakRate, ratePlace } from "../rate.ts";
import { defineRule } from "../rule.ts";

/** Of the highest rate: steps of this size change nothing that is seen. */
const nothing = 1e-3;
/** Of the highest rate: what a run reaches whose warm-up is longer than itself. */
const little = 0.2;

export const rateEndsEarly = defineRule({
  name: "rate-ends-early",
  severity: "warning",
  summary:
    "The learning rate is next to nothing for more than half of the training, or its warm-up never ends.",
  explain: {
    symptom: "The loss falls for a short time and then stands still to the last digit.",
    cause:
      "A schedule counts updates, one for each batch, and not epochs. With 1,000 rows in batches of 10 an epoch has 100 updates: a decay over 50 steps is over in half an epoch, and a factor of 0.9 a step leaves a thousandth after 66 of them.",

    remedy:
      "decay_steps = auto stretches a schedule over the whole run; else count rows / batch_size * epochs.",
    whenToIgnore: "Where the rest of the run is meant as a pause, for statistics alone.",
    source: ["Keras: learning-rate schedules", "Loshchilov and Hutter: SGDR (2017)"],
  },
  visit: {
    train(train, report, context) {
      const rate = train.optimizer.params.learning_rate as number | Instance;
      const peak = peakRate(rate);
      const steps = updateCount(context);
      // A formula of the file has no highest rate that is known.
      if (typeof rate === "number" || peak === undefined || steps === undefined || steps < 2) return;
      const reached = Math.max(
        ...Array.from({ length: 101 }, (_, i) =>
          learningRateAt(rate, Math.round((i * (steps - 1)) / 100), steps),
        ),
      );
      if (reached < little * peak) {
        report(ratePlace(train), {
          message: `the learning rate is to reach ${short(peak)}, and training ends at ${short(reached)}`,
          why: `there are ${steps} updates in all`,
          help: "a shorter warm-up: a tenth of all updates or less",
          evidence: { updates: steps, reached, peak },
        });
        return;
      }
      const middle = Math.floor(steps / 2);
      const late = [middle, Math.floor((3 * steps) / 4), steps - 1];
      if (late.some((step) => learningRateAt(rate, step, steps) > nothing * peak)) return;
      let end = middle;
      while (end > 0 && learningRateAt(rate, end >> 1, steps) <= nothing * peak) end >>= 1;
      report(ratePlace(train), {
        message: `from update ${end} of ${steps} on, the learning rate is below ${short(nothing * peak)}`,
        why: "schedules count batches, not epochs",
        help: "decay_steps = auto stretches it over the whole run",
        evidence: { updates: steps, over: end, peak },
      });
    },
  },
  examples: {
    bad: `input x: f32[8]
target y: real
x -> Dense(16, relu) -> Dense(1)
data { source = csv("table.csv"), target = y, rows = 50_000, split = [0.8, 0.2] }
train { loss = mse, optimizer = Adam(⟦CosineDecay(1e-3, decay_steps = 50)⟧), epochs = 50 }
`,
    good: `input x: f32[8]
target y: real
x -> Dense(16, relu) -> Dense(1)
data { source = csv("table.csv"), target = y, rows = 50_000, split = [0.8, 0.2] }
train { loss = mse, optimizer = Adam(ExponentialDecay(1e-3, decay_steps = 1_000, decay_rate = 0.96)), epochs = 50 }
`,
    fixed: `input x: f32[8]
target y: real
x -> Dense(16, relu) -> Dense(1)
data { source = csv("table.csv"), target = y, rows = 50_000, split = [0.8, 0.2] }
train { loss = mse, optimizer = Adam(CosineDecay(1e-3, decay_steps = auto)), epochs = 50 }
`,
  },
});
