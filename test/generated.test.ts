import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { generated } from "../grammar/generate.ts";
import { version } from "../src/version.ts";

test("generated files are what the sources give: npm run generate", async () => {
  for (const [path, content] of await generated()) expect(readFileSync(path, "utf8"), path).toBe(content);
});

test("the version in the sources is the package's", () => {
  expect(version).toBe((JSON.parse(readFileSync("package.json", "utf8")) as { version: string }).version);
});
