/**
 * How many threads run a program. Other programs of the machine want its cores too, and where a thread has none, the others wait for it
 * at every meeting: together that takes far longer than one of them alone. So waits in vain are counted. What they take of
 * the time of a run, more than it may lose, is owed; with a large debt, runs have half as many threads from then on (a halving). They are
 * doubled again after a rest: a short one at first, and one ever longer, where more threads prove to be of no use.
 */
export const teamSize = {
  /** One part in so many of the time that one thread takes may be lost. */
  mostShare: 16,
  /** Waits in vain that may be owed: something comes in between now and then. */
  mostOwed: 8,
  /** How a rest grows each time, and the longest, in runs. */
  growth: 4,
  longestRest: 256,
} as const;
