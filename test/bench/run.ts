/**
 * `npm run bench`: speed, beside peers where they are installed, in the same run and in turn. Medians and ratios; never a pass
 * or a failure.
 *
 *   npm run bench -- --workload wide --peer torch --rounds 1 --seconds 1 --threads 1
 */
import { cpus } from "node:os";
import { parseArgs } from "node:util";
import { type Contender, ours, trainingPeers } from "./contenders.ts";
import { type Row, race, ratioTable, timesTable } from "./table.ts";
import { trainings } from "./workloads.ts";

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
  },
});
const threads = options.threads.split(",").map(Number);
const rounds = Number(options.rounds);
const seconds = Number(options.seconds);

function chosen(text: string, wanted: readonly string[] | undefined): boolean {
  return wanted === undefined || wanted.some((part) => text.toLowerCase().includes(part.toLowerCase()));
}

function training(): void {
  const all: Contender[] = [
    ...ours({ threads, optimization: options.optimization }),
    ...trainingPeers(threads),
  ];
  const contenders = all.filter(({ name }) => chosen(name, options.peer));
  const rows: Row[] = [];
  for (const { title, model, batch } of trainings.filter((workload) =>
    chosen(workload.title, options.workload),
  )) {
    const row = race(contenders, { title, work: { model, batch, purpose: "train", seconds }, rounds });
    console.error(`${title}: ${row.figures.join("  ")}`);
    rows.push(row);
  }
  console.log(`\nMilliseconds a training step (Adam), median of ${rounds} rounds in turn\n`);
  console.log(timesTable("step", contenders, rows));
  for (const base of ["nnet native", "nnet wasm"]) {
    const ratios = ratioTable(base, contenders, rows);
    if (ratios) console.log(`\n${ratios}`);
  }
}

console.log(`${cpus()[0]?.model}, Node ${process.version}`);
training();
