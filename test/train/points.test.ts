/** Training on points: an equation whose solution is known, a coefficient that is not, and the same bits after a stop. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { analyse, cpuEngine } from "../../src/compile.ts";
import type { Dataset } from "../../src/data/dataset.ts";
import type { PlacementDefinition } from "../../src/library/placement.ts";
import { drawPoints } from "../../src/library/points.ts";
import { predictionOutput, programName } from "../../src/lower/programs.ts";
import { type Checkpoint, decodeCheckpoint, encodeCheckpoint } from "../../src/train/checkpoint.ts";
import { openRun } from "../../src/train/open-run.ts";
import { weightsHash } from "../../src/train/run-folder.ts";
import { trainModel } from "../../src/train/train-model.ts";
import type { TrainOptions } from "../../src/train/training-run.ts";
import { weightTensors } from "../../src/train/weight-tensors.ts";
import { readWord } from "../library/read-word.ts";
import { wordsOf } from "../library/word-contract.ts";

const noRows: Dataset = {
  train: { rows: 0, features: {}, targets: {} },
  preprocessing: { features: {}, targets: {} },
};

async function trained(text: string, options: Partial<TrainOptions> = {}, steps?: number) {
  const overrides = steps === undefined ? [] : [{ name: "train.steps", text: String(steps) }];
  const { model, diagnostics } = await analyse({ name: "points.nnet", text }, undefined, { overrides });
  expect(diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
  if (!model) throw new Error("no model");
  const host = { now: () => 0, pause: async () => undefined };
  const result = await trainModel({
    model,
    dataset: noRows,
    engine: cpuEngine,
    host,
    watch: false,
    ...options,
  });
  return { ...result, model, hash: await weightsHash(result.layout, result.session.state) };
}

describe("an equation and nothing else", () => {
  const text = readFileSync("models/heat.nnet", "utf8");

  test("comes near the solution that is known", async () => {
    const { model, layout, session, history } = await trained(text, {}, 400);
    const weights = weightTensors(layout, session.state);
    const about = {
      nnet: "",
      modelFolder: ".",
      folder: ".",
      model,
      preprocessing: noRows.preprocessing,
      weights,
    };
    const rows = 66;
    const program = (await openRun(about, cpuEngine, "predict", [rows])).program(
      programName("predict", rows),
    );
    const places = Array.from({ length: rows }, (_, i) => [(i % 11) / 10, Math.floor(i / 11) / 5] as const);
    program.inputs["input/x"]?.set(places.map(([x]) => x));
    program.inputs["input/t"]?.set(places.map(([, t]) => t));
    program.run();
    const u = program.outputs[predictionOutput("u")] as Float32Array;
    const errors = places.map(
      ([x, t], i) => (u[i] as number) - Math.exp(-0.2 * Math.PI ** 2 * t) * Math.sin(Math.PI * x),
    );
    expect(Math.max(...errors.map(Math.abs))).toBeLessThan(0.15);
    expect(history).toHaveLength(100);
    expect(Object.keys(history[0]?.logs ?? {})).toEqual(["loss", "inside_loss", "start_loss", "edges_loss"]);
  });

  test("ends with the same bits after it was stopped, also between two passes", async () => {
    const small = text.replace("steps     = 4_000", "steps = 9, batch_size = 200");
    const whole = await trained(small);
    let saved: Checkpoint | undefined;
    let steps = 0;
    await trained(small, {
      observer: { step: () => void steps++ },
      interrupted: () => steps >= 4,
      host: { now: () => steps, pause: async () => undefined },
      save: async (checkpoint) => {
        saved = decodeCheckpoint(encodeCheckpoint(checkpoint), "checkpoint");
      },
    });
    expect(saved?.progress.step).toBe(4);
    const rest = await trained(small, { resume: saved as Checkpoint });
    expect([rest.hash, rest.history]).toEqual([whole.hash, whole.history]);
  });
});

test("a coefficient that is not known is found beside the solution: y'' = -k y, y = sin 2x", async () => {
  const { layout, session } = await trained(`input x: f32
k = Weight(1)
output y = [x] -> Concatenate() -> Dense(16, tanh) -> Dense(16, tanh) -> Dense(1)
data seen { source = points(x = grid(0, 2), rows = 30) }
train {
  loss = mse(y, sin(2 * x)) + 0.1 * mean((grad(y, x, x) + k * y) ^ 2)
  optimizer = Adam(0.01)
  steps = 700
}
`);
  expect(weightTensors(layout, session.state)["k/weight/value"]?.values[0]).toBeCloseTo(4, 0);
});

describe("placements", () => {
  const draw = (source: string, options: { rows?: number; fresh?: boolean; pass?: number } = {}) => {
    const { rows = 500, fresh = false, pass = 0 } = options;
    const columns = Object.fromEntries(
      source.split("; ").map((each, i) => [`x${i}`, readWord<PlacementDefinition>("placement", each)]),
    );
    const spec = { columns, rows, fresh, span: { source: { name: "", text: "" }, start: 0, end: 0 } };
    return drawPoints(spec, { seed: 3, section: "inside", pass }, () => 1);
  };

  for (const word of wordsOf<PlacementDefinition>("placement")) {
    test.each(word.examples)(
      "$source stays in its range and is the same for a seed",
      ({ source, range: [low, high] }) => {
        const { x0 = new Float64Array() } = draw(source);
        for (const value of x0) expect(value >= low && value <= high).toBe(true);
        if (source !== "normal(0, 0.5)") expect(Math.min(...x0)).toBeLessThan(low + 0.02);
        expect(draw(source).x0).toEqual(x0);
      },
    );
  }

  test("are drawn anew where they are fresh, and only there", () => {
    const at = (fresh: boolean, pass: number) => draw("uniform(0, 1)", { fresh, pass }).x0;
    expect(at(false, 1)).toEqual(at(false, 0));
    expect(at(true, 1)).not.toEqual(at(true, 0));
  });

  test("two grids are a mesh", () => {
    const { x0, x1 } = draw("grid(0, 1); grid(5, 7)", { rows: 9 });
    expect([...(x0 ?? [])]).toEqual([0, 0, 0, 0.5, 0.5, 0.5, 1, 1, 1]);
    expect([...(x1 ?? [])]).toEqual([5, 6, 7, 5, 6, 7, 5, 6, 7]);
  });
});
