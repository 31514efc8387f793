/** A network in the DOT language of Graphviz. */
import type { ModelIR } from "../model/ir.ts";
import { drawNetwork } from "./network-drawing.ts";

const shapes = { input: "ellipse", layer: "box", output: "ellipse" } as const;

export function toDot(model: ModelIR): string {
  const { name, boxes, arrows } = drawNetwork(model);
  return [
    `digraph ${quote(name)} {`,
    '  node [fontname = "Helvetica", fontsize = 11, style = "rounded"];',
    '  edge [fontname = "Helvetica", fontsize = 9];',
    ...boxes.map(
      ({ id, kind, title, detail }) =>
        `  ${quote(id)} [shape = ${shapes[kind]}, label = ${quote(`${title}\n${detail}`)}];`,
    ),
    ...arrows.map(
      ({ from, to, shape }) => `  ${quote(from)} -> ${quote(to)} [label = ${quote(` ${shape}`)}];`,
    ),
    "}",
    "",
  ].join("\n");
}

function quote(text: string): string {
  return `"${text.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n")}"`;
}
