/** What the formatter makes of texts: each pair is written as a person would read it. */
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { Dialect } from "../../src/syntax/format/plain-form.ts";
import { format } from "../../src/syntax/format.ts";
import { parse } from "../../src/syntax/parse.ts";

const folder = new URL("examples/", import.meta.url);

function formatted(text: string, dialect?: Dialect): string {
  const { file, diagnostics } = parse({ name: "test.nnet", text });
  expect(diagnostics, text).toEqual([]);
  return format(file, dialect);
}

/** Formats to the second text, which formats to itself. */
function expectFormat(text: string, expected: string, dialect?: Dialect): void {
  expect(formatted(text, dialect)).toBe(expected);
  expect(formatted(expected, dialect)).toBe(expected);
}

test.each(readdirSync(folder))("%s formats to itself", (name) => {
  const text = readFileSync(new URL(name, folder), "utf8");
  expect(formatted(text)).toBe(text);
  expect(formatted(text.replaceAll("\n", "\r\n"))).toBe(text);
});

describe("lines", () => {
  test("a chain that fits is one line, in the spaces of the format", () => {
    expectFormat(
      "Dense( 64,relu )->Dropout(0.2)  ->   Dense(1 ,sigmoid)",
      "Dense(64, relu) -> Dropout(0.2) -> Dense(1, sigmoid)\n",
    );
  });

  test("a chain keeps the lines of its author, arrows first", () => {
    expectFormat(
      "h = x -> Dense(8) ->\nDense(4)\n-> Dense(2)",
      "h = x -> Dense(8)\n  -> Dense(4)\n  -> Dense(2)\n",
    );
    expectFormat("tower =\nDense(8)\n-> Dense(4)", "tower =\n  Dense(8)\n  -> Dense(4)\n");
    expectFormat("x\n-> Dense(4)", "x\n  -> Dense(4)\n");
  });

  test("a chain that is too long breaks where a line would pass 100 columns", () => {
    const stage = "Dense(64, activation = relu)";
    expectFormat(
      `h = x -> ${stage} -> ${stage} -> ${stage} -> ${stage}`,
      `h = x -> ${stage} -> ${stage}\n  -> ${stage} -> ${stage}\n`,
    );
  });

  test("100 columns fit, 101 do not", () => {
    const layer = (length: number): string => `h = f(${"a".repeat(length - 7)})`;
    expectFormat(layer(100), `${layer(100)}\n`);
    expectFormat(layer(101), `h = f(\n  ${"a".repeat(94)}\n)\n`);
  });

  test("arguments that were broken go back on one line where they fit", () => {
    expectFormat("Dense(\n  64,\n  activation=relu,\n)", "Dense(64, activation = relu)\n");
    expectFormat("x -> [\n 1,\n 2\n] -> y", "x -> [1, 2] -> y\n");
  });

  test("arguments that do not fit keep their author's lines", () => {
    const long =
      "kernel_initializer = HeNormal(seed = 7), bias_initializer = Zeros(), name = the_first_layer_of_all";
    const [first, ...rest] = long.split(", ") as [string, ...string[]];
    expectFormat(`h = Dense(64, ${long})`, `h = Dense(\n  64, ${first}, ${rest[0]},\n  ${rest[1]}\n)\n`);
    expectFormat(`h = Dense(64,\n${long})`, `h = Dense(\n  64,\n  ${long}\n)\n`);
  });

  test("a record stays open where its author opened it, without commas", () => {
    expectFormat("train { loss = mse epochs = 3 }", "train { loss = mse, epochs = 3 }\n");
    expectFormat("train {\nloss = mse, epochs = 3 }", "train {\n  loss   = mse\n  epochs = 3\n}\n");
    expectFormat("train {\n}", "train {}\n");
  });

  test("what opens inside a record opens the record", () => {
    expectFormat(
      "train { loss = { a = mse\nb = mse } }",
      "train {\n  loss = {\n    a = mse\n    b = mse\n  }\n}\n",
    );
  });

  test("a body that its author opened stays open", () => {
    expectFormat("x -> repeat 3 {\nDense(4) }", "x -> repeat 3 {\n  Dense(4)\n}\n");
    expectFormat("x\n-> repeat 3 {\nDense(4) }", "x\n  -> repeat 3 {\n       Dense(4)\n     }\n");
  });

  test("a long formula breaks before its loosest signs, below the sign of the definition if that is enough", () => {
    const term = "first_coefficient * grad(u, x, x) ^ 2";
    expectFormat(
      `residual_of_heat = ${term} + ${term} + second`,
      `residual_of_heat =\n  ${term} + ${term} + second\n`,
    );
    expectFormat(`r = ${term} + ${term} + ${term}`, `r = ${term}\n  + ${term}\n  + ${term}\n`);
    expectFormat(
      `r = mean(${term} + ${term} + ${term})`,
      `r = mean(\n  ${term}\n  + ${term}\n  + ${term}\n)\n`,
    );
  });

  test("blank lines: at most one, none at the ends", () => {
    expectFormat("\n\na = 1\n\n\n\nb = 2\n\n", "a = 1\n\nb = 2\n");
    expectFormat("train {\n\nloss = mse\n\n\nepochs = 3\n\n}", "train {\n  loss = mse\n\n  epochs = 3\n}\n");
    expectFormat("", "");
    expectFormat("  \n\n", "");
  });

  test("each statement has a line of its own", () => {
    expectFormat("data { source = a } train { loss = mse }", "data  { source = a }\ntrain { loss = mse }\n");
    expectFormat(
      "block F(a) { input x output x -> Dense(a) }",
      "block F(a) {\n  input x\n  output x -> Dense(a)\n}\n",
    );
    expectFormat("block F() {}", "block F() {}\n");
  });
});

describe("columns", () => {
  test("signs and types align within a run of one kind", () => {
    expectFormat("param a = 1\nparam long = 2", "param a    = 1\nparam long = 2\n");
    expectFormat("input a: f32\ninput long: i32[3]", "input a:    f32\ninput long: i32[3]\n");
    expectFormat(
      "a: f32[3] = x\nlong: i32 = y\nz = w",
      "a:    f32[3] = x\nlong: i32    = y\nz            = w\n",
    );
    expectFormat("a = x\nlong ~ Normal(0, 1)", "a    = x\nlong ~ Normal(0, 1)\n");
    expectFormat("target a: class(3)\ntarget long: real", "target a:    class(3)\ntarget long: real\n");
    expectFormat("def f(a) = a\ndef g(a, b) = b", "def f(a)    = a\ndef g(a, b) = b\n");
  });

  test("a blank line, another kind and an entry of several lines end a run", () => {
    expectFormat("a = 1\n\nlong = 2", "a = 1\n\nlong = 2\n");
    expectFormat("a = 1\noutput long = a", "a = 1\noutput long = a\n");
    expectFormat("a = {\nb = 1 }\nlong = 2\nc = 3", "a = {\n  b = 1\n}\nlong = 2\nc    = 3\n");
  });

  test("an entry of several lines stays in line with its neighbours where its author put it there", () => {
    const before = "train {\n  optimizer = adam\n  loss      = {\n    a = mse\n  }\n  epochs = 3\n}\n";
    expectFormat(before, before);
    const behind = "train {\n  epochs = 3\n  loss      = {\n    a = mse\n  }\n  optimizer = adam\n}\n";
    expectFormat(behind, behind);
    const neither = "train {\n  epochs = 3\n  loss    = {\n    a = mse\n  }\n  optimizer = adam\n}\n";
    expectFormat(neither, neither.replace("loss   ", "loss"));
    const over = "train {\n  a  = {\n    x = 1\n  }\n  in = {\n    x = 1\n  }\n  b  = 1\n  long = 2\n}\n";
    expectFormat(over, over.replace("a  =", "a =").replace("b  =", "b    ="));
  });

  test("a comment in between ends no run", () => {
    expectFormat("a = 1\n# why\nlong = 2", "a    = 1\n# why\nlong = 2\n");
  });

  test("a line that would grow too long by it stays out of the columns", () => {
    const value = "x".repeat(93);
    expectFormat(`a = ${value}\nlong_name = 1\nb = 2`, `a = ${value}\nlong_name = 1\nb         = 2\n`);
  });
});

describe("comments", () => {
  test("stand three blanks behind their line, in one column on lines that follow one another", () => {
    expectFormat("a = 1 # one\nlong = 22 #two\nb = 3", "a    = 1    # one\nlong = 22   # two\nb    = 3\n");
  });

  test("`//` becomes `#`, and blanks behind the sign are kept", () => {
    expectFormat("// one\n#two\n#   three\n##four\n#\n//", "# one\n# two\n#   three\n## four\n#\n#\n");
    expectFormat("#!/usr/bin/env nnet\na = 1", "#!/usr/bin/env nnet\na = 1\n");
  });

  test("stay between stages", () => {
    expectFormat(
      "x -> A() # one\n# two\n-> B() -> C() # three",
      "x -> A()   # one\n  # two\n  -> B() -> C()   # three\n",
    );
  });

  test("stay in the brackets that they stand in", () => {
    expectFormat("Dense(64, # units\n# why\nrelu)", "Dense(\n  64,   # units\n  # why\n  relu\n)\n");
    expectFormat("Dense( # none\n)", "Dense(   # none\n)\n");
    expectFormat("data { # here\n}", "data {   # here\n}\n");
    expectFormat("data {\nsource = a\n\n# last\n}", "data {\n  source = a\n\n  # last\n}\n");
    expectFormat(
      "block F(\na, # first\nb = 1 # second\n) = Dense(a)",
      "block F(\n  a,   # first\n  b = 1   # second\n) = Dense(a)\n",
    );
    expectFormat(
      "x -> repeat 2 { # twice\nDense(3)\n# end\n}",
      "x -> repeat 2 {   # twice\n  Dense(3)\n  # end\n}\n",
    );
    expectFormat(
      "input x: f32[\n28, # rows\n28 # columns\n]",
      "input x: f32[\n  28,   # rows\n  28   # columns\n]\n",
    );
  });

  test("stay between a sign and its value", () => {
    expectFormat("tower = # the tower\n# deep\nDense(3)", "tower =   # the tower\n  # deep\n  Dense(3)\n");
  });

  test("stay between operands", () => {
    expectFormat("r = a # one\n+ b # two", "r = a   # one\n  + b   # two\n");
  });

  test("go in front of the statement where no line can end", () => {
    expectFormat("a = 1\n\nparam # why\nb = 1", "a = 1\n\n# why\nparam b = 1\n");
    expectFormat("h = - # minus\nb", "h =\n  # minus\n  -b\n");
  });

  test("at the beginning and the end of a file", () => {
    expectFormat("# one\n\n\n# two\na = 1\n\n\n# end\n# of it", "# one\n\n# two\na = 1\n\n# end\n# of it\n");
    expectFormat("\n\n# alone", "# alone\n");
  });
});

describe("words and signs", () => {
  test("one way to write each", () => {
    expectFormat("a = 'it'\nb = 'a \"b\"'\nc = True", 'a = "it"\nb = "a \\"b\\""\nc = true\n');
    expectFormat("a = 8_000 + 1e-3 + .5 + 1.", "a = 8_000 + 1e-3 + .5 + 1.\n");
    expectFormat("f(a=1,b = 2)[0 : 1,:].c", "f(a = 1, b = 2)[0:1, :].c\n");
    expectFormat("train { 'pos'=1, 0=2, in=3 }", 'train { "pos" = 1, 0 = 2, in = 3 }\n');
    expectFormat(
      "input a ,b:f32[ 28,? , T+1 ]in range(0,255)",
      "input a, b: f32[28, ?, T + 1] in range(0, 255)\n",
    );
    expectFormat("import A,B from 'b.nnet'", 'import A, B from "b.nnet"\n');
  });

  test("brackets only where they are needed, and around a choice in a chain", () => {
    expectFormat("a = ((1 + (2 * 3)))", "a = 1 + 2 * 3\n");
    expectFormat("a = (1 + 2) * 3", "a = (1 + 2) * 3\n");
    expectFormat("x -> a ? B() : C()", "x -> (a ? B() : C())\n");
    expectFormat("(x -> A()) -> B()", "(x -> A()) -> B()\n");
  });

  test("brackets that keep a statement apart from the one before it", () => {
    expectFormat("a = 1\n(-b) -> Dense(1)", "a = 1\n(-b -> Dense(1))\n");
    expectFormat("(-b) -> Dense(1)", "-b -> Dense(1)\n");
    expectFormat("(param)\nb = 1", "(param)\nb = 1\n");
    expectFormat("(data)\n{ a = 1 }", "(data)\n{ a = 1 }\n");
    expectFormat("output -u", "output -u\n");
    expectFormat("output (a + b) * c", "output (a + b) * c\n");
  });

  test("pasted tuples are lists", () => {
    expectFormat("Conv2D(16, (3, 3), (1,))", "Conv2D(16, [3, 3], 1)\n");
  });
});

describe("with a vocabulary", () => {
  const dialect: Dialect = {
    isLayer: (name) => name === "Flatten" || name === "Dense",
    readsAsWord: (owner, argument, text) =>
      (owner === "Dense" && (argument === "activation" || argument === 1) && text === "relu") ||
      (owner === "train" && argument === "metrics" && text === "accuracy"),
  };

  test("a layer alone as a stage gets its parentheses, an activation none", () => {
    expectFormat("x -> Flatten -> relu", "x -> Flatten() -> relu\n", dialect);
    expectFormat("f(Flatten)", "f(Flatten)\n", dialect);
  });

  test("texts become words where words are meant", () => {
    expectFormat("Dense(64, 'relu')", "Dense(64, relu)\n", dialect);
    expectFormat("Dense(64, activation='relu')", "Dense(64, activation = relu)\n", dialect);
    expectFormat("Dense(64, name='relu')", 'Dense(64, name = "relu")\n', dialect);
    expectFormat(
      "train { metrics = ['accuracy', 'own'] }",
      'train { metrics = [accuracy, "own"] }\n',
      dialect,
    );
  });

  test("a name of the file's own is left alone", () => {
    expectFormat("relu = 1\nDense(64, 'relu')", 'relu = 1\nDense(64, "relu")\n', dialect);
    expectFormat(
      "block Flatten() = Dense(3)\nx -> Flatten",
      "block Flatten() = Dense(3)\nx -> Flatten\n",
      dialect,
    );
  });
});

test("a long file is formatted in time that grows with its length", () => {
  const stages = Array.from({ length: 10_000 }, (_, i) => `Dense(${i + 1}, relu)`).join(" -> ");
  const lines = formatted(`x -> ${stages}`).split("\n");
  expect(lines.length).toBeGreaterThan(1500);
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(100);
});
