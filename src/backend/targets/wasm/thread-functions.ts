/**
 * How threads of a WebAssembly module work together, in its own code: they are instances over one memory, in which a few words say what
 * there is to do. A thread looks at a word for a moment before it sleeps, so that kernels follow each other without a call to the system.
 */
import type { WasmFunction } from "./assemble.ts";
import type { Instruction } from "./instructions.ts";
import { plain } from "./operations.ts";

/** Byte offsets of words from the beginning of the control block, each on a line of the cache of its own. */
export const control = {
  /** Counts programs that were given to the team. */
  start: 0,
  /** Counts how often all have met. */
  phase: 64,
  arrived: 128,
  sleeping: 192,
  /** Threads that stand ready, the first not counted: with all of them a program runs on all, else on the first alone. */
  ready: 256,
  /** Not 0: a thread has failed, and nobody may wait for it. */
  failed: 320,
  /** Which program to run. */
  job: 384,
  /** Not 0: the first thread may sleep. A browser's main thread may not. */
  firstSleeps: 448,
  bytes: 512,
} as const;

type Word = Exclude<keyof typeof control, "bytes">;

/** Turns of looking before sleeping; some microseconds within a program, more between two runs. */
const [turnsWithin, turnsBetween] = [20_000, 100_000];

export interface Team {
  /** Address of the control block. */
  readonly at: number;
  readonly threads: number;
  /** Number of the first of `threadFunctions` in the module. */
  readonly first: number;
}

/** `await`, `wake` and `meet`, in this order. */
export function threadFunctions(team: Team): WasmFunction[] {
  return [awaitFunction(team), wakeFunction(team), meetFunction(team)];
}

const constant = (value: number): Instruction => plain("i32.const", value);
const get = (local: number): Instruction => plain("local.get", local);
const load = ({ at }: Team, word: Word): Instruction[] => [
  constant(at + control[word]),
  plain("i32.atomic.load", 2, 0),
];
const add = ({ at }: Team, word: Word, amount: number): Instruction[] => [
  constant(at + control[word]),
  constant(amount),
  plain("i32.atomic.rmw.add", 2, 0),
];

/** Parameters: the address of a word, what it was, turns, and whether to sleep after them. Traps where a thread has failed. */
function awaitFunction(team: Team): WasmFunction {
  const [address, old, turns, sleeps, left] = [0, 1, 2, 3, 4];
  const changed = [get(address), plain("i32.atomic.load", 2, 0), get(old), plain("i32.ne")];
  const returnIfChanged = [...changed, plain("if"), plain("return"), plain("end")];
  return {
    name: "await",
    parameters: ["i32", "i32", "i32", "i32"],
    locals: ["i32"],
    exported: false,
    code: [
      plain("loop"),
      get(turns),
      plain("local.set", left),
      plain("loop"),
      ...returnIfChanged,
      get(left),
      constant(1),
      plain("i32.sub"),
      plain("local.tee", left),
      plain("br_if", 0),
      plain("end"),
      ...load(team, "failed"),
      plain("if"),
      plain("unreachable"),
      plain("end"),
      get(sleeps),
      plain("if"),
      ...add(team, "sleeping", 1),
      plain("drop"),
      get(address),
      get(old),
      plain("i64.const", -1),
      plain("memory.atomic.wait32", 2, 0),
      plain("drop"),
      ...add(team, "sleeping", -1),
      plain("drop"),
      plain("end"),
      plain("br", 0),
      plain("end"),
    ],
  };
}

/** Parameter: the address of a word that has changed. */
function wakeFunction(team: Team): WasmFunction {
  return {
    name: "wake",
    parameters: ["i32"],
    locals: [],
    exported: false,
    code: [
      ...load(team, "sleeping"),
      plain("if"),
      get(0),
      constant(-1),
      plain("memory.atomic.notify", 2, 0),
      plain("drop"),
      plain("end"),
    ],
  };
}

/** Parameters: the number of the thread, and how many there are. Nobody goes on before all have come. */
function meetFunction(team: Team): WasmFunction {
  const [rank, count, phase] = [0, 1, 2];
  const phaseWord = constant(team.at + control.phase);
  return {
    name: "meet",
    parameters: ["i32", "i32"],
    locals: ["i32"],
    exported: false,
    code: [
      get(count),
      constant(1),
      plain("i32.eq"),
      plain("if"),
      plain("return"),
      plain("end"),
      ...load(team, "phase"),
      plain("local.set", phase),
      ...add(team, "arrived", 1),
      constant(1),
      plain("i32.add"),
      get(count),
      plain("i32.eq"),
      plain("if"),
      constant(team.at + control.arrived),
      constant(0),
      plain("i32.atomic.store", 2, 0),
      ...add(team, "phase", 1),
      plain("drop"),
      phaseWord,
      plain("call", team.first + 1),
      plain("else"),
      phaseWord,
      get(phase),
      constant(turnsWithin),
      get(rank),
      ...load(team, "firstSleeps"),
      plain("i32.or"),
      plain("call", team.first),
      plain("end"),
    ],
  };
}

/** What `meet` is called with in a program, whose own parameters are number and count. */
export function meetCall({ first }: Team): Instruction[] {
  return [get(0), get(1), plain("call", first + 2)];
}

/** Where the part of a thread begins (`next` 0), and where that of the one after it does (`next` 1). */
export function partOf(units: number, next: 0 | 1): Instruction[] {
  return [
    get(0),
    ...(next === 0 ? [] : [constant(1), plain("i32.add")]),
    plain("i64.extend_i32_u"),
    plain("i64.const", units),
    plain("i64.mul"),
    get(1),
    plain("i64.extend_i32_u"),
    plain("i64.div_u"),
    plain("i32.wrap_i64"),
  ];
}

/** The exported entry: all threads run the program if they are ready, else the caller alone. `job` is the program's place, `program` its function. */
export function startFunction(team: Team, name: string, job: number, program: number): WasmFunction {
  const startWord = constant(team.at + control.start);
  return {
    name,
    parameters: [],
    locals: [],
    exported: true,
    code: [
      ...load(team, "ready"),
      constant(team.threads - 1),
      plain("i32.eq"),
      plain("if"),
      constant(team.at + control.job),
      constant(job),
      plain("i32.atomic.store", 2, 0),
      ...add(team, "start", 1),
      plain("drop"),
      startWord,
      plain("call", team.first + 1),
      constant(0),
      constant(team.threads),
      plain("call", program),
      plain("else"),
      constant(0),
      constant(1),
      plain("call", program),
      plain("end"),
    ],
  };
}

/** The export `work`, of the number of a thread: never returns. `programs` are the functions of the jobs. */
export function workFunction(team: Team, programs: readonly (number | undefined)[]): WasmFunction {
  const [rank, seen, now] = [0, 1, 2];
  return {
    name: "work",
    parameters: ["i32"],
    locals: ["i32", "i32"],
    exported: true,
    code: [
      ...add(team, "ready", 1),
      plain("drop"),
      plain("loop"),
      constant(team.at + control.start),
      get(seen),
      constant(turnsBetween),
      constant(1),
      plain("call", team.first),
      get(seen),
      constant(1),
      plain("i32.add"),
      plain("local.set", seen),
      // Once: when this thread is done, the word may already say what is next.
      ...load(team, "job"),
      plain("local.set", now),
      ...programs.flatMap((program, job) =>
        program === undefined
          ? []
          : [
              get(now),
              constant(job),
              plain("i32.eq"),
              plain("if"),
              get(rank),
              constant(team.threads),
              plain("call", program),
              plain("end"),
            ],
      ),
      plain("br", 0),
      plain("end"),
    ],
  };
}
