import { describe, test } from "vitest";
import type { InitializerDefinition } from "../../src/library/initializer.ts";
import type { OptimizerDefinition } from "../../src/library/optimizer.ts";
import { weightSpec } from "../../src/library/weight-spec.ts";
import { lowerUpdate, slotState } from "../../src/lower/update.ts";
import type { WeightLayout } from "../../src/lower/weight-layout.ts";
import type { TrainIR } from "../../src/model/ir.ts";
import { evaluate } from "../../src/tensor/reference.ts";
import type { Tensor } from "../../src/tensor/types.ts";
import type { Instance } from "../../src/words/word.ts";
import { g, tensorOf, trainFlat } from "../library/compute.ts";
import { readWord } from "../library/read-word.ts";
import { expectClose, fixtureCases } from "./fixture.ts";

interface OptimizerCase {
  readonly source: string;
  /** Whether something is done around the update: clipping, decay. */
  readonly clips: boolean;
  /** Two weights. */
  readonly start: readonly (readonly number[])[];
  readonly gradients: readonly (readonly (readonly number[])[])[];
  readonly weights: readonly (readonly (readonly number[])[])[];
}

const cases = fixtureCases<OptimizerCase>("optimizers");

describe("three updates move weights as in Keras", () => {
  for (const c of cases.filter(({ clips }) => !clips)) {
    test(c.source, () => {
      const optimizer = readWord<OptimizerDefinition>("optimizer", c.source);
      const steps = trainFlat(
        optimizer,
        c.start.flat(),
        c.gradients.map((step) => step.flat()),
      );
      for (const [t, weights] of steps.entries()) {
        expectClose(weights, c.weights[t]?.flat() ?? [], `step ${t + 1}`);
      }
    });
  }
});

describe("three updates of a training program move weights as in Keras", () => {
  for (const c of cases) {
    test(c.source, () => {
      const optimizer = readWord<OptimizerDefinition>("optimizer", c.source);
      const weights = trainLowered(optimizer, c.start, c.gradients);
      for (const [t, after] of weights.entries())
        expectClose(after, c.weights[t]?.flat() ?? [], `step ${t + 1}`);
    });
  }
});

/** The update as training programs hold it, clipping and decay included; a weight for each list. */
function trainLowered(
  optimizer: Instance<OptimizerDefinition>,
  start: OptimizerCase["start"],
  gradients: OptimizerCase["gradients"],
): number[][] {
  const updates = lowerUpdate(
    g,
    { optimizer } as TrainIR,
    layoutOf(start),
    start.map((part, i) => g.input(`g${i}`, [part.length], "f32")),
    "f32",
  );
  const slots = optimizer.word.slots(optimizer.params);
  const size = start.flat().length;
  let state: Record<string, Tensor> = { weights: tensorOf(start.flat(), "f32") };
  for (const [slot, value] of Object.entries(slots)) {
    state[slotState(slot)] = tensorOf(new Array<number>(size).fill(value), "f32");
  }
  return gradients.map((parts, t) => {
    const inputs = {
      ...Object.fromEntries(parts.map((part, i) => [`g${i}`, tensorOf(part, "f32")])),
      learning_rate: tensorOf(optimizer.params.learning_rate as number, "f32"),
      step: tensorOf(t + 1, "i32"),
    };
    state = evaluate({ name: "update", outputs: {}, updates }, inputs, state).state;
    return [...(state.weights?.values ?? [])];
  });
}

function layoutOf(weights: OptimizerCase["start"]): WeightLayout {
  const initializer = readWord<InitializerDefinition>("initializer", "zeros");
  let offset = 0;
  const trainable = weights.map(({ length: size }, i) => {
    offset += size;
    const spec = weightSpec([size], initializer);
    return { path: `w${i}`, shape: [size], offset: offset - size, size, spec };
  });
  return { trainable, trainableSize: offset, fixed: [], fixedSize: 0 };
}
