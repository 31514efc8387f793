/** Runs one kernel twice, as WebAssembly and by the interpreter, and says whether memory ends with the same bits. */
import { expect } from "vitest";
import { interpretLaunch } from "../../src/backend/interpret-kernel.ts";
import type { Affine, Expr, Kernel, Launch } from "../../src/backend/kernel.ts";
import { kernelFunction } from "../../src/backend/loops/kernel-function.ts";
import { type LoopFunction, memories } from "../../src/backend/loops/language.ts";
import type { Plan, PlannedBuffer } from "../../src/backend/plan.ts";
import { assemble } from "../../src/backend/targets/wasm/assemble.ts";
import { compileWasm, wasmTarget } from "../../src/backend/targets/wasm/compile-wasm.ts";
import { plain } from "../../src/backend/targets/wasm/operations.ts";
import { printFunction } from "../../src/backend/targets/wasm/print-function.ts";
import { bytesOf, type DType, type NumberArray, newArray } from "../../src/tensor/types.ts";

/** A plan of one launch whose buffers are of the given lengths, one after another. */
export function planOf(kernel: Kernel, lengths: readonly number[], offsets: readonly number[] = []): Plan {
  let offset = 0;
  const buffers = kernel.buffers.map(({ dtype }, index) => {
    const length = lengths[index] as number;
    const buffer = { dtype, length, region: "scratch" as const, offset };
    offset += Math.ceil((length * bytesOf[dtype]) / 64) * 64;
    return buffer;
  });
  const args = buffers.map((_, buffer) => ({ buffer, offset: offsets[buffer] ?? 0 }));
  const program = {
    name: "test",
    buffers,
    launches: [{ kernel, args }],
    inputs: {},
    outputs: {},
    constants: [],
    scratchBytes: offset,
  };
  return { programs: [program], state: {}, stateBytes: 0, scratchBytes: offset };
}

export async function runWasm(plan: Plan, values: readonly NumberArray[]): Promise<NumberArray[]> {
  const artifact = compileWasm(plan);
  const memory = new WebAssembly.Memory({ initial: Math.max(1, Math.ceil(artifact.memoryBytes / 65536)) });
  const module = await WebAssembly.compile(artifact.bytes);
  const instance = await WebAssembly.instantiate(module, { env: { memory } });
  const [program] = plan.programs as [Plan["programs"][number]];
  const views = program.buffers.map(({ dtype, offset, length }) =>
    viewOf(memory.buffer, dtype, offset, length),
  );
  views.forEach((view, index) => {
    view.set(values[index] as NumberArray);
  });
  const entry = artifact.programs.test?.entry ?? "";
  (instance.exports[entry] as () => void)();
  return views.map((view) => view.slice());
}

/** The work units of the only kernel cut in pieces, the last first and one empty, as threads might take them. */
async function runInPieces(plan: Plan, values: readonly NumberArray[]): Promise<NumberArray[]> {
  const [program] = plan.programs as [Plan["programs"][number]];
  const [{ kernel, args }] = program.launches as [Launch];
  const loops = kernelFunction(kernel, wasmTarget);
  const before = loops.before;
  const addresses = args.map(({ buffer, offset }) => {
    const { dtype, offset: start } = program.buffers[buffer] as PlannedBuffer;
    return start + offset * bytesOf[dtype];
  });
  const memory = { workspace: plan.scratchBytes, shared: plan.scratchBytes + (loops.memory.workspace ?? 0) };
  const inPieces = (f: LoopFunction, number: number) => {
    const places = memories.filter((kind) => f.memory[kind] !== undefined).map((kind) => memory[kind]);
    const cuts = [0, Math.floor(f.units / 3), Math.floor((f.units * 2) / 3) || 1, f.units];
    const pieces = [[f.units, f.units], ...[2, 1, 0].map((piece) => cuts.slice(piece, piece + 2))];
    return pieces.flatMap((piece) => [
      ...[...addresses, ...places, ...piece].map((value) => plain("i32.const", value)),
      plain("call", number),
    ]);
  };
  const functions = before === undefined ? [loops] : [before, loops];
  const code = functions.flatMap(inPieces);
  const entry = { name: "main", parameters: [], locals: [], code, exported: true };
  const pages = Math.max(1, Math.ceil((memory.shared + (loops.memory.shared ?? 0)) / 65536));
  const module = await WebAssembly.compile(
    assemble({ functions: [...functions.map(printFunction), entry], pages }),
  );
  const { buffer, instance } = await instantiate(module, pages);
  const views = program.buffers.map(({ dtype, offset, length }) => viewOf(buffer, dtype, offset, length));
  views.forEach((view, index) => {
    view.set(values[index] as NumberArray);
  });
  (instance.exports.main as () => void)();
  return views.map((view) => view.slice());
}

async function instantiate(module: WebAssembly.Module, pages: number) {
  const memory = new WebAssembly.Memory({ initial: pages });
  return { buffer: memory.buffer, instance: await WebAssembly.instantiate(module, { env: { memory } }) };
}

function viewOf(memory: ArrayBuffer, dtype: DType, offset: number, length: number): NumberArray {
  if (dtype === "f32") return new Float32Array(memory, offset, length);
  return dtype === "f64" ? new Float64Array(memory, offset, length) : new Int32Array(memory, offset, length);
}

/** Values of every kind that floats have, mostly ordinary ones; small whole numbers for i32. */
export function someValues(dtype: DType, length: number, seed: number, special = false): NumberArray {
  const values = newArray(dtype, length);
  let state = (seed * 2654435761 + 12345) >>> 0;
  for (let i = 0; i < length; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    const ordinary = dtype === "i32" ? (state % 17) - 8 : (state / 2 ** 32) * 4 - 2;
    values[i] = special && state % 5 === 0 ? (specials[(state >>> 8) % specials.length] as number) : ordinary;
  }
  return values;
}

const specials = [
  0,
  -0,
  1,
  -1,
  Number.NaN,
  Infinity,
  -Infinity,
  1e-40,
  -1e-42,
  1e-310,
  3e38,
  88.7,
  -88.7,
  2 ** -126,
];

/** Equal but for the bits inside a NaN, which WebAssembly leaves open. */
export function expectSameBits(
  actual: readonly NumberArray[],
  expected: readonly NumberArray[],
  what: string,
): void {
  actual.forEach((values, buffer) => {
    const other = expected[buffer] as NumberArray;
    for (let i = 0; i < values.length; i++) {
      if (!Object.is(values[i], other[i])) {
        expect.fail(`${what}: buffer ${buffer}[${i}] is ${values[i]}, not ${other[i]}`);
      }
    }
  });
}

export async function compareKernel(
  kernel: Kernel,
  values: readonly NumberArray[],
  offsets: readonly number[] = [],
): Promise<void> {
  const plan = planOf(
    kernel,
    values.map(({ length }) => length),
    offsets,
  );
  const expected = values.map((array) => array.slice());
  const [launch] = plan.programs[0]?.launches ?? [];
  if (launch === undefined) throw new Error("no launch");
  interpretLaunch(launch, expected);
  expectSameBits(await runWasm(plan, values), expected, kernel.name);
  expectSameBits(await runInPieces(plan, values), expected, `${kernel.name} in pieces`);
}

export function load(buffer: number, dtype: DType, strides: readonly number[], offset = 0): Expr {
  return { kind: "load", dtype, access: { buffer, at: { offset, strides } } };
}

export function affine(strides: readonly number[], offset = 0): Affine {
  return { offset, strides };
}
