/** Callbacks and lengths of whole trainings: what they do to a run, and that a run that was stopped ends with the same bits. */
import { describe, expect, test } from "vitest";
import { analyse, cpuEngine } from "../../src/compile.ts";
import type { Dataset } from "../../src/data/dataset.ts";
import { type Checkpoint, decodeCheckpoint, encodeCheckpoint } from "../../src/train/checkpoint.ts";
import { weightsHash } from "../../src/train/run-folder.ts";
import { trainModel } from "../../src/train/train-model.ts";
import type { TrainOptions } from "../../src/train/training-run.ts";
import { scattered } from "../library/finite-differences.ts";

const rows = (count: number, phase: number) => ({
  rows: count,
  features: { x: { rows: count, shape: [2], values: Float32Array.from(scattered(2 * count, -1, 1, phase)) } },
  targets: {
    output: { rows: count, shape: [1], values: Float32Array.from(scattered(count, -1, 1, phase / 2)) },
  },
});
const dataset: Dataset = {
  train: rows(10, 0.3),
  validation: rows(6, 0.9),
  preprocessing: { features: {}, targets: {} },
};

async function modelOf(train: string, head = "") {
  const text = `${head}input x: f32[2]\ntarget y: real\nx -> Dense(6, tanh) -> Dropout(0.1) -> Dense(1)\ntrain { loss = mse, batch_size = 4, ${train} }\n`;
  const { model, diagnostics } = await analyse({ name: "small.nnet", text });
  expect(diagnostics.filter(({ severity, rule }) => severity === "error" && !rule.startsWith("lr-"))).toEqual(
    [],
  );
  if (!model) throw new Error("no model");
  return model;
}

async function trained(train: string, options: Partial<TrainOptions> & { readonly head?: string } = {}) {
  const files = new Map<string, string | Uint8Array>();
  const said: string[] = [];
  const result = await trainModel({
    model: await modelOf(train, options.head),
    dataset,
    watch: false,
    engine: cpuEngine,
    host: { now: () => 0, pause: async () => undefined },
    observer: { say: (text) => said.push(text) },
    write: async (file, content) => void files.set(file, content),
    ...options,
  });
  return { ...result, files, said, hash: await weightsHash(result.layout, result.session.state) };
}

const epochs = ({ history }: { readonly history: readonly unknown[] }) => history.length;

describe("the length of a training", () => {
  test("steps end it in the middle of an epoch", async () => {
    const run = await trained("steps = 8, optimizer = SGD(PolynomialDecay(0.1, auto))");
    expect([run.progress.step, epochs(run)]).toEqual([8, 3]);
    expect(run.history.at(-1)?.logs).toHaveProperty("val_loss");
  });

  test("as many steps as epochs have are the same training", async () => {
    const rest = "optimizer = Adam(CosineDecay(0.1, auto)), seed = 3";
    expect((await trained(`steps = 9, ${rest}`)).hash).toBe((await trained(`epochs = 3, ${rest}`)).hash);
  });
});

describe("callbacks", () => {
  const stopping =
    "epochs = 40, optimizer = Adam(0.3), callbacks = EarlyStopping(patience = 3, restore_best_weights = true)";

  test("EarlyStopping ends with the weights of the best epoch", async () => {
    const run = await trained(stopping);
    const losses = run.history.map(({ logs }) => logs.val_loss as number);
    const best = losses.indexOf(Math.min(...losses)) + 1;
    expect(run.stopped).toContain(`since epoch ${best} `);
    expect(epochs(run)).toBe(best + 3);
    expect(run.hash).toBe((await trained(`epochs = ${best}, optimizer = Adam(0.3)`)).hash);
  });

  test("the rate falls where the loss stands still, and is logged", async () => {
    const run = await trained(
      "epochs = 6, optimizer = SGD(0.5), callbacks = ReduceLROnPlateau(loss, 0.1, 1, min_delta = 9, verbose = 1)",
    );
    const rates = run.history.map(({ logs }) => logs.learning_rate);
    [0.5, 0.5, 0.05, 0.005].forEach((rate, i) => {
      expect(rates[i]).toBeCloseTo(rate, 12);
    });
    expect(run.said[0]).toBe("the learning rate falls from 0.5 to 0.05");
  });

  test("a def schedules the rate by epoch, and a rate by update", async () => {
    const head =
      "def slow(epoch, rate) = epoch < 2 ? rate : rate / 2\ndef fall(step, by = 4) = 0.1 / (1 + step / by)\n";
    const run = await trained("epochs = 4, optimizer = SGD(0.5), callbacks = LearningRateScheduler(slow)", {
      head,
    });
    expect(run.history.map(({ logs }) => logs.learning_rate)).toEqual([0.5, 0.5, 0.25, 0.125]);
    const own = await trained("epochs = 2, optimizer = SGD(fall(by = 2))", { head });
    const library = await trained("epochs = 2, optimizer = SGD(InverseTimeDecay(0.1, 2, 1))");
    expect(own.hash).toBe(library.hash);
  });

  test("files hold weights and figures", async () => {
    const run = await trained(
      'epochs = 3, callbacks = [ModelCheckpoint("at-{epoch}"), ModelCheckpoint("often", save_freq = 4, verbose = 1), CSVLogger("figures")]',
    );
    expect([...run.files.keys()]).toEqual([
      ...["at-1.safetensors", "figures.csv", "often.safetensors", "at-2.safetensors"],
      "at-3.safetensors",
    ]);
    expect(run.said).toHaveLength(2);
    expect(String(run.files.get("figures.csv")).split("\n")[0]).toBe("epoch,loss,val_loss");
    expect(String(run.files.get("figures.csv")).split("\n")).toHaveLength(5);
  });

  test("TerminateOnNaN ends with the last good weights; without it a loss that is no number is an error", async () => {
    const wild = "epochs = 60, optimizer = SGD(1e18)";
    await expect(trained(wild)).rejects.toThrow(/the loss became/);
    const run = await trained(`${wild}, callbacks = TerminateOnNaN()`, { watch: {} });
    expect(run.stopped).toMatch(/the loss became .* kept$/);
    for (const value of run.session.state.weights ?? []) expect(Number.isFinite(value)).toBe(true);
  });

  test("SwapEMAWeights validates with the mean, which does not touch the training", async () => {
    const rest = "epochs = 3, optimizer = SGD(0.2, use_ema = true, ema_momentum = 0.9)";
    const [plain, swapped] = [await trained(rest), await trained(`${rest}, callbacks = SwapEMAWeights()`)];
    expect(swapped.hash).toBe(plain.hash);
    expect(swapped.history[1]?.logs.loss).toBe(plain.history[1]?.logs.loss);
    expect(swapped.history[1]?.logs.val_loss).not.toBe(plain.history[1]?.logs.val_loss);
  });

  test("a run that is interrupted anywhere ends with the same bits", async () => {
    const train =
      "epochs = 12, optimizer = Adam(0.3), seed = 5, callbacks = [EarlyStopping(patience = 3, restore_best_weights = true), ReduceLROnPlateau(loss, 0.5, 1, min_delta = 0.05)]";
    const whole = await trained(train);
    expect(whole.stopped).toBeDefined();
    for (const after of [1, 4, 8]) {
      let steps = 0;
      let saved: Checkpoint | undefined;
      const first = await trained(train, {
        observer: { step: () => void steps++ },
        interrupted: () => steps >= after,
        host: { now: () => steps, pause: async () => undefined },
        save: async (checkpoint) => {
          saved = decodeCheckpoint(encodeCheckpoint(checkpoint), "checkpoint");
        },
      });
      expect(first.status).toBe("interrupted");
      const second = await trained(train, { resume: saved as Checkpoint });
      expect([second.hash, second.history, second.stopped]).toEqual([
        whole.hash,
        whole.history,
        whole.stopped,
      ]);
    }
  });
});

test("a regularizer of the whole training is that of every kernel", async () => {
  const model = await modelOf("regularizer = L2(0.01)");
  const served = model.layers.flatMap(({ weights }) =>
    weights.flatMap(({ path, spec }) => (spec.regularizer ? [`${path} ${spec.regularizer.word.name}`] : [])),
  );
  expect(served).toEqual(["dense/kernel L2", "dense_2/kernel L2"]);
});
