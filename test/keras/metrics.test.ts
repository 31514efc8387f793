import { describe, test } from "vitest";
import type { MetricDefinition } from "../../src/library/metric.ts";
import { type Batch, metricResult } from "../library/compute.ts";
import { readWord } from "../library/read-word.ts";
import { expectClose, fixtureCases } from "./fixture.ts";

interface MetricCase {
  readonly source: string;
  /** What Keras chose for the word `accuracy`. */
  readonly meaning?: string;
  readonly batches: readonly Batch[];
  readonly value: number;
}

const cases = ["metrics", "more-metrics"].flatMap((name) => fixtureCases<MetricCase>(name));

describe("metrics over several batches are those of Keras", () => {
  for (const [i, c] of cases.entries()) {
    test(`${i}: ${c.source}${c.meaning === undefined ? "" : ` (${c.meaning})`}`, () => {
      const metric = readWord<MetricDefinition>("metric", c.source);
      const integers = (c.meaning ?? c.source).startsWith("Sparse");
      expectClose([metricResult(metric, c.batches, integers)], c.value, "result");
    });
  }
});
