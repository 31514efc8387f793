/**
 * The documentation is true: every fenced block of README.md and docs/ is run.
 *
 * - `nnet [name.nnet] [pasted] [wrong rule…]`: a model. It has no error and no warning, and is in the form that `nnet fmt`
 *   writes, unless it is pasted from elsewhere; a wrong one has the findings named, as many of a rule as it is named times,
 *   and no other errors. With a name it is put into the document's folder, where other blocks find it.
 * - `csv name.csv`: a table for the folder.
 * - `console`: a session in the folder, which also holds `models/`. `nnet` runs and prints what is shown; `…` stands for
 *   what differs from run to run, and a line `^C` interrupts. `console long` would train for longer than a test may: its
 *   commands and options must exist.
 * - `sh`: commands of git and npm, from a short list; `npm run` names a script of package.json.
 * - `ts`: a program that uses the library. It runs. `ts path`: a file of the sources, which the test of that page puts there.
 * - `html name.html`: a page. Its module runs here, with what it uses of a page; `npm run test:browser` has the whole of it.
 * - `json` parses; `text` is for people.
 */
import { existsSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { beforeAll, describe, expect, test } from "vitest";
import { commands } from "../src/cli/commands.ts";
import { formatModel } from "../src/format-model.ts";
import { makeFolder, type Ran, runIn } from "./cli/run-in.ts";
import { matchesShown, type Shown, sessionOf, wordsOf } from "./docs/console.ts";
import { anchorsOf, type Block, blocksOf, linksOf } from "./docs/markdown.ts";

const documents = ["README.md", "CONTRIBUTING.md", ...readdirSync("docs").filter(isMarkdown).map(inDocs)].map(
  (path) => ({ path, text: readFileSync(path, "utf8") }),
);
const scripts = (JSON.parse(readFileSync("package.json", "utf8")) as Package).scripts;
const dependencies = Object.keys((JSON.parse(readFileSync("package.json", "utf8")) as Package).dependencies);

interface Package {
  readonly scripts: Readonly<Record<string, string>>;
  readonly dependencies: Readonly<Record<string, string>>;
}

function isMarkdown(name: string): boolean {
  return name.endsWith(".md");
}

function inDocs(name: string): string {
  return `docs/${name}`;
}

describe.each(documents)("$path", ({ path, text }) => {
  const blocks = blocksOf(path, text);
  let folder: string;
  beforeAll(() => {
    folder = makeFolder({}, { models: "models" });
    symlinkSync(resolve("node_modules"), join(folder, "node_modules"));
    for (const { language, marks, text } of blocks) {
      const name = marks[0];
      if ((language === "nnet" || language === "csv") && name?.endsWith(`.${language}`)) {
        writeFileSync(join(folder, name), text);
      }
    }
  });

  for (const block of blocks) {
    test(`${block.place} ${[block.language, ...block.marks].join(" ")}`, async () => {
      await runBlock(block, folder);
    });
  }

  test("its links lead somewhere", () => {
    for (const link of linksOf(text)) {
      const [target, anchor] = link.split("#") as [string, string | undefined];
      const file = target === "" ? path : join(dirname(path), target);
      expect(existsSync(file), `${link} in ${path}`).toBe(true);
      if (anchor) expect(anchorsOf(readFileSync(file, "utf8")), `${link} in ${path}`).toContain(anchor);
    }
  });

  test("it names no place of the machine that it was written on", () => {
    expect(text).not.toMatch(/\/(home|root|tmp|work|Users)\/|\.\.\/shared/);
  });
});

async function runBlock(block: Block, folder: string): Promise<void> {
  const { language, marks, text } = block;
  if (language === "nnet") await runModel(block, folder);
  else if (language === "console" && marks.includes("long")) sessionOf(text).forEach(expectCommand);
  else if (language === "console") for (const shown of sessionOf(text)) await runCommand(shown, folder);
  else if (language === "sh") for (const line of text.trim().split("\n")) expectKnown(line);
  else if (language === "ts" && marks.length > 0) expect(marks[0]).toMatch(/^(src|test)\/.*\.ts$/);
  else if (language === "ts") await runProgram(text, folder);
  else if (language === "html") await runPage(text, folder);
  else if (language === "json") JSON.parse(text);
  else if (language === "csv") expect(text).toMatch(/^\S.*\n/);
  else expect(language, "a language that no test looks at").toBe("text");
}

interface Report {
  readonly files: readonly { readonly findings: readonly { rule: string; severity: string }[] }[];
}

async function runModel({ marks, text }: Block, folder: string): Promise<void> {
  const ran = await runIn(folder, ["check", "-", "--format", "json"], { stdin: text });
  const found = (JSON.parse(ran.out) as Report).files.flatMap(({ findings }) => findings);
  const wrong = marks.indexOf("wrong");
  if (wrong < 0) {
    expect(found.filter(({ severity }) => severity === "error" || severity === "warning")).toEqual([]);
    if (!marks.includes("pasted")) expect(formatModel({ name: "block", text }).text).toBe(text);
  } else {
    const rules = marks.slice(wrong + 1);
    expect(rules, "rules behind `wrong`").not.toEqual([]);
    const named = new Set(rules);
    const told = found.filter(({ rule, severity }) => severity === "error" || named.has(rule));
    expect(told.map(({ rule }) => rule).sort()).toEqual([...rules].sort());
  }
}

async function runCommand({ command, output }: Shown, folder: string): Promise<void> {
  const [program, ...args] = wordsOf(command) as [string, ...string[]];
  if (program === "cat") {
    expect(matchesShown(output, readFileSync(join(folder, args[0] as string), "utf8")), command).toBe(true);
    return;
  }
  expect(program).toBe("nnet");
  const [shown, interrupted] = [output.replace(/^\^C\n/m, ""), /^\^C$/m.test(output)];
  const ran = await runIn(folder, args, interrupted ? { interrupt: (stop) => stop() } : {});
  expect(ran.err).not.toMatch(/^ {4}at /m);
  // People see what is said while a command works before they see its result.
  const printed = saidThenPrinted(ran);
  // `…` stands for what differs, never for a command that failed.
  if (!/error|\^C/.test(output)) expect(ran.code, `${command}\n${printed}`).toBe(0);
  if (!matchesShown(shown, printed)) expect(printed, command).toBe(shown);
}

function saidThenPrinted({ err, out }: Ran): string {
  return `${err}${out}`;
}

function expectCommand({ command }: Shown): void {
  const [program, name, ...args] = wordsOf(command);
  expect(program).toBe("nnet");
  const definition = commands.find((one) => one.name === name);
  expect(definition, command).toBeDefined();
  const options = definition?.options.map(([flags]) => flags.split(" ")[0]);
  for (const arg of args.filter((one) => one.startsWith("--"))) expect(options, command).toContain(arg);
  for (const arg of args.filter((one) => one.endsWith(".nnet"))) expect(existsSync(arg), arg).toBe(true);
}

function expectKnown(line: string): void {
  const command = line.replace(/#.*$/, "").trim();
  const script = /^npm run ([\w:-]+)/.exec(command)?.[1];
  if (script !== undefined) expect(Object.keys(scripts), line).toContain(script);
  for (const part of command.split(" && ").filter((one) => one !== "")) {
    expect(part).toMatch(
      /^(git clone \S+( \S+)?|cd nnet|npm (ci|test|link)|npm run [\w:-]+( -- [-\w., /]+)?|(\w+=\w+ )?npm ci --prefix test\/bench\/peers|pip install [a-z ]+|npx tsx test\/bench\/matmul\.ts)$/,
    );
  }
}

async function runProgram(text: string, folder: string): Promise<void> {
  const library = pathToFileURL(resolve("src/index.ts")).pathname;
  const file = join(folder, `program-${text.length}.ts`);
  const web = pathToFileURL(resolve("src/web/index.ts")).pathname;
  const named = text
    .replaceAll('from "nnet/web"', `from "${web}"`)
    .replaceAll('from "nnet"', `from "${library}"`);
  writeFileSync(file, named);
  await import(/* @vite-ignore */ file);
}

async function runPage(text: string, folder: string): Promise<void> {
  const module = /<script type="module">([\s\S]*?)<\/script>/.exec(text)?.[1] ?? "";
  const page = `import { readFileSync } from "node:fs";
const fetch = async (name) => new Response(readFileSync(${JSON.stringify(folder)} + "/" + name));
const shown = {};
const document = { querySelector: () => shown };
`;
  await runProgram(`${page}${module}if (!shown.value) throw new Error("the page shows nothing");\n`, folder);
}

describe("docs/architecture.md", () => {
  const architecture = readFileSync("docs/architecture.md", "utf8");

  test("gives every room its rank", () => {
    const { forbidden } = createRequire(import.meta.url)("../.dependency-cruiser.cjs") as {
      forbidden: { name: string; comment?: string }[];
    };
    const rows = new Map(
      [...architecture.matchAll(/^\| (\d) \| `(\w+)\/` \|/gm)].map(([, rank, room]) => [room, rank]),
    );
    for (const room of readdirSync("src", { withFileTypes: true }).filter((entry) => entry.isDirectory())) {
      const rule = forbidden.find(({ name }) => name === `rank-${room.name}`);
      expect(rule?.comment, room.name).toContain(`${room.name}/ has rank ${rows.get(room.name)}:`);
    }
  });

  test("gives a reason for every dependency", () => {
    const rows = architecture.split("\n").filter((line) => line.startsWith("| "));
    for (const name of dependencies) {
      expect(
        rows.some((row) => row.includes(`\`${name}\``)),
        name,
      ).toBe(true);
    }
  });
});
