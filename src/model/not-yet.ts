/** What the grammar reads and this version does not yet give a meaning to. */
import type { Report } from "../base/diagnostic.ts";
import type { Span } from "../base/source.ts";

/** `what` begins the sentence: "`block`", "arithmetic on tensors". */
export function reportNotYet(report: Report, span: Span, what: string, help?: string): void {
  report({
    rule: "not-yet",
    severity: "error",
    message: `${what} is not supported in this version of nnet yet`,
    span,
    ...(help === undefined ? {} : { help }),
  });
}
