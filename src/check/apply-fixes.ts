/** Applies the edits of fixes to a text. A fix is taken whole or not at all; where two meet, the first one wins. */
import type { Diagnostic, Edit } from "../base/diagnostic.ts";

export interface FixOptions {
  /** Suggested fixes too, not only those that keep the meaning. */
  readonly unsafe?: boolean | undefined;
}

export interface Fixed {
  readonly text: string;
  readonly applied: readonly Diagnostic[];
  /** Wanted, but in the way of another fix: a second run may take them. */
  readonly skipped: readonly Diagnostic[];
}

/** Offsets of the findings must be of `text`; fixes that touch another source are skipped. */
export function applyFixes(text: string, findings: readonly Diagnostic[], options: FixOptions = {}): Fixed {
  const edits: Edit[] = [];
  const applied: Diagnostic[] = [];
  const skipped: Diagnostic[] = [];
  for (const finding of findings) {
    const { fix } = finding;
    if (!fix || fix.edits.length === 0 || !(fix.safe || options.unsafe)) continue;
    const own = fix.edits.every(
      ({ span }) => span.source.text === text && span.source === finding.span.source,
    );
    const fresh = fix.edits.filter((edit) => !edits.some((other) => sameEdit(edit, other)));
    if (own && fresh.every((edit) => !edits.some((other) => collide(edit, other))) && disjoint(fresh)) {
      edits.push(...fresh);
      applied.push(finding);
    } else {
      skipped.push(finding);
    }
  }
  return { text: applyEdits(text, edits), applied, skipped };
}

/** Edits must not overlap. */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  const ordered = [...edits].sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
  let result = "";
  let done = 0;
  for (const { span, text: replacement } of ordered) {
    result += text.slice(done, span.start) + replacement;
    done = span.end;
  }
  return result + text.slice(done);
}

function disjoint(edits: readonly Edit[]): boolean {
  return edits.every((edit, i) => edits.every((other, j) => i >= j || !collide(edit, other)));
}

function sameEdit(a: Edit, b: Edit): boolean {
  return a.text === b.text && a.span.start === b.span.start && a.span.end === b.span.end;
}

/** Two insertions at one place collide too: their order would be a guess. */
function collide(a: Edit, b: Edit): boolean {
  if (a.span.start === b.span.start) return true;
  return a.span.start < b.span.end && b.span.start < a.span.end;
}
