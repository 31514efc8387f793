/**
 * How long a file takes from text to a model with shapes, by its number of layers: it is to grow as the file does.
 * Part of the section `compile`.
 */
import type { Source } from "../../../src/base/source.ts";
import { elaborate } from "../../../src/model/elaborate.ts";
import { parse } from "../../../src/syntax/parse.ts";
import { vocabulary } from "../../../src/vocabulary.ts";
import { median } from "../median.ts";
import { markdown } from "../table.ts";

/** More layers, each written out, would not fit into a file of 1 MiB. */
const mostWritten = 20_000;

/** Chains of ten layers, each with a name that the next one takes; beyond what a file may hold, in turns. */
function fileOf(layers: number): string {
  const pair = "Dense(8, relu) -> Dropout(0.1)";
  const ten = layers > mostWritten ? ` -> repeat 5 { ${pair} }` : ` -> ${pair}`.repeat(5);
  const lines = Array.from({ length: layers / 10 }, (_, i) => {
    const source = i === 0 ? "x" : `h${i - 1}`;
    return `h${i} = ${source}${ten}\n`;
  });
  return `input x: f32[8]\n${lines.join("")}output y = h${layers / 10 - 1} -> Dense(1)\n`;
}

/** A table: the median of the rounds. */
export function frontEnd(rounds: number): string {
  const rows = [1_000, 10_000, 20_000, 99_990].map((layers) => {
    const source = { name: "wide.nnet", text: fileOf(layers) };
    const times = Array.from({ length: rounds }, () => frontEndTime(source, layers));
    const [read, built] = [median(times.map(([first]) => first)), median(times.map(([, second]) => second))];
    return [String(layers), ...[read, built, read + built].map((time) => time.toFixed(0))];
  });
  return markdown(["layers in a file, ms", "parse", "names, shapes", "together"], rows);
}

function frontEndTime(source: Source, layers: number): readonly [number, number] {
  const begin = performance.now();
  const { file } = parse(source);
  const parsed = performance.now();
  const { model } = elaborate(file, { vocabulary });
  if (model?.layers.length !== layers + 1) throw new Error(`${layers} layers were not understood`);
  return [parsed - begin, performance.now() - parsed];
}
