import { describe, expect, it } from "vitest";
import { mostLayers } from "../../src/model/limits.ts";
import { elaborated, modelOf } from "./elaborated.ts";

function chain(layers: number): string {
  return `input x: f32[2]\nx -> ${Array(layers).fill("relu").join(" -> ")}`;
}

describe("large files", () => {
  it("builds a chain of ten thousand layers", () => {
    expect(modelOf(chain(10_000)).layers).toHaveLength(10_000);
  });

  it("follows ten thousand names, written in the order opposite to their use", () => {
    const names = Array.from({ length: 10_000 }, (_, i) => i);
    const lines = names.map((i) => `h${i + 1} = h${i} -> relu`).reverse();
    const { layers } = modelOf(
      `output y = h10000 -> relu\n${lines.join("\n")}\nh0 = x -> relu\ninput x: f32[2]`,
    );
    expect(layers).toHaveLength(10_002);
    expect(layers[0]?.inputs).toEqual(["x"]);
  });

  it("stops at the limit, with one finding", () => {
    const uses = Math.ceil(mostLayers / 1000) + 1;
    const lines = Array.from({ length: uses }, (_, i) => `h${i + 1} = h${i} -> t`);
    const text = `input h0: f32[2]\nt = ${Array(1000).fill("relu").join(" -> ")}\n${lines.join("\n")}\noutput h${uses}`;
    const { model, diagnostics } = elaborated(text);
    expect(model).toBeUndefined();
    expect(diagnostics.map(({ rule, message }) => `${rule}: ${message}`)).toEqual([
      "limit: the network has more than 100000 layers",
    ]);
  });
});
