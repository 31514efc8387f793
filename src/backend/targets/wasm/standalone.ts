/**
 * A plan of one program as a module that needs nothing: memory of its own with the state in it, and functions by which a
 * host that knows no more than WebAssembly finds its way. docs/compile.md describes them to users.
 */
import { bytesOf, type DType, type NumberArray, newArray } from "../../../tensor/types.ts";
import type { Plan } from "../../plan.ts";
import type { TargetPlace, TargetProgram } from "../memory-map.ts";
import type { DataSegment, WasmFunction, WasmModule } from "./assemble.ts";
import { placedModule } from "./compile-wasm.ts";
import type { Instruction } from "./instructions.ts";
import { plain } from "./operations.ts";

export interface StandaloneOptions {
  /** Rows that a run takes. */
  readonly batch: number;
  readonly state: Readonly<Record<string, NumberArray>>;
  /** Names of the program's inputs and outputs, in the order in which the host counts them. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /** Custom sections, which may tell where inputs and outputs are. */
  sections(places: TargetProgram): WasmModule["custom"];
}

export function standaloneModule(plan: Plan, options: StandaloneOptions): WasmModule {
  const { module, places } = placedModule(plan);
  const [program] = Object.values(places.programs) as [TargetProgram];
  const inputs = options.inputs.map((name) => program.inputs[name] as TargetPlace);
  const outputs = options.outputs.map((name) => program.outputs[name] as TargetPlace);
  const data = [
    ...Object.entries(places.state).map(([name, place]) =>
      segment(place, options.state[name] as NumberArray, `state ${name}`),
    ),
    ...places.constants.map((constant) => segment(constant, constant.values, "a constant")),
  ];
  return {
    functions: [
      ...module.functions.map((f) => (f.name === program.entry ? { ...f, name: "run" } : f)),
      tells("batch", [], [plain("i32.const", options.batch)]),
      tells("input", ["i32"], choose(inputs.map(({ byteOffset }) => byteOffset))),
      tells("input_bytes", ["i32"], choose(inputs.map(bytesIn))),
      tells("output", ["i32"], choose(outputs.map(({ byteOffset }) => byteOffset))),
      tells("output_bytes", ["i32"], choose(outputs.map(bytesIn))),
    ],
    pages: module.pages,
    data,
    custom: options.sections(program) ?? [],
  };
}

function segment(
  { byteOffset, dtype }: { readonly byteOffset: number; readonly dtype: DType },
  values: ArrayLike<number>,
  what: string,
): DataSegment {
  const typed = newArray(dtype, values.length);
  typed.set(values);
  return { address: byteOffset, bytes: new Uint8Array(typed.buffer), what };
}

function bytesIn({ length, dtype }: TargetPlace): number {
  return length * bytesOf[dtype];
}

function tells(
  name: string,
  parameters: WasmFunction["parameters"],
  code: readonly Instruction[],
): WasmFunction {
  return { name, parameters, result: "i32", locals: [], code, exported: true };
}

/** The value at the place that the parameter says; 0 where there is none. */
function choose(values: readonly number[]): Instruction[] {
  const taken = values.map((_, place) => [
    plain("local.get", 0),
    plain("i32.const", place),
    plain("i32.eq"),
    plain("select"),
  ]);
  return [...values, 0].map((value) => plain("i32.const", value)).concat(taken.reverse().flat());
}
