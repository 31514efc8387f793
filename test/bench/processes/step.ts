/** One training step, or one prediction, of a model again and again: fills the batch and runs. */
import { programName } from "../../../src/lower/programs.ts";
import type { NumberArray } from "../../../src/tensor/types.ts";
import { writeInitialSlots, writeInitialWeights } from "../../../src/train/initial-weights.ts";
import { medianTime } from "../median.ts";
import { answer } from "./answer.ts";
import { modelSession, type SessionWork } from "./model-session.ts";

interface StepWork extends SessionWork {
  /** To warm up and to measure, together. */
  readonly seconds: number;
}

/** The same numbers in each run, spread over [0, 1) or over the classes. */
function fill(name: string, values: NumberArray, classes: number): void {
  const whole = name.startsWith("target/");
  for (let i = 0; i < values.length; i++) {
    values[i] = whole ? i % Math.max(2, classes) : ((i * 7919) % 1009) / 1009;
  }
}

answer<StepWork>(async (work) => {
  const { model, layout, session } = await modelSession(work);
  writeInitialWeights({ model, layout, seed: 1 }, session.state);
  if (model.train && work.purpose === "train") writeInitialSlots(model.train, layout, session.state);
  const { inputs, outputs, run } = session.program(programName(work.purpose, work.batch));
  const classes = model.outputs[0]?.type.shape.at(-1) as number;
  const batch = Object.entries(inputs).filter(([name]) => name !== "step" && name !== "learning_rate");
  const data = batch.map(([name, values]) => {
    const copy = values.slice();
    fill(name, copy, classes);
    return copy;
  });
  let step = 0;
  const median = medianTime(work.seconds, () => {
    step += 1;
    for (let i = 0; i < batch.length; i++) (batch[i] as [string, NumberArray])[1].set(data[i] as NumberArray);
    if (inputs.step) inputs.step[0] = step;
    if (inputs.learning_rate) inputs.learning_rate[0] = 1e-3;
    run();
  });
  return { median, steps: step, bytes: session.bytes, loss: outputs.loss?.[0] };
});
