/** Kernels by what they compute: equal descriptions become one object, so that targets make code for it once. */
import { inputsOf } from "../expr-tree.ts";
import type { Access, Affine, Expr, Guard, Kernel, Store } from "../kernel.ts";

export class KernelTable {
  private readonly kernels = new Map<string, Kernel>();

  /** The kernel of this description that was there first, which keeps its name. */
  share(kernel: Kernel): Kernel {
    const key = describeKernel(kernel);
    const known = this.kernels.get(key) ?? kernel;
    this.kernels.set(key, known);
    return known;
  }
}

/** All of a kernel but its name, as a text: equal texts, equal kernels. Shared subtrees are written once and numbered. */
function describeKernel(kernel: Kernel): string {
  const lines: string[] = [];
  const numbers = new Map<Expr, number>();
  const describe = (expr: Expr): number => {
    const known = numbers.get(expr);
    if (known !== undefined) return known;
    const line = describeExpr(expr, describe);
    const number = lines.push(line) - 1;
    numbers.set(expr, number);
    return number;
  };
  const stores = (list: readonly Store[]) =>
    list.map(({ access, value }) => `${describeAccess(access)}=${describe(value)}`).join(";");
  const buffers = kernel.buffers.map(({ dtype, written }) => dtype + (written ? "!" : "")).join(",");
  const head = (() => {
    switch (kernel.kind) {
      case "map":
        return `map [${kernel.shape}] ${stores(kernel.stores)}`;
      case "reduce": {
        const { kept, reduced, primitive, order, value } = kernel;
        const fold = `${primitive.name} ${order.lanes}/${order.piece} ${describe(value)}`;
        return `reduce [${kept}] [${reduced}] ${fold} ${stores(kernel.stores)}`;
      }
      case "contract": {
        const { dtype, batch, m, n, k, a, b } = kernel;
        const operands = `${describeAccess(a)} ${describeAccess(b)}`;
        return `contract ${dtype} [${batch}] ${m} ${n} [${k}] ${operands} ${stores(kernel.stores)}`;
      }
      case "scatter": {
        const { positions, row, rows, stride, target, index, value } = kernel;
        const into = `${rows}*${stride} ${describeAccess(target)}`;
        return `scatter [${positions}] [${row}] ${into} ${describe(index)} ${describe(value)}`;
      }
    }
  })();
  return `${head} (${buffers}) ${lines.join("\n")}`;
}

function describeExpr(expr: Expr, describe: (expr: Expr) => number): string {
  const { kind, dtype } = expr;
  switch (expr.kind) {
    case "load":
      return `${dtype} ${describeAccess(expr.access)}`;
    case "gather":
      return `${dtype} gather ${describeAccess(expr.access)} ${expr.rows}*${expr.stride} ${describe(expr.index)}`;
    case "constant":
      return `${dtype} ${Object.is(expr.value, -0) ? "-0" : expr.value}`;
    case "index":
      return `${dtype} index ${describeAffine(expr.value)}`;
    case "random":
      return `${dtype} random ${describeAffine(expr.element)} ${inputsOf(expr).map(describe)}`;
    case "pointwise":
      return `${dtype} ${expr.primitive.name} ${expr.inputs.map(describe)}`;
    case "cast":
      return `${dtype} cast ${describe(expr.input)}`;
    case "pick": {
      const choices = expr.choices.map(
        ({ guards, value }) => `${guards.map(describeGuard)}?${describe(value)}`,
      );
      return `${dtype} pick ${choices.join(" ")} else ${Object.is(expr.otherwise, -0) ? "-0" : expr.otherwise}`;
    }
    default:
      return `${dtype} ${kind}`;
  }
}

function describeAccess({ buffer, at }: Access): string {
  return `#${buffer}@${describeAffine(at)}`;
}

function describeAffine({ offset, strides }: Affine): string {
  return `${offset}+${strides.join(",")}`;
}

function describeGuard({ value, low, high }: Guard): string {
  return `${low}<=${describeAffine(value)}<${high}`;
}
