/** A model compiled in the program itself: the module that `nnet compile` would write, opened. */
import { assemble } from "./backend/targets/wasm/assemble.ts";
import { UserError } from "./base/user-error.ts";
import { type CompileModelOptions, compileModel } from "./compile-model.ts";
import { modelModule } from "./interop/model-wasm.ts";
import type { InferenceInput, InferenceOutput } from "./lower/inference.ts";
import type { ModelIR } from "./model/ir.ts";
import { viewOf } from "./runtime/memory-views.ts";
import { type NumberArray, sizeOf } from "./tensor/types.ts";

export interface Executable {
  /** The module as bytes: what `nnet compile` writes. */
  readonly bytes: Uint8Array;
  /** Rows of a run. */
  readonly batch: number;
  readonly inputs: readonly InferenceInput[];
  readonly outputs: readonly InferenceOutput[];
  /**
   * Numbers of each input by its name, row by row, to those of each output. Throws `UserError` for an input that is missing
   * or has another length.
   */
  predict(inputs: Readonly<Record<string, ArrayLike<number>>>): Record<string, NumberArray>;
}

/** Throws `UserError` where a size is not known, or a weight is missing or of another shape. */
export async function compile(model: ModelIR, options: CompileModelOptions = {}): Promise<Executable> {
  const compiled = await compileModel(model, options);
  const bytes = assemble(modelModule(compiled));
  const instance = await WebAssembly.instantiate(await WebAssembly.compile(bytes));
  const { memory, input, output, run } = instance.exports as unknown as CompiledExports;
  const { inputs, outputs } = compiled.inference;
  const view = ({ dtype, shape }: InferenceInput | InferenceOutput, byteOffset: number): NumberArray =>
    viewOf(memory.buffer, { byteOffset, dtype, length: sizeOf(shape) });
  const [ins, outs] = [
    inputs.map((end, i) => view(end, input(i))),
    outputs.map((end, i) => view(end, output(i))),
  ];
  return {
    bytes,
    batch: compiled.about.batch,
    inputs,
    outputs,
    predict(given) {
      for (const [i, { name }] of inputs.entries()) fill(ins[i] as NumberArray, name, given[name]);
      run();
      return Object.fromEntries(outputs.map(({ name }, i) => [name, (outs[i] as NumberArray).slice()]));
    },
  };
}

interface CompiledExports {
  readonly memory: WebAssembly.Memory;
  input(place: number): number;
  output(place: number): number;
  run(): void;
}

function fill(into: NumberArray, name: string, values: ArrayLike<number> | undefined): void {
  if (values?.length === into.length) {
    into.set(values);
    return;
  }
  throw new UserError(
    `the input ${name} takes ${into.length} numbers, and ${values === undefined ? "none are given" : `${values.length} are given`}`,
  );
}
