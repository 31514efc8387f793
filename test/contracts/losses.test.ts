import { describe, expect, test } from "vitest";
import type { LossDefinition } from "../../src/library/loss.ts";
import type { FloatType, Tensor } from "../../src/tensor/types.ts";
import type { Instance } from "../../src/words/word.ts";
import { g, gradientsOf, inputOf, meanLoss, type Nested, run, tensorOf } from "../library/compute.ts";
import { expectGradients } from "../library/finite-differences.ts";
import { readWord } from "../library/read-word.ts";
import { expectDocumented, expectSoundParams, wordsOf } from "../library/word-contract.ts";

for (const word of wordsOf<LossDefinition>("loss")) {
  describe(`loss ${word.name}`, () => {
    test("is documented", () => {
      expectDocumented(word);
      expectSoundParams(word);
      // A loss of distributions is proven with them.
      expect(word.examples.length > 0 || word.bound !== undefined).toBe(true);
    });

    for (const example of word.examples) {
      const loss = readWord<LossDefinition>("loss", example.source);
      const facts = word.facts(loss.params);

      test(`${example.source}: value`, () => {
        for (const dtype of ["f32", "f64"] as const) {
          const { mean, feeds } = lowered(loss, example.target, example.output, dtype);
          const difference = (run([mean], feeds)[0]?.values[0] as number) - example.value;
          expect(Math.abs(difference)).toBeLessThan(5e-7 * Math.max(1, Math.abs(example.value)));
        }
      });

      test(`${example.source}: one value a row`, () => {
        const { target, output } = tensors(loss, example.target, example.output, "f32");
        const values = word.lower({
          g,
          params: loss.params,
          target: inputOf("target", target),
          output: inputOf("output", output),
          logits: () => undefined,
        });
        expect(values.shape).toEqual([example.output.length]);
        expect(word.problem?.(loss.params, target.shape.slice(1), output.shape.slice(1))).toBeUndefined();
      });

      test(`${example.source}: gradient`, () => {
        const { mean, feeds, node } = lowered(loss, example.target, example.output, "f64");
        expectGradients(mean, { output: node }, feeds);
      });

      const behind = facts.fromLogits ? undefined : activations[facts.reads];
      if (behind === undefined) continue;

      test(`${example.source}: the same from logits as from probabilities`, () => {
        const rows = example.output as readonly (readonly number[])[];
        const near = rows.map((row) => row.map((v) => 3 * v - 1));
        const known = lowered(loss, example.target, near, "f64", behind);
        const [value, gradient] = run([known.mean, ...gradientsOf(known.mean, [known.node])], known.feeds);
        expectGradients(known.mean, { output: known.node }, known.feeds);
        const probabilities = behind === "sigmoid" ? g.sigmoid(known.node) : softmax(known.node);
        const plain = meanLoss(loss, inputOf("target", known.feeds.target as Tensor), probabilities);
        const [other, slope] = run([plain, ...gradientsOf(plain, [known.node])], known.feeds);
        expect(value?.values[0]).toBeCloseTo(other?.values[0] as number, 9);
        expect(gradient?.values.length).toBe(slope?.values.length);
        gradient?.values.forEach((v, i) => {
          expect(v).toBeCloseTo(slope?.values[i] as number, 9);
        });
      });

      test(`${example.source}: finite however sure the output is`, () => {
        for (const size of [50, 1e4, 1e30]) {
          const sure = (example.output as readonly (readonly number[])[]).map((row) =>
            row.map((_, i) => (i % 2 === 0 ? size : -size)),
          );
          const { mean, feeds, node } = lowered(loss, example.target, sure, "f32", behind);
          const [value, gradient] = run([mean, ...gradientsOf(mean, [node])], feeds);
          expect(Number.isFinite(value?.values[0])).toBe(true);
          expect(gradient?.values.every(Number.isFinite)).toBe(true);
        }
      });
    }
  });
}

/** The activation that makes what a loss reads. */
const activations = { probability: "sigmoid", distribution: "softmax", number: undefined } as const;

function softmax(x: ReturnType<typeof inputOf>) {
  const powers = g.exp(x);
  return g.div(powers, g.sum(powers, [-1], true));
}

function lowered(
  loss: Instance<LossDefinition>,
  targets: Nested,
  outputs: Nested,
  dtype: FloatType,
  behind?: string,
) {
  const feeds = tensors(loss, targets, outputs, dtype);
  const node = inputOf("output", feeds.output);
  return { mean: meanLoss(loss, inputOf("target", feeds.target), node, behind), feeds, node };
}

function tensors(loss: Instance<LossDefinition>, targets: Nested, outputs: Nested, dtype: FloatType) {
  const classes = loss.word.facts(loss.params).targets.includes("class");
  return { target: tensorOf(targets, classes ? "i32" : dtype), output: tensorOf(outputs, dtype) };
}
