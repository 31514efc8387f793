/** What runs in Node and in the browser alike: check a file, train another, hash the weights. */
import { check, cpuEngine, type Host, loadModelData, locateIn, train, weightsHash } from "../../src/index.ts";
import type { ThreadHost } from "../../src/runtime/threads.ts";
import { bitHashes } from "./bit-hashes.ts";

export interface Outcome {
  readonly rules: readonly string[];
  readonly loss: number;
  readonly hashes: readonly string[];
  readonly bits: Readonly<Record<string, string>>;
}

const rows = Array.from({ length: 90 }, (_, i) => {
  const x = ((i * 37) % 90) / 45 - 1;
  const y = ((i * 53) % 90) / 45 - 1;
  return `${x},${y},${x * x + y * y < 0.6 ? "inside" : "outside"}`;
});
const table = new TextEncoder().encode(`x,y,where\n${rows.join("\n")}\n`);

const network = (train: string) => `
Dense(12, tanh) -> Dropout(0.1) -> Dense(6, gelu) -> Dense(2, softmax)
data { source = csv("points.csv")  target = where  normalize = zscore }
train { loss = sparse_categorical_crossentropy  epochs = 12  batch_size = 32  metrics = accuracy  ${train} }
`;

const host: Host = {
  stat: async (path) =>
    path.endsWith("points.csv") ? { size: table.length, isDirectory: false } : undefined,
  readFile: async () => table,
  async *readPieces() {
    yield table;
  },
  readRange: async (_path, start, end) => table.slice(start, end),
  writeFile: async () => undefined,
  appendFile: async () => undefined,
  makeFolder: async () => undefined,
  removeFile: async () => {},
  listFolder: async () => [],
  resolve: (...parts) => parts.filter((part) => part !== ".").join("/"),
  pause: () => new Promise((resolve) => setTimeout(resolve)),
  now: () => performance.now() / 1000,
};

/** `threads` says how the host gives them. */
export async function scenario(threads: ThreadHost): Promise<Outcome> {
  const wrong = await check({
    name: "wrong.nnet",
    text: "Dense(64, relu) -> Dense(1, softmax)\ntrain { loss = binary_crossentropy }",
  });
  const locate = locateIn(host);
  const hashes: string[] = [];
  let loss = Number.NaN;
  for (const settings of [
    "optimizer = Adam(0.02)",
    "optimizer = SGD(0.1, momentum = 0.9)  precision = f64",
  ]) {
    const { model } = await check({ name: "model.nnet", text: network(settings) }, { host, locate });
    if (!model) throw new Error("the model was not understood");
    const dataset = await loadModelData(host, model, locate);
    const result = await train({ model, dataset, engine: cpuEngine, host });
    hashes.push(await weightsHash(result.layout, result.session.state));
    loss = result.history.at(-1)?.logs.loss ?? Number.NaN;
  }
  const bits = await bitHashes(threads);
  return { bits, rules: wrong.diagnostics.map(({ rule }) => rule), loss, hashes };
}
