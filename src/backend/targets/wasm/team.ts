/** The words of memory by which threads of a WebAssembly module work together: the control block, each word on a line of the cache of its own. */
import type { Instruction } from "./instructions.ts";
import { plain } from "./operations.ts";

export interface Team {
  /** Address of the control block. */
  readonly at: number;
  readonly threads: number;
  /** Number of the first of `teamFunctions` in the module. */
  readonly first: number;
}

const line = 64;

/** Byte offsets from the beginning of the control block. */
export const control = {
  /** Counts how often all have met. The number behind it says how many sleep until it changes. */
  phase: 0,
  arrived: line,
  /** Threads that stand ready, the first not counted: with all of them a program runs on several, else on the first alone. */
  ready: 2 * line,
  /** Not 0: a thread has failed, and nobody may wait for it. */
  failed: 3 * line,
  /** Counts how often a thread has waited for others in vain, and gave up looking. */
  lost: 4 * line,
  /** Which program to run, and by how many threads. */
  job: 5 * line,
  count: 5 * line + 4,
  /** Not 0: the first thread may sleep. A browser's main thread may not. */
  firstSleeps: 6 * line,
  /**
   * How often the number of threads was halved, runs until it is doubled again, how many those are in all, and what runs have lost more
   * than they may. Only the first thread writes them.
   */
  halvings: 7 * line,
  rest: 7 * line + 4,
  caution: 7 * line + 8,
  debt: 7 * line + 12,
  /** Counts programs that were given to the second thread; for each thread more there is a line more. Sleepers stand behind it too. */
  jobs: 8 * line,
} as const;

export type Word = keyof typeof control;

/** Of the number of sleepers, from the word they wait for. */
export const sleepers = 4;

export function controlBytes(threads: number): number {
  return control.jobs + (threads - 1) * line;
}

export const constant = (value: number): Instruction => plain("i32.const", value);
export const get = (local: number): Instruction => plain("local.get", local);
export const set = (local: number): Instruction => plain("local.set", local);

export function address({ at }: Team, word: Word): Instruction {
  return constant(at + control[word]);
}

/** Address of the word that says that a thread has something to do. */
export function jobsOf({ at }: Team, rank: number): number {
  return at + control.jobs + (rank - 1) * line;
}

export function load(team: Team, word: Word): Instruction[] {
  return [address(team, word), plain("i32.atomic.load", 2, 0)];
}

export function store(team: Team, word: Word, value: readonly Instruction[]): Instruction[] {
  return [address(team, word), ...value, plain("i32.atomic.store", 2, 0)];
}

/** Leaves what was there before. */
export function add(team: Team, word: Word, amount: number): Instruction[] {
  return [address(team, word), ...addAt(amount)];
}

/** The address is on the stack. */
export function addAt(amount: number, offset = 0): Instruction[] {
  return [constant(amount), plain("i32.atomic.rmw.add", 2, offset)];
}
