/** Whether two trees say the same: equal but for spans. */

const ignored: ReadonlySet<string> = new Set([
  "span",
  "source",
  "operatorSpan",
  "keyword",
  "comments",
  "unread",
]);

/** Trees of plain data; brackets around groups are in neither. */
export function sameTree(a: unknown, b: unknown): boolean {
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return Object.is(a, b);
  if (Array.isArray(a)) {
    return Array.isArray(b) && a.length === b.length && a.every((one, i) => sameTree(one, b[i]));
  }
  const keys = keysOf(a);
  if (keys.length !== keysOf(b).length) return false;
  return keys.every((key) => Object.hasOwn(b, key) && sameTree(partOf(a, key), partOf(b, key)));
}

function keysOf(node: object): readonly string[] {
  return Object.keys(node).filter((key) => !ignored.has(key));
}

function partOf(node: object, key: string): unknown {
  return (node as Record<string, unknown>)[key];
}
