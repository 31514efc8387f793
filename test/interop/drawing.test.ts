import { XMLParser, XMLValidator } from "fast-xml-parser";
import { expect, test } from "vitest";
import { analyse } from "../../src/compile.ts";
import { toDot } from "../../src/interop/dot.ts";
import { drawNetwork } from "../../src/interop/network-drawing.ts";
import { toSvg } from "../../src/interop/svg.ts";
import type { ModelIR } from "../../src/model/ir.ts";

const text = `input left, right: f32[64]
tower = Dense(32, relu) -> Dense(16)
output first = left -> tower -> Dense(1, sigmoid)
output second = right -> tower -> Dense(3, softmax)
train { loss = { first = bce, second = sparse_categorical_crossentropy } }
`;
const { model } = await analyse({ name: "a<b.nnet", text });

test("a box for every input, layer and output; shared weights are told", () => {
  const { boxes, arrows } = drawNetwork(model as ModelIR);
  expect(boxes.map(({ title }) => title)).toEqual([
    ...["left", "right", "Dense(32, relu)", "Dense(16)", "Dense(1, sigmoid)"],
    ...["Dense(32, relu)", "Dense(16)", "Dense(3, softmax)", "first", "second"],
  ]);
  expect(boxes.find(({ id }) => id === "tower/dense")?.detail).toBe("tower/dense, 2080 parameters");
  expect(boxes.find(({ id }) => id === "tower/dense@2")?.detail).toBe(
    "tower/dense@2, weights of tower/dense",
  );
  expect(boxes.at(-2)?.detail).toBe("output, bce");
  expect(arrows).toHaveLength(8);
  expect(arrows.find(({ from }) => from === "tower/dense")?.shape).toBe("[32]");
});

test("the drawing is well-formed XML with every box and arrow inside the paper", () => {
  const svg = toSvg(model as ModelIR);
  expect(XMLValidator.validate(svg)).toBe(true);
  const root = new XMLParser({ ignoreAttributes: false, attributeNamePrefix: "" }).parse(svg).svg;
  const boxes = root.rect.filter((rect: { class: string }) => rect.class !== "paper");
  expect(boxes).toHaveLength(10);
  expect(root.path).toHaveLength(8);
  for (const { x, y, width, height } of boxes) {
    expect(Number(x)).toBeGreaterThanOrEqual(0);
    expect(Number(y)).toBeGreaterThanOrEqual(0);
    expect(Number(x) + Number(width)).toBeLessThanOrEqual(Number(root.width));
    expect(Number(y) + Number(height)).toBeLessThanOrEqual(Number(root.height));
  }
  for (const [i, a] of boxes.entries()) {
    for (const b of boxes.slice(i + 1)) expect(overlap(a, b), `${a.x},${a.y} and ${b.x},${b.y}`).toBe(false);
  }
});

type Box = Readonly<Record<"x" | "y" | "width" | "height", string>>;

function overlap(a: Box, b: Box): boolean {
  const apart = (p: string, s: string, q: string, t: string) =>
    Number(p) + Number(s) <= Number(q) || Number(q) + Number(t) <= Number(p);
  return !(apart(a.x, a.width, b.x, b.width) || apart(a.y, a.height, b.y, b.height));
}

test("DOT quotes what it must", () => {
  const dot = toDot(model as ModelIR);
  expect(dot).toContain('digraph "a<b" {');
  expect(dot).toContain('"tower/dense@2" -> "tower/dense_2@2" [label = " [32]"];');
  expect(dot.match(/ -> /g)).toHaveLength(8);
});
