/** `nnet compile`: the file that is written gives what `nnet predict` gives, to the last bit, and needs nothing of ours. */
import { execFileSync, spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { compiler } from "../backend/native-machine.ts";
import { makeFolder, type Ran, runIn } from "./run-in.ts";

/** Numbers with a gap, text as categories, a class of three and an amount in its own units. */
const model = `
input facts: f32[5]

body = facts -> Dense(6, tanh)

output kind  = body -> Dense(3, softmax)
output price = body -> Dense(1)

data {
  source   = csv("rows.csv")
  features = { facts = [zscore(age), minmax(size), onehot(colour)] }
  target   = { kind = kind, price = zscore(price) }
  missing  = mean
}

train { loss = { kind = sparse_categorical_crossentropy, price = mse }, epochs = 2, batch_size = 4 }
`;
const colours = ["red", "blue", "green"];
const table = Array.from({ length: 12 }, (_, i) =>
  [i % 5 === 3 ? "" : 20 + i * 1.7, i * i * 0.3, colours[i % 3], `k${(i * 7) % 3}`, 100 + i * 3.1].join(),
);
const head = "age,size,colour,kind,price";
const rows = ["31.5,2.25,green", ",7.7,blue"];

let folder: string;
let predicted: { kind: { probabilities: Record<string, number> }; price: { prediction: number } }[];

const nnet = (...args: string[]): Promise<Ran> => runIn(folder, args);

beforeAll(async () => {
  folder = makeFolder({
    "m.nnet": model,
    "linear.nnet": "input x: f32[3]\nx -> Dense(1)\n",
    "rows.csv": [head, ...table].join("\n"),
    "new.csv": ["age,size,colour", ...rows].join("\n"),
  });
  expect(await nnet("train", "m.nnet", "--run", "run", "--target", "wasm", "--threads", "1")).toMatchObject({
    code: 0,
  });
  const { out } = await nnet("predict", "run", "new.csv", "--json");
  predicted = out
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
}, 60_000);

interface Manifest {
  readonly batch: number;
  readonly trained: boolean;
  readonly inputs: readonly { readonly columns: readonly { readonly categories?: readonly string[] }[] }[];
  readonly outputs: readonly {
    readonly name: string;
    readonly shape: number[];
    readonly classes?: string[];
  }[];
}

interface Exports {
  readonly memory: WebAssembly.Memory;
  batch(): number;
  input(place: number): number;
  input_bytes(place: number): number;
  output(place: number): number;
  output_bytes(place: number): number;
  run(): void;
}

/** As a host does it that knows the documentation alone. */
async function open(file: string): Promise<{ manifest: Manifest; exports: Exports }> {
  const module = await WebAssembly.compile(readFileSync(join(folder, file)));
  expect(WebAssembly.Module.imports(module)).toEqual([]);
  const { exports } = await WebAssembly.instantiate(module);
  const [section] = WebAssembly.Module.customSections(module, "nnet");
  return {
    manifest: JSON.parse(new TextDecoder().decode(section)) as Manifest,
    exports: exports as unknown as Exports,
  };
}

/** The rows as a host writes them: a missing number is NaN, a category its place in the list. */
function raw(manifest: Manifest): number[] {
  const categories = manifest.inputs[0]?.columns[2]?.categories ?? [];
  return rows.flatMap((row) => {
    const [age, size, colour] = row.split(",") as [string, string, string];
    return [age === "" ? Number.NaN : Number(age), Number(size), categories.indexOf(colour)];
  });
}

const expected = () => [
  predicted.flatMap(({ kind }) => Object.values(kind.probabilities)),
  predicted.map(({ price }) => price.prediction),
];

describe("a run as WebAssembly", () => {
  test("holds weights and preprocessing, and gives the bits of predict", async () => {
    const { code, err } = await nnet("compile", "run", "--batch", "2", "-o", "m.wasm");
    expect(code).toBe(0);
    expect(err).toMatch(
      /^wrote m\.wasm, [0-9]+ bytes\na run takes 2 rows: facts f64\[2, 3\] -> kind f64\[2, 3\], price f64\[2, 1\]\n$/,
    );
    const { manifest, exports } = await open("m.wasm");
    expect(manifest).toMatchObject({ trained: true, batch: 2 });
    expect(manifest.outputs.map(({ classes }) => classes)).toEqual([["k0", "k1", "k2"], undefined]);
    expect(exports.batch()).toBe(2);
    expect([0, 1].map(exports.input_bytes)).toEqual([48, 0]);
    expect([0, 1, 2].map(exports.output_bytes)).toEqual([48, 16, 0]);
    new Float64Array(exports.memory.buffer, exports.input(0), 6).set(raw(manifest));
    exports.run();
    const results = manifest.outputs.map(({ shape }, i) => [
      ...new Float64Array(
        exports.memory.buffer,
        exports.output(i),
        (shape[0] as number) * (shape[1] as number),
      ),
    ]);
    expect(results).toEqual(expected());
    expect(exports.input(1)).toBe(0);
  });

  test("runs in Node by the host of models/hosts, a row at a time", async () => {
    await nnet("compile", "run", "-o", "one.wasm");
    const { manifest } = await open("one.wasm");
    const host = resolve("models/hosts/node.mjs");
    const out = execFileSync(process.execPath, [
      host,
      join(folder, "one.wasm"),
      ...raw(manifest).slice(0, 3).map(String),
    ]);
    expect(JSON.parse(String(out))).toEqual(predicted[0]?.kind.probabilities);
  });

  const python = process.env.NNET_PYTHON ?? "python3";
  const wasmtime = spawnSync(python, ["-c", "import wasmtime"]).status === 0;
  if (!wasmtime)
    process.stderr.write(
      `\nSKIPPED: compiled models in Python's wasmtime: pip install wasmtime for ${python}\n\n`,
    );
  test.skipIf(!wasmtime)("runs in Python's wasmtime by the host of models/hosts", async () => {
    await nnet("compile", "run", "-o", "one.wasm");
    const { manifest } = await open("one.wasm");
    const host = resolve("models/hosts/host.py");
    const out = execFileSync(python, [
      host,
      join(folder, "one.wasm"),
      ...raw(manifest).slice(0, 3).map(String),
    ]);
    expect(String(out).trim().split(" ").map(Number)).toEqual(
      Object.values(predicted[0]?.kind.probabilities ?? {}),
    );
  });

  const line = process.env.NNET_WASMTIME ?? "wasmtime";
  const onLine = spawnSync(line, ["--version"]).status === 0;
  if (!onLine) {
    process.stderr.write(
      "\nSKIPPED: compiled models in wasmtime's command line: cargo install wasmtime-cli, or name it in NNET_WASMTIME\n\n",
    );
  }
  describe.skipIf(!onLine)("runs in wasmtime's command line by the host of models/hosts", () => {
    const host = resolve("models/hosts/wasi.wat");
    const run = (numbers: readonly number[]) =>
      spawnSync(line, ["run", "--preload", "model=one.wasm", host], {
        cwd: folder,
        input: new Uint8Array(Float64Array.from(numbers).buffer),
      });

    test("row after row", async () => {
      await nnet("compile", "run", "-o", "one.wasm");
      const { manifest } = await open("one.wasm");
      const { status, stdout } = run(raw(manifest));
      expect(status).toBe(0);
      const results = [...new Float64Array(new Uint8Array(stdout).buffer)];
      const [kinds, prices] = expected() as [number[], number[]];
      const wanted = prices.flatMap((price, i) => [...kinds.slice(3 * i, 3 * i + 3), price]);
      expect(results).toEqual(wanted);
      expect(run([]).stdout).toHaveLength(0);
    });

    test("and says where a row is cut off", async () => {
      await nnet("compile", "run", "-o", "one.wasm");
      const { status, stderr } = run([1, 2]);
      expect([status, String(stderr)]).toEqual([1, "the input ends in the middle of a run's rows\n"]);
    });
  });
});

test.skipIf(compiler === undefined)(
  "a run as C compiles without a warning and gives the bits of predict",
  async () => {
    expect((await nnet("compile", "run", "--batch", "2", "-o", "m.c")).code).toBe(0);
    await nnet("compile", "run", "--batch", "2", "-o", "m.wasm");
    const { manifest } = await open("m.wasm");
    const numbers = raw(manifest).map((value) => (Number.isNaN(value) ? "NAN" : `${value}`));
    writeFileSync(
      join(folder, "main.c"),
      `#include <math.h>\n#include <stdio.h>\n#include "m.h"\nint main(void) { const double x[6] = {${numbers.join()}}; double kind[6], price[2]; m(x, kind, price); for (int i = 0; i < 6; i++) printf("%.17g\\n", kind[i]); for (int i = 0; i < 2; i++) printf("%.17g\\n", price[i]); return 0; }\n`,
    );
    const flags = ["-std=c11", "-Wall", "-Wextra", "-Wpedantic", "-Werror", "-O2"];
    execFileSync(compiler?.program as string, [...flags, "main.c", "m.c", "-lm", "-o", "main"], {
      cwd: folder,
    });
    const out = String(execFileSync(join(folder, "main")))
      .trim()
      .split("\n")
      .map(Number);
    expect(out).toEqual(expected().flat());
  },
);

describe("a model file", () => {
  test("is compiled with initial weights, which is said", async () => {
    const { err } = await nnet("compile", "m.nnet", "-o", "m.wasm");
    expect(err).toContain("note: the weights are the initial ones");
    expect((await open("m.wasm")).manifest.trained).toBe(false);
  });

  test.each([
    ["c", "static void body_"],
    ["wat", '(memory (export "memory")'],
    ["ir", '"version": "nnet.ir/1"'],
    ["graph", "matmul"],
    ["kernels", "program predict@1"],
  ])("is printed as %s", async (emit, part) => {
    expect((await nnet("compile", "m.nnet", "--emit", emit)).out).toContain(part);
  });

  test.each([
    [["m.nnet", "--emit", "exe"], 2, "--emit takes wasm, c, wat, ir, graph, kernels"],
    [["m.nnet", "--batch", "0"], 2, '--batch takes a number of rows, not "0"'],
    [["m.nnet", "-o", "-"], 2, "WebAssembly is not printed: name a file with -o"],
    [["m.nnet", "--emit", "c", "-o", "m.h"], 2, "name the other with -o, such as m.c"],
    [
      ["m.nnet", "--emit", "c", "--batch", "300000000"],
      1,
      /the program needs \d+\.\d+ GiB of arrays, and a program of C has room for 2/,
    ],
    [
      ["linear.nnet", "--emit", "c", "--batch", "1000000000"],
      1,
      /x holds 3,000,000,000 numbers, and a program of C counts to 2,/,
    ],
    [
      ["m.nnet", "--batch", "1000000000"],
      1,
      /the model needs \d+\.\d GiB of memory, and WebAssembly has at most 4/,
    ],
    [["none.nnet"], 2, 'there is no file "none.nnet"'],
    [["."], 2, "is not a run: it holds no weights.safetensors"],
  ])("%j is refused", async (args, code, message) => {
    const ran = await nnet("compile", ...args);
    expect(ran.code).toBe(code);
    if (typeof message === "string") expect(ran.err).toContain(message);
    else expect(ran.err).toMatch(message);
  });
});
