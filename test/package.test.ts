/** What is installed with the package: its own files, and those of all that it depends on. */
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

interface Lock {
  readonly packages: Readonly<
    Record<
      string,
      { readonly dev?: boolean; readonly devOptional?: boolean; readonly hasInstallScript?: boolean }
    >
  >;
}

const lock = JSON.parse(readFileSync("package-lock.json", "utf8")) as Lock;
const { files } = JSON.parse(readFileSync("package.json", "utf8")) as { readonly files: readonly string[] };
const installed = Object.entries(lock.packages).filter(
  ([path, { dev, devOptional }]) => path !== "" && !dev && !devOptional,
);

/** Bytes of all files below, packages inside packages apart: the lock names those by themselves. */
function sizeOf(path: string): number {
  const stat = statSync(path);
  if (!stat.isDirectory()) return stat.size;
  const names = readdirSync(path).filter((name) => name !== "node_modules" && !name.endsWith(".code"));
  return names.reduce((sum, name) => sum + sizeOf(join(path, name)), 0);
}

test("at most 15 MB with all dependencies", () => {
  const own = files.filter((name) => !name.startsWith("!")).map(sizeOf);
  const others = installed.map(([path]) => sizeOf(path));
  expect(others.length).toBeGreaterThan(5);
  expect([...own, ...others].reduce((sum, size) => sum + size, 0)).toBeLessThan(15e6);
});

test("no dependency runs a script when it is installed", () => {
  expect(installed.filter(([, { hasInstallScript }]) => hasInstallScript).map(([path]) => path)).toEqual([]);
});

test("the command is written in ASCII, as its start reads it so", () => {
  expect(readFileSync("dist/nnet.cjs").every((byte) => byte < 128)).toBe(true);
});

test("the command ends quietly where who listens goes", () => {
  const { stderr, status } = spawnSync("sh", ["-c", "node dist/cli.cjs words | head -n 1"], {
    encoding: "utf8",
  });
  expect([stderr, status]).toEqual(["", 0]);
});
