/**
 * How long a file takes from text to a model with shapes, by its number of layers: it is to grow as the file does.
 * `npm run bench -- --workload front`.
 */
import { elaborate } from "../../src/model/elaborate.ts";
import { parse } from "../../src/syntax/parse.ts";
import { vocabulary } from "../../src/vocabulary.ts";
import { median } from "./median.ts";

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

export function frontEnd(rounds: number): void {
  console.log("\nMilliseconds from text to a model with shapes\n");
  console.log("| layers | parse | names, shapes | together |\n|---:|---:|---:|---:|");
  for (const layers of [1_000, 10_000, 20_000, 99_990]) {
    const source = { name: "wide.nnet", text: fileOf(layers) };
    const times = Array.from({ length: rounds }, () => {
      const begin = performance.now();
      const { file } = parse(source);
      const parsed = performance.now();
      const { model } = elaborate(file, { vocabulary });
      if (model?.layers.length !== layers + 1) throw new Error(`${layers} layers were not understood`);
      return [parsed - begin, performance.now() - parsed] as const;
    });
    const [read, built] = [median(times.map(([first]) => first)), median(times.map(([, second]) => second))];
    const figures = [read, built, read + built].map((figure) => figure.toFixed(0));
    console.log(`| ${layers} | ${figures.join(" | ")} |`);
  }
}
