/** Runs the update of training programs on plain arrays through the reference evaluator, for tests of optimizers. */
import type { ConstraintDefinition } from "../../src/library/constraint.ts";
import type { InitializerDefinition } from "../../src/library/initializer.ts";
import { type OptimizerDefinition, slotSize } from "../../src/library/optimizer.ts";
import { weightSpec } from "../../src/library/weight-spec.ts";
import { lowerUpdate, slotState } from "../../src/lower/update.ts";
import type { WeightLayout } from "../../src/lower/weight-layout.ts";
import type { TrainIR } from "../../src/model/ir.ts";
import { type Node, topologicalOrder } from "../../src/tensor/node.ts";
import { evaluate } from "../../src/tensor/reference.ts";
import { type FloatType, newArray, sizeOf, type Tensor } from "../../src/tensor/types.ts";
import { writeInitialSlots } from "../../src/train/initial-weights.ts";
import type { Instance } from "../../src/words/word.ts";
import { g, tensorOf } from "./compute.ts";
import { readWord } from "./read-word.ts";

export interface Training {
  readonly optimizer: Instance<OptimizerDefinition>;
  /** One shape a weight; one vector when left out. */
  readonly shapes?: readonly (readonly number[])[];
  readonly start: readonly number[];
  /** The gradient at these weights, before update `step` (from 1); of all weights one after the other. */
  readonly gradient: (weights: readonly number[], step: number) => readonly number[];
  readonly steps: number;
  /** Of every weight. */
  readonly constraint?: Instance<ConstraintDefinition> | undefined;
  readonly float?: FloatType;
}

/** All weights, one after the other, after each update; decay, clipping and averages included. */
export function trainWeights(training: Training): number[][] {
  const { optimizer, start, shapes = [[start.length]], float = "f32", constraint } = training;
  const layout = layoutOf(shapes, constraint);
  const gradients = shapes.map((shape, i) => g.input(`g${i}`, shape, float));
  const updates = updateNodes(optimizer, layout, gradients, float);
  let state = initialState(training, updates, layout, float);
  const history: number[][] = [];
  for (let step = 1; step <= training.steps; step++) {
    const gradient = training.gradient([...(state.weights?.values ?? [])], step);
    const inputs = {
      ...Object.fromEntries(
        layout.trainable.map(({ offset, size, shape }, i) => [
          `g${i}`,
          { ...tensorOf(gradient.slice(offset, offset + size), float), shape },
        ]),
      ),
      learning_rate: tensorOf(optimizer.params.learning_rate as number, float),
      step: tensorOf(step, "i32"),
    };
    state = evaluate({ name: "update", outputs: {}, updates }, inputs, state).state;
    history.push([...(state.weights?.values ?? [])]);
  }
  return history;
}

/** Next values of states by their names. */
export function updateNodes(
  optimizer: Instance<OptimizerDefinition>,
  layout: WeightLayout,
  gradients: readonly Node[],
  float: FloatType,
): Record<string, Node> {
  return lowerUpdate(g, { optimizer } as TrainIR, layout, gradients, float);
}

function initialState(
  { optimizer, start }: Training,
  updates: ReturnType<typeof lowerUpdate>,
  layout: WeightLayout,
  float: FloatType,
): Record<string, Tensor> {
  const read = topologicalOrder(Object.values(updates)).filter(({ primitive }) => primitive.name === "state");
  const arrays = Object.fromEntries(
    read.map(({ attributes, shape }) => [attributes.name as string, newArray(float, sizeOf(shape))]),
  );
  arrays.weights = tensorOf(start, float).values;
  for (const [slot, spec] of Object.entries(optimizer.word.slots(optimizer.params, layout.trainable)))
    arrays[slotState(slot)] ??= newArray(float, slotSize(spec, start.length));
  writeInitialSlots({ optimizer } as TrainIR, layout, arrays);
  return Object.fromEntries(
    Object.entries(arrays).map(([name, values]) => [name, { shape: [values.length], dtype: float, values }]),
  );
}

export function layoutOf(
  shapes: readonly (readonly number[])[],
  constraint?: Instance<ConstraintDefinition>,
): WeightLayout {
  const initializer = readWord<InitializerDefinition>("initializer", "zeros");
  let offset = 0;
  const trainable = shapes.map((shape, i) => {
    const size = sizeOf(shape);
    offset += size;
    return {
      path: `w${i}`,
      shape,
      offset: offset - size,
      size,
      spec: weightSpec(shape, initializer, null, constraint ?? null),
    };
  });
  return { trainable, trainableSize: offset, fixed: [], fixedSize: 0 };
}
