import { describe, expect, test } from "vitest";
import type { CallbackDefinition } from "../../src/library/callback.ts";
import { vocabulary } from "../../src/library/vocabulary.ts";
import { instanceFromJson, instanceToJson } from "../../src/words/instance-json.ts";
import { readWord } from "../library/read-word.ts";
import { expectDocumented, expectSoundParams, wordsOf } from "../library/word-contract.ts";

const logs = { loss: 0.5, val_loss: 0.6, val_accuracy: 0.7 };

for (const word of wordsOf<CallbackDefinition>("callback")) {
  describe(`callback ${word.name}`, () => {
    test("is documented", () => {
      expectDocumented(word);
      expectSoundParams(word);
      expect(word.examples.length).toBeGreaterThan(0);
    });

    for (const { source } of word.examples) {
      test(`${source}: remembers plain data, and decides the same after it went through JSON`, () => {
        const read = readWord<CallbackDefinition>("callback", source);
        const back = instanceFromJson(
          "callback",
          JSON.parse(JSON.stringify(instanceToJson(read))),
          vocabulary,
        );
        const run = (params: typeof read.params, through: <T>(state: T) => T) => {
          let state = word.start?.(params) ?? {};
          return [0, 1, 2, 3, 4, 5].map((epoch) => {
            const figures = { epoch, logs, rate: 0.1, better: "lower" } as const;
            const begun = word.epochBegin?.(params, state, figures);
            const ended = word.epochEnd?.(params, begun?.state ?? state, figures, [logs]);
            const batch = word.batchEnd?.(params, ended?.state ?? state, () => figures);
            state = through(batch?.state ?? ended?.state ?? state);
            return [begun?.acts, ended?.acts, batch?.acts];
          });
        };
        expect(run(back.params, (state) => JSON.parse(JSON.stringify(state)))).toEqual(
          run(read.params, (state) => state),
        );
      });
    }
  });
}

describe("files of callbacks", () => {
  test.each([
    ['ModelCheckpoint("../best")', /has no folder|in the folder of the run/],
    ['ModelCheckpoint("weights")', /in the folder of the run/],
    ['CSVLogger("/tmp/figures.csv")', /in the folder of the run/],
  ])("%s is refused", (source, message) => {
    expect(() => readWord("callback", source)).toThrow(message);
  });

  test("endings of Keras become ours", () => {
    const file = (source: string) => readWord("callback", source).params.filepath;
    expect(file('ModelCheckpoint("best.weights.h5")')).toBe("best.safetensors");
    expect(file('ModelCheckpoint("best.keras")')).toBe("best.safetensors");
    expect(file("ModelCheckpoint(best)")).toBe("best.safetensors");
  });

  test("names take figures as Python writes them", () => {
    const { word, params } = readWord<CallbackDefinition>(
      "callback",
      'ModelCheckpoint("{epoch:03d}-{loss:.2f}")',
    );
    const figures = { epoch: 6, logs, rate: 0.1, better: "lower" } as const;
    expect(word.epochEnd?.(params, word.start?.(params) ?? {}, figures, [])?.acts).toEqual([
      { act: "weights", file: "007-0.50.safetensors" },
    ]);
  });
});
