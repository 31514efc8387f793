/**
 * One training step, or one prediction, of a model file again and again: fills the batch and runs. Prints the median
 * milliseconds as JSON, or why it cannot. A process of its own for every measurement; `run.ts` starts it.
 */
import { readFileSync } from "node:fs";
import { engineFor } from "../../src/cli/engines.ts";
import { analyse } from "../../src/compile.ts";
import { type Lowering, lowerProgram, type Purpose, programName } from "../../src/lower/programs.ts";
import { layoutWeights } from "../../src/lower/weight-layout.ts";
import type { ModelIR } from "../../src/model/ir.ts";
import { builder } from "../../src/tensor/build.ts";
import type { NumberArray } from "../../src/tensor/types.ts";
import { writeInitialSlots, writeInitialWeights } from "../../src/train/initial-weights.ts";
import type { Work } from "./contenders.ts";
import { medianTime } from "./median.ts";

async function modelOf(name: string): Promise<ModelIR> {
  const file = new URL(`./models/${name}.nnet`, import.meta.url);
  const { model, diagnostics } = await analyse({ name, text: readFileSync(file, "utf8") });
  const error = diagnostics.find(({ severity }) => severity === "error");
  if (model && !error) return model;
  throw new Error(error?.message ?? `${name} does not compile`);
}

/** The same numbers in each run, spread over [0, 1) or over the classes. */
function fill(name: string, values: NumberArray, classes: number): void {
  const whole = name.startsWith("target/");
  for (let i = 0; i < values.length; i++) {
    values[i] = whole ? i % Math.max(2, classes) : ((i * 7919) % 1009) / 1009;
  }
}

async function measure(work: Work): Promise<unknown> {
  const model = await modelOf(work.model);
  const purpose: Purpose = work.purpose;
  const layout = layoutWeights(model);
  const lowering: Lowering = { g: builder, model, layout, float: "f32", seed: 1, rowWeights: false };
  const engine = engineFor(work.target ?? "wasm", {
    environment: process.env,
    threads: work.threads,
    notice: (notice) => console.error(notice),
    ...(work.optimization ? { optimization: work.optimization } : {}),
  });
  const opening = performance.now();
  const session = await engine([lowerProgram(lowering, purpose, work.batch)]);
  const opened = performance.now() - opening;
  writeInitialWeights({ model, layout, seed: 1 }, session.state);
  if (model.train && purpose === "train") writeInitialSlots(model.train, layout, session.state);
  const { inputs, outputs, run } = session.program(programName(purpose, work.batch));
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
  return { median, steps: step, opened, bytes: session.bytes, loss: outputs.loss?.[0] };
}

const work = JSON.parse(process.argv[2] as string) as Work;
measure(work).then(
  (result) => console.log(JSON.stringify(result)),
  (error: unknown) =>
    console.log(JSON.stringify({ cannot: error instanceof Error ? error.message : String(error) })),
);
