/** Runs a command in the process, in a folder of its own, and keeps what it prints. */
import { cpSync, mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { PassThrough } from "node:stream";
import pc from "picocolors";
import { nodeHost } from "../../src/cli/node-host.ts";
import { runCli } from "../../src/cli/run-cli.ts";

export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

export interface RunOptions {
  readonly stdin?: string | Uint8Array;
  /** Called with the function that interrupts, as Ctrl-C does. */
  readonly interrupt?: (stop: () => void) => void;
  readonly live?: boolean;
}

/** A new folder with these files in it; `copy` puts files of the repository there. */
export function makeFolder(
  files: Readonly<Record<string, string | Uint8Array>>,
  copy: Readonly<Record<string, string>> = {},
): string {
  const folder = mkdtempSync(join(tmpdir(), "nnet-"));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  for (const [name, from] of Object.entries(copy)) cpSync(from, join(folder, name), { recursive: true });
  return folder;
}

export async function runIn(folder: string, args: readonly string[], options: RunOptions = {}): Promise<Ran> {
  const out: string[] = [];
  const err: string[] = [];
  const stderr = Object.assign(new PassThrough(), { isTTY: true, columns: 120 });
  stderr.on("data", (chunk) => err.push(String(chunk)));
  const code = await runCli(args, {
    terminal: {
      print: (text) => out.push(`${text}\n`),
      say: (text) => err.push(`${text}\n`),
      offer: (text, command) => err.push(`${text}: ${command}\n`),
      fold: (text, head = "") => head + text,
      live: options.live ?? false,
      width: 120,
      stderr,
      colors: pc.createColors(false),
      printColors: pc.createColors(false),
    },
    // Relative paths of the real host are relative to the process; here they are to the folder.
    host: { ...nodeHost, resolve: (...parts) => resolve(folder, ...parts) },
    folder,
    readStandardInput: async () =>
      typeof options.stdin === "string"
        ? new TextEncoder().encode(options.stdin)
        : (options.stdin ?? new Uint8Array()),
    onInterrupt(stop) {
      options.interrupt?.(stop);
      return () => undefined;
    },
  });
  return { code, out: out.join(""), err: err.join("") };
}
