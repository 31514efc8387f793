import { describe, expect, it } from "vitest";
import { checkModel } from "../../src/check/check-model.ts";
import type { LossFacts } from "../../src/library/loss.ts";
import { activations, type HandLayer, type HandModel, handModel } from "./hand-model.ts";

function rulesOf(hand: HandModel): string[] {
  const { model, file } = handModel(hand);
  return checkModel(model, { file }).map(({ rule, severity }) => `${severity} ${rule}`);
}

const learns = { learns: true, mixes: "features" } as const;
const dense: HandLayer = { text: "Map()", facts: learns, ranks: [2, 1] };
const bent: HandLayer = { ...dense, text: "Map(bend)", activation: activations.relu };
const last: HandLayer = { ...dense, text: "Map(1)", shape: [1] };
const probability: LossFacts = {
  reads: "probability",
  fromLogits: false,
  targets: ["binary"],
  task: "classification",
};
const distribution: LossFacts = { ...probability, reads: "distribution", targets: ["class"] };
const numbers: LossFacts = { reads: "number", fromLogits: false, targets: ["real"], task: "regression" };

describe("a non-linearity between learning layers", () => {
  const between = (...layers: readonly HandLayer[]) => rulesOf({ layers: [dense, ...layers, last] });
  const stage = (text: string, facts: HandLayer["facts"] = {}, more: Partial<HandLayer> = {}): HandLayer => ({
    text,
    facts,
    ...more,
  });
  const missing = ["warning missing-nonlinearity"];

  it.each([
    ["nothing", []],
    ["dropout", [stage("Drop", { regularizes: true })]],
    ["dropout that calls itself non-linear", [stage("Noise", { regularizes: true, nonlinear: true })]],
    ["flattening", [stage("Flat", { rearranges: true })]],
    ["pooling", [stage("Pool")]],
    ["normalisation", [stage("Norm", { normalizes: true, nonlinear: true })]],
    ["scaling", [stage("Scale", { rescales: true })]],
    [
      "all of them",
      [stage("Flat", { rearranges: true }), stage("Drop", { regularizes: true }), stage("Pool")],
    ],
  ])("is not %s", (_, layers) => {
    expect(between(...layers)).toEqual(missing);
  });

  it.each([
    ["an activation as a stage", [stage("Act(bend)", {}, { activation: activations.relu })]],
    [
      "an activation behind a normalisation",
      [stage("Norm", { normalizes: true }), stage("A(bend)", {}, { activation: activations.relu })],
    ],
    ["a layer that bends by itself", [stage("Relu", { nonlinear: true })]],
    ["a gated or recurrent layer", [stage("Cell", { learns: true, nonlinear: true })]],
  ])("is %s", (_, layers) => {
    // The recurrent layer learns too, so the linear one before it is still one layer too many.
    expect(between(...layers)).toEqual(layers.some(({ facts }) => facts.learns) ? missing : []);
  });

  it("is not asked of a linear model, nor behind the last layer", () => {
    expect(rulesOf({ layers: [last] })).toEqual([]);
    expect(rulesOf({ layers: [bent, last, { text: "Drop", facts: { regularizes: true } }] })).toEqual([]);
  });

  it("is not asked where a map of features without bias says that a factorisation is meant", () => {
    expect(rulesOf({ layers: [{ ...dense, ranks: [2] }, last] })).toEqual([]);
    const window: HandLayer = { ...dense, ranks: [4], facts: { learns: true, mixes: "window" } };
    expect(rulesOf({ layers: [window, last] })).toEqual(missing);
  });

  it("is not asked across a merge, nor of a tensor that is an output of its own", () => {
    const merge: HandLayer = { text: "Add", facts: {}, inputs: ["0", "1"] };
    expect(rulesOf({ layers: [bent, dense, merge, last] })).toEqual([]);
    expect(rulesOf({ layers: [bent, dense, bent, last], outputs: [1, 3] })).toEqual([]);
  });

  it("is told once for a layer that two others follow, and for each layer of a linear stack", () => {
    const fork: HandLayer = { ...last, inputs: ["0"] };
    expect(rulesOf({ layers: [dense, fork, { ...fork, text: "Map(2)" }], outputs: [1, 2] })).toEqual(missing);
    expect(rulesOf({ layers: [dense, dense, dense, last] })).toHaveLength(3);
  });
});

describe("what an output is", () => {
  const ends = (layer: Partial<HandLayer>, loss: LossFacts, after: readonly HandLayer[] = []) =>
    rulesOf({ layers: [bent, { ...dense, text: "Map(…)", ...layer }, ...after], loss });
  const unit = { text: "Map(unit)", activation: activations.unit };
  const shares = { text: "Map(shares)", activation: activations.shares };

  it("is decided by the layer's own activation", () => {
    expect(ends(shares, probability)).toEqual(["error softmax-binary-loss"]);
    expect(ends(unit, distribution)).toEqual(["error sigmoid-categorical-loss"]);
    expect(ends({ text: "Map(bend)", activation: activations.relu }, distribution)).toEqual([
      "error crossentropy-unbounded-output",
    ]);
    expect(ends({}, probability)).toEqual(["error crossentropy-unbounded-output"]);
    expect(ends({ text: "Map(bounded)", activation: activations.bounded }, probability)).toEqual([]);
  });

  it("is seen through layers that move or drop elements", () => {
    const flat: HandLayer = { text: "Flat", facts: { rearranges: true } };
    const drop: HandLayer = { text: "Drop", facts: { regularizes: true } };
    expect(ends(shares, probability, [flat, drop])).toEqual(["error softmax-binary-loss"]);
    expect(ends({}, probability, [drop, flat])).toEqual(["error crossentropy-unbounded-output"]);
  });

  it("stays open behind scaling, pooling and merges, which keeps the rules silent", () => {
    const scale: HandLayer = { text: "Scale", facts: { rescales: true } };
    const pool: HandLayer = { text: "Pool", facts: {} };
    const merge: HandLayer = { text: "Mean", facts: {}, inputs: ["0", "1"] };
    for (const after of [scale, pool, merge]) {
      for (const layer of [unit, shares, {}]) expect(ends(layer, probability, [after])).toEqual([]);
    }
  });

  it("is read from the loss's own words on logits", () => {
    const logits = { ...distribution, fromLogits: true };
    expect(ends({}, logits)).toEqual([]);
    expect(ends(shares, logits)).toEqual(["error double-softmax"]);
    expect(ends(unit, { ...probability, fromLogits: true })).toEqual(["error double-softmax"]);
    // One mistake, not two: without the activation this is a right pair.
    expect(ends(shares, { ...probability, fromLogits: true })).toEqual(["error double-softmax"]);
  });

  it("lets the more specific rule speak for the others", () => {
    const { model, file } = handModel({
      layers: [bent, { ...last, text: "Map(shares)", activation: activations.shares }],
      loss: probability,
    });
    expect(checkModel(model, { file })).toMatchObject([
      { rule: "softmax-one-unit", also: ["softmax-binary-loss"] },
    ]);
    const sigmoid = handModel({ layers: [bent, { ...last, ...unit, shape: [1] }], loss: distribution });
    expect(checkModel(sigmoid.model, sigmoid)).toMatchObject([
      { rule: "categorical-one-unit", also: ["sigmoid-categorical-loss"] },
    ]);
  });

  it("lets a rule speak whose superior is switched off", () => {
    const { model, file } = handModel({
      layers: [bent, { ...last, text: "Map(shares)", activation: activations.shares }],
      loss: probability,
    });
    const found = checkModel(model, {
      file,
      severities: { "softmax-one-unit": "off", "softmax-binary-loss": "hint" },
    });
    expect(found.map(({ rule, severity }) => [rule, severity])).toEqual([["softmax-binary-loss", "hint"]]);
  });
});

describe("a squared error on a classifier", () => {
  const squared = (layer: Partial<HandLayer>, more: Partial<HandModel> = {}) =>
    rulesOf({ layers: [bent, { ...dense, ...layer }], loss: numbers, ...more });
  const one = { text: "Map(unit)", activation: activations.unit, shape: [1] };
  const many = { ...one, shape: [784] };
  const warns = ["warning mse-for-classification"];

  it("warns where the target is known to name classes, or a single sigmoid suggests it", () => {
    expect(squared(one)).toEqual(warns);
    expect(squared(one, { target: { kind: "binary", shape: [] } })).toEqual(warns);
    expect(squared(many, { target: { kind: "multilabel", labels: 784, shape: [784] } })).toEqual(warns);
    expect(squared({ ...many, text: "Map(shares)", activation: activations.shares })).toEqual(warns);
  });

  it("is silent where the target is a quantity, and for many sigmoids that may be pixels", () => {
    expect(squared(one, { target: { kind: "real", shape: [] } })).toEqual([
      "warning bounded-regression-output",
    ]);
    expect(squared(many)).toEqual([]);
    expect(squared({ text: "Map(bounded)", activation: activations.bounded, shape: [1] })).toEqual([]);
    expect(squared({ shape: [1] })).toEqual([]);
  });

  it("takes a metric of classification for a statement about the target", () => {
    const metric = { better: "higher", task: "classification", targets: ["binary"] } as const;
    expect(squared(many, { metric })).toEqual(warns);
    expect(squared(many, { metric: { ...metric, task: "regression" } })).toEqual([]);
  });
});

describe("constant kernels", () => {
  const zeros = { constant: true };
  const filled: HandLayer = { ...bent, initializer: zeros };

  it("are errors in hidden layers, hints in the last, silent in a linear model", () => {
    expect(rulesOf({ layers: [filled, last] })).toEqual(["error constant-init"]);
    expect(rulesOf({ layers: [bent, { ...last, initializer: zeros }] })).toEqual(["hint constant-init"]);
    expect(rulesOf({ layers: [{ ...last, initializer: zeros }] })).toEqual([]);
  });

  it("are no kernels where they are vectors or frozen", () => {
    expect(rulesOf({ layers: [{ ...filled, ranks: [1] }, last] })).toEqual([]);
    expect(rulesOf({ layers: [{ ...filled, trainable: false }, last] })).toEqual([]);
    expect(rulesOf({ layers: [{ ...filled, initializer: { constant: false } }, last] })).toEqual([]);
  });
});

/** All that a rule asks of a schedule. */
function scheduleOf(peak: number): unknown {
  return { word: { facts: () => ({ initial: 0, peak }) }, params: {} };
}

describe("learning rates", () => {
  const sgd = (momentum: number) => ({
    momentum,
    rateHigh: { warning: 0.5, error: 1, unscaled: 0.1 },
    rateLow: 1e-5,
  });
  const adam = { momentum: 0, rateHigh: { warning: 0.01, error: 0.1 }, rateLow: 1e-6 };
  const rated = (facts: ReturnType<typeof sgd> | typeof adam, rate: unknown) =>
    rulesOf({ layers: [bent, last], optimizer: { facts, rate, usual: 0.01 } });

  it.each([
    ["the everyday SGD", sgd(0), 0.1, []],
    ["SGD at the bound by momentum", sgd(0.9), 0.05, []],
    ["SGD lifted by momentum to twice the bound", sgd(0.9), 0.1, []],
    ["SGD lifted above that", sgd(0.9), 0.2, ["warning lr-high"]],
    ["SGD at 0.5", sgd(0), 0.5, []],
    ["SGD above 0.5", sgd(0), 0.6, ["warning lr-high"]],
    ["SGD at 1", sgd(0), 1, ["error lr-high"]],
    ["Adam at 0.01", adam, 0.01, []],
    ["Adam at 0.02", adam, 0.02, ["warning lr-high"]],
    ["Adam at 0.1", adam, 0.1, ["error lr-high"]],
    ["a schedule that starts high", adam, scheduleOf(0.5), ["error lr-high"]],
    ["a schedule that warms up high", adam, scheduleOf(0.05), ["warning lr-high"]],
    ["a schedule that names no rate", adam, scheduleOf(Number.NaN), []],
    ["nothing to read", adam, undefined, []],
  ])("%s", (_, facts, rate, expected) => {
    expect(rated(facts, rate)).toEqual(expected);
  });

  it("bear steps of one size in a linear model", () => {
    expect(rulesOf({ layers: [last], optimizer: { facts: adam, rate: 0.05, usual: 0.01 } })).toEqual([]);
  });

  it("tell the numbers", () => {
    const { model, file } = handModel({
      layers: [last],
      optimizer: { facts: sgd(0.9), rate: 0.2, usual: 0.01 },
    });
    expect(checkModel(model, { file })[0]).toMatchObject({
      label: "0.2 / (1 - 0.9) = 2, and above 1 training usually diverges",
      evidence: { rate: 0.2, momentum: 0.9, bound: 0.5 },
      fix: { title: "learning_rate = 0.01", safe: false },
    });
  });
});

describe("the walk", () => {
  it("takes time in proportion to the layers, and tells one text once", () => {
    const layers = Array.from({ length: 30_000 }, (_, i) => ({
      ...(i % 2 ? bent : dense),
      text: `Map(${i % 2 ? "bend" : ""})`,
    }));
    const { model, file } = handModel({ layers: [...layers, last] });
    const start = process.cpuUsage();
    expect(checkModel(model, { file })).toHaveLength(15_000);
    // About a second of computing; a walk that looks at every layer from every layer takes half a minute.
    expect(process.cpuUsage(start).user).toBeLessThan(8e6);
    const repeated = {
      ...model,
      layers: model.layers.map((layer) => ({ ...layer, span: model.train?.span ?? layer.span })),
    };
    expect(checkModel(repeated, { file })).toHaveLength(1);
  });

  it("passes on what earlier stages found, in order, errors whatever the settings", () => {
    const { model, file } = handModel({ layers: [bent, dense, last] });
    const span = { source: file.source, start: 0, end: 3 };
    const earlier = [
      { rule: "shadowed-word", severity: "hint", message: "m", span },
      { rule: "syntax", severity: "error", message: "m", span },
    ] as const;
    const severities = { syntax: "off", "shadowed-word": "warning" } as const;
    const found = checkModel(model, { file, earlier, severities });
    expect(found.map(({ rule, severity }) => `${severity} ${rule}`)).toEqual([
      "warning shadowed-word",
      "error syntax",
      "warning missing-nonlinearity",
    ]);
  });
});
