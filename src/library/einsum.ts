/**
 * Equations of EinsumDense, `ab,bc->ac`: letters name the axes of input, kernel and result, and those that the result has not
 * are summed over. As in Keras, letters count the batch, which comes first; `...` at one end stands for any further axes.
 */
import { type Dim, equalDims, type Shape, showDim, showShape } from "../base/dim.ts";
import { ShapeProblem } from "./layer.ts";

export interface Equation {
  readonly input: readonly string[];
  readonly kernel: readonly string[];
  readonly output: readonly string[];
}

const forms = [
  /^(?<left>)(?<input>[a-zA-Z]+)(?<right>),(?<kernel>[a-zA-Z]+)->(?<output>[a-zA-Z]+)$/,
  /^(?<left>\.\.\.)(?<input>[a-zA-Z]+)(?<right>),(?<kernel>[a-zA-Z]+)->\.\.\.(?<output>[a-zA-Z]+)$/,
  /^(?<left>)(?<input>[a-zA-Z]{2,})(?<right>\.\.\.),(?<kernel>[a-zA-Z]+)->(?<output>[a-zA-Z]+)\.\.\.$/,
];

/** Why an equation cannot be read, or undefined. */
export function equationProblem(text: string): string | undefined {
  const parts = partsOf(text);
  if (parts === undefined) return "expects the form ab,bc->ac, where ... may stand for axes at one end";
  const { input, kernel, output, left } = parts;
  const twice = [input, kernel, output].find((letters) => new Set(letters).size < letters.length);
  if (twice !== undefined) return `has a letter twice in ${twice}`;
  if (!left && (output[0] !== input[0] || kernel.includes(input[0] as string)))
    return "must begin input and result with the letter of the batch, which the kernel has not";
  const nowhere = [...output].find((letter) => !input.includes(letter) && !kernel.includes(letter));
  if (nowhere !== undefined)
    return `has ${nowhere} in the result, which is neither in the input nor in the kernel`;
  const unsized = [...kernel].find((letter) => !input.includes(letter) && !output.includes(letter));
  return unsized === undefined
    ? undefined
    : `has ${unsized} in the kernel alone, so that its size is not known`;
}

interface Parts {
  readonly left: boolean;
  readonly right: boolean;
  readonly input: string;
  readonly kernel: string;
  readonly output: string;
}

function partsOf(text: string): Parts | undefined {
  const match = forms.map((form) => form.exec(text.replaceAll(" ", ""))?.groups).find((groups) => groups);
  if (match === undefined) return undefined;
  const { input = "", kernel = "", output = "", left, right } = match;
  return { input, kernel, output, left: left !== "", right: right !== "" };
}

/** The labels of all axes of an input of this rank, batch counted. Throws ShapeProblem where it has too few or too many. */
export function equationFor(text: string, rank: number, shape: Shape): Equation {
  const { left, right, input, kernel, output } = partsOf(text) as Parts;
  const more = rank - input.length;
  if (more < (left ? 1 : 0) || (!left && !right && more > 0)) {
    throw new ShapeProblem(
      "rank-mismatch",
      `EinsumDense: the equation ${text} does not fit ${showShape(shape)}`,
      { param: "equation", label: `names ${input.length} axes, the batch among them, and ${rank} come in` },
    );
  }
  const others = Array.from({ length: more }, (_, i) => String(i));
  const around = (letters: string): string[] => (left ? [...others, ...letters] : [...letters, ...others]);
  return { input: around(input), kernel: [...kernel], output: around(output) };
}

/**
 * The sizes of the labels but the batch's: those of the input, and those that `sizes` give to the letters of the result in
 * order (`null` for what the input decides). Throws ShapeProblem where they disagree or one is missing.
 */
export function labelSizes(
  text: string,
  { input, output }: Equation,
  shape: Shape,
  sizes: readonly (Dim | null)[],
): ReadonlyMap<string, Dim> {
  const known = new Map(shape.map((dim, i) => [input[i + 1] as string, dim]));
  const letters = output.filter((label) => label !== input[0] && /[a-zA-Z]/.test(label));
  if (letters.length !== sizes.length) {
    throw new ShapeProblem(
      "bad-option",
      `EinsumDense: output_shape has ${sizes.length} sizes, and the result of ${text} has ${letters.length} axes`,
      { param: "output_shape", label: "one for each letter of the result but the batch's" },
    );
  }
  for (const [i, letter] of letters.entries()) {
    const [given, own] = [sizes[i] ?? null, known.get(letter)];
    if (given === null && own !== undefined) continue;
    if (given === null) {
      throw new ShapeProblem("bad-option", `EinsumDense: the size of ${letter} is not known`, {
        param: "output_shape",
        label: "none is for axes that the input has",
      });
    }
    if (own !== undefined && !equalDims(own, given)) {
      throw new ShapeProblem(
        "shape-mismatch",
        `EinsumDense: ${letter} is ${showDim(own)} in the input and ${showDim(given)} in output_shape`,
        { param: "output_shape" },
      );
    }
    known.set(letter, given);
  }
  return known;
}
