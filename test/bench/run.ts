/**
 * `npm run bench`: milliseconds a training step, beside peers where they are installed, in the same run and in turn. Medians and
 * ratios; never a pass or a failure. Each measurement is a process of its own, so that no engine warms another's caches.
 */
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { cpus } from "node:os";
import { fileURLToPath } from "node:url";
import { locateCompiler } from "../../src/runtime/node-native-compiler.ts";

export interface Workload {
  readonly name: string;
  /** Units of a stack of dense layers, inputs first. */
  readonly sizes: readonly number[];
  readonly batch: number;
  readonly steps: number;
  readonly warmup: number;
}

const workloads: readonly Workload[] = [
  { name: "8-64-32-1, batch 32", sizes: [8, 64, 32, 1], batch: 32, steps: 400, warmup: 100 },
  { name: "784-128-64-10, batch 32", sizes: [784, 128, 64, 10], batch: 32, steps: 200, warmup: 50 },
  { name: "784-128-64-10, batch 128", sizes: [784, 128, 64, 10], batch: 128, steps: 100, warmup: 25 },
];

const rounds = 3;
const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

interface Peer {
  readonly name: string;
  readonly command: readonly string[];
  /** Of our own programs. */
  readonly target?: string;
}

function native(command: readonly string[]): Peer[] {
  try {
    locateCompiler(process.env);
    return [{ name: "nnet native", command, target: "native" }];
  } catch (error) {
    console.log(`SKIPPED: nnet native, because ${error instanceof Error ? error.message : error}\n`);
    return [];
  }
}

function peers(): Peer[] {
  const found: Peer[] = [];
  if (existsSync(here("./peers/node_modules/@tensorflow/tfjs-backend-wasm"))) {
    found.push({ name: "tfjs wasm", command: [process.execPath, here("./peers/tfjs-wasm.mjs")] });
  } else {
    console.log("SKIPPED: TensorFlow.js is not installed; npm ci --prefix test/bench/peers installs it\n");
  }
  const python = process.env.NNET_PYTHON ?? "python3";
  if (hasTorch(python)) {
    found.push({ name: "PyTorch, 1 thread", command: [python, here("./peers/torch_step.py")] });
  } else {
    console.log(
      `SKIPPED: PyTorch is not installed for ${python}; pip install torch, or NNET_PYTHON=/path/to/python\n`,
    );
  }
  return found;
}

function hasTorch(python: string): boolean {
  try {
    execFileSync(python, ["-c", "import torch"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

function measure({ command, target }: Peer, workload: Workload): number {
  const [program, ...args] = command as [string, ...string[]];
  const more = target === undefined ? [] : [target];
  const output = execFileSync(program, [...args, JSON.stringify(workload), ...more], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  });
  const { times } = JSON.parse(output.trim().split("\n").at(-1) as string) as { times: number[] };
  return median(times);
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[sorted.length >> 1] as number;
}

function main(): void {
  const ours = [process.execPath, "--import", "tsx", here("./nnet-step.ts")];
  const all: Peer[] = [{ name: "nnet wasm", command: ours, target: "wasm" }, ...native(ours), ...peers()];
  console.log(
    `Milliseconds a training step (Adam), median of ${rounds} rounds in turn; ${cpus()[0]?.model}, Node ${process.version}\n`,
  );
  console.log(
    `| ${["workload", ...all.map(({ name }) => name), ...all.slice(1).map(({ name }) => `${name} / nnet wasm`)].join(" | ")} |`,
  );
  console.log(`|${"---|".repeat(2 * all.length)}`);
  for (const workload of workloads) {
    const times = all.map(() => [] as number[]);
    for (let round = 0; round < rounds; round++) {
      for (const [i, peer] of all.entries()) (times[i] as number[]).push(measure(peer, workload));
    }
    const medians = times.map(median);
    const ratios = medians.slice(1).map((time) => (time / (medians[0] as number)).toFixed(1));
    console.log(`| ${[workload.name, ...medians.map((time) => time.toFixed(3)), ...ratios].join(" | ")} |`);
  }
}

main();
