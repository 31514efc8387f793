/** Who is measured: nnet by target and number of threads, and the peers that are installed. What is missing is said aloud, with how to install it. */
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { locateCompiler } from "../../src/runtime/node-native-compiler.ts";
import { bundled, scratch } from "./bundle.ts";
import { type Contender, here, skip } from "./measure.ts";

/** nnet in one of our processes. */
export function ours(process: string, threads: readonly number[], more: object = {}): Contender[] {
  return targets().flatMap((target) =>
    threads.map((count) => ({
      name: `nnet ${target}${suffix(count)}`,
      command: bundled(process),
      more: { target, threads: count, ...more },
    })),
  );
}

/** Those that this machine can run. */
export function targets(): ("wasm" | "native")[] {
  return hasCompiler() ? ["wasm", "native"] : ["wasm"];
}

function suffix(threads: number): string {
  return threads === 1 ? "" : `, ${threads} threads`;
}

const hasCompiler = once(() => {
  try {
    locateCompiler(process.env);
    return true;
  } catch (error) {
    skip("nnet native", error instanceof Error ? error.message : String(error));
    return false;
  }
});

export function tensorflow(): Contender[] {
  return hasTensorflow()
    ? [
        {
          name: "tfjs wasm",
          command: [process.execPath, here("./peers/tfjs-wasm.mjs")],
          more: { threads: 1 },
        },
      ]
    : [];
}

const installPeers = "ONNXRUNTIME_NODE_INSTALL_CUDA=skip npm ci --prefix test/bench/peers installs it";
const hasTensorflow = once(() => isInstalled("TensorFlow.js", "@tensorflow/tfjs-backend-wasm"));
const hasOnnxRuntime = once(() => isInstalled("ONNX Runtime", "onnxruntime-node"));

function isInstalled(what: string, name: string): boolean {
  if (existsSync(here(`./peers/node_modules/${name}`))) return true;
  skip(what, `not installed; ${installPeers}`);
  return false;
}

/** Eager, and compiled on the first number of threads: compiling takes long, and is the same for all. */
export function torch(threads: readonly number[]): Contender[] {
  if (!hasTorch()) return [];
  const command = [python(), here("./peers/torch_step.py")];
  return threads.flatMap((count, i) => {
    const eager = { name: `PyTorch${suffix(count)}`, command, more: { threads: count } };
    const compiled = {
      name: `torch.compile${suffix(count)}`,
      command,
      more: { threads: count, compile: true },
    };
    return i === 0 ? [eager, compiled] : [eager];
  });
}

/** Matrix products of numeric libraries in Python. */
export function products(threads: readonly number[]): Contender[] {
  const libraries = [
    { name: "NumPy", library: "numpy", there: hasNumpy() },
    { name: "torch.mm", library: "torch", there: hasTorch() },
  ];
  return libraries.flatMap(({ name, library, there }) =>
    there
      ? threads.map((count) => ({
          name: `${name}${suffix(count)}`,
          command: [python(), here("./peers/product.py")],
          more: { threads: count, library },
        }))
      : [],
  );
}

function python(): string {
  return process.env.NNET_PYTHON ?? "python3";
}

const hasTorch = once(() => imports("PyTorch", "torch"));
const hasNumpy = once(() => imports("NumPy", "numpy"));
const hasOnnx = once(() => imports("models for ONNX Runtime", "torch, onnx"));

function imports(what: string, modules: string): boolean {
  if (spawnSync(python(), ["-c", `import ${modules}`]).status === 0) return true;
  const packages = modules.replace(",", "");
  skip(what, `not installed for ${python()}; pip install ${packages}, or NNET_PYTHON=/path/to/python`);
  return false;
}

/** Its models are those of PyTorch, exported once a run. */
export function onnxRuntime(threads: readonly number[]): Contender[] {
  const folder = hasOnnxRuntime() && hasOnnx() ? exportedModels() : undefined;
  if (folder === undefined) return [];
  const command = [process.execPath, here("./peers/onnx-runtime.mjs")];
  return threads.map((count) => ({
    name: `ONNX Runtime${suffix(count)}`,
    command,
    more: { threads: count, folder },
  }));
}

const exportedModels = once(() => {
  const folder = join(scratch, "onnx");
  try {
    execFileSync(python(), [here("./peers/export_onnx.py"), folder], { stdio: ["ignore", "ignore", "pipe"] });
    return folder;
  } catch (error) {
    const said = error instanceof Error && "stderr" in error ? String(error.stderr).trim() : String(error);
    skip("ONNX Runtime", `its models could not be exported: ${said.split("\n").at(-1)}`);
    return undefined;
  }
});

function once<T>(ask: () => T): () => T {
  let known: { readonly answer: T } | undefined;
  return () => {
    known ??= { answer: ask() };
    return known.answer;
  };
}
