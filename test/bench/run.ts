/**
 * `npm run bench`: speed, beside peers where they are installed, in the same run and in turn. Medians and ratios; never a pass
 * or a failure.
 *
 *   npm run bench -- --workload wide --peer torch --rounds 1 --seconds 1 --threads 1
 */
import { writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { parseArgs } from "node:util";
import { type Contender, ours, trainingPeers, type Work } from "./contenders.ts";
import { frontEnd } from "./front-end.ts";
import { type Row, race, ratioTable, timesTable } from "./table.ts";
import { inferences, trainings, type Workload } from "./workloads.ts";

const { values: options } = parseArgs({
  options: {
    /** Only workloads whose title contains one of these. */
    workload: { type: "string", multiple: true },
    /** Only contenders whose name contains one of these; nnet's own are named "nnet …". */
    peer: { type: "string", multiple: true },
    threads: { type: "string", default: "1" },
    rounds: { type: "string", default: "3" },
    seconds: { type: "string", default: "1.5" },
    optimization: { type: "string" },
    /** training, inference, or both with a comma. */
    only: { type: "string", default: "training,inference" },
    /** A file for the tables, as Markdown. */
    write: { type: "string" },
  },
});
const threads = options.threads.split(",").map(Number);
const rounds = Number(options.rounds);
const seconds = Number(options.seconds);

function chosen(text: string, wanted: readonly string[] | undefined): boolean {
  return wanted === undefined || wanted.some((part) => text.toLowerCase().includes(part.toLowerCase()));
}

/** A table of medians, then how many times as long the others take. */
function measureAll(purpose: Work["purpose"], workloads: readonly Workload[], what: string): void {
  const all: Contender[] = [
    ...ours({ threads, optimization: options.optimization }),
    ...trainingPeers(threads),
  ];
  const contenders = all.filter(({ name }) => chosen(name, options.peer));
  const rows: Row[] = [];
  for (const { title, model, batch } of workloads.filter((each) => chosen(each.title, options.workload))) {
    const row = race(contenders, { title, work: { model, batch, purpose, seconds }, rounds });
    console.error(`${title}: ${row.figures.join("  ")}`);
    rows.push(row);
  }
  if (rows.length === 0) return;
  say(`\nMilliseconds ${what}, median of ${rounds} rounds in turn\n`);
  say(timesTable(purpose === "train" ? "step" : "prediction", contenders, rows));
  for (const base of ["nnet native", "nnet wasm"]) {
    const ratios = ratioTable(base, contenders, rows);
    if (ratios) say(`\n${ratios}`);
  }
}

const report: string[] = [];

function say(text: string): void {
  console.log(text);
  report.push(text);
}

say(`${cpus()[0]?.model}, ${cpus().length} cores, Node ${process.version}`);
const wanted = options.only.split(",");
if (wanted.includes("training")) measureAll("train", trainings, "a training step (Adam)");
if (wanted.includes("inference")) measureAll("predict", inferences, "a prediction");
if (options.write) writeFileSync(options.write, `${report.join("\n")}\n`);
if (chosen("front end", options.workload)) frontEnd(rounds);
