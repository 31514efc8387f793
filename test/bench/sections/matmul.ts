/** Products of square matrices: billions of operations a second, and the share of what the machine does at best. */

import { budgetOf } from "../budget.ts";
import { bundled } from "../bundle.ts";
import { ours, products, targets } from "../contenders.ts";
import { runJson } from "../measure.ts";
import type { Section, SectionRun } from "../section.ts";
import { figure, markdown, race } from "../table.ts";

const sizes = [64, 128, 256, 512, 1024, 2048];

export const matmul: Section = {
  name: "matmul",
  share: 2,
  run(options) {
    const chosen = sizes.filter((size) => options.workload(`product ${size}`));
    if (chosen.length === 0) return undefined;
    const contenders = [...ours("product", options.threads), ...products(options.threads)].filter(
      ({ name }) => options.peer(name),
    );
    const peaks = new Map(targets().map((target) => [target, peakOf(target, options)]));
    const budget = budgetOf(
      options.milliseconds,
      chosen.map(() => 1),
    );
    const { rounds, seconds } = options;
    const rows = chosen.map((size) => {
      const work = { size, seconds: seconds / 2 };
      const title = `product ${size}`;
      const { figures } = race(contenders, { title, work, rounds, milliseconds: budget.take(1) });
      return { size, speeds: figures.map((time) => speedOf(size, time)) };
    });
    const names = contenders.map(({ name }) => name);
    const speeds = rows.map(({ size, speeds: row }) => [String(size), ...row.map(figure)]);
    const shares = rows.map(({ size, speeds: row }) => [
      String(size),
      ...[...peaks].map(([target, peak]) => shareOf(row[names.indexOf(`nnet ${target}`)], peak)),
    ]);
    const shown = [...peaks].map(([target, peak]) => `${figure(peak)} (${target})`).join(", ");
    return [
      `Measured peak of one core: ${shown} GFLOP/s.`,
      markdown(["size, GFLOP/s", ...names], speeds),
      markdown(["share of the peak", ...[...peaks.keys()].map((target) => `nnet ${target}`)], shares),
    ].join("\n\n");
  },
};

/** The best of all rounds. */
function peakOf(target: string, { rounds, seconds }: SectionRun): number {
  const runs = Array.from({ length: rounds }, () => {
    const answer = runJson(bundled("peak"), { target, seconds: seconds / 2 }) as { gigaflops?: number };
    return answer.gigaflops ?? 0;
  });
  return Math.max(...runs);
}

function speedOf(size: number, time: number | string): number | string {
  return typeof time === "number" ? (2 * size ** 3) / time / 1e6 : time;
}

function shareOf(speed: number | string | undefined, peak: number): string {
  return typeof speed === "number" && peak > 0 ? `${((100 * speed) / peak).toFixed(0)} %` : "";
}
