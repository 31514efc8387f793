/** A model as one WebAssembly module that any host can run: weights, preprocessing and a manifest are in it. */
import { planPrograms } from "../backend/plan-programs.ts";
import type { TargetPlace } from "../backend/targets/memory-map.ts";
import type { WasmModule } from "../backend/targets/wasm/assemble.ts";
import { standaloneModule } from "../backend/targets/wasm/standalone.ts";
import type { Inference } from "../lower/inference.ts";
import type { NumberArray } from "../tensor/types.ts";
import { type AboutModel, manifestOf } from "./compiled-manifest.ts";

/** What is written into a file: a program with its weights. */
export interface CompiledModel {
  readonly about: AboutModel;
  readonly inference: Inference;
  /** Values of the program's states, by name. */
  readonly state: Readonly<Record<string, NumberArray>>;
  /** Where each weight is in its state. */
  readonly weights: readonly {
    readonly state: string;
    readonly name: string;
    readonly shape: readonly number[];
    readonly offset: number;
  }[];
}

/** Name of the custom section that holds the manifest. */
const manifestSection = "nnet";

export function modelModule({ about, inference, state }: CompiledModel): WasmModule {
  return standaloneModule(planPrograms([inference.program]), {
    batch: about.batch,
    state,
    inputs: inference.inputs.map(({ key }) => key),
    outputs: inference.outputs.map(({ key }) => key),
    sections(places) {
      const manifest = manifestOf(
        about,
        inference,
        (kind, key) => (places[kind][key] as TargetPlace).byteOffset,
      );
      return [{ name: manifestSection, bytes: new TextEncoder().encode(JSON.stringify(manifest)) }];
    },
  });
}
