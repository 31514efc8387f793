/** The buffer parameters of one kernel, numbered as its description comes to them, and what a launch passes for them. */
import type { DType } from "../../tensor/types.ts";
import type { Access, Affine, Launch } from "../kernel.ts";

/** Where a tensor begins: a buffer of the program and an element in it. */
export interface Storage {
  readonly buffer: number;
  readonly offset: number;
}

export class Parameters {
  readonly buffers: { dtype: DType; written: boolean }[] = [];
  readonly args: Launch["args"][number][] = [];
  private readonly numbers = new Map<string, number>();
  private readonly written: ReadonlySet<string>;

  constructor(written: readonly Storage[]) {
    this.written = new Set(written.map(keyOf));
  }

  /**
   * The element at `position` of a tensor. The constant part goes into the argument, so that kernels which differ only in it
   * are the same; not where it is negative. What the kernel writes it reads at the same element only: one parameter.
   */
  access(storage: Storage, dtype: DType, position: Affine): Access {
    const written = this.written.has(keyOf(storage));
    const shift = Math.max(0, position.offset);
    const begin = { buffer: storage.buffer, offset: storage.offset + shift };
    const at = { offset: position.offset - shift, strides: position.strides };
    return { buffer: this.number(begin, dtype, written), at };
  }

  private number(storage: Storage, dtype: DType, written: boolean): number {
    const key = `${keyOf(storage)} ${written}`;
    const known = this.numbers.get(key);
    if (known !== undefined) return known;
    const number = this.args.length;
    this.numbers.set(key, number);
    this.buffers.push({ dtype, written });
    this.args.push(storage);
    return number;
  }
}

function keyOf({ buffer, offset }: Storage): string {
  return `${buffer} ${offset}`;
}
