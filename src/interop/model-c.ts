/** A model as C: the program with its weights in one file, and a header that says how it is called. */
import { fuse, inputsOf, statesOf } from "../backend/fuse.ts";
import { type CState, printProgram } from "../backend/targets/c/print-program.ts";
import type { InferenceInput, InferenceOutput } from "../lower/inference.ts";
import { simplify } from "../tensor/simplify.ts";
import { showType } from "../tensor/types.ts";
import type { CompiledModel } from "./model-wasm.ts";

export interface CModel {
  readonly source: string;
  readonly header: string;
}

/** `name` begins all names that others see. */
export function modelC({ about, inference, state, weights }: CompiledModel, name: string): CModel {
  const program = simplify(inference.program);
  const states = statesOf([program]);
  const fused = fuse(program, { states, inputs: inputsOf(inference.program) });
  const own = [...states.keys()].map((key): [string, CState] => [
    key,
    { values: state[key] as CState["values"], parts: weights.filter((weight) => weight.state === key) },
  ]);
  const lines = [
    `${about.model}, compiled by nnet ${about.nnet}: ${about.parameters} parameters, ${about.trained ? "trained" : "as training would begin with"}.`,
    `SHA-256 of the weights: ${about.weights}`,
    "",
    `void ${name}(…) computes ${about.batch === 1 ? "one row" : `${about.batch} rows`}. It keeps its working memory between calls: one call at a time.`,
    "",
    ...inference.inputs.flatMap((input) => [`${input.name}: ${showType(input)}`, ...describeInput(input)]),
    ...inference.outputs.flatMap((output) => [
      `${output.name}: ${showType(output)}`,
      ...describeOutput(output),
    ]),
    "",
    "cc -std=c11 -O2 (with -lm), or any other compiler: the results are the same to the last bit.",
  ];
  const { source, signature } = printProgram(fused, {
    name,
    inputs: inference.inputs,
    outputs: inference.outputs,
    states: Object.fromEntries(own),
    about: lines,
  });
  return { source, header: headerText(name, signature, lines) };
}

function describeInput({ columns = [] }: InferenceInput): string[] {
  return columns.map(({ column, categories, open, missing, transform, hostTransform, width }, place) => {
    const parts = [
      `  ${place}  ${column}`,
      ...(categories ? [`the place in: ${categories.join(", ")}`] : []),
      ...(open ? ["-1 for any other"] : []),
      ...(width === undefined ? [] : [`${width} numbers`]),
      ...(transform ? [`${transform} is applied here`] : []),
      ...(hostTransform
        ? [`after ${hostTransform.name}, which is yours to apply: ${JSON.stringify(hostTransform.fitted)}`]
        : []),
      ...(missing === undefined ? [] : [`${missing === "NaN" ? "NAN" : missing} where it is missing`]),
    ];
    return parts.join(", ");
  });
}

function describeOutput({ classes }: InferenceOutput): string[] {
  return classes ? [`  probabilities of ${classes.join(", ")}`] : [];
}

function headerText(name: string, signature: string, lines: readonly string[]): string {
  const guard = `${name.toUpperCase()}_H`;
  return [
    `/*\n${lines.map((line) => ` * ${line.replaceAll("*/", "* /")}`.trimEnd()).join("\n")}\n */`,
    `#ifndef ${guard}\n#define ${guard}`,
    "#include <stdint.h>",
    `#ifdef __cplusplus\nextern "C" {\n#endif`,
    `${signature};`,
    `#ifdef __cplusplus\n}\n#endif`,
    "#endif\n",
  ].join("\n\n");
}
