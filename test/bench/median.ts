/** Medians, and how long something takes. */

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[sorted.length >> 1] as number;
}

/** Median milliseconds of one call: a third of the time to warm up, then at least three calls that count. */
export function medianTime(seconds: number, call: () => void): number {
  const begin = performance.now();
  const warm = begin + (seconds * 1000) / 3;
  do call();
  while (performance.now() < warm);
  const times: number[] = [];
  const end = performance.now() + (seconds * 1000 * 2) / 3;
  for (;;) {
    const from = performance.now();
    call();
    const to = performance.now();
    times.push(to - from);
    if (to > end && times.length >= 3) return median(times);
  }
}

/** The shortest of the times, for what a machine can do at best: whatever else it does only ever makes it slower. */
export function bestTime(seconds: number, call: () => void): number {
  let best = Number.POSITIVE_INFINITY;
  for (const end = performance.now() + seconds * 1000; performance.now() < end; ) {
    const from = performance.now();
    call();
    best = Math.min(best, performance.now() - from);
  }
  return best;
}
