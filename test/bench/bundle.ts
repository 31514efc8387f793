/** Our measuring processes as one script each, as the package itself is: they start fast and hold nothing but what they run. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildSync } from "esbuild";
import { here } from "./measure.ts";

export const scratch = mkdtempSync(join(tmpdir(), "nnet-bench-"));
process.on("exit", () => rmSync(scratch, { recursive: true, force: true }));

const built = new Map<string, readonly string[]>();

/** How to run `processes/<name>.ts`. */
export function bundled(name: string): readonly string[] {
  const known = built.get(name);
  if (known) return known;
  const outfile = join(scratch, `${name}.cjs`);
  buildSync({
    entryPoints: [here(`./processes/${name}.ts`)],
    outfile,
    bundle: true,
    platform: "node",
    format: "cjs",
    target: "node20",
    logLevel: "error",
  });
  const command = [process.execPath, outfile];
  built.set(name, command);
  return command;
}
