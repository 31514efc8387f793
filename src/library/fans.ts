/** How many inputs and outputs a weight connects: what the spread of its initial values depends on. */

export interface Fans {
  readonly fanIn: number;
  readonly fanOut: number;
}

/**
 * Keras' rule: a vector counts its length for both; a matrix its rows and its columns; anything higher its last two axes, each
 * times the product of the others. With both lists of axes given, the products of those axes.
 */
export function fansOf(
  shape: readonly number[],
  inputAxes: readonly number[] | null = null,
  outputAxes: readonly number[] | null = null,
): Fans {
  if (inputAxes !== null && outputAxes !== null) {
    return {
      fanIn: product(inputAxes.map((a) => at(shape, a))),
      fanOut: product(outputAxes.map((a) => at(shape, a))),
    };
  }
  if (shape.length < 2) return { fanIn: shape[0] ?? 1, fanOut: shape[0] ?? 1 };
  const others = product(shape.slice(0, -2));
  return { fanIn: at(shape, -2) * others, fanOut: at(shape, -1) * others };
}

function at(shape: readonly number[], axis: number): number {
  return shape.at(axis) ?? 1;
}

function product(sizes: readonly number[]): number {
  return sizes.reduce((result, size) => result * size, 1);
}
