/** docs/add-a-layer.md is followed: its files are put beside the others, the index is made, and the layer keeps the contract. */
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { indexOf } from "../../grammar/generate.ts";
import type { LayerDefinition } from "../../src/library/layer.ts";
import { libraryWords } from "../../src/library/vocabulary.ts";
import { makeVocabulary } from "../../src/words/make-vocabulary.ts";
import { layerContract } from "../contracts/layer-contract.ts";
import { blocksOf } from "./markdown.ts";

const page = "docs/add-a-layer.md";
const files = blocksOf(page, readFileSync(page, "utf8")).flatMap(({ language, marks: [path], text }) =>
  language === "ts" && path !== undefined ? [{ path, text }] : [],
);
const folder = mkdtempSync(join(tmpdir(), "nnet-layer-"));
afterAll(() => rmSync(folder, { recursive: true }));
for (const { path } of files) overlay(dirname(path));
for (const { path, text } of files) writeFileSync(join(folder, path), text);

/** A folder of its own whose entries are those of the repository, so that new files stand among them. */
function overlay(path: string): void {
  if (path !== ".") overlay(dirname(path));
  mkdirSync(join(folder, path), { recursive: true });
  const opened = new Set(files.flatMap((file) => pathsTo(file.path)));
  for (const entry of readdirSync(path)) {
    const inside = join(path, entry);
    if (opened.has(inside)) continue;
    try {
      symlinkSync(resolve(inside), join(folder, inside));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
  }
}

function pathsTo(path: string): string[] {
  const parent = dirname(path);
  return parent === "." ? [path] : [path, ...pathsTo(parent)];
}

const [definition, ownTest] = files.map(({ path }) => join(folder, path)) as [string, string];
const made = (await import(/* @vite-ignore */ definition)) as Readonly<Record<string, LayerDefinition>>;
const [name, layer] = Object.entries(made)[0] as [string, LayerDefinition];

test("the page adds one file and one test", () => {
  expect(files.map(({ path }) => path)).toEqual([
    expect.stringMatching(/^src\/library\/layers\/[a-z0-9-]+\.ts$/),
    expect.stringMatching(/^test\/library\/[a-z0-9-]+\.test\.ts$/),
  ]);
  expect(libraryWords.map((word) => word.name)).not.toContain(layer.name);
});

test("the generated index has the layer", () => {
  const index = indexOf("src/library/layers", folder).split("\n");
  const known = readFileSync("src/library/layers/index.gen.ts", "utf8").split("\n");
  const added = index.filter((line) => !known.includes(line));
  expect(added).toEqual([`export { ${name} } from "./${name}.ts";`]);
});

layerContract(layer, makeVocabulary(...libraryWords, layer));

describe("its own test", async () => {
  await import(/* @vite-ignore */ ownTest);
});
