/** A program of Python where a model file is expected: one finding in the place of all that would follow from it. */
import type { Diagnostic } from "../../base/diagnostic.ts";
import type { Source } from "../../base/source.ts";
import { looksLikePython } from "./python-lines.ts";

/** Undefined where the text is none. */
export function pythonProgram(source: Source): Diagnostic | undefined {
  if (!looksLikePython(source.text)) return undefined;
  const start = /^\s*(#.*\s*)*/.exec(source.text)?.[0].length ?? 0;
  const [line = ""] = source.text.slice(start).split(/\r?\n/, 1);
  return {
    ...{ rule: "syntax", severity: "error", span: { source, start, end: start + line.length } },
    message: "this is a program in Python, not a model file",
    help: "`nnet fix FILE` rewrites a Keras program as a model file; for what it cannot read, `nnet new` shows what one looks like",
  };
}
