/** Kernel expressions as terms: what is computed for one element, over the names of loops and parameters. */
import type { DType } from "../../../tensor/types.ts";
import type { Access, Affine, Expr, Guard } from "../../kernel.ts";
import { applied, uniform, type WordTerm } from "./c-functions.ts";
import { type CHelpers, rowOf, wholeFrom } from "./c-helpers.ts";
import { call, cTypeName, leaf, literal, type Term } from "./term.ts";

const loopNames = ["i", "j", "k", "l", "m", "n", "o", "p"];

export function loopName(axis: number): string {
  return loopNames[axis] ?? `i${axis}`;
}

/** Letters that no loop has. */
const bufferNames = ["a", "b", "c", "d", "e", "f", "g", "h"];

export function bufferName(buffer: number): string {
  return bufferNames[buffer] ?? `p${buffer}`;
}

/** `28 * i + j - 1` */
function affineText({ offset, strides }: Affine): string {
  const parts = strides.flatMap((stride, axis) => {
    if (stride === 0) return [];
    return [stride === 1 ? loopName(axis) : `${stride} * ${loopName(axis)}`];
  });
  if (offset !== 0 || parts.length === 0) parts.push(String(offset));
  return parts.join(" + ").replaceAll("+ -", "- ");
}

export function accessText({ buffer, at }: Access, row?: string): string {
  const place = affineText(at);
  if (row === undefined) return `${bufferName(buffer)}[${place}]`;
  return `${bufferName(buffer)}[${place === "0" ? row : `${row} + ${place}`}]`;
}

export class KernelTerms {
  private readonly known = new Map<Expr, Term>();

  constructor(
    private readonly h: CHelpers,
    private readonly accumulator?: Term,
  ) {}

  of(expr: Expr): Term {
    const known = this.known.get(expr) ?? this.make(expr);
    this.known.set(expr, known);
    return known;
  }

  /** The clamped number of a row, times the distance of rows. */
  row(index: Expr, rows: number, stride: number): Term {
    const number = call(rowOf(this.h), [this.of(index), leaf(String(rows), "i32")], "i32");
    return { form: "infix", operator: "*", type: "i32", inputs: [leaf(String(stride), "i32"), number] };
  }

  private make(expr: Expr): Term {
    const { h } = this;
    switch (expr.kind) {
      case "load":
        return leaf(accessText(expr.access), expr.dtype);
      case "gather": {
        const place = affineText(expr.access.at);
        const row = this.row(expr.index, expr.rows, expr.stride);
        const at: Term =
          place === "0"
            ? row
            : { form: "infix", operator: "+", type: "i32", inputs: [row, leaf(place, "i32")] };
        return { form: "element", operator: bufferName(expr.access.buffer), type: expr.dtype, inputs: [at] };
      }
      case "constant":
        return literal(expr.dtype === "f32" ? Math.fround(expr.value) : expr.value, expr.dtype);
      case "index":
        return castTerm(h, leaf(affineText(expr.value), "i32"), expr.dtype);
      case "random":
        return uniform(
          h,
          expr.dtype as "f32" | "f64",
          [this.word(expr.key[0]), this.word(expr.key[1])],
          [this.word(expr.first), leaf(affineText(expr.element), "i32")],
          this.of(expr.step),
        );
      case "pointwise":
        return applied(
          h,
          expr.primitive,
          expr.dtype,
          expr.inputs.map((input) => this.of(input)),
        );
      case "cast":
        return castTerm(h, this.of(expr.input), expr.dtype);
      case "pick":
        return this.pick(expr);
      case "accumulator":
        if (this.accumulator === undefined) throw new TypeError("an accumulator stands outside an epilogue");
        return this.accumulator;
    }
  }

  private word(expr: Expr): WordTerm {
    return expr.kind === "constant" ? expr.value : this.of(expr);
  }

  private pick({ choices, otherwise, dtype }: Extract<Expr, { kind: "pick" }>): Term {
    const always = choices.findIndex(({ guards }) => guards.length === 0);
    const guarded = always < 0 ? choices : choices.slice(0, always);
    const last =
      always < 0 ? literal(otherwise, dtype) : this.of((choices[always] as (typeof choices)[number]).value);
    if (guarded.length === 0) return last;
    return {
      form: "pick",
      operator: "",
      type: dtype,
      inputs: [...guarded.map(({ value }) => this.of(value)), last],
      conditions: guarded.map(({ guards }) => guards.map(guardText).join(" && ")),
    };
  }
}

function guardText({ value, low, high }: Guard): string {
  const at = affineText(value);
  return `${low} <= ${at} && ${at} < ${high}`;
}

function castTerm(h: CHelpers, x: Term, dtype: DType): Term {
  if (x.type === dtype) return x;
  if (dtype === "i32") return call(wholeFrom(h, x.type as "f32" | "f64"), [x], dtype);
  return call(`(${cTypeName[dtype]})`, [x], dtype);
}
