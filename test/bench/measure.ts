/** One measurement: a process of its own, so that no engine warms another's caches. */
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";

export interface Contender {
  readonly name: string;
  readonly command: readonly string[];
  /** What its process is told besides the work. */
  readonly more: { readonly threads: number } & Readonly<Record<string, unknown>>;
}

/** What a process prints as JSON in its last line: milliseconds of a call, megabytes of the process at its largest, bytes of our own plan. */
export type Measured =
  | { readonly median: number; readonly rss?: number; readonly bytes?: number }
  | { readonly cannot: string };

export function here(path: string): string {
  return fileURLToPath(new URL(path, import.meta.url));
}

const longest = 120_000;

/** Runs one measurement; the work goes in as JSON. Threads of numeric libraries are as many as asked for. */
export function measure(contender: Contender, work: object): Measured {
  const { command, more } = contender;
  const threads = String(more.threads);
  const environment = { OMP_NUM_THREADS: threads, MKL_NUM_THREADS: threads, OPENBLAS_NUM_THREADS: threads };
  try {
    return runJson(command, { ...work, ...more }, environment) as Measured;
  } catch (error) {
    return { cannot: reasonOf(error) };
  }
}

export function runJson(
  [program, ...args]: readonly string[],
  work: object,
  environment: Readonly<Record<string, string>> = {},
): unknown {
  const output = execFileSync(program as string, [...args, JSON.stringify(work)], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
    timeout: longest,
    env: { ...process.env, ...environment },
  });
  return JSON.parse(output.trim().split("\n").at(-1) as string);
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if ("code" in error && error.code === "ETIMEDOUT") return `it took more than ${longest / 1000} seconds`;
  const said = "stderr" in error ? String(error.stderr).trim().split("\n").at(-1) : "";
  return said || (error.message.split("\n")[0] as string);
}

export function skip(what: string, why: string): void {
  console.error(`SKIPPED: ${what}: ${why}`);
}
