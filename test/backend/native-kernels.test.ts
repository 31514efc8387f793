/**
 * Every kernel that the tests of WebAssembly run, run as native code: their files are loaded here with the comparison put
 * off, and what they would have compared is compiled in a few C files at the end.
 */
import { describe, expect, test, vi } from "vitest";
import { interpretLaunch } from "../../src/backend/interpret-kernel.ts";
import type { Kernel } from "../../src/backend/kernel.ts";
import { kernelFunction } from "../../src/backend/loops/kernel-function.ts";
import { memories } from "../../src/backend/loops/language.ts";
import { addonSource } from "../../src/backend/targets/native/addon-source.ts";
import { Declarations } from "../../src/backend/targets/native/c-types.ts";
import { nativeTargets } from "../../src/backend/targets/native/native-target.ts";
import { printC } from "../../src/backend/targets/native/print-c.ts";
import type { BuildOptions } from "../../src/runtime/node-native-cache.ts";
import type { Compiler } from "../../src/runtime/node-native-compiler.ts";
import { makeAddon } from "../../src/runtime/node-native-session.ts";
import { bytesOf, type DType, type NumberArray } from "../../src/tensor/types.ts";
import { expectSameBits } from "./kernels-harness.ts";
import { compiler, freshBuild } from "./native-machine.ts";

interface Case {
  readonly kernel: Kernel;
  readonly values: readonly NumberArray[];
  readonly offsets: readonly number[];
}

const collected = vi.hoisted(() => [] as Case[]);

vi.mock("./kernels-harness.ts", async (importOriginal) => ({
  ...(await importOriginal<typeof import("./kernels-harness.ts")>()),
  compareKernel: async (kernel: Kernel, values: readonly NumberArray[], offsets: readonly number[] = []) => {
    collected.push({ kernel, values, offsets });
  },
}));

/** More would take the compiler too long; which ones they are is a matter of fast-check's seed. */
const mostCases = 160;

await import("./kernels-pointwise.test.ts");
await import("./kernels-map.test.ts");
await import("./kernels-reduce.test.ts");
await import("./contract-kernel.test.ts");

describe.skipIf(compiler === undefined)("the same kernels as native code", () => {
  const build = freshBuild();
  nativeTargets.forEach((target, number) => {
    test(`in vectors of ${target.vectorBytes} bytes and tiles of ${target.tile?.rows} × ${target.tile?.vectors}`, async () => {
      const every = Math.max(1, Math.ceil(collected.length / mostCases));
      const sample = collected.filter((_, index) => index % every === 0);
      const own = sample.filter((_, index) => index % nativeTargets.length === number);
      expect(own.length).toBeGreaterThan(10);
      await compareAll(own, number, compiler as Compiler, build);
    });
  });
});

async function compareAll(
  cases: readonly Case[],
  target: number,
  machine: Compiler,
  build: BuildOptions,
): Promise<void> {
  const declarations = new Declarations();
  const bytes = { workspace: 0, shared: 0 };
  const functions: string[] = [];
  const entries = cases.map(({ kernel, values, offsets }, number) => {
    const loops = kernelFunction(kernel, nativeTargets[target] as (typeof nativeTargets)[number]);
    const all = loops.before === undefined ? [loops] : [loops.before, loops];
    for (const kind of memories) {
      bytes[kind] = Math.max(bytes[kind], Math.ceil((loops.memory[kind] ?? 0) / 64) * 64);
    }
    all.forEach((f, part) => {
      functions.push(printC(f, `kernel_${number}_${part}`, declarations));
    });
    const { starts } = layOut(values);
    const places = values.map(
      ({ BYTES_PER_ELEMENT }, index) =>
        `memory + ${(starts[index] as number) + (offsets[index] ?? 0) * BYTES_PER_ELEMENT}`,
    );
    const calls = (pieces: (units: number) => readonly (readonly [number, number])[]): string[] =>
      all.flatMap((f, part) => {
        const memory = memories.filter((kind) => f.memory[kind] !== undefined);
        return pieces(f.units).map(
          ([begin, end]) => `  kernel_${number}_${part}(${[...places, ...memory, begin, end].join(", ")});`,
        );
      });
    // As threads might take the work: the last part first, and one that is empty.
    const parts = calls((units) => {
      const [first, second] = [Math.floor(units / 3), Math.floor((units * 2) / 3) || 1];
      return [
        [units, units],
        [second, units],
        [first, second],
        [0, first],
      ];
    });
    const define = (symbol: string, calls: readonly string[]): string =>
      [
        `static void ${symbol}(char *memory, char *shared, char *workspace, int rank, int count) {`,
        ...calls,
        "}",
      ].join("\n");
    const whole = calls((units) => [[0, units]]);
    functions.push(define(`whole_${number}`, whole), define(`parts_${number}`, parts));
    return [`whole_${number}`, `parts_${number}`].map((symbol) => ({ name: symbol, symbol }));
  });
  const source = [declarations.text(), ...functions, addonSource(entries.flat(), bytes)].join("\n\n");
  const code = { source, memoryBytes: 0, workspace: bytes, state: {}, constants: [], programs: {} };
  const addon = await makeAddon(code, machine, build);
  const memory = new ArrayBuffer(64 + Math.max(...cases.map(({ values }) => layOut(values).bytes)));
  const workspace = new Uint8Array(bytes.workspace + bytes.shared + 128);
  const start = addon.misaligned(new Uint8Array(memory));
  const run = addon.open(new Uint8Array(memory), start, workspace, addon.misaligned(workspace), 1);
  cases.forEach(({ kernel, values, offsets }, number) => {
    const expected = values.map((array) => array.slice());
    interpretLaunch(
      { kernel, args: values.map((_, buffer) => ({ buffer, offset: offsets[buffer] ?? 0 })) },
      expected,
    );
    const { starts } = layOut(values);
    const views = kernel.buffers.map(({ dtype }, index) =>
      viewOf(memory, dtype, start + (starts[index] as number), (values[index] as NumberArray).length),
    );
    for (const entry of [`whole_${number}`, `parts_${number}`]) {
      views.forEach((view, index) => {
        view.set(values[index] as NumberArray);
      });
      run[entry]?.();
      expectSameBits(views, expected, `${entry} of ${kernel.name}`);
    }
  });
}

function layOut(values: readonly NumberArray[]): { starts: number[]; bytes: number } {
  let bytes = 0;
  const starts = values.map(({ byteLength }) => {
    const start = bytes;
    bytes += Math.ceil(byteLength / 64) * 64;
    return start;
  });
  return { starts, bytes };
}

function viewOf(memory: ArrayBuffer, dtype: DType, offset: number, length: number): NumberArray {
  if (dtype === "f32") return new Float32Array(memory, offset, length);
  return bytesOf[dtype] === 8
    ? new Float64Array(memory, offset, length)
    : new Int32Array(memory, offset, length);
}
