/** The C compiler of the machine that tests run on, and a cache folder that is theirs alone. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";
import type { BuildOptions } from "../../src/runtime/node-native-cache.ts";
import { type Compiler, locateCompiler, probeCompiler } from "../../src/runtime/node-native-compiler.ts";

async function findCompiler(): Promise<Compiler | undefined> {
  try {
    return await probeCompiler(locateCompiler(process.env), process.env);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    process.stderr.write(`\nSKIPPED: tests of native code, because ${reason}\n\n`);
    return undefined;
  }
}

export const compiler = await findCompiler();

/** Options of builds whose cache goes away with the tests. */
export function freshBuild(optimization: NonNullable<BuildOptions["optimization"]> = "-O1"): BuildOptions {
  const folder = mkdtempSync(join(tmpdir(), "nnet-test-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return { environment: { ...process.env, XDG_CACHE_HOME: folder }, optimization };
}
