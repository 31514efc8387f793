/**
 * Compiled addons, kept in the user's cache folder under the hash of all that they depend on: source, flags, compiler and
 * processor. A file is written beside and renamed, so any number of processes may build and load at the same time.
 */
import { createHash, randomUUID } from "node:crypto";
import {
  accessSync,
  closeSync,
  constants,
  existsSync,
  fsyncSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
} from "node:fs";
import { homedir, tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { type Compiler, type Environment, failure, run } from "./node-native-compiler.ts";

export interface BuildOptions {
  readonly environment: Environment;
  /** How hard the compiler tries, -O2 if left out; no level changes a bit of a result. */
  readonly optimization?: "-O0" | "-O1" | "-O2" | "-O3";
  /** The compiler ends with this process, which does not wait for it. */
  readonly background?: boolean;
}

/** -O3 takes three times as long to compile, for steps that are no faster: measured on networks of test/bench. */
const usualOptimization = "-O2";

/** Addons that are kept; those used last stay. */
const mostKept = 256;

export function cacheFolder({ XDG_CACHE_HOME, HOME }: Environment): string {
  return join(XDG_CACHE_HOME || join(HOME || homedir(), ".cache"), "nnet", "native");
}

/**
 * No fused multiply-add and no reordering: every operation is rounded once, as written. Neither `errno` nor floating-point
 * exceptions are looked at, which changes no result.
 */
function flagsOf({ flags }: Compiler, optimization: string): readonly string[] {
  return [
    ...flags,
    optimization,
    // Loops over the lanes of a vector become instructions; looking for vectors elsewhere costs more than it finds.
    "-ftree-vectorize",
    "-fno-tree-slp-vectorize",
    "-std=gnu11",
    "-ffp-contract=off",
    "-fno-math-errno",
    "-fno-trapping-math",
    "-fPIC",
    "-pthread",
    "-shared",
    "-fvisibility=hidden",
    "-w",
    // On macOS, what Node provides is left open only when asked for.
    ...(process.platform === "darwin" ? ["-undefined", "dynamic_lookup"] : []),
  ];
}

/** Where the addon of this source is, whether or not it is there yet. */
export function addonPath(source: string, compiler: Compiler, options: BuildOptions): string {
  const flags = flagsOf(compiler, options.optimization ?? usualOptimization);
  const parts = [process.platform, process.arch, compiler.identity, ...flags, source];
  const hash = createHash("sha256").update(JSON.stringify(parts)).digest("hex");
  return join(cacheFolder(options.environment), `${hash}.node`);
}

/** True where the file is there; it then counts as used. */
export function isCached(path: string): boolean {
  const now = new Date();
  try {
    utimesSync(path, now, now);
    return true;
  } catch {
    // Another user's file may be read, though not touched.
    return existsSync(path);
  }
}

/**
 * Compiles to `path`; where that cannot be written, to a folder of its own. Returns where the addon is. Throws `UserError`
 * where the compiler fails. Files are handled in one go: while a network trains, each turn of the event loop may be 50 ms.
 */
export async function buildAddon(
  path: string,
  source: string,
  compiler: Compiler,
  options: BuildOptions,
): Promise<string> {
  const { environment, background = false } = options;
  const folder = writableFolder(dirname(path));
  const beside = join(folder, `.${randomUUID()}.tmp`);
  const args = [
    ...flagsOf(compiler, options.optimization ?? usualOptimization),
    "-x",
    "c",
    "-",
    "-o",
    beside,
  ];
  const forget = (): void => rmSync(beside, { force: true });
  const { code, err } = await run(compiler.program, args, {
    environment,
    input: source,
    ...(background ? { abandoned: forget } : {}),
  });
  if (code !== 0) {
    forget();
    throw failure(compiler.program, err);
  }
  const target = join(folder, basename(path));
  sync(beside);
  renameSync(beside, target);
  forgetOldest(folder);
  return target;
}

/** So that a power failure leaves no file that is only half there. */
function sync(path: string): void {
  const file = openSync(path, "r+");
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

function writableFolder(folder: string): string {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    accessSync(folder, constants.W_OK | constants.X_OK);
    return folder;
  } catch {
    return mkdtempSync(join(tmpdir(), "nnet-native-"));
  }
}

/** Files that go away meanwhile are another process's work. */
function forgetOldest(folder: string): void {
  const names = readdirSync(folder);
  if (names.length <= mostKept) return;
  const files = names.map((name) => {
    const path = join(folder, name);
    return { path, used: statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0 };
  });
  files.sort((a, b) => b.used - a.used);
  for (const { path } of files.slice(mostKept)) rmSync(path, { force: true });
}
