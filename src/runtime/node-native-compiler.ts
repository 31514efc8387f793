/** The C compiler of this machine: where it is, and what it says of the processor. */
import { spawn } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { UserError } from "../base/user-error.ts";

export interface Compiler {
  readonly program: string;
  /** Before all others: words of `CC` after the first, then what selects this machine's own instructions. */
  readonly flags: readonly string[];
  /** Macros that it defines: its version and the features of the processor. */
  readonly macros: ReadonlySet<string>;
  /** Differs where another compiler, version or processor would give another file. */
  readonly identity: string;
}

export type Environment = Readonly<Record<string, string | undefined>>;

const usual = ["cc", "gcc", "clang"];

/** Names of this machine's own instructions, in the words of most compilers and of some for ARM. */
const machineFlags = ["-march=native", "-mcpu=native"];

/** `CC`, else the first of cc, gcc and clang on the path. Throws `UserError` where there is none. */
export function locateCompiler(environment: Environment): readonly [string, ...string[]] {
  if (process.platform === "win32") {
    throw new UserError("native code is not made on Windows", { help: "use --target wasm" });
  }
  const given = environment.CC?.trim();
  if (given) {
    const [program, ...rest] = given.split(/\s+/) as [string, ...string[]];
    if (onPath(program, environment)) return [program, ...rest];
    throw new UserError(`CC names the compiler "${program}", which is not there`, {
      help: "name one that is, or unset CC",
    });
  }
  const found = usual.find((program) => onPath(program, environment));
  if (found !== undefined) return [found];
  throw new UserError("there is no C compiler (cc, gcc or clang) on the path", {
    help: "install gcc or clang, or name one in CC",
  });
}

function onPath(program: string, { PATH }: Environment): boolean {
  const places = program.includes("/")
    ? [program]
    : (PATH ?? "").split(delimiter).map((folder) => join(folder, program));
  return places.some(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Asks the compiler what it compiles for. Throws `UserError` where it does not answer. `abandoned` as for `run`. */
export async function probeCompiler(
  [program, ...words]: readonly [string, ...string[]],
  environment: Environment,
  abandoned?: () => void,
): Promise<Compiler> {
  const options = { environment, ...(abandoned === undefined ? {} : { abandoned }) };
  let complaint = "";
  for (const machine of machineFlags) {
    const flags = [...words, machine];
    const { code, out, err } = await run(program, [...flags, "-dM", "-E", "-x", "c", "-"], options);
    if (code !== 0) complaint ||= err;
    else {
      const macros = new Set([...out.matchAll(/^#define (\w+)/gm)].map(([, name]) => name as string));
      return { program, flags, macros, identity: [program, ...flags, out].join("\n") };
    }
  }
  throw failure(program, complaint);
}

export function failure(program: string, complaint: string): UserError {
  const [line = "it gave no reason"] = complaint
    .split("\n")
    .filter((text) => /error|not found|cannot/i.test(text));
  return new UserError(`the C compiler "${program}" failed: ${line.trim().slice(0, 200)}`, {
    help: "name another in CC, or use --target wasm",
  });
}

export interface Ran {
  /** 0 is success. */
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

export interface RunOptions {
  readonly environment: Environment;
  readonly input?: string;
  /** Makes this process not wait for the program: it is then stopped at the end, and this is called. */
  readonly abandoned?: () => void;
}

/** Runs a program to its end. Never throws: one that does not start has failed. */
export function run(program: string, args: readonly string[], options: RunOptions): Promise<Ran> {
  const { environment, input = "", abandoned } = options;
  return new Promise((resolve) => {
    // In a group of its own it does not hear Ctrl-C, after which this process goes on for a moment; it is ended with it.
    const child = spawn(program, args, {
      env: environment,
      stdio: ["pipe", "pipe", "pipe"],
      detached: abandoned !== undefined,
    });
    const end = (): void => {
      try {
        if (child.pid !== undefined) process.kill(-child.pid);
      } catch {
        // It has ended already.
      }
      abandoned?.();
    };
    if (abandoned !== undefined) {
      for (const handle of [child, child.stdin, child.stdout, child.stderr]) unref(handle);
      process.once("exit", end);
    }
    const texts = { out: "", err: "" };
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      texts.out += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      texts.err += text;
    });
    const done = (code: number, err = texts.err): void => {
      process.off("exit", end);
      resolve({ code, out: texts.out, err });
    };
    child.on("error", (error) => done(1, `cannot be started: ${error.message}`));
    child.on("close", (code) => done(code ?? 1));
    // A program that ends before it has read everything says so by its exit code.
    child.stdin.on("error", () => undefined);
    child.stdin.end(input);
  });
}

/** Pipes of a child process are sockets, which have `unref`, though their type does not say so. */
function unref(handle: object): void {
  if ("unref" in handle && typeof handle.unref === "function") handle.unref();
}
