/** Models with random effects find what lme4 finds. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { nodeHost } from "../../src/cli/node-host.ts";
import { analyse, cpuEngine } from "../../src/compile.ts";
import { locateIn } from "../../src/data/locate.ts";
import { loadModelData } from "../../src/load-model-data.ts";
import { trainModel } from "../../src/train/train-model.ts";

const locate = locateIn(nodeHost, { modelFolder: "models" });

/** Weights by path, with what was made of the data. */
async function trained(name: string) {
  const source = { name, text: readFileSync(`models/${name}`, "utf8") };
  const { model } = await analyse(source, { host: nodeHost, locate });
  if (!model) throw new Error(`${name} makes no model`);
  const dataset = await loadModelData(nodeHost, model, locate);
  const result = await trainModel({ model, dataset, engine: cpuEngine, host: nodeHost });
  const values = result.session.state.weights as Float32Array;
  const weights = Object.fromEntries(
    result.layout.trainable.map(({ path, offset, size }) => [path, [...values.slice(offset, offset + size)]]),
  );
  const weight = (path: string): readonly number[] => weights[path] ?? [];
  const scale = (path: string): readonly number[] => weight(path).map(Math.exp);
  return { weight, scale, preprocessing: dataset.preprocessing };
}

function within(actual: number | undefined, expected: number, share: number): void {
  expect(Math.abs((actual ?? Number.NaN) / expected - 1), `${actual}, not ${expected}`).toBeLessThan(share);
}

test("radon: floor fixed, county random", async () => {
  const { weight, scale, preprocessing } = await trained("radon.nnet");
  expect(Math.abs((weight("log_radon/dense/bias")[0] ?? 0) - 1.4924)).toBeLessThan(0.05);
  expect(Math.abs((weight("log_radon/dense/kernel")[0] ?? 0) - -0.6629)).toBeLessThan(0.05);
  within(scale("effect/random_effect/prior_scale")[0], 0.3154, 0.15);
  within(scale("log_radon/normal/scale")[0], 0.7258, 0.15);
  const counties = preprocessing.features.county?.terms[0]?.categories ?? [];
  const theirs = new Map(
    readFileSync("models/data/radon_county_effects.csv", "utf8")
      .trim()
      .split("\n")
      .slice(1)
      .map((line) => [
        line.slice(0, line.lastIndexOf(",")).replaceAll('"', ""),
        Number(line.split(",").at(-1)),
      ]),
  );
  expect(counties).toHaveLength(85);
  const ours = weight("effect/random_effect/effect");
  expect(
    correlation(
      ours,
      counties.map((county) => theirs.get(county) ?? Number.NaN),
    ),
  ).toBeGreaterThan(0.97);
});

test("sleepstudy: intercept and slope random", async () => {
  const { weight, scale, preprocessing } = await trained("sleepstudy.nnet");
  const fitted = preprocessing.targets.reaction?.terms[0]?.transform?.fitted;
  const { mean, deviation } = (fitted ?? {}) as { readonly mean: number; readonly deviation: number };
  const [intercept = 0] = weight("reaction/dense/bias");
  const [slope = 0] = weight("reaction/dense/kernel");
  within(intercept * deviation + mean, 251.405, 0.03);
  within(slope * deviation, 10.4673, 0.03);
  const [starts = 0, slopes = 0] = scale("own/random_effect/prior_scale");
  within(starts * deviation, 24.741, 0.15);
  within(slopes * deviation, 5.922, 0.15);
  within((scale("reaction/normal/scale")[0] ?? 0) * deviation, 25.592, 0.15);
});

function correlation(a: readonly number[], b: readonly number[]): number {
  const mean = (values: readonly number[]) => values.reduce((sum, v) => sum + v, 0) / values.length;
  const [ma, mb] = [mean(a), mean(b)];
  const product = (x: readonly number[], mx: number, y: readonly number[], my: number) =>
    x.reduce((sum, v, i) => sum + (v - mx) * ((y[i] as number) - my), 0);
  return product(a, ma, b, mb) / Math.sqrt(product(a, ma, a, ma) * product(b, mb, b, mb));
}
