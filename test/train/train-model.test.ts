/** The loop over data made here: precision, remainders, weights, refusals. */
import { describe, expect, test } from "vitest";
import { analyse, cpuEngine } from "../../src/compile.ts";
import type { Dataset, RowArray } from "../../src/data/dataset.ts";
import { locateIn } from "../../src/data/locate.ts";
import { loadModelData } from "../../src/load-model-data.ts";
import { lowerProgram } from "../../src/lower/programs.ts";
import { layoutWeights } from "../../src/lower/weight-layout.ts";
import type { ModelIR } from "../../src/model/ir.ts";
import { builder } from "../../src/tensor/build.ts";
import { decodeSafetensors, encodeSafetensors } from "../../src/tensor/safetensors.ts";
import { type Checkpoint, decodeCheckpoint, encodeCheckpoint } from "../../src/train/checkpoint.ts";
import { rowWeights } from "../../src/train/row-weights.ts";
import { dataHash, weightsHash } from "../../src/train/run-folder.ts";
import { trainModel } from "../../src/train/train-model.ts";
import type { TrainOptions } from "../../src/train/training-run.ts";
import { memoryHost } from "../data/memory-host.ts";

const loopHost = { now: () => performance.now() / 1000, pause: async () => undefined };

async function modelOf(text: string): Promise<ModelIR> {
  const { model, diagnostics } = await analyse({ name: "m.nnet", text });
  expect(diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
  return model as ModelIR;
}

/** Numbers that look random and are the same everywhere. */
function numbers(count: number, factor: number): Float32Array {
  return Float32Array.from({ length: count }, (_, i) => (((i + 1) * factor) % 997) / 498 - 1);
}

function rows(shape: readonly number[], values: RowArray["values"]): RowArray {
  const size = shape.reduce((a, b) => a * b, 1);
  return { rows: values.length / size, shape, values };
}

/** `y` is 1 where the first feature is positive. */
function twoClasses(count: number): Dataset {
  const x = numbers(count * 3, 7919);
  const y = Int32Array.from({ length: count }, (_, row) => ((x[3 * row] as number) > 0 ? 1 : 0));
  const part = { rows: count, features: { x: rows([3], x) }, targets: { output: rows([], y) } };
  return {
    train: part,
    validation: part,
    preprocessing: {
      features: { x: { shape: [3], dtype: "float", terms: [] } },
      targets: { output: { shape: [], terms: [], classes: ["no", "yes"], coding: "index" } },
    },
  };
}

const network = (train: string) => `input x: f32[3]
target output: binary
x -> Dense(8, tanh) -> Dropout(0.1) -> Dense(1, sigmoid)
train { loss = binary_crossentropy  optimizer = Adam(0.02)  metrics = accuracy  epochs = 30  batch_size = 32  ${train} }
`;

async function run(text: string, dataset: Dataset, more: Partial<TrainOptions> = {}) {
  const model = await modelOf(text);
  const result = await trainModel({ model, dataset, engine: cpuEngine, host: loopHost, ...more });
  return { model, result, hash: await weightsHash(result.layout, result.session.state) };
}

describe("training", () => {
  test("learns, in both precisions, with a last batch that is smaller", async () => {
    for (const precision of ["f32", "f64"]) {
      const { result } = await run(network(`precision = ${precision}`), twoClasses(205));
      expect(result.session.state.weights).toBeInstanceOf(precision === "f32" ? Float32Array : Float64Array);
      expect(result.progress.step).toBe(30 * 7);
      expect(result.history.at(-1)?.logs.val_accuracy).toBeGreaterThan(0.9);
    }
  });

  test("the order of rows depends on the seed; without shuffling there is one order", async () => {
    const data = twoClasses(96);
    const [a, again, b] = [
      await run(network(""), data),
      await run(network(""), data),
      await run(network("seed = 3"), data),
    ];
    expect(a.hash).toBe(again.hash);
    expect(a.hash).not.toBe(b.hash);
    const still = await run(network("shuffle = false"), data);
    expect(still.hash).not.toBe(a.hash);
  });

  test("a layer that is added leaves the initial weights of the others as they were", async () => {
    const none = "train { loss = mse  epochs = 1  batch_size = 1000  optimizer = SGD(1e-30) }";
    const head = "input x: f32[3]\nh = x -> Dense(4, tanh)\n";
    const short = await run(`${head}output output = h -> Dense(1, name = last)\n${none}`, oneReal());
    const long = await run(
      `${head}output output = h -> Dense(4, tanh) -> Dense(1, name = last)\n${none}`,
      oneReal(),
    );
    const kernel = ({ result }: typeof short, path: string) => {
      const placed = result.layout.trainable.find((weight) => weight.path === path);
      if (!placed) throw new Error(path);
      return [
        ...(result.session.state.weights as Float32Array).slice(placed.offset, placed.offset + placed.size),
      ];
    };
    expect(kernel(short, "h/dense/kernel")).toEqual(kernel(long, "h/dense/kernel"));
    expect(short.result.layout.trainable.map(({ path }) => path)).toContain("output/last/kernel");
    expect(kernel(short, "output/last/kernel")).toEqual(kernel(long, "output/last/kernel"));
  });
});

function oneReal(): Dataset {
  const part = {
    rows: 4,
    features: { x: rows([3], numbers(12, 31)) },
    targets: { output: rows([1], numbers(4, 17)) },
  };
  return {
    train: part,
    preprocessing: { features: {}, targets: { output: { shape: [1], terms: [], coding: "number" } } },
  };
}

describe("class weights", () => {
  test("balanced: rows / (classes * rows of the class)", async () => {
    const model = await modelOf(network("class_weight = balanced"));
    const data = twoClasses(10);
    const ones = [...(data.train.targets.output as RowArray).values].filter((label) => label === 1).length;
    const weights = rowWeights(model.train as never, data.train, data.preprocessing).output as RowArray;
    for (let row = 0; row < 10; row++) {
      const label = data.train.targets.output?.values[row];
      expect(weights.values[row]).toBeCloseTo(10 / (2 * (label === 1 ? ones : 10 - ones)), 12);
    }
  });

  test("named classes, and a class that is not there", async () => {
    const data = twoClasses(6);
    const named = await modelOf(network('class_weight = { "yes" = 5 }'));
    const weights = rowWeights(named.train as never, data.train, data.preprocessing).output as RowArray;
    expect(new Set(weights.values)).toEqual(new Set([1, 5]));
    const wrong = await modelOf(network('class_weight = { "maybe" = 5 }'));
    expect(() => rowWeights(wrong.train as never, data.train, data.preprocessing)).toThrow(
      /class_weight names "maybe".*/,
    );
    const trained = await run(network("class_weight = balanced"), twoClasses(64));
    expect(trained.result.history.at(-1)?.logs.accuracy).toBeGreaterThan(0.8);
  });
});

const weighed = (train: string, data = "") => `input x: f32[2]
x -> Dense(1)
data { source = csv("t.csv")  target = y  ${data} }
train { loss = mse(reduction = sum)  optimizer = SGD(0.1)  metrics = mae  epochs = 3  shuffle = false  precision = f64  ${train} }
`;

async function trainOn(text: string, files: Readonly<Record<string, string>>) {
  const host = memoryHost(files);
  const locate = locateIn(host);
  const { model, diagnostics } = await analyse({ name: "m.nnet", text }, { host, locate });
  const errors = diagnostics.filter(({ severity }) => severity === "error").map(({ message }) => message);
  if (!model || errors.length > 0) throw new Error(errors.join("; "));
  const dataset = await loadModelData(host, model, locate);
  const result = await trainModel({ model, dataset, engine: cpuEngine, host: loopHost });
  return { model, dataset, last: result.history.at(-1)?.logs ?? {}, weights: result.session.state.weights };
}

describe("sample_weight", () => {
  const rowsOf = "1,0.5,2";
  const table = `a,b,y,w\n${rowsOf},1\n0.3,-1,1,2\n2,2,-1,0\n`;

  test("a row of weight 2 counts twice, one of weight 0 not at all, in validation too; metrics count rows", async () => {
    const files = { "t.csv": table, "v.csv": table, "plain.csv": "a,b,y\n1,0.5,2\n0.3,-1,1\n2,2,-1\n" };
    const one = await trainOn(weighed("sample_weight = w", 'validation = csv("v.csv")'), files);
    const twice = { "t.csv": "a,b,y\n1,0.5,2\n0.3,-1,1\n0.3,-1,1\n" };
    const other = await trainOn(weighed("", 'validation = csv("t.csv")'), twice);
    expect(one.dataset.train.features.x?.shape).toEqual([2]);
    expect([...(one.weights as Float64Array)]).toEqual([
      ...[...(other.weights as Float64Array)].map((value) => expect.closeTo(value, 12)),
    ]);
    for (const log of ["loss", "val_loss"]) expect(one.last[log]).toBeCloseTo(other.last[log] as number, 12);
    expect(one.last.val_mae).not.toBeCloseTo(other.last.val_mae as number, 3);
    // Rows to validate with that have no such column count alike.
    const plain = await trainOn(weighed("sample_weight = w", 'validation = csv("plain.csv")'), files);
    expect(plain.weights).toEqual(one.weights);
    expect(plain.last.val_loss).not.toBeCloseTo(one.last.val_loss as number, 3);
    expect(await dataHash(one.dataset.train)).not.toBe(await dataHash({ ...one.dataset.train, weights: {} }));
  });

  test("multiplies the weights of classes, for the output that it names", async () => {
    const text = `input x: f32[2]
output p = x -> Dense(2, softmax)
output q = x -> Dense(1)
data { source = csv("t.csv")  features = [a, b]  target = { p = k, q = c } }
train { loss = { p = sparse_categorical_crossentropy, q = mse }  class_weight = { p = { no = 3, yes = 1 } }  sample_weight = { p = w } }`;
    const { model, dataset } = await trainOn(text, { "t.csv": "a,b,c,k,w\n1,2,5,no,2\n3,4.5,7,yes,0.5\n" });
    const found = rowWeights(model.train as never, dataset.train, dataset.preprocessing);
    expect([...(found.p?.values ?? [])]).toEqual([6, 0.5]);
    expect([...(found.q?.values ?? [])]).toEqual([1, 1]);
  });

  test.each([
    ["sample_weight = ww", table, /the data has no column ww/],
    ["sample_weight = [a, b]", table, /sample_weight takes a column of the data, not a list/],
    ["sample_weight = { p = w }", table, /the network has no output called p/],
    ["sample_weight = k", "a,b,y,k\n1,2,3,x\n", /sample_weight needs one number a row; k holds text/],
    ["sample_weight = w", "a,b,y,w\n1,2,3,1\n1,2,4,-1\n", /^column w weighs this row -1$/],
    ["sample_weight = w", "a,b,y,w\n1,2,3,1\n1,2,4,\n", /^column w of t.csv has a missing value$/],
  ])("%s of %j is refused", async (entry, content, message) => {
    await expect(trainOn(weighed(entry), { "t.csv": content })).rejects.toThrow(message);
  });

  test("needs rows of data", async () => {
    const { diagnostics } = await analyse({ name: "m.nnet", text: network("sample_weight = w") });
    expect(diagnostics.map(({ message }) => message)).toContain(
      "sample_weight names a column of the data, and this file has no data section with rows",
    );
  });
});

test.each([
  ["TimeDistributed(Dense(2, softmax))", "class(2)[3]", "sparse_categorical_crossentropy"],
  ["Dense(2, softmax) -> Reshape([1, 3, 2])", "class(2)[1, 3]", "sparse_categorical_crossentropy"],
  ["TimeDistributed(Dense(1, sigmoid))", "binary[3, 1]", "binary_crossentropy"],
])("the pair of activation and crossentropy stays stable through %s", async (layers, target, loss) => {
  const model = await modelOf(
    `input x: f32[3, 1]\ntarget output: ${target}\nx -> ${layers}\ntrain { loss = ${loss} }`,
  );
  const layout = layoutWeights(model);
  const lowering = { g: builder, model, layout, float: "f32", seed: 0, rowWeights: false } as const;
  const session = await cpuEngine([lowerProgram(lowering, "evaluate", 1)]);
  // A sure answer, and the wrong one: the loss is the logit, where probabilities would have ended at 1e-7.
  session.state.weights?.set([-400]);
  const program = session.program("evaluate@1");
  program.inputs["input/x"]?.fill(1);
  program.inputs["target/output"]?.fill(target.startsWith("class") ? 0 : 1);
  program.run();
  expect(program.outputs.loss?.[0]).toBe(400);
});

describe("data that does not fit the network", () => {
  const cases: [what: string, change: (data: Dataset) => Dataset, message: RegExp][] = [
    [
      "a row of another size",
      (data) => withTrain(data, { features: { x: rows([2], numbers(40, 3)) } }),
      /a row of data for the input x has 2 numbers .* but the network takes 3/,
    ],
    ["no such input", (data) => withTrain(data, { features: {} }), /the data gives nothing for the input x/],
    [
      "no such target",
      (data) => withTrain(data, { targets: {} }),
      /the data gives no target for the output output/,
    ],
    [
      "a target of another size",
      (data) => withTrain(data, { targets: { output: rows([2], numbers(40, 3)) } }),
      /the target of output has 2 numbers a row, but BinaryCrossentropy compares it with 1/,
    ],
  ];
  test.each(cases)("%s", async (_, change, message) => {
    await expect(run(network(""), change(twoClasses(20)))).rejects.toThrow(message);
  });
});

function withTrain(data: Dataset, change: Partial<Dataset["train"]>): Dataset {
  return { ...data, train: { ...data.train, ...change } };
}

describe("checkpoints", () => {
  test("hold all state and progress", async () => {
    let last: Checkpoint | undefined;
    await run(network(""), twoClasses(64), {
      save: async (checkpoint) => {
        last = decodeCheckpoint(encodeCheckpoint(checkpoint), "c");
      },
      fingerprints: { source: "1" },
    });
    expect(last?.progress.epochs).toBe(30);
    expect(last?.progress.history).toHaveLength(30);
    expect(Object.keys(last?.state ?? {}).sort()).toEqual([
      "optimizer/momentum",
      "optimizer/velocity",
      "weights",
    ]);
    expect(last?.fingerprints).toEqual({ source: "1" });
  });

  test("of another form or another network are refused", async () => {
    const foreign = encodeSafetensors({ tensors: {}, metadata: { format: "pt" } });
    expect(() => decodeCheckpoint(foreign, "c.safetensors")).toThrow(
      /is not a checkpoint of this version of nnet \(pt\)/,
    );
    expect(decodeSafetensors(foreign, "c").metadata.format).toBe("pt");
    const progress = { epochs: 1, position: 0, step: 1, tally: undefined, history: [] };
    const resume: Checkpoint = { progress, state: { weights: new Float32Array(3) }, fingerprints: {} };
    await expect(run(network(""), twoClasses(32), { resume })).rejects.toThrow(
      /the checkpoint is of another network/,
    );
  });
});
