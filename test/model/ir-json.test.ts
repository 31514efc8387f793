import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import { UserError } from "../../src/base/user-error.ts";
import type { ModelIR } from "../../src/model/ir.ts";
import { irFromJson, irToJson } from "../../src/model/ir-json.ts";
import { irSchema } from "../../src/model/ir-schema.ts";
import { vocabulary } from "../../src/vocabulary.ts";
import type { Json } from "../../src/words/param.ts";
import { modelOf } from "./elaborated.ts";

const texts: readonly string[] = [
  `input x: f32[6, 3]
   seen = x -> LSTM(4, return_state = true)
   output y = [x, seen.h, seen.c] -> LSTM(4) -> Dense(1)`,
  "Dense(1)",
  "input x: f32[T, 2 * T + 1, ?] in range(-1, 1)\nx -> Dense(8, relu) -> leaky_relu(0.1) -> Dropout(0.5) -> Dense(T)",
  `input a, b: i32[4]
   tower = Dense(8, tanh, kernel_regularizer = L2(1e-3), kernel_constraint = MaxNorm(2), trainable = false)
   target p: class(3) in range(0, 2)
   target q: multilabel(3)
   output p = a -> tower -> Dense(3, softmax)
   output q = b -> tower -> Dense(3, sigmoid)
   train {
     loss = { p = sparse_categorical_crossentropy, q = 0.3 * mae }
     metrics = { p = [accuracy], q = [AUC(), mse] }
     class_weight = { p = balanced }
     optimizer = SGD(0.01, momentum = 0.9)
     epochs = 3, batch_size = 8, seed = 12, precision = f64, shuffle = false
   }`,
  `Dense(8, relu) -> Dense(categories(kind), softmax)
   data {
     source = csv("a.csv")
     test = csv("b.csv")
     rows = 100
     features = [age, onehot(colour)]
     target = kind
     normalize = zscore
     missing = value(-1)
     split = { train = 0.8, validation = 0.2, stratify = kind, shuffle = true }
   }
   train { sample_weight = size }`,
  `param nu = 0.1
   input x, t: f32
   k = Weight(0.2, constraint = NonNeg)
   output u = [x, t] -> Concatenate() -> Dense(4, tanh) -> Dense(1)
   data inside { source = points(x = uniform(-1, 1), t = grid(0, 1), rows = 50, fresh = true) }
   data edges { source = points(x = choice(-1, 1), t = 0.5, rows = 8) }
   train {
     loss = { inside = mean((grad(u, t) - k * grad(u, x, x)) ^ 2), edges = 3 * huber(u, 0, delta = 2) }
     steps = 100, batch_size = 10
   }`,
];

/** Words inside arguments lose their places; nothing else may differ. */
function withoutInnerPlaces(model: ModelIR): unknown {
  const strip = (value: unknown, inParams: boolean): unknown => {
    if (Array.isArray(value)) return value.map((item) => strip(item, inParams));
    if (typeof value !== "object" || value === null) return value;
    const isInstance = "word" in value && "params" in value;
    return Object.fromEntries(
      Object.entries(value)
        .filter(([key]) => !(inParams && isInstance && (key === "span" || key === "given")))
        .map(([key, inner]) => {
          if (key === "word") return [key, inner.name];
          return [key, strip(inner, inParams || (isInstance && key === "params") || key === "spec")];
        }),
    );
  };
  return strip(model, false);
}

describe("IR as JSON", () => {
  it.each(texts)("comes back as it was: %#", (text) => {
    const model = modelOf(text);
    const json = JSON.parse(JSON.stringify(irToJson(model))) as Json;
    const back = irFromJson(json, vocabulary, model.outputs[0]?.span.source);
    expect(withoutInnerPlaces(back)).toEqual(withoutInnerPlaces(model));
    expect(irToJson(back)).toEqual(json);
  });

  it("names its source once and its places by numbers", () => {
    const json = JSON.stringify(irToJson(modelOf("Dense(12)")));
    expect(json.split("models/test.nnet")).toHaveLength(2);
    expect(json).toContain('"span":[0,9]');
  });

  it("has a schema that is itself valid", () => {
    const ajv = new Ajv2020({ strict: false });
    expect(ajv.validateSchema(irSchema(vocabulary))).toBe(true);
  });

  type Tree = { [key: string]: Tree } & Tree[];
  const broken: readonly (readonly [what: string, change: (ir: Tree) => unknown, message: RegExp])[] = [
    ["another version", (ir) => ({ ...ir, version: "nnet.ir/9" }), /it says that it is "nnet.ir\/9"/],
    ["a text", () => "model", /it must be object/],
    ["nothing", () => null, /it must be object/],
    ["no layers", ({ layers: _, ...ir }) => ir, /it lacks layers/],
    ["a key too many", (ir) => ({ ...ir, code: "rm" }), /it has code, which does not belong there/],
    [
      "an unknown layer",
      (ir) => ({ ...ir, layers: [{ ...ir.layers?.[0], layer: { name: "Lambda", params: {} } }] }),
      /layers\/0\/layer\/name is none of the values/,
    ],
    [
      "a wrong parameter",
      (ir) => ({
        ...ir,
        layers: [
          {
            ...ir.layers?.[0],
            layer: { ...ir.layers?.[0]?.layer, params: { ...ir.layers?.[0]?.layer?.params, use_bias: 3 } },
          },
        ],
      }),
      /layers\/0\/layer\/params\/use_bias must be boolean/,
    ],
    [
      "a tensor from nowhere",
      (ir) => ({ ...ir, layers: [{ ...ir.layers?.[0], inputs: ["h"] }] }),
      /the layer dense takes h, which nothing before it makes/,
    ],
    [
      "an output of nothing",
      (ir) => ({ ...ir, layers: [] }),
      /the output output is dense, which nothing makes/,
    ],
    [
      "the same layer twice",
      (ir) => ({ ...ir, layers: [ir.layers?.[0], ir.layers?.[0]] }),
      /two tensors are called dense/,
    ],
  ];
  it.each(broken)("refuses %s", (_, change, message) => {
    const json = JSON.parse(JSON.stringify(irToJson(modelOf("Dense(12)"))));
    const read = () => irFromJson(change(json) as Json, vocabulary);
    expect(read).toThrow(UserError);
    expect(read).toThrow(message);
  });

  it("gives parameters that the writer did not know their defaults; one without a default is missed", () => {
    const model = modelOf("Dense(12, kernel_initializer = VarianceScaling(scale = 2))");
    const written = JSON.stringify(irToJson(model));
    const without = (parameter: RegExp) => JSON.parse(written.replace(parameter, "")) as Json;
    const older = irFromJson(without(/"use_bias":true,/), vocabulary);
    expect(irToJson(older)).toEqual(JSON.parse(written));
    const inner = irFromJson(without(/"mode":"fan_in",/), vocabulary);
    expect(irToJson(inner)).toEqual(JSON.parse(written));
    expect(() => irFromJson(without(/"units":12,/), vocabulary)).toThrow(/lacks units/);
  });

  it("refuses a word inside an argument that there is not", () => {
    const text = JSON.stringify(irToJson(modelOf("Dense(12, relu)"))).replaceAll('"relu"', '"evil"');
    expect(() => irFromJson(JSON.parse(text), vocabulary)).toThrow(UserError);
  });
});
