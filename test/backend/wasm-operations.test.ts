import { describe, expect, it } from "vitest";
import type {
  BinaryOperation,
  Comparison,
  Kind,
  LoopFunction,
  LoopType,
  UnaryOperation,
  Value,
} from "../../src/backend/loops/language.ts";
import { laneBytes, maskKind } from "../../src/backend/loops/language.ts";
import { LoopBuilder } from "../../src/backend/loops/loop-builder.ts";
import { planPrograms } from "../../src/backend/plan-programs.ts";
import { assemble } from "../../src/backend/targets/wasm/assemble.ts";
import { wasmModule } from "../../src/backend/targets/wasm/compile-wasm.ts";
import { encodings } from "../../src/backend/targets/wasm/instructions.ts";
import { plain } from "../../src/backend/targets/wasm/operations.ts";
import { printFunction } from "../../src/backend/targets/wasm/print-function.ts";
import { perceptron } from "./networks.ts";

const inputAt = 1024;
const resultAt = 4096;
const emitted = new Set<string>();

/** Runs a loop function on an input and a result pointer with `begin` 3 and `end` 20. */
async function run(f: LoopFunction, memory: WebAssembly.Memory): Promise<void> {
  const printed = printFunction(f);
  const entry = {
    name: "main",
    parameters: [],
    locals: [],
    code: [...[inputAt, resultAt, 3, 20].map((value) => plain("i32.const", value)), plain("call", 0)],
    exported: true,
  };
  for (const { name } of [...printed.code, ...entry.code]) emitted.add(name);
  const module = await WebAssembly.compile(assemble({ functions: [printed, entry], pages: 1 }));
  const instance = await WebAssembly.instantiate(module, { env: { memory } });
  (instance.exports.main as () => void)();
}

type Write = (b: LoopBuilder, input: Value, result: Value, begin: Value, end: Value) => void;

async function results(
  kind: Kind,
  inputs: readonly number[],
  inputKind: Kind,
  write: Write,
): Promise<number[]> {
  const b = new LoopBuilder();
  const [input, result, begin, end] = [b.pointer(false), b.pointer(true), b.parameter(), b.parameter()];
  write(b, input, result, begin, end);
  const memory = new WebAssembly.Memory({ initial: 1 });
  view(memory, inputKind, inputAt, inputs.length).set(inputs);
  await run(b.function("test", 1), memory);
  return [...view(memory, kind, resultAt, 64)];
}

function view(
  memory: WebAssembly.Memory,
  kind: Kind,
  at: number,
  length: number,
): Float32Array | Float64Array | Int32Array {
  if (kind === "f32") return new Float32Array(memory.buffer, at, length);
  return kind === "f64"
    ? new Float64Array(memory.buffer, at, length)
    : new Int32Array(memory.buffer, at, length);
}

const floats = [1.5, -2.25, 0, -0, Number.NaN, Infinity, -Infinity, 3e9, -7.5, 0.1, 2 ** -140, 5];
const integers = [1, -2, 0, 2 ** 31 - 1, -(2 ** 31), 7, -9, 65536, 12, 5, 5, -1];
const round = (kind: Kind, value: number): number =>
  kind === "f32" ? Math.fround(value) : kind === "i32" ? value | 0 : value;

const binaries: Record<BinaryOperation, (a: number, b: number) => number> = {
  add: (a, b) => a + b,
  subtract: (a, b) => a - b,
  multiply: (a, b) => a * b,
  divide: (a, b) => a / b,
  minimum: (a, b) => [a, b][Number(b < a)] as number,
  maximum: (a, b) => [a, b][Number(a < b)] as number,
  and: (a, b) => a & b,
  or: (a, b) => a | b,
  xor: (a, b) => a ^ b,
};
const comparisons: Record<Comparison, (a: number, b: number) => boolean> = {
  less: (a, b) => a < b,
  lessOrEqual: (a, b) => a <= b,
  equal: (a, b) => a === b,
};
const unaries: Partial<Record<UnaryOperation, (a: number) => number>> = {
  negate: (a) => -a,
  abs: Math.abs,
  sqrt: Math.sqrt,
  floor: Math.floor,
};

for (const kind of ["f32", "f64", "i32"] as const) {
  const values = kind === "i32" ? integers : floats.map((value) => round(kind, value));
  const bytes = laneBytes({ kind, lanes: 1 });
  for (const lanes of [1, 16 / bytes]) {
    const type: LoopType = { kind, lanes };
    const count = values.length;
    /** `apply` on every value and its neighbour, as many at a time as there are lanes. */
    const pairwise = async (apply: (b: LoopBuilder, x: Value, y: Value) => Value): Promise<number[]> => {
      const twice = [...values, ...values];
      const all = await results(kind, twice, kind, (b, input, result) => {
        for (let i = 0; i < count; i += lanes) {
          const x = b.load(type, input, i * bytes);
          const y = b.load(type, input, (i + 1) * bytes);
          b.store(apply(b, x, y), result, i * bytes);
        }
      });
      return all.slice(0, count);
    };
    const next = (i: number): number => values[(i + 1) % count] as number;

    describe(`${lanes} lanes of ${kind}`, () => {
      const whole = ["and", "or", "xor", "minimum", "maximum", "add", "subtract"];
      for (const [operation, reference] of Object.entries(binaries)) {
        if (kind === "i32" ? operation === "divide" : ["and", "or", "xor"].includes(operation)) continue;
        it(operation, async () => {
          const expected = values.map((x, i) => {
            if (kind === "i32" && !whole.includes(operation)) return Math.imul(x, next(i));
            return round(kind, reference(x, next(i)));
          });
          expect(await pairwise((b, x, y) => b.binary(operation as BinaryOperation, x, y))).toEqual(expected);
        });
      }
      for (const [operation, reference] of Object.entries(comparisons)) {
        it(`${operation}, and what masks do`, async () => {
          const expected = values.map((x, i) =>
            reference(x, next(i)) || !(x <= 1 && next(i) <= 1) ? x : next(i),
          );
          const actual = await pairwise((b, x, y) => {
            const one = b.splat(b.constant({ kind, lanes: 1 }, 1), lanes);
            const small = b.binary("and", b.compare("lessOrEqual", x, one), b.compare("lessOrEqual", y, one));
            const mask = b.binary("or", b.compare(operation as Comparison, x, y), b.unary("not", small));
            expect(mask.type.kind).toBe(maskKind(kind));
            return b.select(mask, x, y);
          });
          expect(actual).toEqual(expected);
        });
      }
      for (const [operation, reference] of kind === "i32" ? [] : Object.entries(unaries)) {
        it(operation, async () => {
          const actual = await pairwise((b, x) => b.unary(operation as UnaryOperation, x));
          expect(actual).toEqual(values.map((x) => round(kind, reference(x))));
        });
      }
      it("shifts and bit operations on the bits", async () => {
        const bits = kind === "f64" ? "i64" : "i32";
        // The sign is shifted out and back in, then taken from the neighbour.
        const width = bytes * 8 - 1;
        const actual = await pairwise((b, x, y) => {
          const clear = b.shift("shiftRight", b.shift("shiftLeft", b.bitcast(x, bits), 1), 1);
          const sign = b.shift("shiftLeft", b.shift("shiftRight", b.bitcast(y, bits), width), width);
          const one = b.constant({ kind: bits, lanes }, 1);
          const same = b.binary("subtract", b.binary("add", b.binary("or", clear, sign), one), one);
          const zero = b.binary("xor", same, same);
          const rest = b.binary("and", same, b.binary("or", same, zero));
          return b.bitcast(lanes === 1 && bits === "i64" ? b.binary("multiply", rest, one) : rest, kind);
        });
        const expected = values.map((x, i) => {
          if (kind === "i32") return (x & 0x7fffffff) | (next(i) & 0x80000000);
          const negative = next(i) < 0 || Object.is(next(i), -0);
          return negative && !Number.isNaN(x) ? -Math.abs(x) : Math.abs(x);
        });
        actual.forEach((value, i) => {
          // The sign of a NaN does not show.
          if (!Number.isNaN(next(i))) expect(value).toBe(expected[i]);
        });
      });
      it("scattered loads and stores, up, down and all from one place", async () => {
        const all = await results(kind, values, kind, (b, input, result) => {
          b.store(b.load(type, input, 3 * bytes, 2 * bytes), result, 0, 3 * bytes);
          b.store(b.load(type, input, 9 * bytes, -2 * bytes), result, 30 * bytes, -bytes);
          b.store(b.load(type, input, 5 * bytes, lanes === 1 ? bytes : 0), result, 40 * bytes);
        });
        for (let lane = 0; lane < lanes; lane++) {
          expect(all[3 * lane]).toBe(values[3 + 2 * lane]);
          expect(all[30 - lane]).toBe(values[9 - 2 * lane]);
          expect(all[40 + lane]).toBe(values[5]);
        }
      });
      it("splat, extract, shuffle, constants of every lane", async () => {
        const mixed = Array.from({ length: lanes }, (_, lane) => lane * 3 - 1);
        const all = await results(kind, values, kind, (b, input, result) => {
          const [x, y] = [b.load(type, input, 5 * bytes), b.load(type, input, 8 * bytes)];
          b.store(lanes === 1 ? x : b.extract(x, lanes - 1), result, 0);
          b.store(b.splat(b.load({ kind, lanes: 1 }, input, 7 * bytes), lanes), result, 4 * bytes);
          const order = Array.from({ length: lanes }, (_, lane) =>
            lane % 2 === 0 ? 2 * lanes - 1 - lane : lane,
          );
          b.store(lanes === 1 ? y : b.shuffle(x, y, order), result, 8 * bytes);
          b.store(b.constant(type, mixed), result, 12 * bytes);
        });
        expect(all[0]).toBe(values[5 + lanes - 1]);
        for (let lane = 0; lane < lanes; lane++) {
          expect(all[4 + lane]).toBe(values[7]);
          const from = lane % 2 === 0 ? 8 + lanes - 1 - lane : 5 + lane;
          expect(all[8 + lane]).toBe(lanes === 1 ? values[8] : values[from]);
          expect(all[12 + lane]).toBe(mixed[lane]);
        }
      });
    });
  }
}

describe("conversions", () => {
  const cases: readonly (readonly [Kind, Kind, number])[] = [
    ["f32", "i32", 1],
    ["f32", "i32", 4],
    ["f64", "i32", 1],
    ["i32", "f32", 1],
    ["i32", "f32", 4],
    ["i32", "f64", 1],
    ["f32", "f64", 1],
    ["f64", "f32", 1],
  ];
  for (const [from, to, lanes] of cases) {
    it(`${from} to ${to}, ${lanes} at a time`, async () => {
      const values = from === "i32" ? integers : floats.map((value) => round(from, value));
      const all = await results(to, values, from, (b, input, result) => {
        for (let i = 0; i < values.length; i += lanes) {
          const x = b.load({ kind: from, lanes }, input, i * laneBytes({ kind: from, lanes }));
          b.store(b.convert(x, to), result, i * laneBytes({ kind: to, lanes }));
        }
      });
      const saturated = (x: number): number =>
        Math.min(2 ** 31 - 1, Math.max(-(2 ** 31), Number.isNaN(x) ? 0 : Math.trunc(x))) + 0;
      expect(all.slice(0, values.length)).toEqual(
        values.map((x) => (to === "i32" ? saturated(x) : round(to, x))),
      );
    });
  }
});

describe("statements", () => {
  const i32: LoopType = { kind: "i32", lanes: 1 };
  it("loops from a known or an unknown start, also not at all", async () => {
    const all = await results("i32", [], "i32", (b, _, result, begin, end) => {
      const counts = [0, 0, 0].map((value) => b.variable(b.constant(i32, value)));
      const bump = (number: number, by: Value): void =>
        b.assign(counts[number] as Value, b.add(b.read(counts[number] as Value), by));
      b.for(begin, end, 5, (i) => bump(0, i));
      b.for(end, begin, 1, (i) => bump(1, i));
      b.for(b.constant(i32, 2), b.constant(i32, 9), 3, (i) => bump(2, i));
      counts.forEach((count, number) => {
        b.store(b.read(count), result, 4 * number);
      });
    });
    expect(all.slice(0, 3)).toEqual([3 + 8 + 13 + 18, 0, 2 + 5 + 8]);
  });
  it("take one branch", async () => {
    const all = await results("i32", [], "i32", (b, _, result, begin, end) => {
      b.for(begin, end, 1, (i) => {
        const place = b.advance(result, i, 4);
        b.if(
          b.compare("less", i, b.constant(i32, 10)),
          () => b.store(i, place),
          () => b.store(b.multiply(i, i), place),
        );
      });
    });
    expect(all.slice(3, 20)).toEqual(
      Array.from({ length: 17 }, (_, i) => (i + 3 < 10 ? i + 3 : (i + 3) ** 2)),
    );
  });
  it("read a variable as it was where the read stands", async () => {
    const all = await results("i32", [], "i32", (b, _, result) => {
      const variable = b.variable(b.constant(i32, 1));
      const before = b.read(variable);
      b.assign(variable, b.constant(i32, 2));
      b.store(before, result);
      b.store(b.read(variable), result, 4);
    });
    expect(all.slice(0, 2)).toEqual([1, 2]);
  });
  it("load a written buffer before the store that follows", async () => {
    const all = await results("i32", [], "i32", (b, _, result) => {
      b.store(b.constant(i32, 5), result);
      const old = b.load(i32, result);
      b.store(b.constant(i32, 6), result);
      b.store(old, result, 4);
      b.store(b.load(i32, result), result, 8);
    });
    expect(all.slice(0, 3)).toEqual([6, 5, 6]);
  });
});

describe("the table of instructions", () => {
  it("holds nothing that was not run above", () => {
    // Threads have code of their own, which test/runtime/threads.test.ts runs.
    const { functions } = wasmModule(planPrograms([perceptron(48, [200, 160, 9]).train]), { threads: 2 });
    for (const { code } of functions) for (const { name } of code) emitted.add(name);
    const unused = [...encodings.keys()].filter((name) => !emitted.has(name) && name !== "end");
    expect(unused).toEqual([]);
  });
  it("knows no other name", () => {
    const f = { name: "f", parameters: [], locals: [], code: [plain("i32.popcount")], exported: false };
    expect(() => assemble({ functions: [f], pages: 1 })).toThrow("i32.popcount");
  });
});
