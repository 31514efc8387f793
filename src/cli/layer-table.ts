/** The layers of a model as a table for people, and as JSON: blocks as a tree, with what each layer costs. */
import { addDims, type Dim, showDim, showShape } from "../base/dim.ts";
import type { LayerCost } from "../lower/model-costs.ts";
import type { TensorId } from "../model/ir.ts";
import type { Summary, SummaryRow } from "../model/summary.ts";

export interface Costs {
  readonly layers: ReadonlyMap<TensorId, LayerCost>;
  /** Bytes of memory of each program, weights included. */
  readonly programs: readonly { readonly purpose: string; readonly batch: number; readonly bytes: number }[];
}

interface Line {
  readonly depth: number;
  readonly name: string;
  readonly word: string;
  readonly shape: string;
  readonly parameters: Dim;
  readonly flops: number;
  readonly bytes: number | undefined;
}

/** A heading stands above the layers of each block, with the sums of what is in it. */
function linesOf({ rows }: Summary, costs: Costs | undefined): Line[] {
  const lines: Line[] = [];
  let open: readonly string[] = [];
  for (const row of rows) {
    const parts = row.path.split("/");
    const blocks = parts.slice(0, -1);
    const shared = blocks.findIndex((name, depth) => name !== open[depth]);
    for (let depth = shared < 0 ? blocks.length : shared; depth < blocks.length; depth++) {
      lines.push(heading(rows, blocks.slice(0, depth + 1), costs));
    }
    open = blocks;
    const { flops = 0, bytes } = costs?.layers.get(row.path) ?? {};
    lines.push({
      ...{ depth: blocks.length, name: parts.at(-1) as string, word: row.word, shape: showShape(row.shape) },
      ...{ parameters: row.parameters, flops, bytes },
    });
  }
  return lines;
}

function heading(rows: readonly SummaryRow[], blocks: readonly string[], costs: Costs | undefined): Line {
  const own = rows.filter(({ path }) => path.startsWith(`${blocks.join("/")}/`));
  return {
    ...{ depth: blocks.length - 1, name: blocks.at(-1) as string, word: "", shape: "", bytes: undefined },
    parameters: own.reduce<Dim>((sum, { parameters }) => addDims(sum, parameters), 0),
    flops: own.reduce((sum, { path }) => sum + (costs?.layers.get(path)?.flops ?? 0), 0),
  };
}

export function layerTable(
  summary: Summary,
  costs: Costs | undefined,
  style: { bold(text: string): string; dim(text: string): string },
): string {
  const head = ["layer", "kind", "output", "parameters", ...(costs ? ["FLOPs", "memory"] : [])];
  const cells = linesOf(summary, costs).map(({ depth, name, word, shape, parameters, flops, bytes }) => [
    `${"  ".repeat(depth)}${name}`,
    word,
    shape,
    showDim(parameters),
    ...(costs ? [showCount(flops), bytes === undefined ? "" : showBytes(bytes)] : []),
  ]);
  const widths = head.map((title, column) =>
    Math.max(title.length, ...cells.map((line) => (line[column] as string).length)),
  );
  const lines = [head, ...cells].map((line) =>
    line
      .map((cell, column) =>
        column < 3 ? cell.padEnd(widths[column] as number) : cell.padStart(widths[column] as number),
      )
      .join("  ")
      .trimEnd(),
  );
  const rule = style.dim("─".repeat(Math.max(...lines.map(({ length }) => length))));
  return [style.bold(lines[0] as string), rule, ...lines.slice(1), rule, ...totals(summary, costs)].join(
    "\n",
  );
}

function totals({ parameters, trainable }: Summary, costs: Costs | undefined): string[] {
  const counted = `${showDim(parameters)} parameters, ${showDim(trainable)} of them trained`;
  if (!costs) return [counted];
  const flops = [...costs.layers.values()].reduce((sum, layer) => sum + layer.flops, 0);
  const programs = costs.programs.map(
    ({ purpose, batch, bytes }) =>
      `${showBytes(bytes)} to ${purpose} ${batch} ${batch === 1 ? "row" : "rows"} at a time`,
  );
  return [counted, `${showCount(flops)} FLOPs forward for a row`, `memory: ${programs.join(", ")}`];
}

export function layersJson({ rows, parameters, trainable }: Summary, costs: Costs | undefined): unknown {
  const size = (dim: Dim): number | string => (typeof dim === "number" ? dim : showDim(dim));
  return {
    layers: rows.map((row) => ({
      path: row.path,
      layer: row.word,
      shape: row.shape.map(size),
      parameters: size(row.parameters),
      ...costs?.layers.get(row.path),
    })),
    parameters: size(parameters),
    trainable: size(trainable),
    ...(costs ? { programs: costs.programs } : {}),
  };
}

/** Three digits: 1234567 is 1.23M. */
function showCount(count: number): string {
  return scaled(count, 1000, ["", "k", "M", "G", "T"]);
}

function showBytes(bytes: number): string {
  return scaled(bytes, 1024, [" B", " KiB", " MiB", " GiB"]);
}

function scaled(value: number, step: number, units: readonly string[]): string {
  let rest = value;
  let unit = 0;
  while (rest >= 999.5 && unit < units.length - 1) {
    rest /= step;
    unit++;
  }
  return `${unit === 0 ? rest : Number(rest.toPrecision(3))}${units[unit]}`;
}
