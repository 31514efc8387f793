/** "Did you mean": the nearest known name to a misspelt one. */

/**
 * Optimal string alignment distance: insertions, deletions, substitutions and swaps of neighbours each cost 1;
 * a difference of case alone costs a quarter. Stops early above `limit`.
 */
export function editDistance(a: string, b: string, limit = Number.POSITIVE_INFINITY): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const x = a[i - 1] as string;
      const y = b[j - 1] as string;
      const substitution = x === y ? 0 : x.toLowerCase() === y.toLowerCase() ? 0.25 : 1;
      let best = Math.min(
        (last[j] as number) + 1,
        (row[j - 1] as number) + 1,
        (last[j - 1] as number) + substitution,
      );
      if (i > 1 && j > 1 && x === b[j - 2] && y === a[i - 2]) {
        best = Math.min(best, (beforeLast[j - 2] as number) + 1);
      }
      row.push(best);
    }
    if (Math.min(...row) > limit) return limit + 1;
    beforeLast = last;
    last = row;
  }
  return last[b.length] as number;
}

/** The same letters, whatever their case, and with or without `_`: `batchSize` is `batch_size`, `relu` is `ReLU`. */
export function spelledAlike(a: string, b: string): boolean {
  return letters(a) === letters(b);
}

function letters(name: string): string {
  return name.replaceAll("_", "").toLowerCase();
}

/**
 * The closest candidate, when one is close enough to be meant: spelled alike, a small letter first where the name has one; within a third of
 * the name's length, at most 3, and one letter of another case; or the only one of several words that begin with its letters, `lr`.
 */
export function suggest(name: string, candidates: Iterable<string>): string | undefined {
  const all = [...candidates];
  const alike = all.filter((candidate) => spelledAlike(name, candidate));
  if (alike.length > 0) return alike.find((each) => isSmall(each) === isSmall(name)) ?? alike[0];
  // A quarter more: a first letter of another case does not count.
  const limit = Math.min(3, Math.max(1, Math.floor(name.length / 3))) + 0.25;
  let best: string | undefined;
  let bestDistance = limit + 0.01;
  for (const candidate of all) {
    const distance = editDistance(name, candidate, limit);
    if (distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best ?? initialled(name, all);
}

function initialled(name: string, candidates: readonly string[]): string | undefined {
  const found = candidates.filter((each) => {
    const words = each.split("_");
    return words.length > 1 && words.map(([first = ""]) => first).join("") === name.toLowerCase();
  });
  return found.length === 1 ? found[0] : undefined;
}

function isSmall(name: string): boolean {
  return /^\p{Ll}/u.test(name);
}
