/**
 * Who is measured: nnet by target and number of threads, and the peers that are installed. Each measurement is a process
 * of its own, so that no engine warms another's caches. What is missing is said aloud, with how to install it.
 */
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { locateCompiler } from "../../src/runtime/node-native-compiler.ts";
import type { Workload } from "./workloads.ts";

/** What a measuring process gets, as JSON; peers read what they need of it. */
export interface Work extends Pick<Workload, "model" | "batch"> {
  readonly purpose: "train" | "predict";
  /** To warm up and to measure, together. */
  readonly seconds: number;
  readonly threads: number;
  readonly target?: "wasm" | "native";
  /** Of PyTorch. */
  readonly compile?: boolean;
  readonly optimization?: "-O0" | "-O1" | "-O2" | "-O3";
}

export interface Contender {
  readonly name: string;
  readonly command: readonly string[];
  readonly more: Partial<Work>;
}

export type Measured = { readonly median: number; readonly opened?: number } | { readonly cannot: string };

export function here(path: string): string {
  return fileURLToPath(new URL(path, import.meta.url));
}

export function ours(options: {
  threads: readonly number[];
  optimization?: string | undefined;
}): Contender[] {
  const command = [process.execPath, "--import", "tsx", here("./nnet-step.ts")];
  const optimization = options.optimization as Work["optimization"];
  const of = (target: "wasm" | "native"): Contender[] =>
    options.threads.map((threads) => ({
      name: `nnet ${target}${threads === 1 ? "" : `, ${threads} threads`}`,
      command,
      more: { target, threads, ...(optimization ? { optimization } : {}) },
    }));
  return [...of("wasm"), ...(hasCompiler() ? of("native") : [])];
}

function hasCompiler(): boolean {
  try {
    locateCompiler(process.env);
    return true;
  } catch (error) {
    skip("nnet native", error instanceof Error ? error.message : String(error));
    return false;
  }
}

export function trainingPeers(threads: readonly number[]): Contender[] {
  return [...tensorflow(), ...torch(threads)];
}

function tensorflow(): Contender[] {
  if (existsSync(here("./peers/node_modules/@tensorflow/tfjs-backend-wasm"))) {
    return [
      { name: "tfjs wasm", command: [process.execPath, here("./peers/tfjs-wasm.mjs")], more: { threads: 1 } },
    ];
  }
  skip("TensorFlow.js", "not installed; npm ci --prefix test/bench/peers installs it");
  return [];
}

function torch(threads: readonly number[]): Contender[] {
  const python = process.env.NNET_PYTHON ?? "python3";
  if (spawnSync(python, ["-c", "import torch"]).status !== 0) {
    skip("PyTorch", `not installed for ${python}; pip install torch, or NNET_PYTHON=/path/to/python`);
    return [];
  }
  const command = [python, here("./peers/torch_step.py")];
  return threads.flatMap((count) => {
    const suffix = count === 1 ? "" : `, ${count} threads`;
    return [
      { name: `PyTorch${suffix}`, command, more: { threads: count } },
      { name: `torch.compile${suffix}`, command, more: { threads: count, compile: true } },
    ];
  });
}

export function skip(what: string, why: string): void {
  console.error(`SKIPPED: ${what}: ${why}`);
}

/** Runs one measurement. Threads of numeric libraries are as many as asked for. */
export function measure({ command, more }: Contender, work: Omit<Work, "threads">): Measured {
  const all: Work = { threads: 1, ...work, ...more };
  const [program, ...args] = command as [string, ...string[]];
  const threads = String(all.threads);
  try {
    const output = execFileSync(program, [...args, JSON.stringify(all)], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
      timeout: 600_000,
      env: { ...process.env, OMP_NUM_THREADS: threads, MKL_NUM_THREADS: threads },
    });
    return JSON.parse(output.trim().split("\n").at(-1) as string) as Measured;
  } catch (error) {
    return { cannot: error instanceof Error ? (error.message.split("\n")[0] as string) : String(error) };
  }
}
