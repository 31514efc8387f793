/** Rows of medians as a Markdown table, and of how many times as long the others take. */
import { type Contender, measure } from "./measure.ts";
import { median } from "./median.ts";

export interface Row {
  readonly title: string;
  /** Milliseconds, or why there are none. */
  readonly figures: readonly (number | string)[];
}

export interface Race {
  readonly title: string;
  readonly work: object;
  readonly rounds: number;
  /** After these milliseconds no further round begins; one there always is. */
  readonly milliseconds: number;
}

/** Every contender in turn, round after round, so that what disturbs the machine meets all alike. */
export function race(contenders: readonly Contender[], { title, work, rounds, milliseconds }: Race): Row {
  const times = contenders.map((): number[] => []);
  const reasons = contenders.map((): string | undefined => undefined);
  const end = performance.now() + milliseconds;
  let round = 0;
  for (; round < rounds && (round === 0 || performance.now() < end); round++) {
    for (const [i, contender] of contenders.entries()) {
      if (reasons[i] !== undefined) continue;
      const result = measure(contender, work);
      if ("cannot" in result) {
        reasons[i] = result.cannot;
        console.error(`${title}: ${contender.name} cannot: ${result.cannot}`);
      } else (times[i] as number[]).push(result.median);
    }
  }
  const figures = times.map((own, i) => (reasons[i] === undefined ? median(own) : "cannot"));
  const shown = contenders.map(({ name }, i) => `${name} ${figure(figures[i])}`).join("; ");
  console.error(`${title}, rounds: ${round}: ${shown}`);
  return { title, figures };
}

export function markdown(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  return [line(head), `|${"---|".repeat(head.length)}`, ...rows.map(line)].join("\n");
}

/** Three significant digits. */
export function figure(value: number | string | undefined): string {
  if (typeof value !== "number") return value ?? "";
  return value >= 100 ? value.toFixed(0) : String(Number(value.toPrecision(3)));
}

export function timesTable(what: string, contenders: readonly Contender[], rows: readonly Row[]): string {
  return markdown(
    [what, ...contenders.map(({ name }) => name)],
    rows.map(({ title, figures }) => [title, ...figures.map(figure)]),
  );
}

/** How many times as long each of the others takes as `base` does. */
export function ratioTable(
  base: string,
  contenders: readonly Contender[],
  rows: readonly Row[],
): string | undefined {
  const at = contenders.findIndex(({ name }) => name === base);
  if (at < 0 || contenders.length < 2) return undefined;
  const others = contenders.flatMap(({ name }, i) => (i === at ? [] : [{ name, i }]));
  return markdown(
    [`time / ${base}`, ...others.map(({ name }) => name)],
    rows.map(({ title, figures }) => {
      const own = figures[at];
      const ratio = (value: number | string | undefined): string =>
        typeof value === "number" && typeof own === "number" ? figure(value / own) : "";
      return [title, ...others.map(({ i }) => ratio(figures[i]))];
    }),
  );
}
