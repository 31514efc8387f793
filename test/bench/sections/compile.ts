/** From text to what is ready to run: models in a process that has just begun and in one that has compiled them before, and large files. */
import { mkdtempSync } from "node:fs";
import { join } from "node:path";
import { bundled, scratch } from "../bundle.ts";
import { targets } from "../contenders.ts";
import { runJson } from "../measure.ts";
import { median } from "../median.ts";
import type { Section, SectionRun } from "../section.ts";
import { figure, markdown } from "../table.ts";
import { textOf } from "../workloads.ts";
import { frontEnd } from "./front-end.ts";

interface Case {
  readonly title: string;
  readonly text: string;
  readonly batch: number;
}

const lstm = (steps: number): Case => ({
  title: `LSTM of ${steps} steps`,
  text: textOf("lstm-64-64").replace("f32[64, 64]", `f32[${steps}, 64]`),
  batch: 32,
});

const cases: readonly Case[] = [
  { title: "8-64-32-1", text: textOf("mlp-8-64-32-1"), batch: 32 },
  { title: "784-128-64-10", text: textOf("mlp-784-128-64-10"), batch: 32 },
  { title: "MNIST convnet", text: textOf("mnist-convnet"), batch: 128 },
  { title: "transformer block", text: textOf("transformer-block"), batch: 32 },
  ...[64, 128, 256].map(lstm),
];

export const compile: Section = {
  name: "compile",
  share: 1,
  run(options) {
    const chosen = cases.filter(({ title }) => options.workload(`compile ${title}`));
    const head = ["training program, ms", "wasm, new process", "wasm, again"];
    const native = targets().includes("native");
    const rows = chosen.map((one) => {
      const row = [one.title, ...wasmTimes(one, options), ...(native ? [nativeTime(one)] : [])];
      console.error(`compile ${row.join(" ")}`);
      return row;
    });
    const table = markdown([...head, ...(native ? ["native, C compiler included"] : [])], rows);
    const tables = [
      ...(rows.length > 0 ? [table] : []),
      ...(options.workload("front end") ? [frontEnd(options.rounds)] : []),
    ];
    return tables.length > 0 ? tables.join("\n\n") : undefined;
  },
};

interface Times {
  readonly cold?: number;
  readonly warm?: number;
  readonly cannot?: string;
}

function wasmTimes({ text, batch }: Case, { rounds }: SectionRun): string[] {
  const work = { text, batch, purpose: "train", target: "wasm", threads: 1, again: 5 };
  const runs = Array.from({ length: rounds }, () => runJson(bundled("compile"), work) as Times);
  return [runs.map(({ cold }) => cold), runs.map(({ warm }) => warm)].map((times) => {
    const numbers = times.filter((time) => time !== undefined);
    return numbers.length > 0 ? figure(median(numbers)) : "cannot";
  });
}

/** Once, with nothing in the cache of compiled code. */
function nativeTime({ text, batch }: Case): string {
  const work = { text, batch, purpose: "train", target: "native", threads: 1, again: 0 };
  const environment = { XDG_CACHE_HOME: mkdtempSync(join(scratch, "cache-")) };
  const { cold, cannot } = runJson(bundled("compile"), work, environment) as Times;
  if (cannot) console.error(`native: ${cannot}`);
  return figure(cold ?? "cannot");
}
