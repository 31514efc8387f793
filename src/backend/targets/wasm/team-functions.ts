/** How programs get to the threads of a WebAssembly module, and to how many of them. */
import { teamLimits } from "../../team-limits.ts";
import type { WasmFunction } from "./assemble.ts";
import type { Instruction } from "./instructions.ts";
import { plain } from "./operations.ts";
import { add, addAt, address, constant, get, jobsOf, load, set, store, type Team } from "./team.ts";
import { awaitJob, threadFunctions, wakeCall } from "./thread-functions.ts";

export interface Job {
  readonly name: string;
  /** The program's function. */
  readonly program: number;
  /** As many waits in vain take as long as it takes one thread. */
  readonly waits: number;
}

/** What the functions of programs and the entries need, in this order. */
export function teamFunctions(team: Team): WasmFunction[] {
  return [...threadFunctions(team), heedFunction(team)];
}

/** The exported entry of a program: runs it on as many threads as seem to be of use, or on the caller alone where not all are ready. */
export function startFunction(team: Team, number: number, { name, program, waits }: Job): WasmFunction {
  const [count, before] = [0, 1];
  return {
    name,
    parameters: [],
    locals: ["i32", "i32"],
    exported: true,
    code: [
      constant(team.threads - 1),
      ...own(team, "halvings"),
      plain("i32.shr_u"),
      constant(1),
      plain("i32.add"),
      constant(1),
      ...load(team, "ready"),
      constant(team.threads - 1),
      plain("i32.eq"),
      plain("select"),
      plain("local.tee", count),
      constant(1),
      plain("i32.ne"),
      plain("if"),
      ...store(team, "job", [constant(number)]),
      ...store(team, "count", [get(count)]),
      ...callOthers(team, count),
      plain("end"),
      ...load(team, "lost"),
      set(before),
      constant(0),
      get(count),
      plain("call", program),
      ...load(team, "lost"),
      get(before),
      plain("i32.sub"),
      constant(teamLimits.mostShare),
      plain("i32.mul"),
      constant(waits),
      plain("i32.sub"),
      plain("call", heedNumber(team)),
    ],
  };
}

/** Threads from the second on have something to do. */
function callOthers(team: Team, count: number): Instruction[] {
  return Array.from({ length: team.threads - 1 }, (_, i): Instruction[] => {
    const word = constant(jobsOf(team, i + 1));
    const call = [word, ...addAt(1), plain("drop"), word, ...wakeCall(team)];
    return [constant(i + 1), get(count), plain("i32.lt_s"), plain("if"), ...call, plain("end")];
  }).flat();
}

function heedNumber({ first }: Team): number {
  return first + 3;
}

/** Parameter: how much a run has lost more than it may. Says how many threads the next one has. */
function heedFunction(team: Team): WasmFunction {
  const [excess, number] = [0, 1];
  return {
    name: "heed",
    parameters: ["i32"],
    locals: ["i32"],
    exported: false,
    code: [
      ...own(team, "debt"),
      get(excess),
      plain("i32.add"),
      plain("local.tee", number),
      constant(0),
      constant(0),
      get(number),
      plain("i32.lt_s"),
      plain("select"),
      set(number),
      ...setOwn(team, "debt", [get(number)]),
      constant(teamLimits.mostOwed * teamLimits.mostShare),
      get(number),
      plain("i32.lt_s"),
      plain("if"),
      ...useFewer(team, number),
      plain("else"),
      ...own(team, "rest"),
      plain("if"),
      ...setOwn(team, "rest", [...own(team, "rest"), constant(1), plain("i32.sub")]),
      plain("else"),
      ...useMore(team),
      plain("end"),
      plain("end"),
    ],
  };
}

function useFewer(team: Team, caution: number): Instruction[] {
  return [
    ...setOwn(team, "debt", [constant(0)]),
    ...setOwn(team, "halvings", [...own(team, "halvings"), constant(1), plain("i32.add")]),
    ...own(team, "caution"),
    constant(1),
    plain("i32.add"),
    constant(teamLimits.growth),
    plain("i32.mul"),
    plain("local.tee", caution),
    constant(teamLimits.longestRest),
    get(caution),
    constant(teamLimits.longestRest),
    plain("i32.lt_s"),
    plain("select"),
    set(caution),
    ...setOwn(team, "caution", [get(caution)]),
    ...setOwn(team, "rest", [get(caution)]),
  ];
}

/** Caution is less before it is known whether they are of use: where not, it grows by twice as much. */
function useMore(team: Team): Instruction[] {
  return [
    ...setOwn(team, "caution", [...own(team, "caution"), constant(1), plain("i32.shr_u")]),
    ...setOwn(team, "rest", own(team, "caution")),
    ...own(team, "halvings"),
    plain("if"),
    ...setOwn(team, "halvings", [...own(team, "halvings"), constant(1), plain("i32.sub")]),
    plain("end"),
  ];
}

type OwnWord = "halvings" | "rest" | "caution" | "debt";

/** Of a word that is the first thread's alone. */
function own(team: Team, word: OwnWord): Instruction[] {
  return [address(team, word), plain("i32.load", 2, 0)];
}

function setOwn(team: Team, word: OwnWord, value: readonly Instruction[]): Instruction[] {
  return [address(team, word), ...value, plain("i32.store", 2, 0)];
}

/** The export `work`, of the number of a thread: never returns. `programs` are the functions of the jobs. */
export function workFunction(team: Team, programs: readonly (number | undefined)[]): WasmFunction {
  const [rank, seen, job, word] = [0, 1, 2, 3];
  return {
    name: "work",
    parameters: ["i32"],
    locals: ["i32", "i32", "i32"],
    exported: true,
    code: [
      constant(jobsOf(team, 0)),
      get(rank),
      constant(jobsOf(team, 1) - jobsOf(team, 0)),
      plain("i32.mul"),
      plain("i32.add"),
      set(word),
      ...add(team, "ready", 1),
      plain("drop"),
      plain("loop"),
      get(word),
      get(seen),
      ...awaitJob(team),
      get(seen),
      constant(1),
      plain("i32.add"),
      set(seen),
      // Once: when this thread is done, the words may already say what is next.
      ...load(team, "job"),
      set(job),
      ...programs.flatMap((program, number) =>
        program === undefined
          ? []
          : [
              get(job),
              constant(number),
              plain("i32.eq"),
              plain("if"),
              get(rank),
              ...load(team, "count"),
              plain("call", program),
              plain("end"),
            ],
      ),
      plain("br", 0),
      plain("end"),
    ],
  };
}
