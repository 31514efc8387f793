/**
 * How many floating-point operations a second one core of this machine does on a target at best: a loop of independent
 * products and sums that stay in registers, in our own loop language, printed by our own printers.
 */
import type { LoopFunction, LoopType } from "../../../src/backend/loops/language.ts";
import { LoopBuilder } from "../../../src/backend/loops/loop-builder.ts";
import type { LoopTarget } from "../../../src/backend/loops/loop-target.ts";
import { addonSource } from "../../../src/backend/targets/native/addon-source.ts";
import { Declarations } from "../../../src/backend/targets/native/c-types.ts";
import { nativeTarget } from "../../../src/backend/targets/native/native-target.ts";
import { printC } from "../../../src/backend/targets/native/print-c.ts";
import { assemble } from "../../../src/backend/targets/wasm/assemble.ts";
import { wasmTarget } from "../../../src/backend/targets/wasm/compile-wasm.ts";
import { plain } from "../../../src/backend/targets/wasm/operations.ts";
import { printFunction } from "../../../src/backend/targets/wasm/print-function.ts";
import { makeAddon, openNativeSession } from "../../../src/runtime/node-native-session.ts";
import { openSession } from "../../../src/runtime/open-session.ts";
import type { Session } from "../../../src/runtime/session.ts";
import { bestTime } from "../median.ts";
import { nativeCompiler } from "../product-plan.ts";
import { answer } from "./answer.ts";

interface PeakWork {
  readonly target: "wasm" | "native";
  readonly seconds: number;
}

/** Turns of the loop, and how often its body stands in it. */
const [turns, unrolled] = [100_000, 4];
const bytes = 64 * 64;

interface PeakLoop {
  readonly loops: LoopFunction;
  /** Floating-point operations of a call. */
  readonly operations: number;
}

/** As many sums as registers hold beside the factor, the addend and two products on their way. */
function peakLoop({ vectorBytes, registers }: LoopTarget): PeakLoop {
  const builder = new LoopBuilder();
  const buffer = builder.pointer(true);
  const [begin, end] = [builder.parameter(), builder.parameter()];
  const type: LoopType = { kind: "f32", lanes: vectorBytes / 4 };
  const chains = registers - 4;
  const load = (place: number) => builder.load(type, buffer, place * vectorBytes);
  const [factor, addend] = [load(0), load(1)];
  const sums = Array.from({ length: chains }, (_, i) => builder.variable(load(2 + i)));
  builder.for(begin, end, unrolled, () => {
    for (let i = 0; i < unrolled; i++) {
      for (const sum of sums) {
        builder.assign(sum, builder.add(builder.multiply(builder.read(sum), factor), addend));
      }
    }
  });
  for (const [i, sum] of sums.entries()) builder.store(builder.read(sum), buffer, (2 + i) * vectorBytes);
  return { loops: builder.function("peak", turns), operations: 2 * turns * chains * type.lanes };
}

const artifact = {
  memoryBytes: bytes,
  state: {},
  constants: [],
  programs: { peak: { entry: "run peak", inputs: {}, outputs: {} } },
};

async function openWasm({ loops }: PeakLoop): Promise<Session> {
  const code = [plain("i32.const", 0), plain("i32.const", 0), plain("i32.const", turns), plain("call", 0)];
  const entry = { name: "run peak", parameters: [], locals: [], code, exported: true };
  const module = { functions: [printFunction(loops), entry], pages: 1 };
  return openSession({ ...artifact, bytes: assemble(module) });
}

async function openNative(loop: (target: LoopTarget) => PeakLoop): Promise<[Session, PeakLoop]> {
  const { environment, compiler } = await nativeCompiler();
  const peak = loop(nativeTarget(compiler.macros));
  const declarations = new Declarations();
  const kernel = printC(peak.loops, "peak", declarations);
  const workspace = { shared: 0, workspace: 0 };
  const source = [
    declarations.text(),
    kernel,
    "static void program(char *memory, char *shared, char *workspace, int rank, int count) {",
    "  (void)shared; (void)workspace; (void)rank; (void)count;",
    `  peak(memory, 0, ${turns});`,
    "}",
    addonSource([{ name: "run peak", symbol: "program" }], workspace),
  ].join("\n");
  const code = { ...artifact, source, workspace };
  return [openNativeSession(code, await makeAddon(code, compiler, { environment })), peak];
}

async function open(target: PeakWork["target"]): Promise<[Session, PeakLoop]> {
  if (target === "native") return openNative(peakLoop);
  const peak = peakLoop(wasmTarget);
  return [await openWasm(peak), peak];
}

answer<PeakWork>(async ({ target, seconds }) => {
  const [session, { operations }] = await open(target);
  // A factor below 1: the sums stay ordinary numbers.
  new Float32Array(session.memory).fill(0.75);
  return { gigaflops: operations / bestTime(seconds, session.program("peak").run) / 1e6 };
});
