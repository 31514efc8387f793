/**
 * Six models that between them use every primitive there is, small enough to be trained for fifty steps anywhere; the hash of all that
 * training leaves is the proof that targets, threads, engines and optimization levels compute the same bits.
 */
import { sha256 } from "../../src/base/sha256.ts";
import { analyse } from "../../src/compile.ts";
import { type Lowering, lowerProgram, programName } from "../../src/lower/programs.ts";
import { layoutWeights } from "../../src/lower/weight-layout.ts";
import type { TrainIR } from "../../src/model/ir.ts";
import type { Session } from "../../src/runtime/session.ts";
import { builder } from "../../src/tensor/build.ts";
import type { Program } from "../../src/tensor/program.ts";
import type { FloatType, NumberArray } from "../../src/tensor/types.ts";
import { writeInitialSlots, writeInitialWeights } from "../../src/train/initial-weights.ts";

export interface BitModel {
  readonly name: string;
  readonly text: string;
  readonly batch: number;
  /** Whole numbers below this are the targets; numbers from 0 to 1 where it is 0. */
  readonly classes: number;
}

export const bitModels: readonly BitModel[] = [
  {
    name: "perceptron",
    batch: 24,
    classes: 5,
    text: `input x: f32[33]
x -> Dense(70, gelu) -> BatchNormalization -> Dropout(0.3) -> Dense(40, selu) -> Dense(5, softmax)
train { loss = sparse_categorical_crossentropy  optimizer = Adam(1e-2, clipnorm = 1.0)  metrics = accuracy  batch_size = 24 }`,
  },
  {
    name: "convnet",
    batch: 6,
    classes: 3,
    text: `input x: f32[13, 11, 3]
x -> Conv2D(16, 3, padding = same, activation = relu) -> MaxPooling2D(2) -> DepthwiseConv2D(3, strides = 2, padding = same)
-> Conv2D(12, 2, activation = tanh) -> AveragePooling2D(2, padding = same, strides = 1) -> Flatten -> Dense(3, softmax)
train { loss = sparse_categorical_crossentropy  optimizer = SGD(0.05, momentum = 0.9, nesterov = true)  metrics = accuracy  batch_size = 6 }`,
  },
  {
    name: "transformer",
    batch: 5,
    classes: 4,
    text: `input ids: i32[9]
e = ids -> Embedding(11, 16) -> PositionEmbedding(9)
h = e + (e -> MultiHeadAttention(2, 8)) -> LayerNormalization
f = h + (h -> Dense(32, gelu) -> Dense(16)) -> LayerNormalization
f -> GlobalAveragePooling1D -> Dense(4, softmax)
train { loss = sparse_categorical_crossentropy  optimizer = AdamW(3e-3)  batch_size = 5 }`,
  },
  {
    name: "recurrent",
    batch: 7,
    classes: 0,
    text: `input x: f32[8, 5]
h = x -> LSTM(12, return_sequences = true) -> GRU(9)
output y ~ StudentT(learned, h -> Dense(1), learned)
train { optimizer = RMSprop(2e-3)  batch_size = 7 }`,
  },
  {
    name: "formulas",
    batch: 9,
    classes: 0,
    text: `def waves(x)  = sin(x) + cos(2 * x) + (4 * x) % 1
def spread(x) = where(abs(x) <= 0.5, log(1 + abs(x)), min(exp(x), 3)) + max(x, 0 - 1)
def bent(x)   = abs(x + 0.1) ^ 1.7 + sqrt(x * x + 0.01) - (0 - x)

input x: f32[19]
x -> Dense(30, waves) -> Dense(20, spread) -> Dense(10, bent) -> Dense(2, softplus)
train { loss = huber  optimizer = Lion(1e-3)  precision = f64  batch_size = 9 }`,
  },
  {
    name: "signal",
    batch: 8,
    classes: 0,
    text: `input x: f32[21, 2]
wide = x -> ZeroPadding1D(2) -> Conv1D(8, 3, strides = 2, activation = swish) -> SpatialDropout1D(0.2)
deep = x -> Conv1D(8, 3, dilation_rate = 2, padding = causal, activation = softplus) -> MaxPooling1D(2, padding = same)
(wide, deep -> ZeroPadding1D((0, 1))) -> Concatenate(axis = -1) -> Cropping1D(1) -> Flatten -> Dense(3)
train { loss = log_cosh  optimizer = Adagrad(1e-2)  batch_size = 8 }`,
  },
];

export interface LoweredModel {
  readonly program: Program;
  readonly lowering: Lowering;
  readonly train: TrainIR;
}

export async function lowered({ name, text, batch }: BitModel): Promise<LoweredModel> {
  const { model, diagnostics } = await analyse({ name: `${name}.nnet`, text });
  const error = diagnostics.find(({ severity }) => severity === "error");
  if (!model?.train || error) throw new Error(`${name}: ${error?.message}`);
  const layout = layoutWeights(model);
  const float: FloatType = model.train.precision;
  const lowering: Lowering = { g: builder, model, layout, float, seed: 3, rowWeights: false };
  return { program: lowerProgram(lowering, "train", batch), lowering, train: model.train };
}

/** SHA-256 of the state after training, state by state in the order of their names. */
export async function trainedHash(
  { batch, classes }: BitModel,
  { lowering, train }: LoweredModel,
  session: Session,
  steps = 50,
): Promise<string> {
  writeInitialWeights({ ...lowering, seed: 3 }, session.state);
  writeInitialSlots(train, lowering.layout, session.state);
  const { inputs, outputs, run } = session.program(programName("train", batch));
  for (let step = 1; step <= steps; step++) {
    for (const [name, values] of Object.entries(inputs)) fill(name, values, classes, step);
    run();
  }
  if (!Number.isFinite(outputs.loss?.[0])) throw new Error("the loss is not a number");
  const names = Object.keys(session.state).sort();
  return sha256(names.map((name) => bytesOfArray(session.state[name] as NumberArray)));
}

function fill(name: string, values: NumberArray, classes: number, step: number): void {
  if (name === "step") values[0] = step;
  else if (name === "learning_rate") values[0] = 0.01;
  else {
    const whole = values instanceof Int32Array ? 11 : name.startsWith("target/") ? classes : 0;
    for (let i = 0; i < values.length; i++) {
      const mixed = (Math.imul(i + 1, 7919) + Math.imul(step, 104729)) >>> 3;
      values[i] = whole > 0 ? mixed % whole : Math.fround((mixed % 1009) / 504.5 - 1);
    }
  }
}

/** A copy: what threads share cannot be hashed everywhere. */
function bytesOfArray(values: NumberArray): Uint8Array {
  return new Uint8Array(values.slice().buffer);
}
