/**
 * How threads of a WebAssembly module wait for one another, in its own code: they are instances over one memory, in which a few words
 * say what there is to do. A thread looks at a word for a while before it sleeps, so that kernels follow each other without a call to
 * the system.
 */
import { teamLimits } from "../../team-limits.ts";
import type { WasmFunction } from "./assemble.ts";
import type { Instruction } from "./instructions.ts";
import { plain } from "./operations.ts";
import { add, addAt, address, constant, get, load, set, sleepers, store, type Team } from "./team.ts";

const within = plain("f64.const", teamLimits.turnsWithin);
const between = plain("f64.const", teamLimits.turnsBetween);
const inTrouble = plain("f64.const", teamLimits.turnsInTrouble);
/** Square roots in a turn, each of which needs the one before: that takes the same time in an engine's quick code and in its best, and nearly so on all processors. */
const rootsInTurn = 4;

/** `await`, `wake` and `meet`, in this order. */
export function threadFunctions(team: Team): WasmFunction[] {
  return [awaitFunction(team), wakeFunction(), meetFunction(team)];
}

/**
 * Parameters: the address of a word, what it was, turns, and whether to sleep after them. Gives how often they were in vain. Traps where
 * a thread has failed.
 */
function awaitFunction(team: Team): WasmFunction {
  const [word, old, turns, sleeps, left, lost] = [0, 1, 2, 3, 4, 5];
  const trapIfFailed = [...load(team, "failed"), plain("if"), plain("unreachable"), plain("end")];
  const changed = [get(word), plain("i32.atomic.load", 2, 0), get(old), plain("i32.ne")];
  const returnIfChanged = [
    ...changed,
    plain("if"),
    ...trapIfFailed,
    get(lost),
    plain("return"),
    plain("end"),
  ];
  return {
    name: "await",
    parameters: ["i32", "i32", "f64", "i32"],
    result: "i32",
    locals: ["f64", "i32"],
    exported: false,
    code: [
      plain("loop"),
      get(turns),
      set(left),
      plain("loop"),
      ...returnIfChanged,
      ...oneLess(left),
      plain("f64.const", 0),
      get(left),
      plain("f64.lt"),
      plain("br_if", 0),
      plain("end"),
      ...trapIfFailed,
      get(lost),
      constant(1),
      plain("i32.add"),
      set(lost),
      get(sleeps),
      plain("if"),
      get(word),
      ...addAt(1, sleepers),
      plain("drop"),
      get(word),
      get(old),
      plain("i64.const", -1),
      plain("memory.atomic.wait32", 2, 0),
      plain("drop"),
      get(word),
      ...addAt(-1, sleepers),
      plain("drop"),
      plain("end"),
      plain("br", 0),
      plain("end"),
      plain("unreachable"),
    ],
  };
}

/** The root of the square of a whole number is that number. */
function oneLess(left: number): Instruction[] {
  const root = [get(left), get(left), plain("f64.mul"), plain("f64.sqrt"), set(left)];
  return [
    ...Array.from({ length: rootsInTurn }, () => root).flat(),
    get(left),
    plain("f64.const", 1),
    plain("f64.sub"),
    set(left),
  ];
}

/** Parameter: the address of a word that has changed. */
function wakeFunction(): WasmFunction {
  return {
    name: "wake",
    parameters: ["i32"],
    locals: [],
    exported: false,
    code: [
      get(0),
      plain("i32.atomic.load", 2, sleepers),
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
  const [rank, count, phase, lost] = [0, 1, 2, 3];
  return {
    name: "meet",
    parameters: ["i32", "i32"],
    locals: ["i32", "i32"],
    exported: false,
    code: [
      get(count),
      constant(1),
      plain("i32.eq"),
      plain("if"),
      plain("return"),
      plain("end"),
      ...load(team, "phase"),
      set(phase),
      ...add(team, "arrived", 1),
      constant(1),
      plain("i32.add"),
      get(count),
      plain("i32.eq"),
      plain("if"),
      ...store(team, "arrived", [constant(0)]),
      ...add(team, "phase", 1),
      plain("drop"),
      address(team, "phase"),
      ...wakeCall(team),
      plain("else"),
      address(team, "phase"),
      get(phase),
      ...awaitCall(team, [within], [get(rank), ...load(team, "firstSleeps"), plain("i32.or")]),
      plain("local.tee", lost),
      plain("if"),
      address(team, "lost"),
      get(lost),
      plain("i32.atomic.rmw.add", 2, 0),
      plain("drop"),
      plain("end"),
      plain("end"),
    ],
  };
}

/** The address of a word and what it was are on the stack. */
function awaitCall(
  { first }: Team,
  turns: readonly Instruction[],
  sleeps: readonly Instruction[],
): Instruction[] {
  return [...turns, ...sleeps, plain("call", first)];
}

/** A thread waits for its next program; the address of its word and what that was are on the stack. */
export function awaitJob(team: Team): Instruction[] {
  const turns = [inTrouble, between, ...load(team, "caution"), plain("select")];
  return [...awaitCall(team, turns, [constant(1)]), plain("drop")];
}

/** The address of the word is on the stack. */
export function wakeCall({ first }: Team): Instruction[] {
  return [plain("call", first + 1)];
}

/** Within a program, whose own parameters are number and count. */
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
