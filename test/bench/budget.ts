/** How the time of a run is dealt out: what takes less than its share leaves more to those that come after. */

export interface Budget {
  /** Milliseconds of `share` of all that is still to come; then that share is no longer to come. */
  take(share: number): number;
}

export function budgetOf(milliseconds: number, shares: readonly number[]): Budget {
  const end = performance.now() + milliseconds;
  let left = shares.reduce((sum, share) => sum + share, 0);
  return {
    take(share) {
      const time = (Math.max(0, end - performance.now()) * share) / left;
      left -= share;
      return time;
    },
  };
}
