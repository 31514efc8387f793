/** A part of a row: `x[0]`, `x[1:3]`, `x[:, -1]`. */
import { addDims, type Dim, isKnown, type Shape, showShape, subtractDims } from "../../base/dim.ts";
import { jsonProblem } from "../../words/json-problem.ts";
import type { Json, ParamType } from "../../words/param.ts";
import { param } from "../../words/param-types.ts";
import { refuse } from "../../words/reading.ts";
import { defineLayer, ShapeProblem } from "../layer.ts";
import type { Operator } from "./pointwise.ts";

/** Positions from 0, or from the end as -1; `at` takes one element and drops its axis. */
export type AxisPart = { readonly at: number } | { readonly from: number | null; readonly to: number | null };

const expects = "positions and ranges";

const partsType: ParamType<readonly AxisPart[]> = {
  expects,
  read: (value) => refuse(expects, value),
  toJson: (parts) => parts.map((part) => ({ ...part })),
  fromJson(json) {
    if (Array.isArray(json) && json.every(isPart)) return json as unknown as readonly AxisPart[];
    throw jsonProblem(expects, json);
  },
  schema: { type: "array", items: { type: "object" } },
};

function isPart(json: Json): boolean {
  if (json === null || typeof json !== "object" || Array.isArray(json)) return false;
  const { at, from, to } = json as { readonly [key: string]: Json };
  const isBound = (bound: Json | undefined) => bound === null || Number.isSafeInteger(bound);
  return Number.isSafeInteger(at) || (isBound(from) && isBound(to));
}

export const part: Operator = {
  path: "part",
  word: defineLayer({
    name: "part",
    doc: "Elements of a row by position.",
    params: { parts: param(partsType, "one for each axis from the first on", []) },
    shape({ parts }, [x]) {
      const shape = x?.shape ?? [];
      if (parts.length > shape.length) {
        throw new ShapeProblem(
          "rank-mismatch",
          `${showShape(shape)} has ${shape.length === 1 ? "one axis" : `${shape.length} axes`}, and ${parts.length} positions are given`,
          { label: "the batch axis is never written" },
        );
      }
      return {
        shape: shape.flatMap((dim, axis) => sizeOf(dim, parts[axis], axis)),
        dtype: x?.dtype ?? "float",
      };
    },
    lower({ g, params: { parts }, inputs: [x] }) {
      if (x === undefined) throw new Error("a part is taken of one tensor");
      const [batch = 1, ...row] = x.shape;
      const bounds = row.map((size, axis) => boundsOf(size, parts[axis]));
      const cut = g.slice(
        x,
        [0, ...bounds.map(([from]) => from)],
        [batch, ...bounds.map(([from, to]) => to - from)],
      );
      const kept = row.flatMap((_, axis) => {
        const [from, to] = bounds[axis] as [number, number];
        return isPosition(parts[axis]) ? [] : [to - from];
      });
      return kept.length === row.length ? cut : g.reshape(cut, [batch, ...kept]);
    },
    facts: () => ({ learns: false, nonlinear: false, rearranges: true }),
    examples: [],
  }),
};

function isPosition(part: AxisPart | undefined): boolean {
  return part !== undefined && "at" in part;
}

/** The size that is left of an axis: none where one element is taken. */
function sizeOf(dim: Dim, part: AxisPart | undefined, axis: number): Shape {
  if (part === undefined) return [dim];
  if ("at" in part) {
    if (isKnown(dim) && (part.at >= dim || part.at < -dim)) throw outside(dim, part.at, axis);
    return [];
  }
  const { from, to } = part;
  if (isKnown(dim)) {
    const [first, last] = boundsOf(dim, part);
    if (last > first) return [last - first];
    throw new ShapeProblem(
      "bad-option",
      `nothing lies between ${from ?? ""} and ${to ?? ""} on an axis of ${dim}`,
      {
        label: `axis ${axis} is empty then`,
      },
    );
  }
  const place = (bound: number): Dim => (bound < 0 ? addDims(dim, bound) : bound);
  return [subtractDims(to === null ? dim : place(to), from === null ? 0 : place(from))];
}

/** As in Python: a range may reach over the ends. */
function boundsOf(size: number, part: AxisPart | undefined): readonly [from: number, to: number] {
  if (part === undefined) return [0, size];
  if ("at" in part) {
    const at = part.at < 0 ? part.at + size : part.at;
    return [at, at + 1];
  }
  const place = (bound: number): number => Math.min(size, Math.max(0, bound < 0 ? bound + size : bound));
  return [place(part.from ?? 0), place(part.to ?? size)];
}

function outside(size: number, at: number, axis: number): ShapeProblem {
  return new ShapeProblem("bad-option", `axis ${axis} has ${size} elements, and ${at} is none of them`, {
    label: `positions go from 0 to ${size - 1}, or from -1 back`,
  });
}
