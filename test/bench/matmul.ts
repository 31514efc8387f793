/**
 * Speed of contractions: square ones, and the skinny ones of a small network's training step. Prints billions of
 * floating-point operations a second, one thread: `npx tsx test/bench/matmul.ts [--target native] [--tile 12x2] [--vector 32]`.
 */
import { parseArgs } from "node:util";
import type { LoopTarget } from "../../src/backend/loops/loop-target.ts";
import { nativeTarget } from "../../src/backend/targets/native/native-target.ts";
import { fillMatrices, nativeCompiler, openPlan, type ProductShape, productPlan } from "./product-plan.ts";

interface Shape extends ProductShape {
  readonly what: string;
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

const { values: options } = parseArgs({
  options: { target: { type: "string" }, tile: { type: "string" }, vector: { type: "string" } },
});

const target = options.target === "native" ? "native" : "wasm";
const cut: Partial<LoopTarget> = {
  ...(options.vector ? { vectorBytes: Number(options.vector) } : {}),
  ...(options.tile ? { tile: tileOf(options.tile) } : {}),
};
if (target === "native") {
  const { compiler } = await nativeCompiler();
  const { vectorBytes, tile } = { ...nativeTarget(compiler.macros), ...cut };
  console.log(`vectors of ${vectorBytes} bytes, tile of ${tile?.rows} × ${tile?.vectors}`);
}

function tileOf(text: string): { rows: number; vectors: number } {
  const [rows, vectors] = text.split("x").map(Number) as [number, number];
  return { rows, vectors };
}

async function gigaflops(shape: Shape): Promise<number> {
  const plan = productPlan(shape);
  const session = await openPlan(plan, { target, threads: 1, cut });
  fillMatrices(session, plan, shape.dtype);
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
