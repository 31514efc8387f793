import { describe, expect, test } from "vitest";
import type { ActivationDefinition } from "../../src/library/activation.ts";
import type { FloatType } from "../../src/tensor/types.ts";
import type { Instance } from "../../src/words/word.ts";
import { applyActivation, g, gradientsOf, inputOf, run, tensorOf } from "../library/compute.ts";
import { expectGradients, scatteredTensor } from "../library/finite-differences.ts";
import { readWord } from "../library/read-word.ts";
import { expectDocumented, expectSoundParams, wordsOf } from "../library/word-contract.ts";

const wide = [-1e30, -1e4, -90, -20, -3, -1.5, -0.75, -0.5, -1e-20, 0, 1e-20, 0.25, 2, 6, 20, 90, 1e4, 1e30];

for (const word of wordsOf<ActivationDefinition>("activation")) {
  describe(`activation ${word.name}`, () => {
    test("is documented", () => {
      expectDocumented(word);
      expectSoundParams(word);
      expect(word.examples.length).toBeGreaterThan(0);
    });

    for (const example of word.examples) {
      const activation = readWord<ActivationDefinition>("activation", example.source);
      const facts = word.facts(activation.params);

      test(`${example.source}: values`, () => {
        for (const dtype of ["f32", "f64"] as const) {
          const y = valuesAt(activation, example.x, dtype);
          for (const [i, value] of y.entries()) expect(value).toBeCloseTo(example.y[i] as number, 5);
        }
      });

      test(`${example.source}: gradient`, () => {
        const x = scatteredTensor([2, 8], -3, 3);
        const node = inputOf("x", x);
        const y = applyActivation(activation, node);
        const upstream = g.constant([...scatteredTensor(y.shape, -1, 1, 0.4).values], y.shape, "f64");
        expectGradients(g.sum(g.mul(y, upstream)), { x: node }, { x });
      });

      test(`${example.source}: stays in its range, in both precisions and far out`, () => {
        const [low, high] = facts.range;
        for (const dtype of ["f32", "f64"] as const) {
          const y = valuesAt(activation, wide, dtype);
          for (const value of y) expect(value >= low && value <= high, `${value}`).toBe(true);
          if (Number.isFinite(low)) expect(Math.min(...y) - low).toBeLessThan(0.02);
          if (Number.isFinite(high)) expect(high - Math.max(...y)).toBeLessThan(0.02);
        }
      });

      test(`${example.source}: derivatives are finite far out, as long as values are`, () => {
        for (const point of wide) {
          const [value] = valuesAt(activation, [point, 0], "f64");
          const [slope] = slopesAt(activation, [point]);
          expect(Number.isFinite(value) ? Number.isFinite(slope) : slope === value, `${point}`).toBe(true);
        }
      });

      test(`${example.source}: gives the shape that it says`, () => {
        const shape = [3, 8, 4];
        const x = inputOf("x", scatteredTensor([2, ...shape]));
        const said = word.shape?.(activation.params, shape) ?? shape;
        expect(applyActivation(activation, x).shape).toEqual([2, ...said]);
      });

      test(`${example.source}: what its facts say`, () => {
        expect(facts.nonlinear).toBe(!isAffine(activation));
        const slopes = slopesAt(activation, [-40, -30, -2, 30, 40]);
        if (facts.dies) expect(slopes.slice(0, 3)).toEqual([0, 0, 0]);
        if (facts.saturates)
          for (const s of [slopes[0], slopes[4]]) expect(Math.abs(s as number)).toBeLessThan(1e-9);
        const y = valuesAt(activation, [-1, -0.5, 0.5, 2], "f64");
        if (facts.output === "distribution") expect(y.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 12);
        if (facts.output !== undefined) expect(facts.range).toEqual([0, 1]);
        expect(word.problem?.(activation.params, [4])).toBeUndefined();
      });
    }
  });
}

function valuesAt(
  activation: Instance<ActivationDefinition>,
  x: readonly number[],
  dtype: FloatType,
): number[] {
  const row = tensorOf([x], dtype);
  return [...(run([applyActivation(activation, inputOf("x", row))], { x: row })[0]?.values ?? [])];
}

/** Each point is a row of two, so that softmax has something to share. */
function slopesAt(activation: Instance<ActivationDefinition>, points: readonly number[]): number[] {
  const x = tensorOf(
    points.map((p) => [p, 0]),
    "f64",
  );
  const node = inputOf("x", x);
  const first = g.slice(applyActivation(activation, node), [0, 0], [points.length, 1]);
  const [gradient] = run(gradientsOf(g.sum(first), [node]), { x });
  return points.map((_, i) => gradient?.values[2 * i] as number);
}

function isAffine(activation: Instance<ActivationDefinition>): boolean {
  const [a, b] = [
    [-3, 1.25, 4, 0.5],
    [2, -0.5, 0.75, 0.4],
  ];
  const at = (x: readonly number[]) => valuesAt(activation, x, "f64");
  const [fa, fb] = [at(a as number[]), at(b as number[])];
  const middle = at((a as number[]).map((v, i) => 2 * v - ((b as number[])[i] as number)));
  return middle.every((v, i) => Math.abs(v - (2 * (fa[i] as number) - (fb[i] as number))) < 1e-9);
}
