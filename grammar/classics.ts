/** The page of the classic networks: what each file says of itself, what goes in and comes out, and how many weights it has. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { showShape } from "../src/base/dim.ts";
import { elaborate } from "../src/model/elaborate.ts";
import type { ModelIR } from "../src/model/ir.ts";
import { parse } from "../src/syntax/parse.ts";
import { vocabulary } from "../src/vocabulary.ts";

const folder = "models/classic";

export function classicsPage(root: string): string {
  const names = readdirSync(join(root, folder)).filter((name) => name.endsWith(".nnet"));
  const rows = names.sort().map((name) => row(name, readFileSync(join(root, folder, name), "utf8")));
  return `${head}\n${rows.join("\n")}\n`;
}

const head = `# Classic networks

Well-known networks as model files, in [models/classic](../models/classic). A test checks each, compiles it and trains it for some steps. None of them
names data: they say what goes in and what is asked, and \`nnet check\` and \`nnet show\` need no more. To train one on data of your own, add a
[\`data\` section](language.md#data).

This page is made by \`npm run generate\`.

| network | what it is | in | out | weights |
|---|---|---|---|---|`;

function row(name: string, text: string): string {
  const { file } = parse({ name, text });
  const { model } = elaborate(file, { vocabulary });
  if (!model) throw new Error(`${folder}/${name} makes no model`);
  const link = `[${name.replace(/\.nnet$/, "")}](../${folder}/${name})`;
  return `| ${link} | ${firstSentence(text)} | ${entering(model)} | ${leaving(model)} | ${weights(model)} |`;
}

/** Of the comment that begins the file. */
function firstSentence(text: string): string {
  const lines = text.split("\n");
  const end = lines.findIndex((line) => !line.startsWith("#"));
  const comment = lines.slice(0, end).map((line) => line.replace(/^#+ ?/, ""));
  const paragraph = comment.slice(0, comment.indexOf("") < 0 ? undefined : comment.indexOf("")).join(" ");
  const sentence = /^.*?[.:](?= [A-Z]|$)/.exec(paragraph)?.[0] ?? paragraph;
  return sentence.replace(/[.:]$/, "").replaceAll("|", "\\|");
}

function entering({ inputs }: ModelIR): string {
  return inputs
    .map(({ element, type }) => `\`${element}${type.shape.length ? showShape(type.shape) : ""}\``)
    .join(", ");
}

function leaving({ outputs }: ModelIR): string {
  return outputs.map(({ type }) => `\`${showShape(type.shape)}\``).join(", ");
}

function weights({ layers }: ModelIR): string {
  const sizes = new Map<string, number>();
  for (const { path, spec } of layers.flatMap((layer) => layer.weights)) {
    sizes.set(
      path,
      spec.shape.reduce((product: number, dim) => product * Number(dim), 1),
    );
  }
  const count = [...sizes.values()].reduce((sum, size) => sum + size, 0);
  return count.toLocaleString("en-US");
}
