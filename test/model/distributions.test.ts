/** `~`: what it makes of a file, what it says of mistakes, and the numbers of the loss that follows. */
import { describe, expect, test } from "vitest";
import { lowerProgram, type Purpose, programName } from "../../src/lower/programs.ts";
import { layoutWeights } from "../../src/lower/weight-layout.ts";
import { irFromJson, irToJson } from "../../src/model/ir-json.ts";
import { builder as g } from "../../src/tensor/build.ts";
import { evaluate } from "../../src/tensor/reference.ts";
import { vocabulary } from "../../src/vocabulary.ts";
import type { Json } from "../../src/words/param.ts";
import { tensorOf } from "../library/compute.ts";
import { findingsOf, fixed, modelOf, table } from "./elaborated.ts";

const x = "input x: f32[2]\n";

test("outputs, latents and what is learned are layers with weights", () => {
  const model = modelOf(
    `${x}z: f32[3] ~ Normal(x -> Dense(3), x -> Dense(3, softplus), prior = Normal(0, learned))
output y ~ Mixture(z -> Dense(2, softmax), Normal(z -> Dense(2), learned(0.5)))
train { loss = elbo(beta = 0.5), metrics = [rmse, coverage(0.9), nll] }`,
  );
  expect(table(model)).toEqual([
    "z/dense Dense [3] z/dense/kernel[2, 3] z/dense/bias[3]",
    "z/dense_2 Dense [3] z/dense_2/kernel[2, 3] z/dense_2/bias[3]",
    "z/normal ~ [3] z/normal/prior_scale[3]",
    "y/dense Dense [2] y/dense/kernel[3, 2] y/dense/bias[2]",
    "y/dense_2 Dense [2] y/dense_2/kernel[3, 2] y/dense_2/bias[2]",
    "y/mixture ~ [] y/mixture/component_scale[2]",
  ]);
  expect(model.train?.losses.y?.distribution?.word.name).toBe("Mixture");
  const json = irToJson(model);
  expect(irToJson(irFromJson(JSON.parse(JSON.stringify(json)) as Json, vocabulary))).toEqual(json);
});

test("a latent in a block is drawn for each use", () => {
  const block =
    "block Code(n) {\n  input x\n  output z ~ Normal(x -> Dense(n), 1, prior = Normal(0, 1))\n}\n";
  expect(
    findingsOf(`${block}${x}output y ~ Normal(x -> Code(2) -> Dense(1), learned)\ntrain { loss = elbo }`),
  ).toEqual([]);
});

describe("mistakes", () => {
  test.each([
    [
      "output y ~ x",
      'error[not-a-distribution] "x" what stands right of `~` is a distribution, and this is none',
    ],
    [
      "output y ~ Dense(1)",
      'error[not-a-distribution] "Dense(1)" what stands right of `~` is a distribution, and this is none',
    ],
    ["output y ~ Norml(x, 1)", 'error[unknown-word] "Norml" there is no distribution called Norml'],
    [
      "output y ~ Normal(x)",
      'error[missing-argument] "Normal" Normal needs the argument scale: the standard deviation',
    ],
    [
      "output y ~ Normal(x, 0)",
      'error[bad-option] "0" argument scale of Normal: expects a number above 0, a tensor or `learned`, not the number 0',
    ],
    [
      "output y ~ Normal(x, Dense(1))",
      'error[not-a-tensor] "Dense(1)" a distribution takes tensors and numbers, and this is a layer',
    ],
    [
      "output y ~ Normal(0, learned)",
      'error[not-a-tensor] "Normal(0, learned)" Normal is the same for every row here: no tensor is among its parameters',
    ],
    [
      "output y ~ Normal(x, x -> Dense(3, softplus))",
      'error[shape-mismatch] "Normal(x, x -> Dense(3, softplus))" Normal needs rows of one shape, and [2] meets [3]',
    ],
    [
      "output y ~ Bernoulli(x, logits = x)",
      'error[bad-option] "x" argument logits of Bernoulli: says what probs says already',
    ],
    [
      "output y ~ Normal(x, 1, prior = Normal(0, 1))",
      'error[unknown-argument] "prior = Normal(0, 1)" an output has no prior: it is compared with the data',
    ],
    [
      "z ~ Bernoulli(logits = x, prior = Bernoulli(0.5))\noutput y ~ Normal(z, 1)",
      'error[latent-not-differentiable] "Bernoulli(logits = x, prior = Bernoulli(0.5))" a latent cannot be learned through draws of Bernoulli: they have no slope',
    ],
    [
      "z ~ Normal(x, 1)\noutput y ~ Normal(z, 1)\ntrain { loss = elbo }",
      'error[latent-without-prior] "Normal(x, 1)" this latent has no prior, so nothing keeps what it carries in bounds',
    ],
    [
      "output y = x -> Dense(1)\ntrain { loss = elbo }",
      'error[loss-of-distribution] "elbo" elbo judges a distribution, and y is a tensor',
    ],
    [
      "output y = x -> Dense(1)\ntrain { loss = mse, metrics = coverage(0.5) }",
      'error[metric-of-distribution] "coverage(0.5)" coverage judges a distribution, and y is a tensor',
    ],
    [
      "output y = x -> DenseVariational(1)\ntrain { loss = mse }",
      'warning[divergence-unused] "DenseVariational(1)" DenseVariational has a prior that no loss takes in',
    ],
    [
      "output y ~ Normal(x -> DenseVariational(1, prior = Gamma(1, 1)), 1)",
      'error[bad-option] "Gamma(1, 1)" a weight may be any number, and values of Gamma are not',
    ],
  ])("%s", (text, message) => {
    expect(findingsOf(x + text)).toEqual([message]);
  });

  test("another loss on a distribution is explained, and mended", () => {
    const text = `${x}output y ~ Normal(x -> Dense(1), learned)\ntrain { loss = mse }`;
    expect(findingsOf(text)).toEqual([
      'error[loss-of-distribution] "mse" mse would judge the mean of y alone, and y is distributed as Normal',
    ]);
    expect(findingsOf(fixed(text))).toEqual([]);
  });
});

/** Runs a program of the model on one batch, weights as given. */
function outputsOf(text: string, purpose: Purpose, weights: readonly number[], rows: number) {
  const model = modelOf(text);
  const layout = layoutWeights(model);
  const lowering = { g, model, layout, float: "f64", seed: 1, rowWeights: false, rows } as const;
  const program = lowerProgram(lowering, purpose, 2);
  expect(program.name).toBe(programName(purpose, 2));
  const inputs = {
    "input/x": tensorOf(
      [
        [1, 2],
        [0, -1],
      ],
      "f64",
    ),
    "target/y": tensorOf([[0.5], [2]], "f64"),
    step: tensorOf(0, "i32"),
    learning_rate: tensorOf(0, "f64"),
  };
  const { outputs } = evaluate(
    { ...program, updates: {} },
    inputs,
    { weights: tensorOf(weights, "f64") },
    {},
  );
  return (name: string): readonly number[] => [...(outputs[name]?.values ?? [])];
}

const train = "train { loss = elbo, precision = f64 }";
const logNormal = (y: number, mean: number, sd: number): number =>
  -0.5 * ((y - mean) / sd) ** 2 - Math.log(sd) - 0.5 * Math.log(2 * Math.PI);

test("with nothing random inside, elbo is the mean negative log-likelihood", () => {
  // A kernel of 1 and 2, a bias of 3, and a scale whose logarithm is 0.4.
  const read = outputsOf(
    `${x}output y ~ Normal(x -> Dense(1), learned)\n${train}`,
    "evaluate",
    [1, 2, 3, 0.4],
    100,
  );
  const expected = -(logNormal(0.5, 8, Math.exp(0.4)) + logNormal(2, 1, Math.exp(0.4))) / 2;
  expect(read("loss")[0]).toBeCloseTo(expected, 10);
  expect(read("divergence")).toEqual([]);
});

test("divergences: of a row's latents as they are, of weights divided by the rows that are trained on", () => {
  const latent = `${x}z ~ Normal(x, 0.5, prior = Normal(0, 1))\noutput y ~ Normal(z -> Dense(1), 1)\n${train}`;
  const kl = (m: number, s: number): number => 0.5 * (s * s + m * m - 1) - Math.log(s);
  const rows = (kl(1, 0.5) + kl(2, 0.5) + kl(0, 0.5) + kl(-1, 0.5)) / 2;
  expect(outputsOf(latent, "evaluate", [0, 0, 0], 100)("divergence")[0]).toBeCloseTo(rows, 10);
  const flat = `${x}output y ~ Normal(x -> DenseVariational(1, use_bias = false), 1)\n${train}`;
  const softplus = (raw: number): number => Math.log1p(Math.exp(raw));
  for (const count of [10, 1000]) {
    const weights = kl(0.3, softplus(-1)) + kl(-0.6, softplus(0.5));
    const read = outputsOf(flat, "evaluate", [0.3, -0.6, -1, 0.5], count);
    expect(read("divergence")[0]).toBeCloseTo(weights / count, 10);
  }
});

test("predictions are made of means, with bounds by formula only where nothing inside is random", () => {
  const plain = outputsOf(`${x}output y ~ Normal(x -> Dense(1), 2)\n${train}`, "predict", [1, 2, 3], 1);
  expect(plain("output/y")).toEqual([8, 1]);
  const random = `${x}output y ~ Normal(x -> DenseVariational(1, use_bias = false), 2)\n${train}`;
  expect(outputsOf(random, "predict", [1, 2, 3, 3], 1)("output/y")).toEqual([5, -2]);
  const drawn = outputsOf(random, "draw", [1, 2, 3, 3], 1)("draw/y");
  expect(drawn).toHaveLength(2);
  expect(drawn).toEqual(outputsOf(random, "draw", [1, 2, 3, 3], 1)("draw/y"));
  expect(drawn).not.toEqual([5, -2]);
});
