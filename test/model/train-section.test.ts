import { describe, expect, it } from "vitest";
import { spanText } from "../../src/base/source.ts";
import { elaborated, modelOf } from "./elaborated.ts";

const head = "input x: f32[3]\n";

function trainOf(text: string) {
  const { train } = modelOf(text);
  if (!train) throw new Error("no train section");
  return train;
}

describe("the train section", () => {
  it("has defaults", () => {
    const train = trainOf("Dense(1)\ntrain { loss = mse }");
    expect(train).toMatchObject({
      batchSize: 32,
      epochs: 10,
      seed: 0,
      precision: "f32",
      shuffle: true,
      classWeight: {},
      metrics: {},
    });
    expect(train.optimizer.word.name).toBe("Adam");
    expect(train.optimizer.params.learning_rate).toBe(0.001);
    expect(train.optimizer.span).toBeUndefined();
  });

  it("keeps what is written, and where", () => {
    const train = trainOf(
      'n = 4\nDense(1)\ntrain { loss = mse, optimizer = "sgd", batch_size = n * 4, epochs = 3, seed = 7, precision = f64, shuffle = false, metrics = mae }',
    );
    expect(train).toMatchObject({ batchSize: 16, epochs: 3, seed: 7, precision: "f64", shuffle: false });
    expect(train.optimizer.word.name).toBe("SGD");
    expect(train.metrics.output?.map(({ word }) => word.name)).toEqual(["MeanAbsoluteError"]);
    expect(Object.entries(train.spans).map(([key, span]) => `${key}: ${spanText(span)}`)).toContain(
      "batch_size: n * 4",
    );
    expect(spanText(train.span)).toBe("train");
  });

  it("weighs losses by output", () => {
    const train = trainOf(
      `${head}output a = x -> Dense(1, sigmoid)\noutput b = x -> Dense(1)\ntrain { loss = { a = binary_crossentropy, b = 0.5 * (2 * mae) }, metrics = { a = [accuracy, AUC()] }, class_weight = { a = { 0 = 1, 1 = 5 } } }`,
    );
    expect(train.losses.a).toMatchObject({ weight: 1, inferred: false });
    expect(train.losses.b).toMatchObject({ weight: 1, loss: { word: { name: "MeanAbsoluteError" } } });
    expect(train.metrics.a).toHaveLength(2);
    expect(train.metrics.b).toBeUndefined();
    expect(train.classWeight).toEqual({ a: { 0: 1, 1: 5 } });
  });

  it("takes the weight on either side", () => {
    expect(trainOf("Dense(1)\ntrain { loss = mse * 3 }").losses.output?.weight).toBe(3);
    expect(trainOf("Dense(1)\ntrain { loss = 1 / 4 * mse }").losses.output?.weight).toBe(0.25);
  });

  it("knows classes from outputs in class_weight", () => {
    const weights = (entry: string) =>
      trainOf(`output y = Dense(1, sigmoid)\ntrain { class_weight = ${entry} }`).classWeight;
    expect(weights("balanced")).toEqual({ y: "balanced" });
    expect(weights("{ y = balanced }")).toEqual({ y: "balanced" });
    expect(weights("{ 0 = 1, 1 = 5 }")).toEqual({ y: { 0: 1, 1: 5 } });
    expect(weights('{ "pos" = 5, neg = 1 }')).toEqual({ y: { pos: 5, neg: 1 } });
  });

  it("is absent where the file has neither data nor training", () => {
    expect(modelOf("Dense(1)").train).toBeUndefined();
    expect(modelOf('Dense(1)\ndata { source = csv("a.csv"), target = y }').train).toBeDefined();
  });

  it("is complete, with defaults, where entries are refused", () => {
    const { model } = elaborated("Dense(1)\ntrain { loss = mse, optimizer = Adm, epochs = -3 }");
    expect(model?.train).toMatchObject({ epochs: 10, optimizer: { word: { name: "Adam" } } });
  });
});

describe("a loss that the file leaves out", () => {
  const cases: readonly (readonly [target: string, chain: string, loss: string])[] = [
    ["class(3)", "Dense(3, softmax)", "sparse_categorical_crossentropy"],
    ["class(3)", "Dense(3)", "sparse_categorical_crossentropy(from_logits = true)"],
    ["class(3)", "Dense(3) -> Dropout(0.1) -> softmax", "sparse_categorical_crossentropy"],
    ["class(2)", "Dense(1, sigmoid)", "binary_crossentropy"],
    ["class(2)", "Dense(1)", "binary_crossentropy(from_logits = true)"],
    ["onehot(3)", "Dense(3, softmax)", "categorical_crossentropy"],
    ["distribution(3)", "Dense(3, softmax)", "categorical_crossentropy"],
    ["binary", "Dense(1, sigmoid)", "binary_crossentropy"],
    ["multilabel(4)", "Dense(4, sigmoid)", "binary_crossentropy"],
    ["real", "Dense(1)", "mse"],
    ["positive", "Dense(1, softplus)", "mse"],
    ["", "Dense(3, softmax)", "sparse_categorical_crossentropy"],
    ["", "Dense(1, sigmoid) -> Reshape([1])", "binary_crossentropy"],
    ["", "Dense(1)", "mse"],
  ];
  it.each(cases)("%s after %s is %s", (target, chain, loss) => {
    const declared = target === "" ? "" : `target y: ${target}\n`;
    const { model, diagnostics } = elaborated(`${declared}output y = ${chain}\ntrain { }`);
    expect(diagnostics.map(({ rule, severity, message }) => [rule, severity, message])).toEqual([
      ["loss-inferred", "note", `the loss of y is ${loss}`],
    ]);
    expect(diagnostics[0]?.help).toBe(`to say so in the file, write \`loss = ${loss}\``);
    const term = model?.train?.losses.y;
    expect(term?.inferred).toBe(true);
    expect(term?.loss.word.facts(term.loss.params).fromLogits).toBe(loss.includes("from_logits"));
  });

  it("writes what it proposes so that it means the same", () => {
    const text = "target y: class(3)\noutput y = Dense(3)\n";
    const inferred = trainOf(`${text}train { }`).losses.y?.loss;
    const written = trainOf(`${text}train { loss = sparse_categorical_crossentropy(from_logits = true) }`)
      .losses.y?.loss;
    expect(inferred?.word).toBe(written?.word);
    expect(inferred?.params).toEqual(written?.params);
  });

  it("is asked for by name where there are several outputs", () => {
    const { diagnostics } = elaborated(
      `${head}output a = x -> Dense(1)\noutput b = x -> Dense(1)\ntrain { loss = { a = mae } }`,
    );
    expect(diagnostics.map(({ help }) => help)).toEqual([
      "to say so in the file, write `loss = { b = mse }`",
    ]);
  });
});
