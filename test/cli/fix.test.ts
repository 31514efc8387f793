import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { makeFolder, runIn } from "./run-in.ts";

const pasted = `from keras import layers
model = Sequential([layers.Dense(8, activation='relu'), layers.Dense(1)])
model.compile(optimizer='adam', loss='mse')
`;
const model = `Dense(8, activation = relu) -> Dense(1)

train {
  optimizer = adam
  loss      = mse
}
`;

test("nnet fix rewrites pasted Keras and says what it left out", async () => {
  const folder = makeFolder({ "pasted.nnet": pasted });
  const ran = await runIn(folder, ["fix", "pasted.nnet"]);
  expect(ran).toEqual({
    code: 0,
    out: "",
    err: "pasted.nnet: left out: from keras import layers\nrewrote pasted.nnet\nnext: say in a data section where the rows are (nnet new --data rows.csv shows one), then nnet check pasted.nnet\n",
  });
  expect(readFileSync(join(folder, "pasted.nnet"), "utf8")).toBe(model);
  expect(await runIn(folder, ["fix", "pasted.nnet"])).toEqual({ code: 0, out: "", err: "" });
});

test("nnet fix - prints, --diff shows", async () => {
  const folder = makeFolder({ "pasted.nnet": pasted });
  expect((await runIn(folder, ["fix", "-"], { stdin: pasted })).out).toBe(model);
  const diff = await runIn(folder, ["fix", "--diff", "pasted.nnet"]);
  expect(diff.out).toContain("+Dense(8, activation = relu) -> Dense(1)");
  expect(readFileSync(join(folder, "pasted.nnet"), "utf8")).toBe(pasted);
});

test("nnet fix writes beside a Python file, and over nothing", async () => {
  const folder = makeFolder({ "pasted.py": pasted });
  expect((await runIn(folder, ["fix", "pasted.py"])).err).toContain("wrote pasted.nnet\n");
  expect(readFileSync(join(folder, "pasted.nnet"), "utf8")).toBe(model);
  expect(readFileSync(join(folder, "pasted.py"), "utf8")).toBe(pasted);
  const again = await runIn(folder, ["fix", "pasted.py"]);
  expect([again.code, again.err]).toEqual([1, expect.stringContaining('"pasted.nnet" is there already')]);
});

test("nnet check says of a Keras program that it is one, and nothing else", async () => {
  const folder = makeFolder({ "pasted.nnet": pasted });
  const ran = await runIn(folder, ["check", "pasted.nnet"]);
  expect(ran.code).toBe(1);
  expect(ran.out + ran.err).toMatch(
    /this is a program in Python[\s\S]*nnet fix[\s\S]*1 error in pasted.nnet/,
  );
});

test("nnet fix leaves alone what it cannot read, and says so", async () => {
  const broken = "import keras as k\nfor i in range(3):\n  model.add(Dense(i))\n";
  const folder = makeFolder({ "pasted.nnet": broken });
  const ran = await runIn(folder, ["fix", "pasted.nnet"]);
  expect(ran.code).toBe(1);
  expect(ran.err).toMatch(
    /error[\s\S]*`for` is for a program that runs[\s\S]*pasted\.nnet:2:\d+[\s\S]*is left as it is/,
  );
  expect(readFileSync(join(folder, "pasted.nnet"), "utf8")).toBe(broken);
});

test.each([
  ["a program", "const model = tf.sequential();\nmodel.add(tf.layers.dense({units: 1, inputShape: [8]}));\n"],
  ["a line of one", "input x: f32[4]\nx -> tf.layers.dense({units: 10, activation: 'relu'}) -> Dense(1)\n"],
])("%s of TensorFlow.js is told as such, once, and left as it is", async (_, script) => {
  const folder = makeFolder({ "pasted.nnet": script });
  for (const command of ["check", "fix"]) {
    const { code, out, err } = await runIn(folder, [command, "pasted.nnet"]);
    expect(code).toBe(1);
    expect(out + err).toMatch(
      /this is TensorFlow\.js[\s\S]*is Dense\(10, activation = relu\)[\s\S]*1 error in pasted/,
    );
  }
  expect(readFileSync(join(folder, "pasted.nnet"), "utf8")).toBe(script);
});
