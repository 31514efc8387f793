/** Where output goes: results to standard output, everything else to standard error, colours only where they show. */
import type { WriteStream } from "node:tty";
import pc from "picocolors";
import { showPlace } from "../base/source.ts";
import { FindingsError, UserError } from "../base/user-error.ts";
import { foldLines } from "./fold-lines.ts";

type Colors = ReturnType<typeof pc.createColors>;

export interface Terminal {
  /** A line of result, to standard output. */
  print(text: string): void;
  /** A line about what happens, to standard error; broken between words where that is a terminal. */
  say(text: string): void;
  /** The same with a command at its end, which is not broken: it is there to be copied. */
  offer(text: string, command: string): void;
  /** Text for people that goes to standard output, broken between words where that is a terminal; all of it beside `head`. */
  fold(text: string, head?: string): string;
  /** Standard error is a terminal that can redraw a line. */
  readonly live: boolean;
  /** Columns of standard error. */
  readonly width: number;
  readonly stderr: NodeJS.WritableStream;
  /** For what goes to standard error. */
  readonly colors: Colors;
  /** For what goes to standard output. */
  readonly printColors: Colors;
}

/** Takes away a live line that may stand where the next one begins. */
const clearLine = "\r\u001b[K";

export function openTerminal(): Terminal {
  // Who listens may go (`nnet words | head`): the command comes to its end all the same, and with its own exit code.
  for (const stream of [process.stdout, process.stderr]) stream.on("error", unlessClosed);
  const live = isTerminal(process.stderr) && process.env.TERM !== "dumb";
  const tell = (text: string) => process.stderr.write(`${live ? clearLine : ""}${text}\n`);
  return {
    print: (text) => process.stdout.write(`${text}\n`),
    say: (text) => tell(folded(text, process.stderr)),
    offer: (text, command) => tell(`${text}: ${command}`),
    fold: (text, head) => folded(text, process.stdout, head),
    live,
    width: process.stderr.columns ?? 120,
    stderr: process.stderr,
    colors: pc.createColors(colorful(process.stderr)),
    printColors: pc.createColors(colorful(process.stdout)),
  };
}

function unlessClosed(error: NodeJS.ErrnoException): void {
  if (error.code !== "EPIPE") throw error;
}

function folded(text: string, stream: NodeJS.WriteStream, head = ""): string {
  return isTerminal(stream) && stream.columns > 0 ? foldLines(text, stream.columns, head) : head + text;
}

function isTerminal(stream: NodeJS.WriteStream): boolean {
  return (stream as Partial<WriteStream>).isTTY === true;
}

function colorful(stream: NodeJS.WriteStream): boolean {
  if (process.env.NO_COLOR) return false;
  return process.env.FORCE_COLOR ? true : isTerminal(stream);
}

/** Tells an error the way a person wants it: what, where, what to do. Anything unexpected is named as our fault. */
export function tellError(terminal: Terminal, error: unknown): 1 | 2 {
  const { red, bold, dim } = terminal.colors;
  if (error instanceof FindingsError) {
    terminal.say(`${red(bold("error"))}${bold(`: ${error.message}`)}`);
    for (const { message, span } of error.diagnostics) {
      terminal.say(`  ${showPlace(span)}: ${message}`);
    }
    return error.exitCode;
  }
  if (error instanceof UserError) {
    terminal.say(`${red(bold("error"))}${bold(`: ${error.message}`)}`);
    if (error.place && !error.message.includes(error.place)) terminal.say(`  ${dim("at")} ${error.place}`);
    if (error.help) terminal.say(`  ${dim("=")} help: ${error.help}`);
    return error.exitCode;
  }
  const reason = error instanceof Error ? error.message : String(error);
  terminal.say(`${red(bold("error"))}${bold(`: nnet failed in a way that it should not: ${reason}`)}`);
  terminal.say(
    `  ${dim("=")} help: this is a fault of nnet, not of your file; please report it with the file (NNET_DEBUG=1 shows where)`,
  );
  if (process.env.NNET_DEBUG && error instanceof Error) terminal.say(error.stack ?? "");
  return 1;
}
