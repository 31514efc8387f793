/** The difference of two texts as `diff -u` writes it. */

const context = 3;
/** Beyond so many changed lines, the middle of the texts is taken for rewritten as a whole. */
const mostChanges = 2000;

type Change = { readonly sign: " " | "-" | "+"; readonly line: string };

/** Empty where the texts are equal. `made` says what the second one is. */
export function unifiedDiff(name: string, before: string, after: string, made = "formatted"): string {
  if (before === after) return "";
  const changes = changesOf(linesOf(before), linesOf(after));
  return [`--- ${name}`, `+++ ${name} (${made})`, ...hunks(changes)].join("\n");
}

/** With what ends them, so that a missing last line end shows. */
function linesOf(text: string): readonly string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

function changesOf(a: readonly string[], b: readonly string[]): readonly Change[] {
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start++;
  let end = 0;
  while (end < a.length - start && end < b.length - start && a.at(-1 - end) === b.at(-1 - end)) end++;
  const same = (lines: readonly string[]): Change[] => lines.map((line) => ({ sign: " ", line }));
  const middle = shortestEdit(a.slice(start, a.length - end), b.slice(start, b.length - end));
  return [...same(a.slice(0, start)), ...middle, ...same(a.slice(a.length - end))];
}

/** E. W. Myers, An O(ND) Difference Algorithm and Its Variations, Algorithmica 1 (1986). */
function shortestEdit(a: readonly string[], b: readonly string[]): readonly Change[] {
  const trace: Int32Array[] = [];
  let reach = new Int32Array(2 * mostChanges + 3);
  const at = (k: number): number => k + mostChanges + 1;
  for (let d = 0; d <= mostChanges; d++) {
    trace.push(reach.slice());
    for (let k = -d; k <= d; k += 2) {
      const down = k === -d || (k !== d && (reach[at(k - 1)] as number) < (reach[at(k + 1)] as number));
      let x = down ? (reach[at(k + 1)] as number) : (reach[at(k - 1)] as number) + 1;
      while (x < a.length && x - k < b.length && a[x] === b[x - k]) x++;
      reach[at(k)] = x;
      if (x >= a.length && x - k >= b.length) return walkBack(a, b, trace, at);
    }
    reach = reach.slice();
  }
  return [
    ...a.map((line): Change => ({ sign: "-", line })),
    ...b.map((line): Change => ({ sign: "+", line })),
  ];
}

function walkBack(
  a: readonly string[],
  b: readonly string[],
  trace: readonly Int32Array[],
  at: (k: number) => number,
): readonly Change[] {
  const changes: Change[] = [];
  let x = a.length;
  let y = b.length;
  for (let d = trace.length - 1; d >= 0; d--) {
    const reach = trace[d] as Int32Array;
    const k = x - y;
    const down = k === -d || (k !== d && (reach[at(k - 1)] as number) < (reach[at(k + 1)] as number));
    const from = down ? k + 1 : k - 1;
    const startX = d === 0 ? 0 : (reach[at(from)] as number);
    const startY = d === 0 ? 0 : startX - from;
    while (x > startX && y > startY) {
      changes.push({ sign: " ", line: a[--x] as string });
      y--;
    }
    if (d === 0) break;
    if (down) changes.push({ sign: "+", line: b[--y] as string });
    else changes.push({ sign: "-", line: a[--x] as string });
  }
  return changes.reverse();
}

function hunks(changes: readonly Change[]): readonly string[] {
  const lines: string[] = [];
  const position = { old: 1, new: 1 };
  for (let i = 0; i < changes.length; ) {
    const first = changes.findIndex(({ sign }, j) => j >= i && sign !== " ");
    if (first < 0) break;
    const begin = Math.max(i, first - context);
    advance(position, changes.slice(i, begin));
    const end = hunkEnd(changes, first);
    const hunk = changes.slice(begin, end);
    const count = (sign: string): number => hunk.filter((change) => change.sign !== sign).length;
    lines.push(`@@ -${range(position.old, count("+"))} +${range(position.new, count("-"))} @@`);
    for (const { sign, line } of hunk) lines.push(...shown(sign, line));
    advance(position, hunk);
    i = end;
  }
  return lines;
}

/** Changes with few equal lines between them share a hunk. */
function hunkEnd(changes: readonly Change[], first: number): number {
  let last = first;
  for (let i = first; i < changes.length && i - last <= 2 * context; i++) {
    if (changes[i]?.sign !== " ") last = i;
  }
  return Math.min(changes.length, last + context + 1);
}

function advance(position: { old: number; new: number }, passed: readonly Change[]): void {
  for (const { sign } of passed) {
    if (sign !== "+") position.old++;
    if (sign !== "-") position.new++;
  }
}

function range(start: number, count: number): string {
  return count === 1 ? String(start) : `${count === 0 ? start - 1 : start},${count}`;
}

function shown(sign: string, line: string): readonly string[] {
  return line.endsWith("\n") ? [sign + line.slice(0, -1)] : [sign + line, "\\ No newline at end of file"];
}
