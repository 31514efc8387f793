/**
 * `npm run test:browser`: bundles the library for browsers, runs the scenario in headless Chromium and in Node, and compares
 * findings and the bits of the weights, by one thread and by two. Then a page that imports the built package by its name
 * checks, trains, compiles and predicts, and models/hosts/page.html runs what it compiled; the page of docs/library.md finds
 * the package by its import map. Says so and skips where there is no Chromium.
 */
import { existsSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { isDeepStrictEqual } from "node:util";
import { build } from "esbuild";
import { chromium, type Page } from "playwright-core";
import { nodeThreads } from "../../src/runtime/node-threads.ts";
import { blocksOf } from "../docs/markdown.ts";
import { type Outcome, scenario } from "./scenario.ts";

const candidates = [
  process.env.CHROMIUM,
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
];

/** Throws where anything imports what only Node has. */
async function bundle(entry: string): Promise<string> {
  const result = await build({
    entryPoints: [fileURLToPath(new URL(entry, import.meta.url))],
    bundle: true,
    write: false,
    format: "esm",
    platform: "browser",
    target: "es2022",
    alias: { "csv-parse/sync": "csv-parse/browser/esm/sync" },
    logLevel: "error",
  });
  return result.outputFiles[0]?.text ?? "";
}

interface Served {
  readonly type: string;
  readonly body: string | Uint8Array;
}

type Files = Map<string, Served>;

const blank = '<!doctype html><title>nnet</title><script type="module" src="/page.js"></script>';

async function inChromium<T>(
  executablePath: string,
  files: Files,
  use: (page: Page, origin: string) => Promise<T>,
): Promise<T> {
  const server = createServer((request, response) => {
    const file = files.get((request.url ?? "").split("?")[0] as string) ?? { type: "text/html", body: blank };
    response.setHeader("content-type", file.type);
    // Only an isolated page may share memory with its workers.
    response.setHeader("cross-origin-opener-policy", "same-origin");
    response.setHeader("cross-origin-embedder-policy", "require-corp");
    response.end(file.body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const browser = await chromium.launch({
    executablePath,
    args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"],
  });
  try {
    const page = await browser.newPage();
    page.on("pageerror", (error) => console.log(`in the page: ${error.message}`));
    return await use(page, `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  } finally {
    await browser.close();
    server.close();
  }
}

async function runScenario(page: Page, origin: string): Promise<Outcome> {
  await page.goto(`${origin}/`);
  await page.waitForFunction(() => "scenario" in globalThis);
  return page.evaluate(() => (globalThis as unknown as { scenario(): Promise<Outcome> }).scenario());
}

/** What `library.mjs` gives: the module, and the probabilities of the first row. */
interface Compiled {
  readonly bytes: readonly number[];
  readonly rules: readonly string[];
  readonly probabilities: readonly number[];
}

interface Shown {
  readonly document: { querySelector(name: string): { readonly value: string } };
}

/** What is wrong, or undefined. */
async function runLibrary(page: Page, origin: string, files: Files): Promise<string | undefined> {
  const iris = readFileSync("models/data/iris.csv", "utf8");
  await page.goto(`${origin}/library`);
  await page.waitForFunction(() => "library" in globalThis);
  const compiled = await page.evaluate(
    (text) => (globalThis as unknown as { library(iris: string): Promise<Compiled> }).library(text),
    iris,
  );
  const best = compiled.probabilities.indexOf(Math.max(...compiled.probabilities));
  if (best !== 0) return `the first iris is no setosa: ${compiled.probabilities}`;
  files.set("/iris.wasm", { type: "application/wasm", body: Uint8Array.from(compiled.bytes) });
  await page.goto(`${origin}/host.html`);
  const value = () => (globalThis as unknown as Shown).document.querySelector("output").value;
  await page.waitForFunction(value);
  const shown = await page.evaluate(value);
  const numbers = shown.split("\n").map((line) => Number(line.split(" ")[1]));
  return isDeepStrictEqual(numbers, compiled.probabilities) ? undefined : `page.html shows ${shown}`;
}

/** The page of the documentation as it stands there; what is wrong, or undefined. */
async function runDocumented(page: Page, origin: string): Promise<string | undefined> {
  await page.goto(`${origin}/learn.html`);
  const last = /^epoch 100: loss 0\.\d+$/;
  const value = () => (globalThis as unknown as Shown).document.querySelector("output").value;
  const shown = () => page.evaluate(value);
  for (let turn = 0; turn < 100 && !last.test(await shown()); turn++) await page.waitForTimeout(100);
  return last.test(await shown()) ? undefined : `the page of docs/library.md shows ${await shown()}`;
}

function documentedFiles(): Files {
  const path = "docs/library.md";
  const blocks = blocksOf(path, readFileSync(path, "utf8"));
  const types: Readonly<Record<string, string>> = { html: "text/html", csv: "text/csv" };
  const named = blocks.flatMap(({ language, marks: [name], text }): readonly [string, Served][] => {
    const type = types[language];
    return type !== undefined && name !== undefined ? [[`/${name}`, { type, body: text }]] : [];
  });
  const library = { type: "text/javascript", body: readFileSync("dist/library.js") };
  return new Map([...named, ["/node_modules/nnet/dist/library.js", library]]);
}

const executable = candidates.find((path) => path !== undefined && existsSync(path));
if (executable === undefined) {
  console.log("SKIPPED: no Chromium found; apt-get install chromium, or CHROMIUM=/path/to/chromium");
  console.log("0 passed, 0 failed, 1 skipped");
} else {
  const script = await bundle("./page.ts");
  const node = await scenario(nodeThreads(2));
  const page = { type: "text/javascript", body: script };
  const browser = await inChromium(executable, new Map([["/page.js", page]]), runScenario);
  const same = isDeepStrictEqual(node, browser);
  console.log(
    `bundle ${(script.length / 1e6).toFixed(2)} MB\nNode     ${JSON.stringify(node)}\nChromium ${JSON.stringify(browser)}`,
  );
  const files: Files = new Map([
    ["/page.js", { type: "text/javascript", body: await bundle("./library.mjs") }],
    ["/host.html", { type: "text/html", body: readFileSync("models/hosts/page.html") }],
  ]);
  const problem = await inChromium(executable, files, (page, origin) => runLibrary(page, origin, files));
  const undocumented = await inChromium(executable, documentedFiles(), runDocumented);
  for (const told of [problem, undocumented]) if (told !== undefined) console.log(told);
  const passed = [same, problem === undefined, undocumented === undefined].filter(Boolean).length;
  console.log(`${passed} passed, ${3 - passed} failed`);
  process.exitCode = passed === 3 ? 0 : 1;
}
