/** The size of an input where a layer first learns from it, behind layers that multiply it by constants. */
import type { LayerIR, TensorId } from "../model/ir.ts";
import type { CheckContext } from "./check-context.ts";
import { termRange, type ValueRange } from "./data-values.ts";
import { bytesOf } from "./raw-values.ts";

export interface Rescaled {
  /** The input, and how it comes: from the data or as declared. */
  readonly name: string;
  readonly before: ValueRange;
  /** The layers that scale it, in order; at least one. */
  readonly scaling: readonly LayerIR[];
  readonly after: ValueRange;
}

/** Inputs whose range is known and that a chain of scaling layers brings to a layer that learns. */
export function rescaledInputs(context: CheckContext): readonly Rescaled[] {
  return context.model.inputs.flatMap((input) => {
    const before = inputRange(context, input.name);
    if (!before) return [];
    const found = follow(context, input.id, before);
    return found ? [{ name: input.name, before, ...found }] : [];
  });
}

function inputRange({ model, plan }: CheckContext, name: string): ValueRange | undefined {
  const terms = plan?.inputs.find((end) => end.name === name)?.terms;
  if (terms) {
    const ranges = terms.flatMap((term) => termRange(term) ?? []);
    if (terms.length === 0 || ranges.length < terms.length) return undefined;
    return {
      low: Math.min(...ranges.map(({ low }) => low)),
      high: Math.max(...ranges.map(({ high }) => high)),
    };
  }
  const input = model.inputs.find((one) => one.name === name);
  const range = model.data?.normalize || !input ? undefined : (input.range ?? bytesOf(input));
  return range && { low: range[0], high: range[1] };
}

/** Along a single way, as long as each layer only scales, moves or drops what enters it. */
function follow({ graph }: CheckContext, start: TensorId, range: ValueRange) {
  const scaling: LayerIR[] = [];
  let after = range;
  for (let id = start; ; ) {
    const [next, ...others] = graph.consumers(id);
    if (!next || others.length > 0 || next.inputs.length !== 1) return undefined;
    const facts = graph.facts(next);
    if (facts.learns && facts.mixes) return scaling.length > 0 ? { scaling, after } : undefined;
    if (facts.affine) {
      const { scale, offset } = facts.affine;
      const ends = [after.low, after.high].map((value) => value * scale + offset);
      after = { low: Math.min(...ends), high: Math.max(...ends) };
      scaling.push(next);
    } else if (!facts.rearranges && !facts.regularizes) return undefined;
    id = next.id;
  }
}
