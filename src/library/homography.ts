/** Maps of one plane to another that keep straight lines straight: what four corners and where they go decide. */
import type { Builder, Operand } from "../tensor/builder.ts";
import type { Node } from "../tensor/node.ts";

export interface Corner {
  readonly from: readonly [x: number, y: number];
  /** `[batch, 1, 1]` each. */
  readonly to: readonly [x: Node, y: Node];
}

/**
 * The map that sends where the corners went back to where they were: for new pixels, the places to read. The eight
 * coefficients solve `x (c0 x' + c1 y' + 1) = a0 x' + a1 y' + a2` and the like for y, at all four corners, by elimination
 * with the largest pivots of the undisturbed corners, which is the same order for every image.
 */
export function homography(
  g: Builder,
  corners: readonly Corner[],
): (x: Node, y: Node) => { readonly x: Node; readonly y: Node } {
  const rows: Operand[][] = [
    ...corners.map(({ from: [x], to: [u, v] }) => [u, v, 1, 0, 0, 0, g.mul(u, -x), g.mul(v, -x), x]),
    ...corners.map(({ from: [, y], to: [u, v] }) => [0, 0, 0, u, v, 1, g.mul(u, -y), g.mul(v, -y), y]),
  ];
  const start: number[][] = [
    ...corners.map(({ from: [x, y] }) => [x, y, 1, 0, 0, 0, -x * x, -y * x, x]),
    ...corners.map(({ from: [x, y] }) => [0, 0, 0, x, y, 1, -x * y, -y * y, y]),
  ];
  const solved = solve(g, rows, start);
  return (x, y) => {
    const linear = (a: number, b: number, c: Operand): Node =>
      g.add(g.add(g.mul(solved[a] as Operand, x), g.mul(solved[b] as Operand, y)), c);
    const scale = linear(6, 7, 1);
    return {
      x: g.div(linear(0, 1, solved[2] as Operand), scale),
      y: g.div(linear(3, 4, solved[5] as Operand), scale),
    };
  };
}

/** Gauss and Jordan; `shadow` holds numbers near those of the nodes, and chooses the pivots. */
function solve(g: Builder, rows: Operand[][], shadow: number[][]): Operand[] {
  const n = rows.length;
  for (let column = 0; column < n; column++) {
    const pivot = largest(shadow, column);
    for (const matrix of [rows, shadow] as unknown[][][]) {
      [matrix[column], matrix[pivot]] = [matrix[pivot] as unknown[], matrix[column] as unknown[]];
    }
    const [head, headShadow] = [rows[column] as Operand[], shadow[column] as number[]];
    for (let row = 0; row < n; row++) {
      const [own, ownShadow] = [rows[row] as Operand[], shadow[row] as number[]];
      if (row === column || own[column] === 0) continue;
      const factor = divided(g, own[column] as Operand, head[column] as Operand);
      const factorShadow = (ownShadow[column] as number) / (headShadow[column] as number);
      for (let k = column; k <= n; k++) {
        own[k] = k === column ? 0 : difference(g, own[k] as Operand, product(g, factor, head[k] as Operand));
        ownShadow[k] = k === column ? 0 : (ownShadow[k] as number) - factorShadow * (headShadow[k] as number);
      }
    }
  }
  return rows.map((row, i) => divided(g, row[n] as Operand, row[i] as Operand));
}

function largest(matrix: readonly (readonly number[])[], column: number): number {
  let best = column;
  for (let row = column; row < matrix.length; row++) {
    if (Math.abs(matrix[row]?.[column] as number) > Math.abs(matrix[best]?.[column] as number)) best = row;
  }
  return best;
}

function product(g: Builder, a: Operand, b: Operand): Operand {
  if (a === 0 || b === 0) return 0;
  return typeof a === "number" && typeof b === "number" ? a * b : g.mul(a, b);
}

function difference(g: Builder, a: Operand, b: Operand): Operand {
  if (b === 0) return a;
  return typeof a === "number" && typeof b === "number" ? a - b : g.sub(a, b);
}

function divided(g: Builder, a: Operand, b: Operand): Operand {
  if (a === 0 || b === 1) return a;
  return typeof a === "number" && typeof b === "number" ? a / b : g.div(a, b);
}
