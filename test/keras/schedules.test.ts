import { describe, test } from "vitest";
import type { ScheduleDefinition } from "../../src/library/schedule.ts";
import { readWord } from "../library/read-word.ts";
import { expectClose, fixtureCases } from "./fixture.ts";

interface ScheduleCase {
  readonly source: string;
  readonly steps: readonly number[];
  readonly rates: readonly number[];
}

describe("schedules give the rates of Keras", () => {
  for (const c of fixtureCases<ScheduleCase>("schedules")) {
    test(c.source, () => {
      const { word, params } = readWord<ScheduleDefinition>("schedule", c.source);
      const rates = c.steps.map((step) => word.rate(params, step, 100));
      expectClose(rates, c.rates, "rates");
    });
  }
});
