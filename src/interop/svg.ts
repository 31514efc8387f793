/** A network as an SVG drawing: layers from top to bottom, the shapes of what flows on the arrows. Placed by dagre. */
import dagre from "@dagrejs/dagre";
import { escapeXml } from "../base/escape-xml.ts";
import type { ModelIR } from "../model/ir.ts";
import { type DrawnArrow, type DrawnBox, drawNetwork, type NetworkDrawing } from "./network-drawing.ts";

const font = "ui-sans-serif, system-ui, -apple-system, 'Segoe UI', Helvetica, Arial, sans-serif";
const code = "ui-monospace, SFMono-Regular, Menlo, Consolas, monospace";
/** Widths of a character at 12 and 10 pixels in the fonts above, generous enough for any of them. */
const titleWidth = 7.4;
const detailWidth = 5.9;
const boxHeight = 44;
const margin = 20;

interface Point {
  readonly x: number;
  readonly y: number;
}

interface Placed {
  readonly boxes: readonly { readonly box: DrawnBox; readonly at: Point; readonly width: number }[];
  readonly arrows: readonly {
    readonly arrow: DrawnArrow;
    readonly points: readonly Point[];
    readonly label: Point;
  }[];
  readonly width: number;
  readonly height: number;
}

export function toSvg(model: ModelIR): string {
  const { boxes, arrows, width, height } = place(drawNetwork(model));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${round(width)} ${round(height)}" width="${round(width)}" height="${round(height)}" role="img" aria-label="${escapeXml(`network ${model.name}`)}">`,
    style,
    '<defs><marker id="head" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path d="M0 0.5 L7.5 4 L0 7.5 Z"/></marker></defs>',
    '<rect class="paper" width="100%" height="100%"/>',
    ...arrows.map(drawArrow),
    ...boxes.map(drawBox),
    "</svg>",
    "",
  ].join("\n");
}

const style = `<style>
  .paper { fill: #ffffff }
  path.arrow { fill: none; stroke: #8a94a3; stroke-width: 1.3 } marker path { fill: #8a94a3 }
  rect.layer { fill: #f4f6f9; stroke: #c3cad5 } rect.learns { fill: #e8f0fe; stroke: #7fa3e0 }
  rect.input { fill: #e9f6ee; stroke: #86c09b } rect.output { fill: #fdf1e3; stroke: #dcae6b }
  text { font-family: ${font}; text-anchor: middle; fill: #1c2430 }
  text.title { font-family: ${code}; font-size: 12px } text.detail { font-size: 10px; fill: #5b6675 }
  text.shape { font-family: ${code}; font-size: 10px; fill: #5b6675; paint-order: stroke; stroke: #ffffff; stroke-width: 4px }
</style>`;

function place({ boxes, arrows }: NetworkDrawing): Placed {
  const graph = new dagre.graphlib.Graph({ multigraph: true });
  graph.setGraph({ rankdir: "TB", nodesep: 36, ranksep: 34, edgesep: 24, marginx: margin, marginy: margin });
  for (const box of boxes) graph.setNode(box.id, { width: widthOf(box), height: boxHeight });
  for (const [i, { from, to, shape }] of arrows.entries()) {
    const label = { width: shape.length * detailWidth + 8, height: 12, labelpos: "c" };
    graph.setEdge(from, to, label, String(i));
  }
  dagre.layout(graph);
  const { width, height } = graph.graph() as { width: number; height: number };
  return {
    width,
    height,
    boxes: boxes.map((box) => {
      const node = graph.node(box.id) as Point;
      return { box, at: { x: node.x, y: node.y }, width: widthOf(box) };
    }),
    arrows: arrows.map((arrow, i) => {
      const edge = graph.edge(arrow.from, arrow.to, String(i)) as Point & { points: readonly Point[] };
      return { arrow, points: edge.points, label: { x: edge.x, y: edge.y } };
    }),
  };
}

function widthOf({ title, detail }: DrawnBox): number {
  return Math.max(title.length * titleWidth, detail.length * detailWidth) + 28;
}

function drawBox({ box, at, width }: Placed["boxes"][number]): string {
  const kind = box.learns ? "learns" : box.kind;
  const radius = box.kind === "layer" ? 6 : boxHeight / 2;
  return [
    `<rect class="${kind}" x="${round(at.x - width / 2)}" y="${round(at.y - boxHeight / 2)}" width="${round(width)}" height="${boxHeight}" rx="${radius}"/>`,
    `<text class="title" x="${round(at.x)}" y="${round(at.y - 2)}">${escapeXml(box.title)}</text>`,
    `<text class="detail" x="${round(at.x)}" y="${round(at.y + 13)}">${escapeXml(box.detail)}</text>`,
  ].join("");
}

/** A smooth line through dagre's points: straight ends, quadratic curves around the points between. */
function drawArrow({ arrow, points, label }: Placed["arrows"][number]): string {
  const [first, ...rest] = points as [Point, ...Point[]];
  const last = rest.at(-1) ?? first;
  const turns = rest.slice(0, -1).map((point, i) => {
    const next = rest[i + 1] as Point;
    const end = i === rest.length - 2 ? next : { x: (point.x + next.x) / 2, y: (point.y + next.y) / 2 };
    return `Q${round(point.x)} ${round(point.y)} ${round(end.x)} ${round(end.y)}`;
  });
  const line = turns.length > 0 ? turns.join(" ") : `L${round(last.x)} ${round(last.y)}`;
  return [
    `<path class="arrow" d="M${round(first.x)} ${round(first.y)} ${line}" marker-end="url(#head)"/>`,
    `<text class="shape" x="${round(label.x)}" y="${round(label.y + 3.5)}">${escapeXml(arrow.shape)}</text>`,
  ].join("");
}

function round(value: number): string {
  return String(Math.round(value * 10) / 10);
}
