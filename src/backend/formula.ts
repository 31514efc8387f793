/** What a kernel computes, written as assignments; values that are used several times get names. */
import type { DType } from "../tensor/types.ts";
import { inputsOf } from "./expr-tree.ts";
import type { Access, Affine, Expr, Kernel } from "./kernel.ts";

const loopLetters = ["i", "j", "k", "l", "m", "n", "o", "p", "q"];

/** Lines like `d[128 i + j] = max(sum + b[j], 0)`; `sum` is what a reduction or contraction has folded. */
export function formula(kernel: Kernel): string[] {
  const roots = kernel.stores.map(({ value }) => value);
  const folded =
    kernel.kind === "reduce" ? [kernel.value] : kernel.kind === "scatter" ? [kernel.index, kernel.value] : [];
  const writer = new FormulaWriter([...folded, ...roots]);
  const lines: string[] = [];
  if (kernel.kind === "contract") lines.push(`acc = Σ ${showAccess(kernel.a)} · ${showAccess(kernel.b)}`);
  if (kernel.kind === "reduce") {
    const value = writer.write(kernel.value);
    lines.push(...writer.takeNamed(), `acc = ${kernel.primitive.name} ${value}`);
  }
  if (kernel.kind === "scatter") {
    const [row, value] = [writer.write(kernel.index), writer.write(kernel.value)];
    lines.push(
      ...writer.takeNamed(),
      `${showAccess(kernel.target, `row(${row})`, kernel.stride)} += ${value}`,
    );
  }
  for (const { access, value } of kernel.stores) {
    const right = writer.write(value);
    lines.push(...writer.takeNamed(), `${showAccess(access)} = ${right}`);
  }
  return lines;
}

class FormulaWriter {
  private readonly uses = new Map<Expr, number>();
  private readonly names = new Map<Expr, string>();
  private named: string[] = [];

  constructor(roots: readonly Expr[]) {
    const visit = (expr: Expr): void => {
      const uses = this.uses.get(expr) ?? 0;
      this.uses.set(expr, uses + 1);
      if (uses === 0) inputsOf(expr).forEach(visit);
    };
    roots.forEach(visit);
  }

  /** Definitions that were needed since the last time. */
  takeNamed(): string[] {
    const lines = this.named;
    this.named = [];
    return lines;
  }

  private random({ key, step, first, element }: Extract<Expr, { kind: "random" }>): string {
    const [low, high] = key.map((word) => (word.kind === "constant" ? `${word.value}` : this.write(word)));
    const from = first.kind === "constant" && first.value === 0 ? "" : `${this.write(first)} + `;
    return `random(${low}:${high}, ${this.write(step)}, ${from}${showAffine(element)})`;
  }

  write(expr: Expr): string {
    const known = this.names.get(expr);
    if (known !== undefined) return known;
    const text = this.term(expr);
    if (inputsOf(expr).length === 0 || this.uses.get(expr) === 1) return text;
    const name = `t${this.names.size + 1}`;
    this.names.set(expr, name);
    this.named.push(`${name} = ${text}`);
    return name;
  }

  private term(expr: Expr): string {
    switch (expr.kind) {
      case "load":
        return showAccess(expr.access);
      case "gather":
        return showAccess(expr.access, `row(${this.write(expr.index)})`, expr.stride);
      case "constant":
        return showNumber(expr.value, expr.dtype);
      case "index":
        return `(${showAffine(expr.value)})`;
      case "random":
        return this.random(expr);
      case "pointwise":
        return `${expr.primitive.name}(${expr.inputs.map((input) => this.write(input)).join(", ")})`;
      case "cast":
        return `${expr.dtype}(${this.write(expr.input)})`;
      case "pick": {
        const choices = expr.choices.map(({ guards, value }) => {
          const when = guards.map((guard) => `${guard.low} ≤ ${showAffine(guard.value)} < ${guard.high}`);
          return when.length === 0 ? this.write(value) : `${this.write(value)} if ${when.join(" and ")}`;
        });
        return `pick(${[...choices, expr.otherwise].join("; ")})`;
      }
      case "accumulator":
        return "acc";
    }
  }
}

/** As few digits as tell the number from its neighbours. */
function showNumber(value: number, dtype: DType): string {
  if (Object.is(value, -0)) return "-0";
  if (dtype !== "f32" || !Number.isFinite(value)) return `${value}`;
  for (let digits = 1; digits < 9; digits++) {
    const short = Number(value.toPrecision(digits));
    if (Math.fround(short) === Math.fround(value)) return `${short}`;
  }
  return `${value}`;
}

function showAccess({ buffer, at }: Access, row?: string, stride = 0): string {
  const start = row === undefined ? "" : `${stride} ${row} + `;
  return `${parameterLetter(buffer)}[${start}${showAffine(at)}]`;
}

/** Parameters are a, b … z, then p26 … */
export function parameterLetter(parameter: number): string {
  return parameter < 26 ? String.fromCharCode(97 + parameter) : `p${parameter}`;
}

function showAffine({ offset, strides }: Affine): string {
  const terms = strides.flatMap((stride, loop) => {
    if (stride === 0) return [];
    const letter = loopLetters[loop] ?? `i${loop}`;
    return [stride === 1 ? letter : `${stride} ${letter}`];
  });
  if (offset !== 0 || terms.length === 0) terms.push(`${offset}`);
  return terms.join(" + ").replaceAll("+ -", "- ");
}
