/** The watch: it changes no bit, tells each thing once, survives a resume, and keeps the last sound weights. */
import { describe, expect, test } from "vitest";
import type { Checkpoint } from "../../src/train/checkpoint.ts";
import { weightsHash } from "../../src/train/run-folder.ts";
import { trainModel } from "../../src/train/train-model.ts";
import { preparedOf, trainText } from "../check/train-text.ts";

const pima = (chain: string, train: string) => `input x: f32[8]
x -> ${chain}
data { source = csv("models/data/pima.csv"), target = diabetes, normalize = zscore, split = [0.8, 0.2] }
train { loss = binary_crossentropy, ${train} }
`;
const dead = pima("Dense(16, relu, bias_initializer = Constant(-20)) -> Dense(1, sigmoid)", "epochs = 6");
const kidiq = (chain: string, train: string) => `input x: f32[3]
${chain}
data { source = csv("models/data/kidiq.csv"), target = kid_score, split = [0.8, 0.2] }
train { loss = mse, ${train} }
`;

describe("the watch", () => {
  test("changes no bit of the weights, and costs outputs only in watched steps", async () => {
    for (const chain of [
      "Dense(16, relu) -> Dropout(0.2) -> BatchNormalization() -> Dense(8, tanh, kernel_regularizer = L2(1e-3)) -> Dense(1, sigmoid)",
      "Reshape([8, 1]) -> Conv1D(4, 3, activation = relu) -> Flatten() -> Dense(1, sigmoid)",
    ]) {
      const hashes = await Promise.all(
        [false as const, {}].map(async (watch) => {
          const { result } = await trainText(pima(chain, "epochs = 2"), ".", { watch });
          return result && weightsHash(result.layout, result.session.state);
        }),
      );
      expect(hashes[0]).toBe(hashes[1]);
    }
  });

  test.each([
    ["amounts that lie far from 0", "kidiq", "kid_score", ", normalize = zscore", /^standardise the target/],
    ["features that are not scaled", "pima", "diabetes", "", /^scale the features/],
  ])("tells %s by the first loss of a regression", async (_, table, target, more, remedy) => {
    const { findings } = await trainText(
      `Dense(16, relu) -> Dense(1)
data { source = csv("models/data/${table}.csv"), target = ${target}${more}, split = [0.8, 0.2] }
train { loss = mse, epochs = 1 }
`,
    );
    expect(findings.find(({ rule }) => rule === "initial-loss")?.help).toMatch(remedy);
  });

  test("keeps what it told with the epoch, and says it once over a resume", async () => {
    const prepared = await preparedOf(dead);
    let saved: Checkpoint | undefined;
    const first = await trainModel({
      ...prepared,
      save: async (checkpoint) => {
        saved = checkpoint;
      },
      host: { ...prepared.host, now: () => Number.MAX_SAFE_INTEGER },
    });
    const told = first.history.flatMap(({ findings }) => findings ?? []);
    expect(told.map(({ rule }) => rule)).toEqual(["dead-units", "loss-flat"]);
    expect(told[0]).toMatchObject({ severity: "warning", line: 2, evidence: { dead: 16, units: 16 } });
    const again: string[] = [];
    const { model } = prepared;
    const longer = model.train ? { ...model, train: { ...model.train, epochs: 12 } } : model;
    await trainModel({
      ...prepared,
      model: longer,
      ...(saved ? { resume: saved } : {}),
      observer: { finding: ({ rule }) => again.push(rule) },
    });
    expect(again).toEqual([]);
  });

  test("comments and severities silence it", async () => {
    const allowed = dead.replace("x -> ", "# allow(dead-units): to see them\nx -> ");
    expect((await trainText(allowed)).findings.map(({ rule }) => rule)).toEqual(["loss-flat"]);
    const severities = { "dead-units": "off", "loss-flat": "hint", "frozen-weights": "off" } as const;
    const { findings } = await trainText(dead, ".", { watch: { severities } });
    expect(findings.map(({ rule, severity }) => `${severity} ${rule}`)).toEqual(["hint loss-flat"]);
  });

  test.each([["a value", "x -> Dense(8, relu) -> h\n", "optimizer = SGD(1e-6)"]])(
    "a loss that breaks at %s",
    async () => {
      const text = kidiq(
        "h = x -> Dense(8, relu)\noutput y = log(h - 1e6) -> Dense(1)",
        "optimizer = SGD(1e-6)",
      );
      const { findings, error } = await trainText(text);
      expect(error).toMatch(/became NaN .* at step 1, in epoch 1; the initial weights are kept/);
      expect(findings.at(-1)).toMatchObject({
        rule: "loss-nan",
        severity: "error",
        evidence: { what: "value", originStep: 1 },
      });
    },
  );

  test("a loss that breaks late leaves the last sound state, from which training can go on", async () => {
    const saves: Checkpoint[] = [];
    const text = kidiq(
      "x -> Dense(1)",
      "optimizer = SGD(PiecewiseConstantDecay([130], [1e-6, 0.1])), epochs = 20",
    );
    const { findings, error } = await trainText(text, ".", {
      save: async (checkpoint) => {
        saves.push({
          ...checkpoint,
          state: { weights: checkpoint.state.weights?.slice() ?? new Float32Array() },
        });
      },
    });
    const evidence = findings.at(-1)?.evidence;
    expect(findings.at(-1)?.rule).toBe("loss-nan");
    const kept = saves.at(-1);
    expect(kept?.progress.step).toBe(evidence?.keptStep);
    expect(evidence?.keptStep).toBeGreaterThan(0);
    expect(error).toContain(
      kept?.progress.step === 0 ? "initial weights" : `after step ${kept?.progress.step} are kept`,
    );
    expect(kept?.state.weights?.every(Number.isFinite)).toBe(true);
    expect(evidence?.originStep).toBeLessThanOrEqual(Number(evidence?.step));
  });
});
