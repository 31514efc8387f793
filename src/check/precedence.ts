/** Where one mistake breaks two rules at one place, the more specific rule speaks and names the others. */
import type { Diagnostic } from "../base/diagnostic.ts";
import type { Found } from "./walk.ts";

/** Findings that nobody overrides, each with the names of those that it silences, its own losers' losers included. */
export function applyPrecedence(found: readonly Found[]): readonly Diagnostic[] {
  const byRule = new Map<string, Found[]>();
  for (const one of found) {
    const known = byRule.get(one.rule.name);
    if (known) known.push(one);
    else byRule.set(one.rule.name, [one]);
  }

  const losersOf = (winner: Found): readonly Found[] =>
    (winner.rule.overrides ?? []).flatMap((name) =>
      (byRule.get(name) ?? []).filter(
        (other) => other !== winner && !other.ownCause && samePlace(winner, other),
      ),
    );

  const silenced = new Set(found.flatMap(losersOf));
  return found
    .filter((one) => !silenced.has(one))
    .map((one) => {
      const also = namesBehind(one, losersOf);
      return also.length > 0 ? { ...one.diagnostic, also } : one.diagnostic;
    });
}

function namesBehind(winner: Found, losersOf: (one: Found) => readonly Found[]): readonly string[] {
  const seen = new Set<Found>([winner]);
  const waiting = [winner];
  for (let one = waiting.pop(); one; one = waiting.pop()) {
    for (const loser of losersOf(one)) {
      if (seen.has(loser)) continue;
      seen.add(loser);
      waiting.push(loser);
    }
  }
  seen.delete(winner);
  return [...new Set([...seen].map((one) => one.rule.name))].sort();
}

function samePlace(a: Found, b: Found): boolean {
  if (a.subject === b.subject) return true;
  const [x, y] = [a.diagnostic.span, b.diagnostic.span];
  return x.source === y.source && x.start < y.end && y.start < x.end;
}
