/** Names and numbers of the data as comments tell them: a comment is no place for a thousand of them. */

const mostListed = 12;
const longest = 40;

/** A name of the data, cut where it is long. */
export function shown(name: string): string {
  return name.length > longest ? `${name.slice(0, longest)}…` : name;
}

export function listed(items: readonly string[], most = mostListed): string {
  const rest = items.length - most;
  return items.slice(0, most).join(", ") + (rest > 0 ? `, … (${items.length} in all)` : "");
}

/** Three significant digits. */
export function shortNumber(value: number): string {
  const rounded = Number(value.toPrecision(3));
  const plain = rounded === 0 || (Math.abs(rounded) < 1e6 && Math.abs(rounded) >= 1e-3);
  return plain ? rounded.toLocaleString("en-US", { maximumSignificantDigits: 3 }) : String(rounded);
}
