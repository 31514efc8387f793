/** Whole training steps against real Keras: logs, all weights after each update, evaluation and prediction. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { analyse, cpuEngine } from "../../src/compile.ts";
import { lowerProgram } from "../../src/lower/programs.ts";
import { layoutWeights } from "../../src/lower/weight-layout.ts";
import type { TrainIR } from "../../src/model/ir.ts";
import type { BoundProgram } from "../../src/runtime/session.ts";
import { builder } from "../../src/tensor/build.ts";
import { writeInitialSlots } from "../../src/train/initial-weights.ts";
import { Tally } from "../../src/train/tally.ts";

interface Case {
  readonly name: string;
  readonly source: string;
  readonly batch: number;
  readonly x: readonly (readonly number[])[];
  readonly y: readonly (readonly number[])[];
  readonly initial: readonly (readonly number[])[];
  readonly steps: readonly {
    readonly logs: Readonly<Record<string, number>>;
    readonly weights: readonly (readonly number[])[];
  }[];
  readonly evaluated: Readonly<Record<string, number>>;
  readonly predicted: readonly number[];
}

const fixture = JSON.parse(readFileSync("test/keras/fixtures/training.json", "utf8")) as {
  readonly keras: string;
  readonly cases: readonly Case[];
};
/** As the fixture's script gives them to Keras. */
const classWeights = [1, 3, 0.5];

function close(ours: ArrayLike<number>, keras: readonly number[], what: string): void {
  expect(ours.length, what).toBe(keras.length);
  for (let i = 0; i < keras.length; i++) {
    const wanted = keras[i] as number;
    const found = ours[i] as number;
    // f32 through four steps; values near 0 are differences of larger ones.
    expect(Math.abs(found - wanted), `${what}[${i}]: ${found} for ${wanted}`).toBeLessThan(
      2e-5 * Math.max(Math.abs(wanted), 0.1),
    );
  }
}

async function open(one: Case, rowWeights: boolean) {
  const { model, diagnostics } = await analyse({ name: "case.nnet", text: one.source });
  expect(diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
  if (!model?.train) throw new Error("no model");
  const layout = layoutWeights(model);
  const lowering = { g: builder, model, layout, float: "f32", seed: 0, rowWeights } as const;
  const session = await cpuEngine(
    (["train", "evaluate", "predict"] as const).map((purpose) => lowerProgram(lowering, purpose, one.batch)),
  );
  session.state.weights?.set(one.initial.flat());
  writeInitialSlots(model.train, layout, session.state);
  return { model, train: model.train, session, layout };
}

function feed(program: BoundProgram, one: Case, batch: number, step: number, train: TrainIR): void {
  const { inputs } = program;
  inputs["input/x"]?.set(one.x[batch] as number[]);
  inputs["target/output"]?.set(one.y[batch] as number[]);
  inputs["row-weight/output"]?.set((one.y[batch] as number[]).map((label) => classWeights[label] as number));
  if (inputs.step) inputs.step[0] = step;
  if (inputs.learning_rate) inputs.learning_rate[0] = train.optimizer.params.learning_rate as number;
  program.run();
}

describe(`training as Keras ${fixture.keras} does`, () => {
  test.each(fixture.cases)("$name", async (one) => {
    const { model, train, session } = await open(one, one.name.includes("class weights"));
    for (const [i, { logs, weights }] of one.steps.entries()) {
      const program = session.program(`train@${one.batch}`);
      feed(program, one, i, i + 1, train);
      const tally = new Tally(model, train);
      tally.add(program, one.batch);
      const ours = tally.logs();
      for (const [name, value] of Object.entries(logs)) {
        close([ours[name] as number], [value], `${name} of step ${i + 1}`);
      }
      close(session.state.weights as Float32Array, weights.flat(), `weights after step ${i + 1}`);
    }
    const evaluate = session.program(`evaluate@${one.batch}`);
    feed(evaluate, one, 0, 0, train);
    const evaluated = new Tally(model, train);
    evaluated.add(evaluate, one.batch);
    close([evaluated.logs().loss as number], [one.evaluated.loss as number], "evaluated loss");
    const predict = session.program(`predict@${one.batch}`);
    feed(predict, one, 0, 0, train);
    close(predict.outputs["output/output"] as Float32Array, one.predicted, "predictions");
  });
});
