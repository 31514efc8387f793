/**
 * A program as one C file that needs nothing but the standard library: a function a kernel, the numbers of its state as
 * arrays, and one function that runs it. C11, without extensions; the same bits as every other target.
 */
import { type DType, type NumberArray, sizeOf } from "../../../tensor/types.ts";
import type { FusedBuffer, FusedProgram } from "../../fused-program.ts";
import type { Kernel, Launch } from "../../kernel.ts";
import { kernelRanges } from "../../kernel-ranges.ts";
import { alignedBytes, planMemory } from "../../memory-plan.ts";
import type { Place } from "../../plan.ts";
import { identifier } from "./c-functions.ts";
import { CHelpers } from "./c-helpers.ts";
import { CNames } from "./c-names.ts";
import { CRoom, requireCounted } from "./c-room.ts";
import { printKernel } from "./print-kernel.ts";
import { cTypeName, numberText } from "./term.ts";

/** A part of a state that has a name of its own. */
export interface StatePart {
  readonly name: string;
  readonly shape: readonly number[];
  /** In elements, within the state. */
  readonly offset: number;
}

export interface CState {
  readonly values: NumberArray;
  /** All of it, in order. */
  readonly parts: readonly StatePart[];
}

export interface COptions {
  /** Of the function that runs the program, and the beginning of all names that others see. */
  readonly name: string;
  /** Names of the program's inputs and outputs, in the order of the parameters, and as people call them. */
  readonly inputs: readonly { readonly key: string; readonly name: string }[];
  readonly outputs: readonly { readonly key: string; readonly name: string }[];
  readonly states: Readonly<Record<string, CState>>;
  /** The comment at the top. */
  readonly about: readonly string[];
}

export interface CFile {
  readonly source: string;
  /** The declaration of the function, without its semicolon. */
  readonly signature: string;
}

export function printProgram(program: FusedProgram, options: COptions): CFile {
  return new ProgramPrinter(program, options).print();
}

/**
 * Left to themselves, gcc and clang fuse `a * b + c` where the machine has an instruction for it; gcc does not know the pragma of the
 * standard. A kernel that gcc (12.2, with AVX-512) copies for fixed addresses, it may take for one that writes nothing, and leaves out
 * its call: hence no such copies.
 */
const guards = `#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC optimize("fp-contract=off", "no-ipa-cp")
#elif defined(_MSC_VER) && !defined(__clang__)
#pragma fp_contract(off)
#else
#pragma STDC FP_CONTRACT OFF
#endif
#if defined(__FAST_MATH__) || FLT_EVAL_METHOD != 0
#error "every operation has to be rounded once, to its own type: compile without -ffast-math, and on x86 with SSE"
#endif`;

class ProgramPrinter {
  private readonly h = new CHelpers();
  private readonly names = new CNames();
  private readonly room = new CRoom();
  private readonly buffers = new Map<number, string>();
  private readonly parts = new Map<number, readonly (StatePart & { readonly symbol: string })[]>();
  private readonly arrays: string[] = [];
  private readonly declared: string[] = [];

  constructor(
    private readonly program: FusedProgram,
    private readonly options: COptions,
  ) {}

  print(): CFile {
    const { program, options, names } = this;
    names.take(options.name);
    const parameters = this.parameters();
    const scratch = this.scratch();
    this.states();
    this.constants();
    const kernels = this.kernels();
    const calls = program.launches.map((launch) => this.call(launch, kernels));
    const copies = this.copies(parameters.outputs);
    const signature = `void ${options.name}(${[...parameters.inputs, ...parameters.outputs].map(({ text }) => text).join(", ")})`;
    const bodies = [...kernels].map(([kernel, name]) =>
      printKernel(this.h, kernel, name, this.isAliased(kernel)),
    );
    const includes = ["float.h", "stdint.h", ...this.h.headers]
      .sort()
      .map((header) => `#include <${header}>`);
    return {
      signature,
      source: [
        commentBlock(options.about),
        includes.join("\n"),
        guards,
        `${signature};`,
        ...(this.h.all.length > 0 ? [this.h.all.join("\n\n")] : []),
        ...bodies,
        [...this.declared, ...scratch].join("\n"),
        `${signature} {\n${[...calls, ...copies].map((line) => `  ${line}`).join("\n")}\n}`,
        ...this.arrays,
        "",
      ].join("\n\n"),
    };
  }

  private parameters() {
    const { program, options, names } = this;
    const parameter = (place: Place, name: string, constant: string) => {
      const symbol = names.take(name);
      const size = sizeOf(place.shape);
      requireCounted(size, name);
      const text = `${constant}${cTypeName[place.dtype]} ${symbol}[${size}]`;
      return { place, symbol, text };
    };
    const inputs = options.inputs.map(({ key, name }) => {
      const made = parameter(program.inputs[key] as Place, name, "const ");
      this.buffers.set(made.place.buffer, made.symbol);
      return made;
    });
    const outputs = options.outputs.map(({ key, name }) => {
      const made = parameter(program.outputs[key] as Place, name, "");
      const { buffer } = made.place;
      if (this.bufferAt(buffer).use === "output" && !this.buffers.has(buffer))
        this.buffers.set(buffer, made.symbol);
      return made;
    });
    return { inputs, outputs };
  }

  private bufferAt(number: number): FusedBuffer {
    return this.program.buffers[number] as FusedBuffer;
  }

  /** An array for each element type, whose parts are used again when what was in them is done with. */
  private scratch(): string[] {
    const { program, names } = this;
    return (["f32", "f64", "i32"] as const).flatMap((dtype: DType) => {
      const own = program.buffers.flatMap((buffer, number) =>
        buffer.dtype === dtype && !this.buffers.has(number) && ["scratch", "output"].includes(buffer.use)
          ? [[number, { dtype, length: buffer.length, use: buffer.use as "scratch" | "output" }] as const]
          : [],
      );
      if (own.length === 0) return [];
      const { offsets, bytes } = planMemory(new Map(own), program.launches);
      this.room.take(bytes);
      const size = bytes / (alignedBytes(1, dtype) / elementsAligned(dtype));
      const symbol = names.take(dtype === "f32" ? "scratch" : `scratch_${dtype}`);
      for (const [number, offset] of offsets) {
        const start = offset / (alignedBytes(1, dtype) / elementsAligned(dtype));
        this.buffers.set(number, start === 0 ? symbol : `${symbol} + ${start}`);
      }
      return [`static ${cTypeName[dtype]} ${symbol}[${size}];`];
    });
  }

  /** Called by what a kernel computes, or by the place in the network whose weights it reads. */
  private kernels(): Map<Kernel, string> {
    const kernels = new Map<Kernel, string>();
    for (const launch of this.program.launches) {
      const { kernel } = launch;
      if (kernels.has(kernel)) continue;
      const owner = this.arguments(launch).find(({ part }) => part?.name.includes("/"))?.part?.name;
      kernels.set(kernel, this.names.take(identifier(owner?.replace(/\/[^/]*$/, "") ?? kernel.name)));
    }
    return kernels;
  }

  private isAliased(kernel: Kernel): boolean {
    return this.program.launches.some(({ kernel: other, args }) => {
      if (other !== kernel) return false;
      const written = new Set(args.flatMap(({ buffer }, i) => (kernel.buffers[i]?.written ? [buffer] : [])));
      return args.filter(({ buffer }) => written.has(buffer)).length > written.size;
    });
  }

  /** Arrays for the parts of states that are used; a state that is used across its parts is one array. */
  private states(): void {
    const { program, options, names } = this;
    const used = new Map<number, { low: number; high: number }[]>();
    for (const { kernel, args } of program.launches) {
      kernelRanges(kernel).forEach((range, parameter) => {
        const { buffer, offset } = args[parameter] as Launch["args"][number];
        if (range === undefined || this.bufferAt(buffer).use !== "state") return;
        const list = used.get(buffer) ?? [];
        list.push({ low: offset + range.low, high: offset + range.high });
        used.set(buffer, list);
      });
    }
    const states = Object.entries(options.states);
    for (const [buffer, ranges] of used) {
      const [name, { values, parts }] = states[buffer] as (typeof states)[number];
      const whole = [{ name, shape: [values.length], offset: 0 }];
      const within = ranges.every((range) => parts.some((part) => holds(part, range)));
      const kept = within ? parts.filter((part) => ranges.some((range) => holds(part, range))) : whole;
      this.parts.set(
        buffer,
        kept.map((part) => {
          const symbol = names.take(identifier(part.name));
          const { dtype } = this.bufferAt(buffer);
          const own = values.subarray(part.offset, part.offset + sizeOf(part.shape));
          this.array(symbol, own, dtype, `${part.name}, [${part.shape.join(", ")}]`);
          return { ...part, symbol };
        }),
      );
    }
  }

  private constants(): void {
    for (const [number, { use, values, dtype }] of this.program.buffers.entries()) {
      if (use !== "constant" || values === undefined) continue;
      const symbol = this.names.take("constant");
      this.buffers.set(number, symbol);
      this.array(symbol, values, dtype, "a constant");
    }
  }

  private array(symbol: string, values: ArrayLike<number>, dtype: DType, what: string): void {
    this.room.take(alignedBytes(values.length, dtype));
    const head = `static const ${cTypeName[dtype]} ${symbol}[${values.length}]`;
    const texts = Array.from(values, (value) => numberText(value, dtype));
    if (texts.some((text) => /NAN|INFINITY/.test(text))) this.h.headers.add("math.h");
    const lines: string[] = [];
    for (let i = 0; i < texts.length; i += 8) lines.push(`  ${texts.slice(i, i + 8).join(", ")},`);
    this.declared.push(`${head};`);
    this.arrays.push(`/* ${what} */\n${head} = {\n${lines.join("\n")}\n};`);
  }

  private call(launch: Launch, kernels: ReadonlyMap<Kernel, string>): string {
    const texts = this.arguments(launch).map(({ buffer, offset, part }) =>
      plus(part?.symbol ?? (this.buffers.get(buffer) as string), offset - (part?.offset ?? 0)),
    );
    return `${kernels.get(launch.kernel)}(${texts.join(", ")});`;
  }

  /** With the part of a state that each argument reads. */
  private arguments({ kernel, args }: Launch) {
    const ranges = kernelRanges(kernel);
    return args.map(({ buffer, offset }, parameter) => {
      const { low, high } = ranges[parameter] ?? { low: 0, high: 0 };
      const range = { low: offset + low, high: offset + high };
      const parts = this.parts.get(buffer) ?? [];
      return { buffer, offset, part: parts.find((part) => parts.length === 1 || holds(part, range)) };
    });
  }

  /** Outputs that are no buffer of their own: an input, a state, or the same as another output. */
  private copies(outputs: readonly { readonly place: Place; readonly symbol: string }[]): string[] {
    return outputs.flatMap(({ place: { buffer, shape }, symbol }) => {
      const from = this.buffers.get(buffer) ?? this.parts.get(buffer)?.[0]?.symbol;
      if (from === symbol) return [];
      return [`for (int i = 0; i < ${sizeOf(shape)}; i++) ${symbol}[i] = (${from})[i];`];
    });
  }
}

function elementsAligned(dtype: DType): number {
  return 64 / { f32: 4, f64: 8, i32: 4 }[dtype];
}

function plus(symbol: string, offset: number): string {
  if (offset === 0) return symbol;
  return `${symbol} ${offset < 0 ? "-" : "+"} ${Math.abs(offset)}`;
}

function holds({ shape, offset }: StatePart, { low, high }: { low: number; high: number }): boolean {
  return offset <= low && high < offset + sizeOf(shape);
}

function commentBlock(lines: readonly string[]): string {
  return `/*\n${lines.map((line) => ` * ${line.replaceAll("*/", "* /")}`.trimEnd()).join("\n")}\n */`;
}
