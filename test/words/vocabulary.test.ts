import Ajv from "ajv/dist/2020.js";
import { describe, expect, test } from "vitest";
import { libraryWords, vocabulary } from "../../src/library/vocabulary.ts";
import { instanceFromJson, instanceSchema, instanceToJson } from "../../src/words/instance-json.ts";
import { makeVocabulary } from "../../src/words/make-vocabulary.ts";
import { isRequired, type Json } from "../../src/words/param.ts";
import { snakeName } from "../../src/words/snake-name.ts";
import type { Word } from "../../src/words/word.ts";
import { readWord } from "../library/read-word.ts";

const word = (name: string, kind: Word["kind"] = "loss", aliases: readonly string[] = []): Word => ({
  kind,
  name,
  aliases,
  doc: "A word.",
  params: {},
});

test("snake names are Keras'", () => {
  const pairs = {
    Dense: "dense",
    MaxPooling2D: "max_pooling2d",
    Conv2DTranspose: "conv2d_transpose",
    LSTM: "lstm",
    ReLU: "re_lu",
    PReLU: "p_re_lu",
    MeanIoU: "mean_io_u",
    L1L2: "l1l2",
    SparseCategoricalCrossentropy: "sparse_categorical_crossentropy",
    RMSprop: "rm_sprop",
  };
  for (const [name, snake] of Object.entries(pairs)) expect(snakeName(name)).toBe(snake);
});

describe("a vocabulary", () => {
  test("finds words by name, snake name and alias, each in its kind", () => {
    expect(vocabulary.find("loss", "mse")?.name).toBe("MeanSquaredError");
    expect(vocabulary.find("loss", "mean_squared_error")?.kind).toBe("loss");
    expect(vocabulary.find("metric", "mean_squared_error")?.kind).toBe("metric");
    expect(vocabulary.find("initializer", "he_normal")?.name).toBe("HeNormal");
    expect(vocabulary.find("layer", "dense")).toBeUndefined();
    expect(vocabulary.find("activation", "ReLU")).toBeUndefined();
    expect(vocabulary.find("optimizer", "rmsPROP")?.name).toBe("RMSprop");
    expect(vocabulary.find("layer", "constructor")).toBeUndefined();
  });

  test("lists names sorted, with every spelling", () => {
    const small = makeVocabulary(word("Huber"), word("MeanThing", "loss", ["mt"]), word("Other", "layer"));
    expect(small.names("loss")).toEqual(["Huber", "MeanThing", "huber", "mean_thing", "mt"]);
    expect(small.all("loss").map((w) => w.name)).toEqual(["Huber", "MeanThing"]);
    expect([small.names("metric"), small.all("metric")]).toEqual([[], []]);
  });

  test("refuses two words of one name", () => {
    expect(() => makeVocabulary(word("A"), word("A"))).toThrow(/two words of the kind loss/);
    expect(() => makeVocabulary(word("A", "optimizer"), word("a", "optimizer"))).toThrow(RangeError);
    expect(() => makeVocabulary(word("A"), word("A", "metric"))).not.toThrow();
  });

  test("of the library has the words of this version", () => {
    const count = (kind: Word["kind"]) => vocabulary.all(kind).length;
    expect(count("initializer")).toBe(16);
    expect(count("regularizer")).toBe(4);
    expect(count("constraint")).toBe(4);
    expect(vocabulary.all("layer").map((w) => w.name)).toEqual(
      expect.arrayContaining(["Activation", "Dense", "Dropout", "Flatten", "Rescaling", "Reshape"]),
    );
    expect(new Set(libraryWords).size).toBe(libraryWords.length);
  });
});

describe("instances as JSON", () => {
  const sources: readonly [Word["kind"], string][] = [
    [
      "layer",
      "Dense(10, elu(0.3), kernel_initializer = VarianceScaling(2, fan_avg), kernel_constraint = MaxNorm(1))",
    ],
    ["layer", "Dropout(0.1, noise_shape = [none, 1])"],
    ["layer", "Rescaling(0.00392156862745098, offset = [1, 2])"],
    ["optimizer", "Adam(0.0010000000474974513, clipnorm = 1)"],
    ["metric", "AUC(curve = PR, thresholds = [0.1, 0.2])"],
  ];

  test("come back exactly, and fit their schema", () => {
    const ajv = new Ajv({ strict: false });
    for (const [kind, source] of sources) {
      const instance = readWord(kind, source);
      const json = JSON.parse(JSON.stringify(instanceToJson(instance))) as Json;
      const back = instanceFromJson(kind, json, vocabulary);
      expect(back.word).toBe(instance.word);
      expect(back.span).toBeUndefined();
      expect(instanceToJson(back)).toEqual(json);
      const validate = ajv.compile(instanceSchema(instance.word) as object);
      expect(validate(json), JSON.stringify(validate.errors)).toBe(true);
      // What has a default may be missing: a model that another version saved knows fewer parameters.
      const required = Object.values(instance.word.params).some(isRequired);
      expect(validate({ name: instance.word.name, params: {} })).toBe(!required);
    }
  });

  test("damaged ones are refused in one sentence", () => {
    const bad: readonly Json[] = [
      null,
      3,
      {},
      { name: "Dens", params: {} },
      { name: "Dropout", params: { seed: 1 } },
    ];
    for (const json of bad) {
      expect(() => instanceFromJson("layer", json, vocabulary)).toThrow(
        /^the saved model holds .* is expected$/,
      );
    }
    const good = instanceToJson(readWord("layer", "Dropout(0.5)")) as { params: Record<string, Json> };
    const over = { name: "Dropout", params: { ...good.params, rate: 7 } };
    expect(() => instanceFromJson("layer", over, vocabulary)).toThrow(/holds 7 where a number from 0 to 1/);
    const more = { name: "Dropout", params: { ...good.params, rat: 7 } };
    expect(() => instanceFromJson("layer", more, vocabulary)).toThrow(/a parameter of Dropout/);
  });
});
