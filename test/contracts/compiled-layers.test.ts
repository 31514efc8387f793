/** Every layer, compiled to WebAssembly with its gradient: the bits of the reference. One module holds them all. */
import { expect, test } from "vitest";
import { planPrograms } from "../../src/backend/plan-programs.ts";
import { compileWasm } from "../../src/backend/targets/wasm/compile-wasm.ts";
import type { LayerDefinition } from "../../src/library/layer.ts";
import { openSession } from "../../src/runtime/open-session.ts";
import type { Program } from "../../src/tensor/program.ts";
import { evaluate } from "../../src/tensor/reference.ts";
import { newArray, sizeOf, type Tensor } from "../../src/tensor/types.ts";
import { g, gradientsOf, lowerLayer } from "../library/compute.ts";
import { scatteredTensor } from "../library/finite-differences.ts";
import { readWord } from "../library/read-word.ts";
import { wordsOf } from "../library/word-contract.ts";

interface Compiled {
  readonly program: Program;
  readonly feeds: Readonly<Record<string, Tensor>>;
}

/** Results of a layer's smallest example, and the gradient of everything that enters. */
function compiledLayer(word: LayerDefinition): Compiled {
  const rows = word.examples.map(({ source, input }) => {
    const shapes = (typeof input[0] === "object" ? input : [input]) as readonly (readonly number[])[];
    return { source, shapes: shapes.map((shape) => [2, ...shape]) };
  });
  const size = (shapes: readonly (readonly number[])[]): number =>
    shapes.reduce((sum, shape) => sum + sizeOf(shape), 0);
  const [small] = rows.sort((a, b) => size(a.shapes) - size(b.shapes));
  if (small === undefined) throw new Error(`${word.name} has no example`);
  const layer = readWord<LayerDefinition>("layer", small.source);
  const { y, inputs, weights, updates } = lowerLayer(layer, small.shapes, { training: true });
  const entering = { ...inputs, ...weights };
  const gradients = gradientsOf(g.sum(g.mul(y, y)), Object.values(entering));
  const named = Object.fromEntries(gradients.map((node, i) => [`gradient ${i}`, node]));
  const next = Object.fromEntries(Object.entries(updates).map(([name, node]) => [`next ${name}`, node]));
  const feeds = Object.entries(entering).map(([name, { shape, dtype }], i) => {
    const values = newArray(dtype, sizeOf(shape));
    values.set(scatteredTensor(shape, name.includes("variance") ? 0.5 : -1, 1.5, 0.1 * i).values);
    return [name, { shape, dtype, values }] as const;
  });
  const step: Tensor = { shape: [], dtype: "i32", values: Int32Array.of(3) };
  return {
    program: { name: word.name, outputs: { y, ...named, ...next }, updates: {} },
    feeds: { ...Object.fromEntries(feeds), step },
  };
}

const layers = wordsOf<LayerDefinition>("layer").map(compiledLayer);

test("every layer and its gradient have the reference's bits in WebAssembly", async () => {
  const session = await openSession(compileWasm(planPrograms(layers.map(({ program }) => program))));
  for (const { program, feeds } of layers) {
    const bound = session.program(program.name);
    for (const [name, array] of Object.entries(bound.inputs)) array.set(feeds[name]?.values ?? []);
    bound.run();
    const { outputs } = evaluate(program, feeds, {}, { arithmetic: "kernel" });
    for (const [name, { values }] of Object.entries(outputs)) {
      expect([program.name, name, bound.outputs[name]]).toEqual([program.name, name, values]);
    }
  }
});
