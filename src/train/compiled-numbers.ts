/**
 * The random numbers of initial weights, drawn by a compiled program: a large network begins in seconds. The bits are those
 * of `plainNumbers`, as every operation of the formula is the same.
 */
import type { NumberSource } from "../library/random-stream.ts";
import { builder as g } from "../tensor/build.ts";
import type { Program } from "../tensor/program.ts";
import type { Key } from "../tensor/random.ts";
import type { NumberArray } from "../tensor/types.ts";
import { wasmEngine } from "./wasm-engine.ts";

/** Pairs of numbers that one run of a program draws. */
const pairs = 2 ** 14;

export async function compiledNumbers(): Promise<NumberSource> {
  // Not on the engine of the run: native code would have to be compiled first, which takes as long as most drawing.
  const session = await wasmEngine()([uniformProgram(), normalProgram()]);
  /** Runs a program over and over; `take` gets what it drew, and the number of the first. */
  const draw = (name: string, key: Key, call: number, count: number, take: Take): Float64Array => {
    const { inputs, outputs, run } = session.program(name);
    const drawn = new Float64Array(count);
    for (let first = 0; first < count; first += 2 * pairs) {
      const words = { low: key[0], high: key[1], step: call, first };
      for (const [word, value] of Object.entries(words)) (inputs[word] as NumberArray)[0] = value | 0;
      run();
      take(outputs, drawn, first);
    }
    return drawn;
  };
  return {
    uniform: (key, call, count) => draw("uniform numbers", key, call, count, takeAll),
    normal: (key, call, count) => draw("normal numbers", key, call, count, takeInTurn),
  };
}

type Take = (outputs: Readonly<Record<string, NumberArray>>, drawn: Float64Array, first: number) => void;

const takeAll: Take = ({ u }, drawn, first) => {
  drawn.set((u as NumberArray).subarray(0, drawn.length - first), first);
};

const takeInTurn: Take = ({ even, odd }, drawn, first) => {
  const [x, y] = [even as NumberArray, odd as NumberArray];
  const count = Math.min(2 * pairs, drawn.length - first);
  for (let i = 0; i < count; i++) drawn[first + i] = (i % 2 === 0 ? x : y)[i >> 1] as number;
};

function uniformProgram(): Program {
  return { name: "uniform numbers", outputs: { u: uniforms([2 * pairs]) }, updates: {} };
}

/** The formula of `plainNumbers`, for many pairs at once. */
function normalProgram(): Program {
  const u = uniforms([pairs, 2]);
  const column = (index: number) => g.reshape(g.slice(u, [0, index], [pairs, 1]), [pairs]);
  const radius = g.sqrt(g.mul(-2, g.log(g.sub(1, column(0)))));
  const angle = g.mul(2 * Math.PI, column(1));
  const outputs = { even: g.mul(radius, g.cos(angle)), odd: g.mul(radius, g.sin(angle)) };
  return { name: "normal numbers", outputs, updates: {} };
}

function uniforms(shape: readonly number[]) {
  const word = (name: string) => g.input(name, [], "i32");
  const from = { key: [word("low"), word("high")] as const, step: word("step"), first: word("first") };
  return g.randomFrom(from, shape, "f64");
}
