/** How long a command takes from the shell: a small file checked beside an empty program of Node, in turn; a thousand files. */
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { scratch } from "../bundle.ts";
import { here, skip } from "../measure.ts";
import { median } from "../median.ts";
import type { Section } from "../section.ts";
import { figure, markdown } from "../table.ts";

const command = here("../../dist/cli.cjs");
const small = here("../../models/iris.nnet");
const fileCount = 1000;

export const start: Section = {
  name: "start",
  share: 0.5,
  run({ rounds, workload }) {
    if (!workload("start")) return undefined;
    if (!existsSync(command)) {
      skip("start", "the command is not built; npm run build makes it");
      return undefined;
    }
    const commands = [
      { what: "`node -e 0`", args: ["-e", "0"] },
      { what: "`nnet check` of a small file", args: [command, "check", small] },
    ];
    const few = Array.from({ length: rounds * 7 }, () => commands.map(({ args }) => timeOf(args)));
    const many = Array.from({ length: rounds }, () => timeOf([command, "check", ...manyFiles()]));
    const rows = commands.map(({ what }, i) => [
      what,
      figure(median(few.map((times) => times[i] as number))),
    ]);
    const all = [`\`nnet check\` of ${fileCount} files`, figure(median(many))];
    return markdown(["command", "ms"], [...rows, all]);
  },
};

function timeOf(args: readonly string[]): number {
  const begin = performance.now();
  execFileSync(process.execPath, args, { stdio: "ignore" });
  return performance.now() - begin;
}

/** Copies that differ in a comment, so that none is known already. */
function manyFiles(): string[] {
  const folder = join(scratch, "many");
  mkdirSync(folder, { recursive: true });
  const text = readFileSync(here("./models/mlp-784-128-64-10.nnet"), "utf8");
  return Array.from({ length: fileCount }, (_, i) => {
    const path = join(folder, `model-${i}.nnet`);
    writeFileSync(path, `# Number ${i}.\n${text}`);
    return path;
  });
}
