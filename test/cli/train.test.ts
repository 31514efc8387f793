import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { decodeSafetensors } from "../../src/tensor/safetensors.ts";
import { makeFolder, type Ran, runIn } from "./run-in.ts";

const iris = readFileSync("models/iris.nnet", "utf8");

function irisFolder(edit: (text: string) => string = (text) => text): string {
  return makeFolder({ "iris.nnet": edit(iris) }, { "data/iris.csv": "models/data/iris.csv" });
}

const shaOf = (ran: Ran) => /sha256 ([0-9a-f]{64})/.exec(ran.out)?.[1];

describe("nnet train, eval and predict on iris", () => {
  let folder: string;
  let trained: Ran;
  beforeAll(async () => {
    folder = irisFolder();
    trained = await runIn(folder, ["train", "iris.nnet"]);
  });

  test("trains, tests and keeps the run", () => {
    expect(trained.err).not.toMatch(/error/);
    expect(trained.code).toBe(0);
    expect(trained.err).toMatch(/105 rows to train on, 2[1-4] to validate, 2[1-4] to test/);
    expect(trained.err).toMatch(/epoch 80\/80 .* val_accuracy 0\.9|epoch 80\/80 .* val_accuracy 1\.0/);
    expect(readdirSync(join(folder, "runs/iris")).sort()).toEqual([
      "checkpoint.safetensors",
      "metrics.jsonl",
      "model.json",
      "model.nnet",
      "preprocessing.json",
      "report.html",
      "run.json",
      "weights.safetensors",
    ]);
    expect(readFileSync(join(folder, "runs/iris/metrics.jsonl"), "utf8").trim().split("\n")).toHaveLength(80);
  });

  test("weights are saved under their paths, in Keras' shapes", () => {
    const file = readFileSync(join(folder, "runs/iris/weights.safetensors"));
    const { tensors } = decodeSafetensors(file, "weights");
    expect(Object.fromEntries(Object.entries(tensors).map(([path, { shape }]) => [path, shape]))).toEqual({
      "dense/kernel": [4, 16],
      "dense/bias": [16],
      "dense_2/kernel": [16, 16],
      "dense_2/bias": [16],
      "dense_3/kernel": [16, 3],
      "dense_3/bias": [3],
    });
  });

  test("the same command gives the same bits, in a folder of its own", async () => {
    const again = await runIn(folder, ["train", "iris.nnet"]);
    expect(shaOf(again)).toBe(shaOf(trained));
    expect(again.out).toContain("saved    runs/iris-2");
    const weights = (run: string) => readFileSync(join(folder, run, "weights.safetensors"));
    expect(weights("runs/iris-2").equals(weights("runs/iris"))).toBe(true);
  });

  test("another seed gives other weights", async () => {
    const other = await runIn(
      irisFolder((text) => text.replace("seed       = 7", "seed = 8")),
      ["train", "iris.nnet"],
    );
    expect(other.code).toBe(0);
    expect(shaOf(other)).not.toBe(shaOf(trained));
  });

  test("eval repeats the figures of the run", async () => {
    const figures = /test {5}(.*)/.exec(trained.out)?.[1];
    const ran = await runIn(folder, ["eval", "runs/iris"]);
    expect(ran.out).toMatch(/^test {2}2[1-4] rows/);
    expect(ran.out).toContain(figures);
    const json = await runIn(folder, ["eval", "runs/iris", "--part", "validation", "--json"]);
    const last = JSON.parse(
      readFileSync(join(folder, "runs/iris/metrics.jsonl"), "utf8").trim().split("\n").at(-1) as string,
    );
    expect(JSON.parse(json.out).loss).toBe(last.logs.val_loss);
  });

  test("predict labels raw rows from a file and from standard input", async () => {
    const rows = "Sepal.Length,Sepal.Width,Petal.Length,Petal.Width\n5.1,3.5,1.4,0.2\n6.7,3.1,5.6,2.4\n";
    writeFileSync(join(folder, "rows.csv"), rows);
    const csv = await runIn(folder, ["predict", "runs/iris", "rows.csv"]);
    expect(csv.err).toBe("");
    const [head, first, second] = csv.out.split("\n");
    expect(head).toBe("prediction,p_setosa,p_versicolor,p_virginica");
    expect(first).toMatch(/^setosa,/);
    expect(second).toMatch(/^virginica,/);
    const json = await runIn(folder, ["predict", "runs/iris", "-", "--json", "--rows", "1"], { stdin: rows });
    const row = JSON.parse(json.out);
    expect(row.prediction).toBe("setosa");
    const total = Object.values(row.probabilities as Record<string, number>).reduce((a, b) => a + b);
    expect(total).toBeCloseTo(1, 5);
    const line = '{"Petal.Length": 1.4, "Petal.Width": 0.2, "Sepal.Length": 5.1, "Sepal.Width": 3.5}\n';
    const lines = await runIn(folder, ["predict", "runs/iris", "-", "--json"], { stdin: line });
    expect(JSON.parse(lines.out)).toEqual(row);
  });

  test("predict says what is wrong with rows", async () => {
    const few = await runIn(folder, ["predict", "runs/iris", "-"], { stdin: "Sepal.Length\n5.1\n" });
    expect(few.code).toBe(1);
    expect(few.err).toMatch(/standard input has no column Sepal.Width/);
    const text = await runIn(folder, ["predict", "runs/iris", "-"], {
      stdin: "Sepal.Length,Sepal.Width,Petal.Length,Petal.Width\n5.1,wide,1.4,0.2\n",
    });
    expect(text.err).toMatch(/"wide"/);
    const nothing = await runIn(folder, ["predict", "runs/none", "rows.csv"]);
    expect(nothing.code).toBe(2);
    expect(nothing.err).toMatch(/runs\/none is not a run/);
  });

  test("a run is never written over unless asked", async () => {
    const ran = await runIn(folder, ["train", "iris.nnet", "--run", "runs/iris"]);
    expect(ran.code).toBe(2);
    expect(ran.err).toMatch(/already holds a run[\s\S]*--resume[\s\S]*--overwrite/);
  });
});

describe("stopping and going on", () => {
  test("an interrupted run that goes on ends with the bits of one that was never stopped", async () => {
    const long = (text: string) => text.replace("epochs     = 80", "epochs = 200");
    const whole = irisFolder(long);
    const reference = await runIn(whole, ["train", "iris.nnet"]);
    const folder = irisFolder(long);
    let stop: () => void = () => undefined;
    // The same as without, but it has to be told again.
    const args = ["train", "iris.nnet", "--set", "train.optimizer=Adam(0.01)", "--run", "runs/a"];
    const stopped = await runIn(folder, args, {
      interrupt: (own) => {
        stop = own;
        stop();
      },
    });
    expect(stopped.code).toBe(1);
    expect(stopped.err).toContain(
      `go on with: nnet train iris.nnet --set "train.optimizer=Adam(0.01)" --run runs/a --resume`,
    );
    const other = await runIn(folder, ["train", "iris.nnet", "--run", "runs/a", "--resume"]);
    expect(other.code).toBe(1);
    expect(other.err).toContain(
      `the run in runs/a began with --set "train.optimizer=Adam(0.01)", and goes on`,
    );
    const resumed = await runIn(folder, [...args, "--resume"]);
    expect(resumed.code).toBe(0);
    expect(shaOf(resumed)).toBe(shaOf(reference));
    const metrics = (at: string, run: string) => readFileSync(join(at, run, "metrics.jsonl"), "utf8");
    expect(metrics(folder, "runs/a")).toBe(metrics(whole, "runs/iris"));
  });

  test("a changed model file or changed data cannot go on", async () => {
    const folder = irisFolder((text) => text.replace("epochs     = 80", "epochs = 2"));
    await runIn(folder, ["train", "iris.nnet"]);
    writeFileSync(join(folder, "iris.nnet"), iris);
    const changed = await runIn(folder, ["train", "iris.nnet", "--resume"]);
    expect(changed.code).toBe(1);
    expect(changed.err).toMatch(/the model file has changed since the run in runs\/iris began/);
    const none = await runIn(irisFolder(), ["train", "iris.nnet", "--resume"]);
    expect(none.err).toMatch(/holds no checkpoint to go on from/);
  });

  test("a run that replaces another leaves nothing of it, and all of it until then", async () => {
    const folder = irisFolder((text) =>
      text.replace(
        "epochs     = 80",
        `epochs = 2, callbacks = [ModelCheckpoint("{epoch}-{loss:.2f}"), CSVLogger("log")]`,
      ),
    );
    await runIn(folder, ["train", "iris.nnet"]);
    const run = join(folder, "runs/iris");
    for (const mine of ["notes.csv", "kept.safetensors", "1-best.safetensors"])
      writeFileSync(join(run, mine), "");
    const before = readdirSync(run);
    expect(before.filter((name) => /^\d-\d\.\d+\.safetensors|log.csv/.test(name))).toHaveLength(3);
    const again = ["train", "iris.nnet", "--overwrite", "--set"];
    expect((await runIn(folder, [...again, "train.loss=mes"])).code).toBe(1);
    expect((await runIn(folder, [...again, "train.epochs=1", "--resume"])).err).toContain(
      "give one of the two",
    );
    expect(readdirSync(run)).toEqual(before);
    // It breaks before it has saved anything.
    const wild = `# allow-file(lr-high): it is to break\n${iris.replace("Adam(0.01)", "SGD(1e30)")}`;
    writeFileSync(join(folder, "iris.nnet"), wild);
    const broken = await runIn(folder, ["train", "iris.nnet", "--overwrite", "--no-watch"]);
    expect(broken.err).toContain("nothing had been saved yet");
    expect(readdirSync(run).sort()).toEqual(
      [
        "1-best.safetensors",
        "kept.safetensors",
        "model.json",
        "model.nnet",
        "notes.csv",
        "preprocessing.json",
        "report.html",
        "run.json",
      ].sort(),
    );
    expect((await runIn(folder, ["eval", "runs/iris"])).err).toMatch(
      /the run in .*runs\/iris holds no weights so far/,
    );
    expect((await runIn(folder, ["train", "iris.nnet", "--resume"])).err).toContain("holds no checkpoint");
  });

  test("a folder of other files is not taken for a run", async () => {
    const folder = irisFolder();
    writeFileSync(join(folder, "report.html"), "mine");
    const ran = await runIn(folder, ["train", "iris.nnet", "--run", ".", "--overwrite"]);
    expect(ran.code).toBe(2);
    expect(ran.err).toMatch(/\. is not the folder of a run, and holds a file report\.html/);
  });

  test("a damaged checkpoint is told, not followed", async () => {
    const folder = irisFolder((text) => text.replace("epochs     = 80", "epochs = 2"));
    await runIn(folder, ["train", "iris.nnet"]);
    const path = join(folder, "runs/iris/checkpoint.safetensors");
    writeFileSync(path, readFileSync(path).subarray(0, 300));
    const ran = await runIn(folder, ["train", "iris.nnet", "--resume"]);
    expect(ran.code).toBe(1);
    expect(ran.err).toMatch(/is not a whole safetensors file/);
  });
});

test("a loss that explodes stops the run, says when, and keeps what was saved", async () => {
  const rows = Array.from({ length: 40 }, (_, i) => `${i * 1000},${i * 3000}`).join("\n");
  const folder = makeFolder({
    "data.csv": `x,y\n${rows}\n`,
    "bad.nnet": `Dense(8, relu) -> Dense(1)
data { source = csv("data.csv")  target = y }
train { loss = mse  optimizer = SGD(0.09)  epochs = 50 }
`,
  });
  const unwatched = await runIn(folder, ["train", "bad.nnet", "--no-watch", "--run", "unwatched"]);
  expect(unwatched.code).toBe(1);
  const broke = /the loss became (NaN|infinite).* at step \d+, in epoch \d+/g;
  expect(unwatched.err).toMatch(
    /error: the loss became .*; nothing had been saved yet\n.*normalize = zscore/,
  );
  // The watch tells it, with the place; what stands behind it says only what is new.
  const ran = await runIn(folder, ["train", "bad.nnet", "--set", "train.optimizer=SGD(0.09)"]);
  expect(ran.code).toBe(1);
  expect(ran.err.match(broke)).toHaveLength(1);
  expect(ran.err).toMatch(/loss-nan.*\n.*the command line\n/);
  expect(ran.err).toMatch(/\nstopped: the .*weights.* are kept\nsaved {4}runs\/bad \(report.html/);
  const metrics = readFileSync(join(folder, "runs/bad/report.html"), "utf8");
  expect(metrics).toContain("--set train.optimizer=SGD(0.09)");
  expect(existsSync(join(folder, "runs/bad/model.nnet"))).toBe(true);
  expect(ran.err).toMatch(/the loss of output is the first number that is not finite, at step \d+/);
  const report = readFileSync(join(folder, "runs/bad/report.html"), "utf8");
  expect(report).toMatch(/Broken off after \d+ epochs, \d+ steps; .*the loss became .* are kept/);
  expect(report).toContain("loss-nan");
  const { tensors } = decodeSafetensors(
    readFileSync(join(folder, "runs/bad/weights.safetensors")),
    "weights",
  );
  for (const { values } of Object.values(tensors)) expect([...values].every(Number.isFinite)).toBe(true);
});

describe("nnet train --one-batch", () => {
  const poor = ["--set", "train.optimizer=SGD(1e-5)"];
  test.each([
    [
      "is learned",
      [],
      0,
      /^one batch of 8 rows is learned by heart.*: loss 1\.\d+ at first, 0?\.?.* after \d+ steps/,
    ],
    [
      "is not",
      poor,
      1,
      /^warning\[one-batch-fit\]: 1000 updates[\s\S]*\none batch of 8 rows is not learned: loss 1/,
    ],
  ])("one that %s", async (_, more, code, told) => {
    const folder = irisFolder();
    const ran = await runIn(folder, ["train", "iris.nnet", "--one-batch", ...more]);
    expect(ran.code).toBe(code);
    expect(ran.out).toMatch(told);
    expect(existsSync(join(folder, "runs"))).toBe(false);
  });

  test("what is allowed is not called learned, and what is stopped is not judged", async () => {
    const folder = irisFolder((text) => `# allow-file(one-batch-fit): slow on purpose\n${text}`);
    const args = ["train", "iris.nnet", "--one-batch", ...poor];
    const allowed = await runIn(folder, args);
    expect(allowed.code).toBe(0);
    expect(allowed.out).toMatch(/^one batch of 8 rows is not learned: /);
    const stopped = await runIn(irisFolder(), args, { interrupt: (stop) => stop() });
    expect(stopped.code).toBe(1);
    expect(stopped.out).toMatch(/^one batch of 8 rows was not learned when you stopped it: .* after 1 steps/);
  });

  test("needs rows", async () => {
    const folder = makeFolder({ "heat.nnet": readFileSync("models/heat.nnet") });
    const ran = await runIn(folder, ["train", "heat.nnet", "--one-batch"]);
    expect(ran.code).toBe(2);
    expect(ran.err).toContain("--one-batch learns rows by heart, and this model trains on points");
  });
});

test("a live line is drawn on a terminal and taken away at the end of the epoch", async () => {
  const folder = irisFolder((text) => text.replace("epochs     = 80", "epochs = 3"));
  const ran = await runIn(folder, ["train", "iris.nnet"], { live: true });
  expect(ran.code).toBe(0);
  expect(ran.err).toMatch(/epoch 1\/3 .*rows\/s.*left.*loss/);
});
