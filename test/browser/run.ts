/**
 * `npm run test:browser`: bundles the library for browsers, runs the scenario in headless Chromium and in Node, and compares
 * findings and the bits of the weights, by one thread and by two. Says so and skips where there is no Chromium.
 */
import { existsSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { isDeepStrictEqual } from "node:util";
import { build } from "esbuild";
import { chromium } from "playwright-core";
import { nodeThreads } from "../../src/runtime/node-threads.ts";
import { type Outcome, scenario } from "./scenario.ts";

const candidates = [
  process.env.CHROMIUM,
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
];

async function bundle(): Promise<string> {
  const result = await build({
    entryPoints: [fileURLToPath(new URL("./page.ts", import.meta.url))],
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

async function runInChromium(executablePath: string, script: string): Promise<Outcome> {
  const server = createServer((request, response) => {
    const isScript = request.url === "/page.js";
    response.setHeader("content-type", isScript ? "text/javascript" : "text/html");
    // Only an isolated page may share memory with its workers.
    response.setHeader("cross-origin-opener-policy", "same-origin");
    response.setHeader("cross-origin-embedder-policy", "require-corp");
    response.end(
      isScript ? script : '<!doctype html><title>nnet</title><script type="module" src="/page.js"></script>',
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const browser = await chromium.launch({
    executablePath,
    args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"],
  });
  try {
    const page = await browser.newPage();
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    await page.waitForFunction(() => "scenario" in globalThis);
    return await page.evaluate(() => (globalThis as unknown as { scenario(): Promise<Outcome> }).scenario());
  } finally {
    await browser.close();
    server.close();
  }
}

const executable = candidates.find((path) => path !== undefined && existsSync(path));
if (executable === undefined) {
  console.log("SKIPPED: no Chromium found; apt-get install chromium, or CHROMIUM=/path/to/chromium");
  console.log("0 passed, 0 failed, 1 skipped");
} else {
  const script = await bundle();
  const node = await scenario(nodeThreads(2));
  const browser = await runInChromium(executable, script);
  const same = isDeepStrictEqual(node, browser);
  console.log(
    `bundle ${(script.length / 1e6).toFixed(2)} MB\nNode     ${JSON.stringify(node)}\nChromium ${JSON.stringify(browser)}`,
  );
  console.log(same ? "1 passed, 0 failed" : "0 passed, 1 failed");
  process.exitCode = same ? 0 : 1;
}
