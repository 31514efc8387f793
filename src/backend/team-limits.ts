/**
 * How patient threads are with one another, in WebAssembly and natively.
 *
 * Who waits looks at a word for a while before it sleeps: within a program for longer than waking up takes, which is 10 to 30
 * microseconds. Else the others would have to sleep while they wait for one that was asleep, and from then on there would always be someone.
 *
 * Other programs of the machine want its cores too, and where a thread has none, the others wait for it at every meeting: together that
 * takes far longer than one of them alone. So waits in vain are counted. What they take of the time of a run, more than it may
 * lose, is owed; with a large debt, runs have half as many threads from then on (a halving). They are doubled
 * again after a rest: a short one at first, and one ever longer, where more threads prove to be of no use.
 */
export const teamLimits = {
  /** Turns of looking, of some 25 nanoseconds: 50 microseconds within a program. */
  turnsWithin: 2000,
  /** A millisecond between two runs, in which a batch is made ready. */
  turnsBetween: 40_000,
  /**
   * Some more after trouble, so that the system sees two threads that want one core, and moves one: at its next tick only, as a
   * virtual machine takes a core for busy that is idle, and wakes threads where the caller runs.
   */
  turnsInTrouble: 200_000,
  /** One part in so many of the time that one thread takes may be lost. */
  mostShare: 16,
  /** Waits in vain that may be owed: something comes in between now and then. */
  mostOwed: 8,
  /** How a rest grows each time, and the longest, in runs. */
  growth: 4,
  longestRest: 256,
} as const;
