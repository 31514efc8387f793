/** `weights = "…"` on layers and blocks: transfer from a run, refusals, and runs that go on. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { decodeSafetensors, encodeSafetensors } from "../../src/tensor/safetensors.ts";
import { makeFolder, runIn } from "./run-in.ts";

const rows = Array.from({ length: 40 }, (_, i) => `${i % 7},${(i * 5) % 11},${((i * 3) % 4) + i / 8}`).join(
  "\n",
);
const data = 'data { source = csv("rows.csv")  target = y }';
const network = (chain: string, epochs = 1) =>
  `input features: f32[2]\n${chain}\n${data}\ntrain { loss = mse  optimizer = Adam(0.01)  epochs = ${epochs}  batch_size = 10 }\n`;

const first = network("body = Dense(4, relu) -> Dense(3, relu)\nfeatures -> body -> Dense(1)", 2);
const from = 'weights = "runs/first/weights.safetensors"';

let folder: string;
const weightsOf = (run: string) =>
  decodeSafetensors(readFileSync(join(folder, "runs", run, "weights.safetensors")), run).tensors;

async function tell(command: string, chain: string, more: readonly string[] = []) {
  writeFileSync(join(folder, "second.nnet"), network(chain));
  return runIn(folder, [command, "second.nnet", ...more]);
}

beforeAll(async () => {
  folder = makeFolder({ "rows.csv": `a,b,y\n${rows}\n`, "first.nnet": first });
  expect((await runIn(folder, ["train", "first.nnet"])).err).not.toMatch(/error/);
}, 60_000);

describe("weights from a file", () => {
  test("a frozen layer keeps those of the same path, and the rest begins anew", async () => {
    const ran = await tell(
      "train",
      `body = Dense(4, relu, trainable = false, ${from}) -> Dense(3, relu, trainable = false)\nfeatures -> body -> Dense(1)`,
    );
    expect(ran.err).not.toMatch(/error/);
    const [old, made] = [weightsOf("first"), weightsOf("second")];
    for (const name of ["body/dense/kernel", "body/dense/bias"]) expect(made[name]).toEqual(old[name]);
    expect(made["body/dense_2/kernel"]).not.toEqual(old["body/dense_2/kernel"]);
  });

  test("a block takes what stands below its own path, else the only place with the same names", async () => {
    const block = `block Body() {\n  Dense(4, relu) -> Dense(3, relu)\n}\n`;
    const ran = await tell(
      "train",
      `${block}features -> Body(trainable = false, name = "core", ${from}) -> Dense(1)`,
      ["--overwrite"],
    );
    expect(ran.err).not.toMatch(/error/);
    const [old, made] = [weightsOf("first"), weightsOf("second")];
    for (const rest of ["dense/kernel", "dense/bias", "dense_2/kernel", "dense_2/bias"])
      expect(made[`core/${rest}`]).toEqual(old[`body/${rest}`]);
  });

  test("do not go with a run that another replaces", async () => {
    const before = weightsOf("first");
    const replaced = ["--run", "runs/first", "--overwrite"];
    const chain = `body = Dense(4, relu, ${from}) -> Dense(3, relu)\nfeatures -> body -> Dense(1)`;
    const ran = await tell("train", chain, replaced);
    expect(ran.code).toBe(2);
    expect(ran.err).toContain("the model begins with weights that stand in runs/first");
    expect(weightsOf("first")).toEqual(before);
  });

  test.each([
    [
      `features -> Dense(5, relu, name = "body", ${from}) -> Dense(1)`,
      "do not fit body: body/kernel is not there; body/bias is not there",
    ],
    [
      `body = Dense(5, relu, ${from})\nfeatures -> body -> Dense(1)`,
      "do not fit body/dense: body/dense/kernel is [2, 5], and body/dense/kernel there is [2, 4]; body/dense/bias is [5], and body/dense/bias there is [4]",
    ],
    [
      `features -> Dense(4, name = "other", ${from}) -> Dense(1)`,
      "holds no other, and several places with kernel, bias: body/dense, body/dense_2, dense",
    ],
    [`features -> BatchNormalization(${from}) -> Dense(1)`, "nor another place with gamma, beta"],
    [`features -> Dense(4) -> Dropout(0.1, ${from}) -> Dense(1)`, "dropout has no weights"],
    [`features -> Dense(4, weights = 3) -> Dense(1)`, "argument weights of Dense: "],
    [`features -> Dense(4, weights = "rows.csv") -> Dense(1)`, "rows.csv is not a whole safetensors file"],
    [`features -> Dense(4, weights = "cut.safetensors") -> Dense(1)`, "not a whole safetensors file"],
    [
      `features -> Dense(4, weights = "../w.safetensors") -> Dense(1)`,
      "lies outside the model file's folder",
    ],
    [`features -> Dense(4, weights = "runs") -> Dense(1)`, '"runs" is a folder'],
    [
      `features -> Reshape((2, 1)) -> TimeDistributed(Dense(2, ${from})) -> Flatten -> Dense(1)`,
      "a layer inside another takes no weights from a file by itself",
    ],
  ])("%s", async (chain, message) => {
    const whole = readFileSync(join(folder, "runs/first/weights.safetensors"));
    writeFileSync(join(folder, "cut.safetensors"), whole.subarray(0, whole.length - 9));
    const { code, out } = await tell("check", chain);
    expect(code).toBe(1);
    expect(out.match(/error\[/g) ?? out.match(/error/g)).toHaveLength(1);
    expect(out).toContain(message);
    expect(out).toContain("second.nnet:");
  });

  test("an absent file is a note to check, and an error at its place to train", async () => {
    const chain = 'features -> Dense(4, weights = "gone.safetensors") -> Dense(1)';
    const checked = await tell("check", chain);
    expect(checked.code).toBe(0);
    expect(checked.err).toContain('note: there is no file "gone.safetensors"');
    const trained = await tell("train", chain, ["--overwrite"]);
    expect(trained.code).toBe(2);
    expect(trained.err).toMatch(/second\.nnet:2:\d+/);
    expect(trained.err).toContain('there is no file "gone.safetensors"');
  });

  test("a run goes on with the same file only", async () => {
    const tensors = weightsOf("first");
    const named = { "dense/kernel": tensors["body/dense/kernel"], "dense/bias": tensors["body/dense/bias"] };
    const write = (factor: number) => {
      const scaled = Object.entries(named).map(([path, tensor]) => {
        if (!tensor) throw new Error(`no ${path}`);
        return [path, { ...tensor, values: tensor.values.map((value) => value * factor) }] as const;
      });
      const file = encodeSafetensors({ tensors: Object.fromEntries(scaled), metadata: {} });
      writeFileSync(join(folder, "begin.safetensors"), file);
    };
    write(1);
    const chain = 'features -> Dense(4, relu, weights = "begin.safetensors") -> Dense(1)';
    expect((await tell("train", chain, ["--run", "runs/on"])).code).toBe(0);
    write(2);
    const changed = await tell("train", chain, ["--run", "runs/on", "--resume"]);
    expect(changed.code).toBe(1);
    expect(changed.err).toContain("the file of weights that it begins with has changed");
    write(1);
    expect((await tell("train", chain, ["--run", "runs/on", "--resume"])).code).toBe(0);
    expect((await tell("compile", chain, ["--emit", "wasm"])).code).toBe(0);
  });
});
