/**
 * Sizes of axes: integers, or linear forms over named symbols such as `T`, `2*T + 1`. Equality is decided, not guessed:
 * two dims are equal exactly when their normal forms are. A symbol equals itself everywhere; `?` is a fresh symbol.
 */

export interface LinearForm {
  readonly constant: number;
  /** Symbol to integer factor, sorted by symbol, no zero factors. Never empty (else the dim is a plain number). */
  readonly terms: readonly (readonly [symbol: string, factor: number])[];
}

export type Dim = number | LinearForm;

export type Shape = readonly Dim[];

export function symbol(name: string): Dim {
  return { constant: 0, terms: [[name, 1]] };
}

export function isKnown(dim: Dim): dim is number {
  return typeof dim === "number";
}

export function addDims(a: Dim, b: Dim): Dim {
  return combine(a, 1, b, 1);
}

export function subtractDims(a: Dim, b: Dim): Dim {
  return combine(a, 1, b, -1);
}

export function scaleDim(a: Dim, factor: number): Dim {
  return combine(a, factor, 0, 0);
}

/** The product where it stays linear; a product of two unknown sizes becomes a symbol of its own, named by both. */
export function multiplyDims(a: Dim, b: Dim): Dim {
  if (isKnown(a)) return scaleDim(b, a);
  if (isKnown(b)) return scaleDim(a, b);
  const [x, y] = [showFactor(a), showFactor(b)].sort() as [string, string];
  return symbol(`${x}*${y}`);
}

/** `a / divisor` when every factor divides exactly; undefined when it does not (or is not known to). */
export function divideDim(a: Dim, divisor: number): Dim | undefined {
  if (isKnown(a)) return Number.isInteger(a / divisor) ? a / divisor : undefined;
  const parts = [a.constant, ...a.terms.map(([, factor]) => factor)];
  if (!parts.every((part) => Number.isInteger(part / divisor))) return undefined;
  return normal(
    a.constant / divisor,
    a.terms.map(([name, factor]) => [name, factor / divisor] as const),
  );
}

/** `floor(a / divisor)`; of an unknown size that does not divide it is a symbol of its own, named by the quotient. */
export function floorDivideDim(a: Dim, divisor: number): Dim {
  if (isKnown(a)) return Math.floor(a / divisor);
  return divideDim(a, divisor) ?? symbol(`floor(${showDim(a)} / ${divisor})`);
}

export function equalDims(a: Dim, b: Dim): boolean {
  if (isKnown(a) || isKnown(b)) return a === b;
  return (
    a.constant === b.constant &&
    a.terms.length === b.terms.length &&
    a.terms.every(([name, factor], i) => name === b.terms[i]?.[0] && factor === b.terms[i]?.[1])
  );
}

export function equalShapes(a: Shape, b: Shape): boolean {
  return a.length === b.length && a.every((dim, i) => equalDims(dim, b[i] as Dim));
}

export function productOf(shape: Shape): Dim {
  return shape.reduce((product, dim) => multiplyDims(product, dim), 1 as Dim);
}

/** Puts sizes in the place of symbols; symbols without a binding stay. */
export function substituteDim(dim: Dim, bindings: ReadonlyMap<string, Dim>): Dim {
  if (isKnown(dim)) return dim;
  return dim.terms.reduce<Dim>(
    (sum, [name, factor]) => addDims(sum, scaleDim(bindings.get(name) ?? symbol(name), factor)),
    dim.constant,
  );
}

export function symbolsOf(dim: Dim): readonly string[] {
  return isKnown(dim) ? [] : dim.terms.map(([name]) => name);
}

export function showDim(dim: Dim): string {
  if (isKnown(dim)) return String(dim);
  const parts = dim.terms.map(([name, factor]) =>
    factor === 1 ? name : factor === -1 ? `-${name}` : `${factor}*${name}`,
  );
  if (dim.constant !== 0) parts.push(String(dim.constant));
  return parts.join(" + ").replaceAll("+ -", "- ");
}

/** `[28, 28, 1]`; a scalar a row is `[]`. */
export function showShape(shape: Shape): string {
  return `[${shape.map(showDim).join(", ")}]`;
}

function showFactor(dim: LinearForm): string {
  return dim.terms.length === 1 && dim.constant === 0 ? showDim(dim) : `(${showDim(dim)})`;
}

function combine(a: Dim, factorA: number, b: Dim, factorB: number): Dim {
  const sums = new Map<string, number>();
  let constant = 0;
  for (const [dim, factor] of [
    [a, factorA],
    [b, factorB],
  ] as const) {
    if (isKnown(dim)) {
      constant += dim * factor;
      continue;
    }
    constant += dim.constant * factor;
    for (const [name, own] of dim.terms) sums.set(name, (sums.get(name) ?? 0) + own * factor);
  }
  return normal(constant, [...sums]);
}

function normal(constant: number, terms: readonly (readonly [string, number])[]): Dim {
  const kept = terms.filter(([, factor]) => factor !== 0);
  if (kept.length === 0) return constant;
  return { constant, terms: kept.sort(([x], [y]) => (x < y ? -1 : 1)) };
}
