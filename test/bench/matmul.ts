/**
 * Speed of contractions: square ones, and the skinny ones of a small network's training step. Prints billions of
 * floating-point operations a second, one thread: `npx tsx test/bench/matmul.ts [--target native] [--tile 12x2] [--vector 32]`.
 */
import { parseArgs } from "node:util";
import type { ContractKernel } from "../../src/backend/kernel.ts";
import type { LoopTarget } from "../../src/backend/loops/loop-target.ts";
import type { Plan } from "../../src/backend/plan.ts";
import { compileNative } from "../../src/backend/targets/native/compile-native.ts";
import { nativeTarget } from "../../src/backend/targets/native/native-target.ts";
import { compileWasm } from "../../src/backend/targets/wasm/compile-wasm.ts";
import { locateCompiler, probeCompiler } from "../../src/runtime/node-native-compiler.ts";
import { makeAddon, openNativeSession } from "../../src/runtime/node-native-session.ts";
import { openSession } from "../../src/runtime/open-session.ts";
import type { Session } from "../../src/runtime/session.ts";
import { bytesOf, type FloatType } from "../../src/tensor/types.ts";

interface Shape {
  readonly what: string;
  readonly m: number;
  readonly k: number;
  readonly n: number;
  readonly transposeA?: boolean;
  readonly transposeB?: boolean;
  readonly dtype?: FloatType;
}

const squares: readonly Shape[] = [64, 128, 256, 512, 1024].map((size) => ({
  what: "square",
  m: size,
  k: size,
  n: size,
}));

/** Forward, gradient of the weights, gradient of the input. */
function layer(batch: number, inputs: number, units: number): Shape[] {
  return [
    { what: "forward", m: batch, k: inputs, n: units },
    { what: "weights", m: inputs, k: batch, n: units, transposeA: true },
    { what: "input", m: batch, k: units, n: inputs, transposeB: true },
  ];
}

const shapes: readonly Shape[] = [
  ...squares,
  { what: "square f64", m: 512, k: 512, n: 512, dtype: "f64" },
  ...layer(32, 784, 128),
  ...layer(32, 128, 64),
  ...layer(32, 64, 10),
  ...layer(128, 784, 128),
  ...layer(256, 1024, 1024),
  { what: "one sample", m: 1, k: 784, n: 128 },
  { what: "one sample", m: 1, k: 128, n: 10 },
  { what: "one output", m: 32, k: 64, n: 1 },
];

function planOf({ m, k, n, transposeA, transposeB, dtype = "f32" }: Shape): Plan {
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

const { values: options } = parseArgs({
  options: { target: { type: "string" }, tile: { type: "string" }, vector: { type: "string" } },
});

/** Opens plans of one shape on the target asked for. */
const open: (plan: Plan) => Promise<Session> =
  options.target === "native" ? await nativeOpener() : (plan) => openSession(compileWasm(plan));

async function nativeOpener(): Promise<(plan: Plan) => Promise<Session>> {
  const environment = process.env;
  const compiler = await probeCompiler(locateCompiler(environment), environment);
  const own = nativeTarget(compiler.macros);
  const target: LoopTarget = {
    ...own,
    ...(options.vector ? { vectorBytes: Number(options.vector) } : {}),
    ...(options.tile ? { tile: tileOf(options.tile) } : {}),
  };
  console.log(
    `vectors of ${target.vectorBytes} bytes, tile of ${target.tile?.rows} × ${target.tile?.vectors}`,
  );
  return async (plan) => {
    const code = compileNative(plan, target);
    return openNativeSession(code, await makeAddon(code, compiler, { environment }));
  };
}

function tileOf(text: string): { rows: number; vectors: number } {
  const [rows, vectors] = text.split("x").map(Number) as [number, number];
  return { rows, vectors };
}

async function gigaflops(shape: Shape): Promise<number> {
  const session = await open(planOf(shape));
  const { memory } = session;
  const values = shape.dtype === "f64" ? new Float64Array(memory) : new Float32Array(memory);
  for (let i = 0; i < values.length; i++) values[i] = (i % 97) / 97 - 0.5;
  const program = session.program("matmul");
  const flops = 2 * shape.m * shape.k * shape.n;
  const repeats = Math.max(1, Math.round(1e8 / flops));
  const seconds = (): number => {
    const begin = performance.now();
    for (let i = 0; i < repeats; i++) program.run();
    return (performance.now() - begin) / 1000 / repeats;
  };
  // The engine optimises while the first calls run.
  for (const until = performance.now() + 300; performance.now() < until; ) seconds();
  // Whatever else the machine does only ever makes it slower.
  return flops / Math.min(...Array.from({ length: 15 }, seconds)) / 1e9;
}

console.log(`${"shape".padEnd(12)}${"m × k × n".padEnd(20)}GFLOP/s`);
for (const shape of shapes) {
  const size = `${shape.m} × ${shape.k} × ${shape.n}`;
  console.log(`${shape.what.padEnd(12)}${size.padEnd(20)}${(await gigaflops(shape)).toFixed(1).padStart(7)}`);
}
