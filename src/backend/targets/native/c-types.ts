/** What loop types are called in C, and the declarations that a file needs for those it uses. */
import { type LoopType, laneBytes } from "../../loops/language.ts";

const scalars = {
  i32: "typedef __INT32_TYPE__ i32;",
  u32: "typedef __UINT32_TYPE__ u32;",
  i64: "typedef __INT64_TYPE__ i64;",
  u64: "typedef __UINT64_TYPE__ u64;",
  f32: "typedef float f32;",
  f64: "typedef double f64;",
} as const;

export type CScalar = keyof typeof scalars;

/** A mask is an integer of the width that it masks; a pointer counts bytes. */
export function cType({ kind, lanes }: LoopType): string {
  if (kind === "pointer") return "char *";
  return vectorName(kind === "m32" ? "i32" : kind === "m64" ? "i64" : kind, lanes);
}

export function vectorName(scalar: CScalar, lanes: number): string {
  return lanes === 1 ? scalar : `${scalar}x${lanes}`;
}

/** The element type of a C type's name. */
export function scalarOf(type: string): CScalar {
  return type.split("x")[0] as CScalar;
}

/** Integers without a sign, of the same width and lanes: their arithmetic wraps. */
export function unsignedOf(type: string): string {
  return type.replace(/^[if]/, "u");
}

export function signedBitsOf(type: string): string {
  return type.replace(/^[uf]/, "i");
}

/** Declarations gathered while functions are printed, each once, in the order of their first need. */
export class Declarations {
  private readonly texts = new Map<string, string>();

  /** `name` is declared by `text`; what the text itself needs is asked for before. */
  need(name: string, text: () => string): string {
    if (!this.texts.has(name)) this.texts.set(name, text());
    return name;
  }

  type(name: string): string {
    if (name === "char *") return name;
    const scalar = scalarOf(name);
    this.need(scalar, () => scalars[scalar]);
    if (name === scalar) return name;
    return this.need(name, () => `typedef ${scalar} ${name} __attribute__((vector_size(${bytesOf(name)})));`);
  }

  /** The type through which memory is read and written: any element may stand there, at any element's address. */
  inMemory(type: string): string {
    const scalar = scalarOf(this.type(type));
    const alignment = bytesOf(scalar);
    return this.need(`${type}_at`, () =>
      type === scalar
        ? `typedef ${scalar} ${type}_at __attribute__((may_alias));`
        : `typedef ${scalar} ${type}_at __attribute__((vector_size(${bytesOf(type)}), aligned(${alignment}), may_alias));`,
    );
  }

  text(): string {
    return [...this.texts.values()].join("\n");
  }
}

export function bytesOf(type: string): number {
  const [scalar, lanes = "1"] = type.split("x") as [CScalar, string?];
  return laneBytes({ kind: scalar.endsWith("64") ? "i64" : "i32", lanes: 1 }) * Number(lanes);
}

export function lanesOf(type: string): number {
  return Number(type.split("x")[1] ?? 1);
}
