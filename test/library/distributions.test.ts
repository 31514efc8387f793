/** Distributions against scipy (fixtures/distributions.py): log-probabilities, areas, draws, divergences; their gradients. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { bindDistribution } from "../../src/library/bind-distribution.ts";
import {
  type Distribution,
  type DistributionDefinition,
  type Draw,
  eachOperand,
} from "../../src/library/distribution.ts";
import { divergence } from "../../src/library/divergence.ts";
import type { Node } from "../../src/tensor/node.ts";
import { keyOf } from "../../src/tensor/random.ts";
import type { FloatType, Tensor } from "../../src/tensor/types.ts";
import type { Instance } from "../../src/words/word.ts";
import { g, run, tensorOf } from "./compute.ts";
import { expectGradients } from "./finite-differences.ts";
import { readWord } from "./read-word.ts";
import { expectDocumented, wordsOf } from "./word-contract.ts";

interface Case {
  readonly source: string;
  readonly values: readonly (readonly [value: number, logProb: number, area: number])[];
  readonly mean: number;
  readonly variance: number;
  readonly quantiles?: readonly (readonly [level: number, value: number])[];
}

const { cases, divergences } = JSON.parse(
  readFileSync(new URL("fixtures/distributions.json", import.meta.url), "utf8"),
) as { readonly cases: readonly Case[]; readonly divergences: readonly [string, string, number][] };

const read = (source: string) => readWord<DistributionDefinition>("distribution", source);

function bound(
  source: string | Instance<DistributionDefinition>,
  float: FloatType,
  inputs: readonly Node[] = [],
) {
  const instance = typeof source === "string" ? read(source) : source;
  return bindDistribution(instance, { g, float, inputs, weights: {} });
}

function vector(values: readonly number[], float: FloatType): Node {
  return g.constant([...values], [values.length], float);
}

function numbers(node: Node | undefined, feeds: Readonly<Record<string, Tensor>> = {}): readonly number[] {
  return node === undefined ? [] : [...(run([node], feeds)[0]?.values ?? [])];
}

function drawing(float: FloatType): Draw {
  const step = g.constant(1, [], "i32");
  return { g, float, random: (purpose, shape) => g.random(keyOf(7, purpose), step, shape, float) };
}

describe.each(wordsOf<DistributionDefinition>("distribution").map((word) => [word.name, word] as const))(
  "%s",
  (_, word) => {
    test("is documented", () => expectDocumented(word));

    test.each(
      word.examples.filter(({ values }) => values.length > 0).map((each) => [each.source, each] as const),
    )("%s", (source, { values }) => {
      const actual = numbers(
        bound(source, "f64").logProb(
          vector(
            values.map(([y]) => y),
            "f64",
          ),
        ),
      );
      for (const [i, [, logProb]] of values.entries()) expect(actual[i]).toBeCloseTo(logProb, 6);
    });
  },
);

describe.each(cases.map((each) => [each.source, each] as const))("%s", (source, fixture) => {
  const ys = fixture.values.map(([y]) => y);

  test("log-probabilities, areas, mean", () => {
    for (const float of ["f64", "f32"] as const) {
      const own = bound(source, float);
      const relative = float === "f64" ? 1e-11 : 3e-5;
      const near = (actual: number | undefined, expected: number, what: string): void =>
        expect(Math.abs((actual ?? Number.NaN) - expected), what).toBeLessThan(
          relative * Math.max(1, Math.abs(expected)),
        );
      const logs = numbers(own.logProb(vector(ys, float)));
      for (const [i, [y, logProb]] of fixture.values.entries()) near(logs[i], logProb, `log p(${y})`);
      const areas = numbers(own.cdf(vector(ys, float)));
      for (const [i, area] of areas.entries()) near(area, fixture.values[i]?.[2] ?? 0, `area below ${ys[i]}`);
      near(numbers(own.mean())[0], fixture.mean, "mean");
      for (const [level, value] of fixture.quantiles ?? []) {
        const quantile = own.quantile(level);
        if (quantile) near(numbers(quantile)[0], value, `quantile ${level}`);
      }
    }
  });

  test("draws have its mean, variance and areas", () => {
    const count = 2000;
    const draws = numbers(bound(source, "f32").sample(drawing("f32"), [count]));
    const mean = draws.reduce((sum, y) => sum + y, 0) / count;
    const variance = draws.reduce((sum, y) => sum + (y - mean) ** 2, 0) / count;
    const error = Math.sqrt(fixture.variance / count);
    expect(Math.abs(mean - fixture.mean)).toBeLessThan(4 * error);
    // The spread of a variance depends on the tails, which are the heaviest of a LogNormal here.
    expect(Math.abs(variance / fixture.variance - 1)).toBeLessThan(
      source.startsWith("LogNormal") ? 0.4 : 0.15,
    );
    for (const [y, , area] of fixture.values) {
      const share = draws.filter((draw) => draw <= y).length / count;
      expect(Math.abs(share - area), `share up to ${y}`).toBeLessThan(4 * Math.sqrt(0.25 / count));
    }
  });

  test("gradients of log-probabilities", () => {
    const { instance, inputs, feeds } = withInputs(read(source));
    const own = bound(instance, "f64", Object.values(inputs));
    expectGradients(g.sum(own.logProb(vector(ys, "f64"))), inputs, feeds);
  });

  test("gradients of draws, where it says that they have some", () => {
    const { instance, inputs, feeds } = withInputs(read(source));
    const own = bound(instance, "f64", Object.values(inputs));
    if (own.word.reparameterised) expectGradients(g.sum(own.sample(drawing("f64"), [3])), inputs, feeds);
  });
});

/** Numbers among the parameters become tensors. */
function withInputs(given: Instance<DistributionDefinition>) {
  const inputs: Record<string, Node> = {};
  const feeds: Record<string, Tensor> = {};
  const params = { ...given.params };
  eachOperand(given, (value, path) => {
    const input = Object.keys(inputs).length;
    inputs[path] = g.input(path, [1], "f64");
    feeds[path] = tensorOf([value as number], "f64");
    params[path] = { input };
  });
  return { instance: { ...given, params }, inputs, feeds };
}

test.each(divergences)("the divergence of %s from %s", (from, to, expected) => {
  const [p, q] = [bound(from, "f64"), bound(to, "f64")];
  expect(numbers(divergence(g, p, q, p.mean()))[0]).toBeCloseTo(expected, 7);
});

test("without a formula, the divergence is what draws say on average", () => {
  const [p, q] = [bound("Normal(0.5, 2)", "f64"), bound("StudentT(5, 0, 2)", "f64")];
  const drawn = p.sample(drawing("f64"), [4000]);
  const mean = numbers(g.mean(divergence(g, p, q, drawn)))[0] as number;
  // By quadrature: 0.0569.
  expect(mean).toBeGreaterThan(0.03);
  expect(mean).toBeLessThan(0.08);
});

describe("along the last axis", () => {
  const scores = [
    [0.2, -1, 2],
    [1, 1, 0],
  ];
  const input = tensorOf(scores, "f64");
  const node = g.input("scores", [2, 3], "f64");
  const categorical = (): Distribution =>
    bindDistribution(
      { ...read("Categorical(logits = 0)"), params: { probs: null, logits: { input: 0 } } },
      { g, float: "f64", inputs: [node], weights: {} },
    );

  test("Categorical: the logarithm of a softmax, its mean, and draws as often as it says", () => {
    const own = categorical();
    expect(own.shape).toEqual([2]);
    const powers = scores.map((row) => row.map(Math.exp));
    const shares = powers.map((row) => row.map((p) => p / row.reduce((sum, q) => sum + q, 0)));
    const y = g.constant([2, 0], [2], "i32");
    expect(numbers(own.logProb(y), { scores: input })[0]).toBeCloseTo(Math.log(shares[0]?.[2] ?? 0), 12);
    expect(numbers(own.mean(), { scores: input })[5]).toBeCloseTo(shares[1]?.[2] ?? 0, 12);
    const draws = numbers(own.sample(drawing("f64"), [4000, 2]), { scores: input });
    const first = draws.filter((_, i) => i % 2 === 0);
    const share = first.filter((value) => value === 2).length / first.length;
    expect(share).toBeCloseTo(shares[0]?.[2] ?? 0, 1);
    expectGradients(g.sum(own.logProb(y)), { scores: node }, { scores: input });
  });

  test("Mixture: the sum of its components", () => {
    const mu = g.input("mu", [1, 2], "f64");
    const w = g.input("w", [1, 2], "f64");
    const instance = read("Mixture(0.5, Normal(0, 1))");
    const component = {
      ...(instance.params.component as Instance),
      params: { loc: { input: 1 }, scale: 0.5 },
    };
    const params = { weights: { input: 0 }, component, logits: null };
    const own = bindDistribution({ ...instance, params }, { g, float: "f64", inputs: [w, mu], weights: {} });
    const feeds = { w: tensorOf([[0.25, 0.75]], "f64"), mu: tensorOf([[-1, 2]], "f64") };
    const density = (y: number, m: number) =>
      Math.exp((-0.5 * (y - m) ** 2) / 0.25) / 0.5 / Math.sqrt(2 * Math.PI);
    const y = 1.3;
    const value = vector([y], "f64");
    const logProb = own.logProb(value);
    expect(numbers(logProb, feeds)[0]).toBeCloseTo(
      Math.log(0.25 * density(y, -1) + 0.75 * density(y, 2)),
      10,
    );
    expect(numbers(own.mean(), feeds)[0]).toBeCloseTo(1.25, 12);
    expectGradients(g.sum(logProb), { w, mu }, feeds);
    const draws = numbers(own.sample(drawing("f64"), [4000, 1]), feeds);
    expect(draws.reduce((sum, draw) => sum + draw, 0) / draws.length).toBeCloseTo(1.25, 1);
    expect(numbers(own.cdf(value), feeds)[0]).toBeCloseTo(draws.filter((draw) => draw <= y).length / 4000, 1);
  });
});

test("what cannot be a parameter is told", () => {
  expect(() => read("Normal(0, -1)")).toThrow(
    "argument scale of Normal: expects a number above 0, a tensor or `learned`, not the number -1",
  );
  expect(() => read("Bernoulli(0.5, logits = 1)")).toThrow("says what probs says already");
  expect(() => read("Poisson()")).toThrow("is wanted where rate is not given");
  expect(read("Normal(0, learned(0.5))").params.scale).toEqual({ learned: 0.5 });
});
