import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Diagnostic } from "../../src/base/diagnostic.ts";
import { vocabulary } from "../../src/library/vocabulary.ts";
import { readArguments, readInstance } from "../../src/words/read-arguments.ts";
import type { Instance, WordKind } from "../../src/words/word.ts";
import { parseValue } from "../library/read-word.ts";

function read(
  source: string,
  kind: WordKind = "layer",
): { instance: Instance | undefined; findings: Diagnostic[] } {
  const findings: Diagnostic[] = [];
  const instance = readInstance(kind, parseValue(source), vocabulary, (d) => findings.push(d));
  return { instance, findings };
}

/** The one finding of a source, with the text it points at and the source after its fix. */
function finding(source: string, kind: WordKind = "layer") {
  const { instance, findings } = read(source, kind);
  expect(findings.map((d) => d.message)).toHaveLength(1);
  expect(instance).toBeUndefined();
  const diagnostic = findings[0] as Diagnostic;
  const { start, end } = diagnostic.span;
  let fixed = source;
  for (const edit of [...(diagnostic.fix?.edits ?? [])].reverse()) {
    fixed = fixed.slice(0, edit.span.start) + edit.text + fixed.slice(edit.span.end);
  }
  return { ...diagnostic, at: source.slice(start, end), fixed };
}

function nested(instance: Instance | undefined, param: string): Instance {
  return instance?.params[param] as Instance;
}

describe("arguments", () => {
  test("by position in Keras' order, by name, or not at all", () => {
    const { instance } = read("Dense(64, relu, use_bias = false, kernel_regularizer = L2(1e-3))");
    expect(instance?.params).toMatchObject({ units: 64, use_bias: false, bias_regularizer: null });
    expect(nested(instance, "activation").word.name).toBe("relu");
    expect(nested(instance, "kernel_regularizer").params).toEqual({ l2: 0.001 });
    expect(nested(instance, "kernel_initializer").word.name).toBe("GlorotUniform");
    expect(Object.keys(instance?.given ?? {})).toEqual([
      "units",
      "activation",
      "use_bias",
      "kernel_regularizer",
    ]);
    expect(instance?.given.activation).toMatchObject({ start: 10, end: 14 });
  });

  test("as pasted from Keras", () => {
    const { instance } = read(
      "Dense(64, activation='relu', use_bias=True, kernel_initializer=\"he_normal\")",
    );
    expect(nested(instance, "kernel_initializer").word.name).toBe("HeNormal");
    expect(read("Dense(64, None)").instance?.params).toMatchObject({ units: 64 });
  });

  test("bare words and texts stand for calls without arguments", () => {
    expect(read("Flatten").instance?.word.name).toBe("Flatten");
    expect(read("'mse'", "loss").instance?.word.name).toBe("MeanSquaredError");
    expect(read("mean_squared_error", "loss").instance?.word.name).toBe("MeanSquaredError");
    expect(read("ADAM", "optimizer").instance?.word.name).toBe("Adam");
  });
});

describe("mistakes", () => {
  test("an unknown name is corrected", () => {
    expect(finding("Dense(64, activaton = relu)")).toMatchObject({
      rule: "unknown-argument",
      message: "Dense has no argument activaton",
      at: "activaton",
      label: "did you mean activation?",
      fixed: "Dense(64, activation = relu)",
    });
    expect(finding("Dense(unit = 64)")).toMatchObject({ at: "unit", fixed: "Dense(units = 64)" });
    expect(finding("Dropout(0.2, p = 3)")).toMatchObject({ help: "it has rate, noise_shape, seed" });
    expect(finding("Identity(x = 3)")).toMatchObject({ help: "it takes none" });
    expect(finding("Dense(3, constructor = 3)").rule).toBe("unknown-argument");
  });

  test("an argument of Keras that is left out says why", () => {
    expect(finding("Dense(4, lora_rank = 2)")).toMatchObject({
      message: "Dense has no argument lora_rank here",
      label: "Keras has it",
      help: expect.stringMatching(/low-rank adapters/),
    });
    expect(finding("Dense(4, quantization_config = none)").help).toMatch(/precision of the run/);
  });

  test("a missing argument is named with what it means", () => {
    expect(finding("Dense()")).toMatchObject({
      rule: "missing-argument",
      message: "Dense needs the argument units: number of outputs",
      at: "Dense",
      help: "write Dense(units = …)",
    });
    expect(finding("Reshape").at).toBe("Reshape");
  });

  test("an argument given twice points at both places", () => {
    const twice = finding("Dense(64, units = 32)");
    expect(twice).toMatchObject({
      rule: "duplicate-argument",
      at: "units",
      message: "units is given twice to Dense",
    });
    expect(twice.related?.[0]).toMatchObject({
      span: { start: 6, end: 8 },
      text: "already given here, by position",
    });
    expect(finding("Dense(3, use_bias = true, use_bias = false)").related?.[0]?.span).toMatchObject({
      start: 9,
    });
  });

  test("too many by position", () => {
    expect(finding("Identity(3)")).toMatchObject({ message: "Identity takes no arguments", at: "3" });
    expect(finding("Dropout(0.2, none, 1, 5)")).toMatchObject({
      message: "Dropout takes at most 3 arguments",
      label: "this is number 4",
      at: "5",
    });
    expect(finding("BinaryAccuracy(0.3)", "metric")).toMatchObject({ rule: "unknown-argument" });
  });

  test("a position after a name", () => {
    expect(finding("Dense(units = 3, relu)")).toMatchObject({
      rule: "bad-option",
      at: "relu",
      fixed: "Dense(units = 3, activation = relu)",
    });
  });

  test("a value of the wrong kind", () => {
    expect(finding("Dense(2.5)")).toMatchObject({
      rule: "bad-option",
      message: "argument units of Dense: expects a positive integer, not the number 2.5",
      at: "2.5",
    });
    expect(finding("Dense('64')")).toMatchObject({ at: "'64'", fixed: "Dense(64)" });
    expect(finding("Dropout(20)").message).toBe(
      "argument rate of Dropout: expects a number from 0 to 1, not the number 20",
    );
    expect(finding("Rescaling([1, x])").at).toBe("x");
  });

  test("a value that another parameter takes is given its name", () => {
    expect(finding("Dense(64, relu, he_normal, kernel_regularizer = l2)")).toMatchObject({
      message: 'the 3rd argument of Dense is use_bias: expects true or false, not "he_normal"',
      label: "this is a value for kernel_initializer",
      fixed: "Dense(64, relu, kernel_initializer = he_normal, kernel_regularizer = l2)",
    });
    // Both nesterov and use_ema take true: nothing is guessed.
    expect(finding("SGD(0.1, true)", "optimizer")).toMatchObject({
      rule: "bad-option",
      fixed: "SGD(0.1, true)",
    });
  });

  test("mistakes inside a nested word stand where they are", () => {
    expect(finding("Dense(3, rellu)")).toMatchObject({
      rule: "unknown-word",
      at: "rellu",
      fixed: "Dense(3, relu)",
    });
    expect(finding("Dense(3, kernel_regularizer = L2(l3 = 1))")).toMatchObject({
      rule: "unknown-argument",
      at: "l3",
    });
    expect(finding("Dense(3, activation = Dense)").label).toBe("Dense is a layer");
  });

  test("each is reported once, and several at a time", () => {
    const { findings } = read("Dense(unit = 64, activaton = relu, use_bias = 3, 7)");
    expect(findings.map((d) => d.rule).sort()).toEqual([
      "bad-option",
      "bad-option",
      "unknown-argument",
      "unknown-argument",
    ]);
  });

  test("arguments that do not go together", () => {
    expect(finding("Adam(clipnorm = 1, clipvalue = 0.5)", "optimizer")).toMatchObject({
      rule: "bad-option",
      message: "argument clipvalue of Adam: cannot go together with clipnorm",
      at: "0.5",
    });
    expect(finding("RandomUniform(1, 0)", "initializer").message).toMatch(
      /minval .* is 1, above maxval, which is 0/,
    );
    expect(finding("HeNormal(input_axes = [0])", "initializer").message).toMatch(
      /no effect without output_axes/,
    );
    expect(finding("AUC(label_weights = [1])", "metric").message).toMatch(/no effect without multi_label/);
    expect(finding("MinMaxNorm(2, 1)", "constraint").at).toBe("2");
  });
});

describe("unknown words", () => {
  test("get a suggestion with a fix", () => {
    expect(finding("Dens(3)")).toMatchObject({
      message: "there is no layer called Dens",
      at: "Dens",
      fixed: "Dense(3)",
    });
    expect(finding("'rellu'", "activation")).toMatchObject({ fixed: "relu" });
    expect(finding("dense(3)").fix?.safe).toBe(true);
    expect(finding("Dens(3)").fix?.safe).toBe(false);
  });

  test("are told their kind where they are of another", () => {
    expect(finding("relu(3)")).toMatchObject({
      label: "relu is an activation",
      help: "a layer is expected here",
    });
    expect(finding("mse", "activation").label).toBe("mse is a loss and a metric");
    expect(finding("gloro_uniform").label).toBe("glorot_uniform is an initializer, not a layer");
  });

  test("and else the known ones are listed", () => {
    expect(finding("xyzzyxyzzy", "regularizer").help).toBe("known are L1, L1L2, L2, OrthogonalRegularizer");
    expect(finding("xyzzyxyzzy", "initializer").help).toMatch(/ …$/);
    expect(finding("xyzzyxyzzy(1)", "schedule")).toMatchObject({
      label: "not a known learning-rate schedule",
    });
  });

  test("and other values are no words", () => {
    expect(finding("3")).toMatchObject({
      message: "a layer is expected here, not the number 3",
      rule: "bad-option",
    });
  });
});

test("readArguments goes on with defaults, so that later stages can", () => {
  const dense = vocabulary.find("layer", "Dense");
  const value = parseValue("Dense(5, activation = rellu)");
  if (dense === undefined || value.kind !== "call") throw new Error("not a call of Dense");
  const findings: Diagnostic[] = [];
  const place = { word: dense, span: value.span, nameSpan: value.nameSpan, args: value.args };
  const read = readArguments(place, vocabulary, (d) => findings.push(d));
  expect(read.sound).toBe(false);
  expect(read.instance?.params.units).toBe(5);
  expect(nested(read.instance, "activation").word.name).toBe("linear");
  expect(findings).toHaveLength(1);
});

test("no arguments whatever make it throw", () => {
  const atoms = [
    "3",
    "-1",
    "0.5",
    "relu",
    "'relu'",
    "true",
    "none",
    "[1, 2]",
    "[]",
    "L2(1)",
    "units = 3",
    "seed = x",
  ];
  const words = vocabulary.all("layer").concat(vocabulary.all("optimizer"), vocabulary.all("metric"));
  fc.assert(
    fc.property(
      fc.constantFrom(...words),
      fc.array(fc.constantFrom(...atoms), { maxLength: 6 }),
      (word, args) => {
        const { instance, findings } = read(`${word.name}(${args.join(", ")})`, word.kind);
        expect(instance === undefined).toBe(findings.length > 0);
      },
    ),
    { numRuns: 300 },
  );
});
