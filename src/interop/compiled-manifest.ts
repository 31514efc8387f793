/**
 * What a compiled model says of itself, as JSON: in the custom section `nnet` of `model.wasm`, in the comment at the top of
 * `model.c`. docs/compile.md describes it to users.
 */
import type { Inference, InferenceInput, InferenceOutput } from "../lower/inference.ts";

const manifestFormat = "nnet.compiled/1";

/** What a file is made of besides its program. */
export interface AboutModel {
  readonly model: string;
  /** False where the weights are those that training would begin with. */
  readonly trained: boolean;
  readonly parameters: number;
  /** SHA-256 of the weights. */
  readonly weights: string;
  /** Version of nnet that compiled it. */
  readonly nnet: string;
  readonly batch: number;
}

export interface CompiledManifest extends AboutModel {
  readonly format: typeof manifestFormat;
  readonly inputs: readonly Placed<InferenceInput>[];
  readonly outputs: readonly Placed<InferenceOutput>[];
}

/** With the byte of memory at which it begins. */
type Placed<End> = Omit<End, "key"> & { readonly pointer: number };

/** `pointerOf` gives the byte at which an input or output of the program begins. */
export function manifestOf(
  about: AboutModel,
  { inputs, outputs }: Pick<Inference, "inputs" | "outputs">,
  pointerOf: (kind: "inputs" | "outputs", key: string) => number,
): CompiledManifest {
  return {
    format: manifestFormat,
    ...about,
    inputs: inputs.map(({ key, ...input }) => ({ ...input, pointer: pointerOf("inputs", key) })),
    outputs: outputs.map(({ key, ...output }) => ({ ...output, pointer: pointerOf("outputs", key) })),
  };
}
