/** Every file in wrong/ is a text with mistakes and what is said about it, written to be read. `vitest -u` rewrites them. */
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parse } from "../../src/syntax/parse.ts";
import { render } from "./render.ts";

const folder = new URL("wrong/", import.meta.url);

describe("mistakes are told in the user's words", () => {
  for (const name of readdirSync(folder).filter((file) => file.endsWith(".md"))) {
    test(name, async () => {
      const page = readFileSync(new URL(name, folder), "utf8");
      const [, title, text] = page.match(/^# (.*?)\n\n```nnet\n(.*?)```\n/s) ?? [];
      const { diagnostics } = parse({ name, text: text as string });
      expect(diagnostics.length).toBeGreaterThan(0);
      const written = `# ${title}\n\n\`\`\`nnet\n${text}\`\`\`\n\n\`\`\`text\n${render(diagnostics)}\`\`\`\n`;
      await expect(written).toMatchFileSnapshot(new URL(name, folder).pathname);
    });
  }
});
