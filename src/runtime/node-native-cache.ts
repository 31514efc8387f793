/**
 * Compiled addons, kept in the user's cache folder under the hash of all that they depend on: source, flags, compiler and
 * processor. A file is written beside and renamed, so any number of processes may build and load at the same time.
 */
import { createHash, randomUUID } from "node:crypto";
import { access, mkdir, mkdtemp, open, readdir, rename, rm, stat, utimes } from "node:fs/promises";
import { homedir, tmpdir } from "node:os";
import { basename, join } from "node:path";
import { type Compiler, type Environment, failure, run } from "./node-native-compiler.ts";

export interface BuildOptions {
  readonly environment: Environment;
  /** How hard the compiler tries; no level changes a bit of a result. */
  readonly optimization?: "-O0" | "-O1" | "-O2" | "-O3";
  /** The compiler ends with this process, which does not wait for it. */
  readonly background?: boolean;
}

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
    "-std=gnu11",
    "-ffp-contract=off",
    "-fno-math-errno",
    "-fno-trapping-math",
    "-fPIC",
    "-shared",
    "-fvisibility=hidden",
    "-w",
    // On macOS, what Node provides is left open only when asked for.
    ...(process.platform === "darwin" ? ["-undefined", "dynamic_lookup"] : []),
  ];
}

/** Where the addon of this source is, whether or not it is there yet. */
export function addonPath(source: string, compiler: Compiler, options: BuildOptions): string {
  const flags = flagsOf(compiler, options.optimization ?? "-O3");
  const parts = [process.platform, process.arch, compiler.identity, ...flags, source];
  const hash = createHash("sha256").update(JSON.stringify(parts)).digest("hex");
  return join(cacheFolder(options.environment), `${hash}.node`);
}

/** True where the file is there; it then counts as used. */
export async function isCached(path: string): Promise<boolean> {
  const now = new Date();
  return utimes(path, now, now).then(
    () => true,
    () =>
      access(path).then(
        () => true,
        () => false,
      ),
  );
}

/**
 * Compiles to `path`; where that cannot be written, to a folder of its own. Returns where the addon is. Throws `UserError`
 * where the compiler fails.
 */
export async function buildAddon(
  path: string,
  source: string,
  compiler: Compiler,
  options: BuildOptions,
): Promise<string> {
  const { environment, background = false } = options;
  const folder = await writableFolder(cacheFolder(environment));
  const beside = join(folder, `.${randomUUID()}.tmp`);
  const removed = (): void => {
    void rm(beside, { force: true });
  };
  const args = [...flagsOf(compiler, options.optimization ?? "-O3"), "-x", "c", "-", "-o", beside];
  const { code, err } = await run(compiler.program, args, { environment, input: source, background });
  if (code !== 0) {
    removed();
    throw failure(compiler.program, err);
  }
  const target = join(folder, basename(path));
  await synced(beside);
  await rename(beside, target);
  await forgetOldest(folder);
  return target;
}

/** So that a power failure leaves no file that is only half there. */
async function synced(path: string): Promise<void> {
  const file = await open(path, "r+");
  await file.sync().finally(() => file.close());
}

async function writableFolder(folder: string): Promise<string> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const probe = await mkdtemp(join(folder, ".probe-"));
    await rm(probe, { recursive: true });
    return folder;
  } catch {
    return mkdtemp(join(tmpdir(), "nnet-native-"));
  }
}

/** Files that go away meanwhile are another process's work. */
async function forgetOldest(folder: string): Promise<void> {
  const names = await readdir(folder);
  if (names.length <= mostKept) return;
  const files = await Promise.all(
    names.map(async (name) => {
      const path = join(folder, name);
      return { path, used: (await stat(path).catch(() => undefined))?.mtimeMs ?? 0 };
    }),
  );
  files.sort((a, b) => b.used - a.used);
  await Promise.all(files.slice(mostKept).map(({ path }) => rm(path, { force: true })));
}
