/** A plan of one matrix product, and its session on a target. */
import type { ContractKernel } from "../../src/backend/kernel.ts";
import type { LoopTarget } from "../../src/backend/loops/loop-target.ts";
import type { Plan } from "../../src/backend/plan.ts";
import { compileNative } from "../../src/backend/targets/native/compile-native.ts";
import { nativeTarget } from "../../src/backend/targets/native/native-target.ts";
import { compileWasm } from "../../src/backend/targets/wasm/compile-wasm.ts";
import { locateCompiler, probeCompiler } from "../../src/runtime/node-native-compiler.ts";
import { makeAddon, openNativeSession } from "../../src/runtime/node-native-session.ts";
import { nodeThreads } from "../../src/runtime/node-threads.ts";
import { openSession } from "../../src/runtime/open-session.ts";
import type { Session } from "../../src/runtime/session.ts";
import { bytesOf, type FloatType } from "../../src/tensor/types.ts";

export interface ProductShape {
  readonly m: number;
  readonly k: number;
  readonly n: number;
  readonly transposeA?: boolean;
  readonly transposeB?: boolean;
  readonly dtype?: FloatType;
}

/** Its program is called `matmul`. */
export function productPlan({ m, k, n, transposeA, transposeB, dtype = "f32" }: ProductShape): Plan {
  const [aM, aK] = transposeA ? [1, m] : [k, 1];
  const [bK, bN] = transposeB ? [1, k] : [n, 1];
  const kernel: ContractKernel = {
    kind: "contract",
    name: "matmul",
    buffers: [0, 1, 2].map((buffer) => ({ dtype, written: buffer === 2 })),
    dtype,
    batch: [],
    m,
    n,
    k: [k],
    a: { buffer: 0, at: { offset: 0, strides: [aM, 0, aK] } },
    b: { buffer: 1, at: { offset: 0, strides: [0, bN, bK] } },
    stores: [
      { access: { buffer: 2, at: { offset: 0, strides: [n, 1, 0] } }, value: { kind: "accumulator", dtype } },
    ],
  };
  let end = 0;
  const buffers = [m * k, k * n, m * n].map((length) => {
    const offset = end;
    end += Math.ceil((length * bytesOf[dtype]) / 64) * 64;
    return { dtype, length, region: "scratch" as const, offset };
  });
  const program = {
    name: "matmul",
    buffers,
    launches: [{ kernel, args: [0, 1, 2].map((buffer) => ({ buffer, offset: 0 })) }],
    inputs: {},
    outputs: {},
    constants: [],
    scratchBytes: end,
  };
  return { programs: [program], state: {}, stateBytes: 0, scratchBytes: end };
}

export interface ProductOptions {
  readonly target: "wasm" | "native";
  readonly threads: number;
  /** Of the native target, in place of what the machine's would be. */
  readonly cut?: Partial<LoopTarget>;
}

export async function openPlan(plan: Plan, { target, threads, cut }: ProductOptions): Promise<Session> {
  if (target === "wasm") {
    const host = threads > 1 ? nodeThreads(threads) : undefined;
    return openSession(compileWasm(plan, { threads }), host);
  }
  const { environment, compiler } = await nativeCompiler();
  const code = compileNative(plan, { ...nativeTarget(compiler.macros), ...cut }, { threads: threads > 1 });
  return openNativeSession(code, await makeAddon(code, compiler, { environment }), threads);
}

export async function nativeCompiler(): Promise<{
  environment: NodeJS.ProcessEnv;
  compiler: Awaited<ReturnType<typeof probeCompiler>>;
}> {
  const environment = process.env;
  return { environment, compiler: await probeCompiler(locateCompiler(environment), environment) };
}

/** Numbers that are neither large nor tiny, in the matrices; what lies behind them in memory is the threads'. */
export function fillMatrices({ memory }: Session, { scratchBytes }: Plan, dtype: FloatType = "f32"): void {
  const count = scratchBytes / bytesOf[dtype];
  const values = dtype === "f64" ? new Float64Array(memory, 0, count) : new Float32Array(memory, 0, count);
  for (let i = 0; i < count; i++) values[i] = (i % 97) / 97 - 0.5;
}
