import { describe, expect, test } from "vitest";
import type { CallbackDefinition, CallbackState } from "../../src/library/callback.ts";
import { readWord } from "../library/read-word.ts";
import { expectClose, fixtureCases } from "./fixture.ts";

interface CallbackCase {
  readonly source: string;
  readonly monitor: string;
  readonly values: readonly number[];
  /** After each epoch: stopped, epochs waited, epoch of the kept weights or -1, rate before it. */
  readonly rows: readonly (readonly [number, number, number, number])[];
}

describe("callbacks decide as those of Keras", () => {
  for (const { source, monitor, values, rows } of fixtureCases<CallbackCase>("callbacks")) {
    test(source, () => {
      const { word, params } = readWord<CallbackDefinition>("callback", source);
      const better = word.facts(params).mode === "max" ? "higher" : "lower";
      let state = word.start?.(params) as CallbackState;
      let rate = 0.5;
      let kept = 0;
      rows.forEach(([stopped, wait, best, before], epoch) => {
        expectClose([rate], [before], `rate of epoch ${epoch}`);
        const figures = { epoch, logs: { [monitor]: values[epoch] as number }, rate, better } as const;
        const decision = word.epochEnd?.(params, state, figures, []) ?? { acts: [] };
        state = JSON.parse(JSON.stringify(decision.state ?? state));
        for (const act of decision.acts) {
          if (act.act === "rate") rate = act.rate;
          if (act.act === "keep") kept = epoch;
        }
        expect(decision.acts.some(({ act }) => act === "stop") ? 1 : 0, `epoch ${epoch}`).toBe(stopped);
        expect(state.wait, `wait in epoch ${epoch}`).toBe(wait);
        if (best >= 0) expect(kept, `kept in epoch ${epoch}`).toBe(best);
      });
    });
  }
});
