/** Layers that add or cut margins of space, and the type of their argument. */
import { addDims, type Dim, isKnown, showDim, showShape } from "../base/dim.ts";
import { withMargins } from "../tensor/sliding-windows.ts";
import { jsonProblem } from "../words/json-problem.ts";
import { listOf } from "../words/list-types.ts";
import type { ParamType, Reading } from "../words/param.ts";
import { integer, param } from "../words/param-types.ts";
import { accept, refuse } from "../words/reading.ts";
import type { Value } from "../words/value.ts";
import { dataFormat, defineSpatialLayer } from "./data-format.ts";
import { type LayerDefinition, type LayerExample, ShapeProblem } from "./layer.ts";
import { spaceOf } from "./windows.ts";

type Margins = readonly (readonly [before: number, after: number])[];

const one = integer({ min: 0 });
const two = listOf(one, { min: 2, max: 2 });

/** One number for all ends, one for both ends of each axis, or a pair for each axis; in one dimension a single pair. */
function marginsType(rank: number): ParamType<Margins> {
  const pairs = listOf(two, { min: rank, max: rank });
  const expects =
    rank === 1
      ? "a whole number, or a pair for both ends"
      : `a whole number, or a list of ${rank}, each a number or a pair`;
  const equal = (margin: number): readonly [number, number] => [margin, margin];
  const pairOf = (values: readonly number[]): readonly [number, number] => [values[0] ?? 0, values[1] ?? 0];
  return {
    expects,
    read(value, context): Reading<Margins> {
      if (value.kind !== "list") {
        const reading = one.read(value, context);
        if (reading.refused) return refuse(expects, value);
        return accept(new Array(rank).fill(equal(reading.value)));
      }
      const items: readonly Value[] = rank === 1 ? [value] : value.items;
      if (items.length !== rank) return refuse(expects, value);
      const margins: (readonly [number, number])[] = [];
      for (const item of items) {
        if (item.kind === "list") {
          const pair = two.read(item, context);
          if (pair.refused) return { at: item, ...pair };
          margins.push(pairOf(pair.value));
          continue;
        }
        const both = one.read(item, context);
        if (both.refused) return { at: item, ...both };
        margins.push(equal(both.value));
      }
      return accept(margins);
    },
    toJson: (margins) => margins.map((pair) => [...pair]),
    fromJson(json, vocabulary) {
      const margins = pairs.fromJson(json, vocabulary).map(pairOf);
      if (margins.length !== rank) throw jsonProblem(expects, json);
      return margins;
    },
    schema: pairs.schema,
  };
}

interface MarginsWording {
  readonly name: string;
  readonly doc: string;
  readonly rank: 1 | 2 | 3;
  /** Margin at every end when nothing is written. */
  readonly initial: number;
  readonly examples: readonly LayerExample[];
}

function initialMargins({ rank, initial }: MarginsWording): Margins {
  return Array.from({ length: rank }, () => [initial, initial] as const);
}

export function zeroPadding(wording: MarginsWording): LayerDefinition {
  const { name, doc, rank, examples } = wording;
  return defineSpatialLayer({
    name,
    doc,
    params: {
      padding: param(marginsType(rank), "zeros before and after, for each axis", initialMargins(wording)),
      data_format: dataFormat,
    },
    shape({ padding }, [x]) {
      const { space, channels } = spaceOf(name, rank, x);
      const padded = space.map((dim, i) => addDims(dim, (padding[i]?.[0] ?? 0) + (padding[i]?.[1] ?? 0)));
      return { shape: [...padded, channels], dtype: x?.dtype ?? "float" };
    },
    lower({ g, params: { padding }, inputs: [x] }) {
      if (x === undefined) throw new Error(`${name} is lowered with one input`);
      const margins = {
        before: padding.map(([before]) => before),
        after: padding.map(([, after]) => after),
      };
      return withMargins(g, x, margins, 0);
    },
    facts: () => ({ learns: false, nonlinear: false }),
    examples,
  });
}

export function cropping(wording: MarginsWording): LayerDefinition {
  const { name, doc, rank, examples } = wording;
  return defineSpatialLayer({
    name,
    doc,
    params: {
      cropping: param(marginsType(rank), "how much is cut before and after", initialMargins(wording)),
      ...(rank === 1 ? {} : { data_format: dataFormat }),
    },
    shape({ cropping: margins }, [x]) {
      const { space, channels } = spaceOf(name, rank, x);
      const left = space.map((dim, i): Dim => {
        const cut = (margins[i]?.[0] ?? 0) + (margins[i]?.[1] ?? 0);
        if (!isKnown(dim) || cut < dim) return addDims(dim, -cut);
        throw new ShapeProblem(
          "shape-mismatch",
          `${name} cuts ${cut} of ${showDim(dim)}, and nothing is left`,
          {
            param: "cropping",
            label: `too much for ${showShape(space)}`,
          },
        );
      });
      return { shape: [...left, channels], dtype: x?.dtype ?? "float" };
    },
    lower({ g, params: { cropping: margins }, inputs: [x] }) {
      if (x === undefined) throw new Error(`${name} is lowered with one input`);
      const cut = {
        before: margins.map(([before]) => 0 - before),
        after: margins.map(([, after]) => 0 - after),
      };
      return withMargins(g, x, cut, 0);
    },
    facts: () => ({ learns: false, nonlinear: false }),
    examples,
  });
}
