/** `show`, `explain`, `rules` and `words`, and the small things that they print with. */
import { expect, test } from "vitest";
import { drawImage } from "../../src/cli/draw-image.ts";
import { showDuration, showFigure } from "../../src/cli/progress.ts";
import { makeFolder, runIn } from "./run-in.ts";

const text = `Dense(8, relu) -> Dropout(0.2) -> Dense(3, softmax)
data { source = csv("iris.csv")  target = species }
train { loss = sparse_categorical_crossentropy  optimizer = Adam()  epochs = 2 }
`;
const folder = makeFolder({ "m.nnet": text }, { "iris.csv": "models/data/iris.csv" });

test("the table of layers, with parameters counted", async () => {
  const { code, out } = await runIn(folder, ["show", "m.nnet"]);
  expect(code).toBe(0);
  const lines = out.trimEnd().split("\n");
  expect(lines[0]).toMatch(/^layer +kind +output +parameters +FLOPs +memory$/);
  expect(lines.find((line) => line.startsWith("dense "))).toMatch(/Dense +\[8\] +40 +80 +32 B$/);
  expect(lines.find((line) => line.startsWith("dense_2 "))).toMatch(/Dense +\[3\] +27 +66 +12 B$/);
  expect(lines.slice(-3)).toEqual([
    "67 parameters, 67 of them trained",
    "146 FLOPs forward for a row",
    expect.stringMatching(/^memory: .* to predict 32 rows at a time, .* to train 32 rows at a time$/),
  ]);
  const json = JSON.parse((await runIn(folder, ["show", "m.nnet", "--json"])).out);
  expect(json).toMatchObject({ parameters: 67, trainable: 67 });
  expect(json.layers[1]).toMatchObject({ path: "dense", flops: 80, bytes: 32 });
  expect(json.programs).toMatchObject([{ purpose: "predict" }, { purpose: "train" }]);
});

test("what a block holds stands under its name, with its sums", async () => {
  const blocks = makeFolder({
    "b.nnet": "block Two(n) = Dense(n, relu) -> Dense(n)\ninput x: f32[4]\nx -> Two(3) -> Dense(1)\n",
  });
  const { out } = await runIn(blocks, ["show", "b.nnet"]);
  expect(out).toMatch(
    /^two {8,}27 +51\n {2}dense +Dense +\[3\] +15 +30 +12 B\n {2}dense_2 +Dense +\[3\] +12 +21/m,
  );
});

test("sizes that only the data knows stay symbols without it", async () => {
  const { out } = await runIn(folder, ["show", "m.nnet", "--no-data"]);
  expect(out).toMatch(/dense +Dense +\[8\] +8\*features \+ 8/);
});

test("every stage of the compiler", async () => {
  const stage = async (name: string) => (await runIn(folder, ["show", "m.nnet", "--stage", name])).out;
  expect(JSON.parse(await stage("ast")).items).toHaveLength(3);
  expect(JSON.parse(await stage("ir")).version).toBe("nnet.ir/1");
  expect(await stage("graph")).toMatch(/%\d+: f32\[32, 8\] = matmul\(%\d+, %\d+/);
  expect(await stage("graph")).toMatch(/update weights = %\d+/);
  expect(await stage("kernels")).toMatch(/matmul|contract/);
  expect(await stage("wat")).toMatch(/^\(module\n {2}\(import "env" "memory"[\s\S]*f32x4\.mul/);
  expect(await stage("c")).toMatch(/static void|void \w+\(/);
});

test("show goes on past findings and says so in its exit code", async () => {
  const broken = makeFolder({ "m.nnet": "input x: f32[4]\nx -> Dense(3, softmx)\n" });
  const ran = await runIn(broken, ["show", "m.nnet"]);
  expect(ran.code).toBe(1);
  expect(ran.err).toMatch(/softmax/);
});

test("the page of a layer holds its parameters with defaults, that of a rule its remedy", async () => {
  const dense = (await runIn(folder, ["explain", "Dense"])).out;
  expect(dense).toMatch(/^Dense \(layer/);
  expect(dense).toMatch(/units .*required/);
  expect(dense).toMatch(/kernel_initializer .*default glorot_uniform/);
  const rule = (await runIn(folder, ["explain", "softmax-one-unit"])).out;
  expect(rule).toMatch(/softmax/i);
  expect(rule).toMatch(/What to do/);
  const lambda = (await runIn(folder, ["explain", "Lambda"])).out;
  expect(lambda).toMatch(
    /^Lambda \(layer of Keras\)\n\nKeras has this layer; this language has not: it runs Python/,
  );
  const both = (await runIn(folder, ["explain", "mse"])).out;
  expect(both).toMatch(/\(loss[\s\S]*\(metric/);
});

test("lists of rules and words", async () => {
  const rules = JSON.parse((await runIn(folder, ["rules", "--json"])).out) as { name: string }[];
  expect(rules.map(({ name }) => name)).toContain("mse-for-classification");
  expect((await runIn(folder, ["rules"])).out).toMatch(/softmax-one-unit +error/);
  const layers = (await runIn(folder, ["words", "layer"])).out;
  expect(layers).toMatch(/Dense +\S/);
  expect(layers).not.toMatch(/^ {2}relu /m);
  for (const kind of ["loss", "losses"]) {
    expect((await runIn(folder, ["words", kind])).out).toMatch(/^losses\n/);
  }
  const words = JSON.parse((await runIn(folder, ["words", "--json"])).out) as { kind: string }[];
  expect(new Set(words.map(({ kind }) => kind)).size).toBeGreaterThan(5);
});

test("check: formats, exit codes, fixes, standard input", async () => {
  const wrong =
    "input x: f32[4]\ntarget y: binary\noutput y = x -> Dense(8, relu) -> Dense(1, softmax)\ntrain { loss = binary_crossentropy }\n";
  const at = makeFolder({ "w.nnet": wrong, "ok.nnet": text.replace(/data .*\n/, "") });
  const pretty = await runIn(at, ["check", "w.nnet"]);
  expect(pretty.code).toBe(1);
  expect(pretty.out).toMatch(/error\[softmax-one-unit\]/);
  const json = JSON.parse((await runIn(at, ["check", "w.nnet", "--format", "json"])).out);
  expect(JSON.stringify(json)).toContain("softmax-one-unit");
  const stdin = await runIn(at, ["check", "-"], { stdin: wrong });
  expect(stdin.out).toContain("<stdin>:3:");
  const fixed = await runIn(at, ["check", "w.nnet", "--fix", "--unsafe"]);
  expect(fixed.out).not.toMatch(/softmax-one-unit/);
  expect(fixed.code).toBe(0);
});

test("images in characters, figures and durations", () => {
  expect(drawImage([0, 255, 0, 255], [2, 2])).toBe(" @");
  expect(drawImage([3, 3, 3, 3], [2, 2, 1])).toBe("");
  expect(showFigure(0.12345)).toBe("0.1235");
  expect(showFigure(0.000012345)).toBe("1.234e-5");
  expect([0.52, 12.4, 185, 3729, Number.POSITIVE_INFINITY].map(showDuration)).toEqual([
    "0.5 s",
    "12 s",
    "3:05 min",
    "1:02:09 h",
    "?",
  ]);
});
