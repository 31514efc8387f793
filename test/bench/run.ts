/**
 * `npm run bench`: speed, beside peers where they are installed, in the same run and in turn. Medians and ratios; never a
 * pass or a failure.
 *
 *   npm run bench -- --only train --workload wide --peer nnet --rounds 1 --seconds 0.3 --threads 1
 */
import { cpus, loadavg } from "node:os";
import { parseArgs } from "node:util";
import { budgetOf } from "./budget.ts";
import { type Part, writeParts } from "./report.ts";
import type { Section } from "./section.ts";
import { compile } from "./sections/compile.ts";
import { matmul } from "./sections/matmul.ts";
import { memory } from "./sections/memory.ts";
import { start } from "./sections/start.ts";
import { infer, train } from "./sections/steps.ts";

const sections: readonly Section[] = [train, infer, matmul, compile, start, memory];

const { values: options } = parseArgs({
  options: {
    /** Sections, with a comma between. */
    only: { type: "string", default: sections.map(({ name }) => name).join(",") },
    /** Only workloads whose title contains one of these. */
    workload: { type: "string", multiple: true },
    /** Only contenders whose name contains one of these; nnet's own are named "nnet …". */
    peer: { type: "string", multiple: true },
    threads: { type: "string", default: "1,2" },
    rounds: { type: "string", default: "3" },
    /** Of each measurement. */
    seconds: { type: "string", default: "0.8" },
    /** Of the whole run: when they are short, there are fewer rounds, but always one. */
    minutes: { type: "string", default: "12" },
    optimization: { type: "string" },
    /** A page for the tables: between its markers, or behind what is there. */
    write: { type: "string" },
  },
});

function among(parts: readonly string[] | undefined): (text: string) => boolean {
  const wanted = parts?.map((part) => part.toLowerCase());
  return (text) => wanted === undefined || wanted.some((part) => text.toLowerCase().includes(part));
}

function positive(name: "rounds" | "seconds" | "minutes"): number {
  const value = Number(options[name]);
  if (value > 0) return value;
  console.error(`--${name} takes a number above 0, not "${options[name]}"`);
  process.exit(2);
}

function chosenSections(): Section[] {
  const names = options.only.split(",");
  const unknown = names.find((name) => !sections.some((section) => section.name === name));
  if (unknown !== undefined) {
    const known = sections.map(({ name }) => name).join(", ");
    console.error(`there is no section ${unknown}; there are ${known}`);
    process.exit(2);
  }
  return sections.filter(({ name }) => names.includes(name));
}

function machine(): string {
  const [load] = loadavg() as [number];
  const date = new Date().toISOString().slice(0, 10);
  const cores = `${cpus()[0]?.model.trim()}, ${cpus().length} cores`;
  return `${date}: ${cores}, ${process.platform}, Node ${process.version}; load ${load.toFixed(1)} at the beginning.`;
}

const parts: Part[] = [{ name: "machine", text: machine() }];
console.log(parts[0]?.text);
const chosen = chosenSections();
const budget = budgetOf(
  positive("minutes") * 60_000,
  chosen.map(({ share }) => share),
);
for (const section of chosen) {
  const text = section.run({
    threads: options.threads.split(",").map(Number),
    rounds: positive("rounds"),
    seconds: positive("seconds"),
    milliseconds: budget.take(section.share),
    optimization: options.optimization,
    workload: among(options.workload),
    peer: among(options.peer),
  });
  if (text === undefined) continue;
  console.log(`\n## ${section.name}\n\n${text}`);
  parts.push({ name: section.name, text });
  // After every section: a run that is stopped has kept what it measured.
  if (options.write) writeParts(options.write, parts);
}
