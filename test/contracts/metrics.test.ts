import { describe, expect, test } from "vitest";
import type { MetricDefinition } from "../../src/library/metric.ts";
import { metricResult, shapeOfNested } from "../library/compute.ts";
import { readWord } from "../library/read-word.ts";
import { expectDocumented, expectSoundParams, wordsOf } from "../library/word-contract.ts";

for (const word of wordsOf<MetricDefinition>("metric")) {
  describe(`metric ${word.name}`, () => {
    test("is documented", () => {
      expectDocumented(word);
      expectSoundParams(word);
      // A metric of distributions is proven with them.
      expect(word.examples.length > 0 || word.ofDistribution === true).toBe(true);
    });

    for (const [i, example] of word.examples.entries()) {
      const metric = readWord<MetricDefinition>("metric", example.source);
      const facts = word.facts(metric.params);
      const classes = facts.targets.includes("class") && shapeOfNested(example.target).length === 1;
      const integers = classes && example.output[0]?.length !== 1;

      test(`${i}: ${example.source}: value`, () => {
        expect(metricResult(metric, [example], integers)).toBeCloseTo(example.value, 5);
      });

      test(`${i}: ${example.source}: adds up over batches`, () => {
        const { target, output } = example;
        const cut = [
          { target: target.slice(0, 1), output: output.slice(0, 1) },
          { target: target.slice(1), output: output.slice(1) },
        ];
        expect(metricResult(metric, cut, integers)).toBeCloseTo(example.value, 5);
      });

      test(`${i}: ${example.source}: knows which shapes it can judge`, () => {
        const target = shapeOfNested(example.target).slice(1);
        const output = shapeOfNested(example.output).slice(1);
        expect(word.problem?.(metric.params, target, output)).toBeUndefined();
        expect(word.problem?.(metric.params, [5, 2], [4, 3])).toMatch(/shape/);
      });
    }
  });
}
