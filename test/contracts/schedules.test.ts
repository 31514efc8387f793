import { describe, expect, test } from "vitest";
import { learningRateAt, type ScheduleDefinition } from "../../src/library/schedule.ts";
import { vocabulary } from "../../src/library/vocabulary.ts";
import { instanceFromJson, instanceToJson } from "../../src/words/instance-json.ts";
import { readWord } from "../library/read-word.ts";
import { expectDocumented, expectSoundParams, wordsOf } from "../library/word-contract.ts";

const total = 20;

for (const word of wordsOf<ScheduleDefinition>("schedule")) {
  describe(`schedule ${word.name}`, () => {
    test("is documented", () => {
      expectDocumented(word);
      expectSoundParams(word);
      expect(word.examples.length).toBeGreaterThan(0);
    });

    for (const { source, rates } of word.examples) {
      const { params } = readWord<ScheduleDefinition>("schedule", source);

      test(`${source}: rates`, () => {
        for (const [step, rate] of rates) expect(word.rate(params, step, total)).toBeCloseTo(rate, 6);
      });

      test(`${source}: what its facts say`, () => {
        const { initial, peak } = word.facts(params);
        const all = Array.from({ length: 100 }, (_, step) => word.rate(params, step, total));
        expect(all[0]).toBeCloseTo(initial, 12);
        expect(Math.max(...all)).toBeCloseTo(peak, 12);
        for (const rate of all) expect(Number.isFinite(rate) && rate >= 0).toBe(true);
      });

      test(`${source}: an optimizer keeps it, also as JSON`, () => {
        const optimizer = readWord("optimizer", `Adam(${source})`);
        const kept = instanceFromJson(
          "optimizer",
          JSON.parse(JSON.stringify(instanceToJson(optimizer))),
          vocabulary,
        );
        for (const step of [0, 7, 19]) {
          const rate = learningRateAt(kept.params.learning_rate as number, step, total);
          expect(rate).toBe(word.rate(params, step, total));
        }
      });
    }

    if ("decay_steps" in word.params) {
      test("auto stretches it over the whole run", () => {
        const rest = "decay_rate" in word.params ? ", decay_rate = 0.5" : "";
        const given = readWord<ScheduleDefinition>("schedule", `${word.name}(0.1, 20${rest})`);
        const auto = readWord<ScheduleDefinition>("schedule", `${word.name}(0.1, auto${rest})`);
        for (const step of [0, 3, 19, 30])
          expect(word.rate(auto.params, step, total)).toBe(word.rate(given.params, step, total));
      });

      test("refuses a length of nothing", () => {
        const rest = "decay_rate" in word.params ? ", decay_rate = 0.5" : "";
        for (const steps of ["0", "-5", "none", '"all"'])
          expect(() => readWord("schedule", `${word.name}(0.1, ${steps}${rest})`)).toThrow(/or auto/);
      });
    }
  });
}

describe("arguments of schedules that do not go together", () => {
  test.each([
    ["CosineDecay(0.1, 10, warmup_steps = 5)", /no effect without warmup_target/],
    ["PiecewiseConstantDecay([5], [1, 2, 3])", /1 boundaries make 2 pieces/],
    ["PiecewiseConstantDecay([5, 5], [1, 2, 3])", /must rise/],
  ])("%s", (source, message) => {
    expect(() => readWord("schedule", source)).toThrow(message);
  });

  test("a warm-up is taken off the run that auto stands for", () => {
    const source = "CosineDecay(0, auto, warmup_target = 0.1, warmup_steps = 5)";
    const { word, params } = readWord<ScheduleDefinition>("schedule", source);
    expect(word.rate(params, 5, total)).toBe(0.1);
    expect(word.rate(params, 20, total)).toBe(0);
    expect(word.rate(params, 3, 3)).toBeGreaterThan(0);
  });

  test("a plain number stays what it is", () => {
    expect(learningRateAt(0.3, 7, total)).toBe(0.3);
  });
});
