/** A program of Python or JavaScript where a model file is expected: one finding in the place of all that would follow from it. */
import type { Diagnostic } from "../../base/diagnostic.ts";
import type { Source } from "../../base/source.ts";
import { looksLikePython } from "./python-lines.ts";

/** Undefined where the text is none. */
export function otherProgram(source: Source): Diagnostic | undefined {
  return scriptProgram(source) ?? pythonProgram(source);
}

/** What only TensorFlow.js writes, alone or in the middle of a model file. */
const scriptSign =
  /\btf\.(layers\.[a-z]\w*\s*\(\s*[{)]|train\.[a-z]\w*\s*\(|sequential\s*\(|(input|model)\s*\(\s*\{)|['"]@tensorflow\//;

/** Names of TensorFlow.js are Keras', but its arguments are records and its models are made step by step: it is not rewritten. */
export function scriptProgram(source: Source): Diagnostic | undefined {
  const { index } = scriptSign.exec(source.text) ?? {};
  if (index === undefined) return undefined;
  return {
    ...told(source, source.text.lastIndexOf("\n", index) + 1),
    message: "this is TensorFlow.js, not a model file",
    help: "write the words of Keras: tf.layers.dense({units: 10, activation: 'relu'}) is Dense(10, activation = relu), binaryCrossentropy is binary_crossentropy; `nnet new` shows a whole file",
  };
}

function pythonProgram(source: Source): Diagnostic | undefined {
  if (!looksLikePython(source.text)) return undefined;
  return {
    ...told(source, /^\s*(#.*\s*)*/.exec(source.text)?.[0].length ?? 0),
    message: "this is a program in Python, not a model file",
    help: "`nnet fix FILE` rewrites a Keras program as a model file; for what it cannot read, `nnet new` shows what one looks like",
  };
}

/** At the whole line that begins at `start`. */
function told(source: Source, start: number) {
  const [line = ""] = source.text.slice(start).split(/\r?\n/, 1);
  const span = { source, start, end: start + line.length };
  return { rule: "syntax", severity: "error", span } as const;
}
