/**
 * One training step of a stack of dense layers: fills the batch and runs. Prints the milliseconds of each step as JSON.
 * Arguments: the workload, then the target, wasm or native, then how hard the C compiler tries.
 */
import { engineFor } from "../../src/cli/engines.ts";
import { analyse } from "../../src/compile.ts";
import { lowerProgram, programName } from "../../src/lower/programs.ts";
import { layoutWeights } from "../../src/lower/weight-layout.ts";
import { builder } from "../../src/tensor/build.ts";
import { writeInitialSlots, writeInitialWeights } from "../../src/train/initial-weights.ts";
import type { Workload } from "./run.ts";

const { sizes, batch, steps, warmup } = JSON.parse(process.argv[2] as string) as Workload;
const classes = sizes.at(-1) as number;
const text = `
input x: f32[${sizes[0]}]
x -> ${sizes
  .slice(1, -1)
  .map((units) => `Dense(${units}, relu)`)
  .join(" -> ")} -> Dense(${classes}, ${classes === 1 ? "sigmoid" : "softmax"})
train { loss = ${classes === 1 ? "binary_crossentropy" : "sparse_categorical_crossentropy"}  optimizer = Adam(1e-3)  batch_size = ${batch} }
`;
const { model } = await analyse({ name: "bench.nnet", text });
if (!model?.train) throw new Error("the benchmark's model does not compile");
const layout = layoutWeights(model);
const lowering = { g: builder, model, layout, float: "f32", seed: 1, rowWeights: false } as const;
const [target = "wasm", optimization] = process.argv.slice(3) as [string?, "-O3"?];
const engine = engineFor(target, {
  environment: process.env,
  notice: (notice) => console.error(notice),
  ...(optimization ? { optimization } : {}),
});
const opening = performance.now();
const session = await engine([lowerProgram(lowering, "train", batch)]);
const opened = performance.now() - opening;
writeInitialWeights(layout, 1, session.state);
writeInitialSlots(model.train, layout, session.state);
const program = session.program(programName("train", batch));
const x = Float32Array.from({ length: batch * (sizes[0] as number) }, (_, i) => ((i * 7919) % 1009) / 1009);
const y = Float32Array.from({ length: batch }, (_, i) => (classes === 1 ? i % 2 : i % classes));
const times: number[] = [];
for (let i = 0; i < warmup + steps; i++) {
  const begin = performance.now();
  program.inputs["input/x"]?.set(x);
  program.inputs["target/output"]?.set(y);
  (program.inputs.step as Int32Array)[0] = i + 1;
  (program.inputs.learning_rate as Float32Array)[0] = 1e-3;
  program.run();
  if (i >= warmup) times.push(performance.now() - begin);
}
console.log(JSON.stringify({ loss: program.outputs.loss?.[0], opened, times }));
