/** The shape that a target asks of its output, as far as target and loss say it. */
import { type Dim, isKnown, type Shape } from "../base/dim.ts";
import type { LossFacts } from "../library/loss.ts";
import type { OutputPlace } from "./output-place.ts";

export interface Expected {
  /** One place of the output for each of these; `[]` for one prediction a row. */
  readonly places: Shape;
  /** Size of the last axis: classes, labels; 1 for a single number. */
  readonly units: Dim;
  readonly meaning: string;
}

export function expectedOutput({ ir, loss }: OutputPlace): Expected | undefined {
  const { target } = ir;
  if (!target || !loss || otherAxis(loss.term.loss.params.axis)) return undefined;
  const { reads } = loss.facts;
  switch (target.kind) {
    case "class":
    case "binary": {
      const classes = target.kind === "class" ? target.classes : 2;
      const places = loss.facts.ownLength ? ir.type.shape.slice(0, -1) : target.shape;
      if (reads === "distribution") return classExpectation(places, classes, loss.facts);
      if (reads === "probability" && classes !== 2) return undefined;
      // Scores of two classes are one number, and what else a loss makes of classes is its own.
      const { task, targets } = loss.facts;
      if (reads === "number" && task === "classification" && !(classes === 2 && targets.includes("binary")))
        return undefined;
      return { places: target.shape, units: 1, meaning: "one number a label" };
    }
    default:
      return vectorExpectation(target.shape);
  }
}

/** Indices say which of the units is meant; a loss that takes rows is told by another rule. */
function classExpectation(places: Shape, units: Dim, facts: LossFacts): Expected | undefined {
  return facts.targets.includes("class") ? { places, units, meaning: "one unit a class" } : undefined;
}

function vectorExpectation(shape: Shape): Expected {
  const last = shape.at(-1);
  if (last === undefined) return { places: [], units: 1, meaning: "one number a row" };
  return { places: shape.slice(0, -1), units: last, meaning: "one unit a column of the target" };
}

function otherAxis(axis: unknown): boolean {
  return typeof axis === "number" && axis !== -1;
}

/** Sizes that may turn out equal count as equal; trailing axes of size 1 count for nothing. */
export function shapesDiffer(a: Shape, b: Shape): boolean {
  const [x, y] = [withoutOnes(a), withoutOnes(b)];
  if (x.length !== y.length) return true;
  return x.some((dim, i) => {
    const other = y[i] as Dim;
    return isKnown(dim) && isKnown(other) && dim !== other;
  });
}

function withoutOnes(shape: Shape): Shape {
  let length = shape.length;
  while (length > 0 && shape[length - 1] === 1) length--;
  return shape.slice(0, length);
}
