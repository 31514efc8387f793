/** What a command works with; tests hand in their own. */
import type { Host } from "../base/host.ts";
import type { Terminal } from "./terminal.ts";

export interface CliContext {
  readonly terminal: Terminal;
  readonly host: Host;
  /** The working directory, absolute. */
  readonly folder: string;
  readStandardInput(): Promise<Uint8Array>;
  /** Calls `stop` when the user interrupts (Ctrl-C); the result takes the handler away again. */
  onInterrupt(stop: () => void): () => void;
}

/** 0 success, 1 findings or a failed run, 2 wrong usage. */
export type ExitCode = 0 | 1 | 2;

export type CommandRun<Options> = (
  context: CliContext,
  args: readonly string[],
  options: Options,
) => Promise<ExitCode>;
