/** Which entry of `features` belongs to which input, and which of `target` and `sample_weight` to which output. */
import type { Report } from "../base/diagnostic.ts";
import type { Span } from "../base/source.ts";
import { suggest } from "../base/suggest.ts";

type Key = "features" | "target" | "sample_weight";

export interface Match<E> {
  /** Key in the section's record; "" for the unnamed entry. */
  readonly key: string;
  /** Of the input or output. */
  readonly name: string;
  readonly end: E;
}

/** By name; the unnamed entry belongs to the only input or output. Nothing is reported of a network without any. */
export function matchEnds<E extends { readonly span?: Span }>(
  ends: Readonly<Record<string, E>>,
  names: readonly string[],
  section: Key,
  report: Report,
): readonly Match<E>[] {
  const [only] = names;
  return Object.entries(ends).flatMap(([key, end]) => {
    if (names.includes(key)) return [{ key, name: key, end }];
    if (key === "" && only !== undefined && names.length === 1) return [{ key, name: only, end }];
    if (end.span && only !== undefined) reportMismatch(key, end.span, names, section, report);
    return [];
  });
}

function reportMismatch(
  key: string,
  span: Span,
  names: readonly string[],
  section: Key,
  report: Report,
): void {
  const what = section === "features" ? "input" : "output";
  if (key === "") {
    report({
      rule: "bad-option",
      severity: "error",
      message: `the network has ${names.length} ${what}s: say which columns belong to which`,
      span,
      help: `write ${section} = { ${names.map((name) => `${name} = …`).join(", ")} }`,
    });
    return;
  }
  const near = suggest(key, names);
  report({
    rule: "unknown-key",
    severity: "error",
    message: `the network has no ${what} called ${key}`,
    span,
    help: near ? `did you mean ${near}?` : `its ${what}s are ${names.join(", ")}`,
  });
}
