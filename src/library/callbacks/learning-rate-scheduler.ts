import { param } from "../../words/param-types.ts";
import { type Act, defineCallback } from "../callback.ts";
import { scheduleType } from "../instance-types.ts";
import { showFigure, verbose } from "../monitored.ts";
import { learningRateAt } from "../schedule.ts";

export const learningRateScheduler = defineCallback({
  name: "LearningRateScheduler",
  doc: "Sets the learning rate at the beginning of every epoch. The schedule is a def of the epoch (from 0) and, if it has a second formal, of the rate so far; or a schedule of the library, which then counts epochs where it says updates.",
  params: {
    schedule: param(scheduleType, "a def such as `def slow(epoch, rate) = epoch < 5 ? rate : 0.9 * rate`"),
    verbose,
  },
  epochBegin({ schedule, verbose: told }, _state, { epoch, rate }) {
    const next = learningRateAt(schedule, epoch, Number.POSITIVE_INFINITY, rate);
    const acts: Act[] = [{ act: "rate", rate: next }];
    if (told > 0)
      acts.push({ act: "say", text: `epoch ${epoch + 1}: the learning rate is ${showFigure(next)}` });
    return { acts };
  },
  facts: () => ({ setsRate: true }),
  examples: [{ source: "LearningRateScheduler(ExponentialDecay(0.01, decay_steps = 10, decay_rate = 0.5))" }],
});
