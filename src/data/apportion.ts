/** How many rows of a group each part gets: whole numbers as near to the fractions as they can be. */

/**
 * Deals groups of rows out to parts, one group after the other. Each part of a group gets its quota rounded down or up, so it
 * is never a whole row away; which parts are rounded up is chosen so that the totals stay near the fractions too.
 * The fractions sum to 1.
 */
export function apportioner(fractions: readonly number[]): (size: number) => readonly number[] {
  const owed = fractions.map(() => 0);
  return (size) => {
    const quotas = fractions.map((fraction) => size * fraction);
    // 0.7 * 10 is 7 less a rounding error: quotas that close to a whole number are that number.
    const shares = quotas.map((quota) => Math.floor(quota + 1e-9));
    let left = size - shares.reduce((sum, share) => sum + share, 0);
    const byNeed = quotas
      .map((quota, part) => ({ part, fraction: quota - (shares[part] as number) }))
      .filter(({ fraction }) => fraction > 1e-9)
      .map(({ part, fraction }) => ({ part, need: (owed[part] as number) + fraction }))
      .sort((a, b) => b.need - a.need || a.part - b.part);
    for (const { part } of byNeed) {
      if (left === 0) break;
      shares[part] = (shares[part] as number) + 1;
      left--;
    }
    for (const [part, quota] of quotas.entries()) {
      owed[part] = (owed[part] as number) + quota - (shares[part] as number);
    }
    return shares;
  };
}
