/** Reports an expression that cannot be a constant as it stands; its value is undefined then. */
import type { Report } from "../base/diagnostic.ts";
import type { Span } from "../base/source.ts";

export function refuseConstant(span: Span, message: string, report: Report): undefined {
  report({ rule: "bad-constant", severity: "error", message, span });
  return undefined;
}
