/** Pointwise primitives in C: as operators where they are simple, else as functions of their own. */
import type { Arithmetic } from "../../../tensor/arithmetic.ts";
import type { PointwisePrimitive, ReducePrimitive } from "../../../tensor/primitive.ts";
import { threefry } from "../../../tensor/random.ts";
import type { DType } from "../../../tensor/types.ts";
import { cArithmetic, cWords } from "./c-arithmetic.ts";
import type { CHelpers } from "./c-helpers.ts";
import { call, cTypeName, infix, leaf, literal, type Term } from "./term.ts";
import { TermWriter } from "./term-writer.ts";

type TermKernel = (m: Arithmetic<Term, Term>, ...x: Term[]) => Term;

/** Operators that a primitive may be made of and still be written in place. */
const fewOperators = 2;

const parameterNames = ["x", "y", "z"];

/** The primitive applied to operands, which are not repeated. */
export function applied(
  h: CHelpers,
  { name, doc, kernel }: Pick<PointwisePrimitive | ReducePrimitive, "name" | "doc" | "kernel">,
  dtype: DType,
  inputs: readonly Term[],
): Term {
  const compute = kernel as TermKernel;
  const formals = inputs.map((_, i) => leaf(parameterNames[i] as string, dtype));
  const body = compute(cArithmetic(h, dtype), ...formals);
  if (isSimple(body, formals)) return compute(cArithmetic(h, dtype), ...inputs);
  const own = `${identifier(name)}_${dtype}`;
  return call(
    h.need(own, () => functionText(own, formals, body, doc)),
    inputs,
    dtype,
  );
}

function isSimple(body: Term, formals: readonly Term[]): boolean {
  const seen = new Map<Term, number>();
  let operators = 0;
  const visit = (term: Term): void => {
    // Enough is known: parts that are shared would be visited again and again.
    if (operators > fewOperators) return;
    seen.set(term, (seen.get(term) ?? 0) + 1);
    if (term.form !== "leaf") operators++;
    term.inputs.forEach(visit);
  };
  visit(body);
  return operators <= fewOperators && formals.every((formal) => seen.get(formal) === 1);
}

function functionText(name: string, formals: readonly Term[], body: Term, doc: string): string {
  const writer = new TermWriter([body]);
  const result = writer.write(body);
  const parameters = formals.map(({ operator, type }) => `${cTypeName[type]} ${operator}`).join(", ");
  return [
    `/* ${doc} */`,
    `static inline ${cTypeName[body.type]} ${name}(${parameters}) {`,
    ...writer.takeLines().map((line) => `  ${line}`),
    `  return ${result};`,
    "}",
  ].join("\n");
}

/** A word of the key or the counter: computed when the kernel runs, or a number that is known before. */
export type WordTerm = Term | number;

/** A uniform number in [0, 1) for the element and the step, under a key: Threefry, as everywhere. */
export function uniform(
  h: CHelpers,
  dtype: "f32" | "f64",
  key: readonly [WordTerm, WordTerm],
  [first, element]: readonly [WordTerm, Term],
  step: Term,
): Term {
  const name = h.need(`uniform_${dtype}`, () => {
    const formals = ["low", "high", "element", "step"].map((formal) => leaf(formal, "u32"));
    const [low, high, at, count] = formals as [Term, Term, Term, Term];
    const words = threefry(cWords(h), [low, high], [at, count]);
    return functionText(`uniform_${dtype}`, formals, uniformOf(h, dtype, words), "Threefry-2x32, 20 rounds.");
  });
  const words = cWords(h);
  const unsigned = (term: Term): Term => call("(uint32_t)", [term], "u32");
  const word = (value: WordTerm): Term => (typeof value === "number" ? words.word(value) : unsigned(value));
  const at = first === 0 ? unsigned(element) : words.addWords(word(first), unsigned(element));
  return call(name, [word(key[0]), word(key[1]), at, unsigned(step)], dtype);
}

function uniformOf(h: CHelpers, dtype: "f32" | "f64", [first, second]: readonly [Term, Term]): Term {
  const m = cArithmetic(h, dtype);
  const part = (word: Term, bits: number): Term =>
    call(`(${cTypeName[dtype]})`, [infix(">>", word, leaf(String(bits), "i32"))], dtype);
  if (dtype === "f32") return m.multiply(part(first, 8), literal(2 ** -24, dtype));
  const sum = m.add(m.multiply(part(first, 5), literal(2 ** 26, dtype)), part(second, 6));
  return m.multiply(sum, literal(2 ** -53, dtype));
}

export function identifier(name: string): string {
  return name.replace(/[^A-Za-z0-9]+/g, "_").replace(/^_+|_+$/g, "");
}
