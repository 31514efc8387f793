/** Every optimizer as the target runs it, in whole training programs, beside the reference evaluator. */
import { describe, expect, test } from "vitest";
import { analyse, cpuEngine } from "../../src/compile.ts";
import type { OptimizerDefinition } from "../../src/library/optimizer.ts";
import { lowerProgram } from "../../src/lower/programs.ts";
import { layoutWeights } from "../../src/lower/weight-layout.ts";
import { builder } from "../../src/tensor/build.ts";
import { topologicalOrder } from "../../src/tensor/node.ts";
import { evaluate } from "../../src/tensor/reference.ts";
import { writeInitialSlots, writeInitialWeights } from "../../src/train/initial-weights.ts";
import { scattered } from "../library/finite-differences.ts";
import { wordsOf } from "../library/word-contract.ts";

const rows = 4;
const sources = [
  ...wordsOf<OptimizerDefinition>("optimizer").map((word) => word.examples[0]?.source as string),
  "Adam(0.01, use_ema = true, ema_overwrite_frequency = 2)",
  "SGD(0.1, gradient_accumulation_steps = 2, weight_decay = 0.1, clipnorm = 1)",
  "Muon(0.1, weight_decay = 0.1, adam_weight_decay = none)",
];

describe("training programs", () => {
  test.each(sources)("%s: the target moves weights as the reference does", async (optimizer) => {
    const text = `input x: f32[3]\ntarget y: real\nx -> Dense(5, tanh) -> Dense(1)\ntrain { loss = mse  optimizer = ${optimizer} }\n`;
    const { model, diagnostics } = await analyse({ name: "small.nnet", text });
    expect(diagnostics.filter(({ rule }) => rule === "unknown-word" || rule === "bad-option")).toEqual([]);
    if (!model?.train) throw new Error("no model");
    const layout = layoutWeights(model);
    const program = lowerProgram(
      { g: builder, model, layout, float: "f32", seed: 0, rowWeights: false },
      "train",
      rows,
    );
    const session = await cpuEngine([program]);
    writeInitialWeights({ model, layout, seed: 7 }, session.state);
    writeInitialSlots(model.train, layout, session.state);
    const nodes = topologicalOrder([...Object.values(program.outputs), ...Object.values(program.updates)]);
    const shapeOf = new Map(nodes.map(({ attributes, shape, dtype }) => [attributes.name, { shape, dtype }]));
    const tensor = (name: string, values: Float32Array | Int32Array) => ({
      ...(shapeOf.get(name) as { shape: readonly number[]; dtype: "f32" }),
      values,
    });
    let state = Object.fromEntries(
      Object.entries(session.state).map(([name, values]) => [name, tensor(name, Float32Array.from(values))]),
    );
    for (let step = 1; step <= 4; step++) {
      const { inputs } = session.program(program.name);
      inputs["input/x"]?.set(scattered(3 * rows, -1, 1, 0.1 * step));
      inputs["target/output"]?.set(scattered(rows, -1, 1, 0.3 * step));
      if (inputs.step) inputs.step[0] = step;
      if (inputs.learning_rate) inputs.learning_rate[0] = 0.1;
      const fed = Object.entries(inputs).map(([name, values]) => [
        name,
        tensor(name, values.slice() as Float32Array),
      ]);
      session.program(program.name).run();
      state = evaluate(program, Object.fromEntries(fed), state).state as typeof state;
      for (const [name, { values }] of Object.entries(state)) {
        const ours = session.state[name] ?? [];
        expect(ours.length, name).toBe(values.length);
        for (const [i, value] of values.entries())
          expect(Math.abs((ours[i] as number) - value), `${name}[${i}] in step ${step}`).toBeLessThan(
            1e-4 * Math.max(1, Math.abs(value)),
          );
      }
    }
  });
});
