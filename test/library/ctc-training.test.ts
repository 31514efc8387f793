/** CTC from text to trained weights: sounds whose places nobody has marked are told apart. */
import { expect, test } from "vitest";
import { analyse, cpuEngine } from "../../src/compile.ts";
import { trainModel } from "../../src/train/train-model.ts";

const host = { now: () => performance.now() / 1000, pause: async () => undefined };
const rows = 24;
const steps = 6;

/** Each row says two classes of 1 and 2, one after the other, each for two steps, with silence around. */
function spoken() {
  const sound = new Float32Array(rows * steps * 3);
  const labels = new Int32Array(rows * 2);
  for (let row = 0; row < rows; row++) {
    const words = [1 + (row % 2), 1 + ((row >> 1) % 2)];
    labels.set(words, row * 2);
    for (let step = 0; step < steps; step++) {
      const said = step % 3 === 2 ? 0 : (words[Math.floor(step / 3)] as number);
      sound[(row * steps + step) * 3 + said] = 1;
    }
  }
  return { sound, labels };
}

test("a network learns to read sequences off by CTC", async () => {
  const text = `input sound: f32[${steps}, 3]
target text: class(3)[2]

output text = sound -> Dense(3)
train { loss = ctc  optimizer = Adam(0.05)  epochs = 120  batch_size = 12 }
`;
  const { model, diagnostics } = await analyse({ name: "m.nnet", text });
  expect(diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
  if (!model) throw new Error("no model");
  const { sound, labels } = spoken();
  const { history } = await trainModel({
    model,
    dataset: {
      train: {
        rows,
        features: { sound: { rows, shape: [steps, 3], values: sound } },
        targets: { text: { rows, shape: [2], values: labels } },
      },
      preprocessing: { features: {}, targets: { text: { shape: [2], terms: [], coding: "number" } } },
    },
    engine: cpuEngine,
    host,
  });
  expect(history[0]?.logs.loss).toBeGreaterThan(1.5);
  expect(history.at(-1)?.logs.loss).toBeLessThan(0.1);
});
