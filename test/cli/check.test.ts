/** `nnet check` as people call it: folders, formats, fixes, configuration. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { makeFolder, runIn } from "./run-in.ts";

const good = "input x: f32[8]\ntarget y: real\nx -> Dense(4, relu) -> Dense(1)\ntrain { loss = mse }\n";
const loud =
  "input x: f32[8]\ntarget y: binary\nx -> Dense(4, relu) -> Dense(1)\ntrain { loss = binary_crossentropy }\n";
const fast =
  "input x: f32[8]\ntarget y: real\nx -> Dense(4, relu) -> Dense(1)\ntrain { loss = mse, optimizer = Adam(0.05) }\n";

describe("folders", () => {
  const folder = makeFolder({
    "nets/b.nnet": loud,
    "nets/a.nnet": good,
    "nets/deep/c.nnet": fast,
    "nets/.hidden/d.nnet": loud,
    "nets/readme.md": "no model",
  });

  it("are looked through in order, and counted in one line", async () => {
    const { code, out } = await runIn(folder, ["check", "nets"]);
    expect(code).toBe(1);
    expect(out.trimEnd().split("\n").at(-1)).toBe("1 error, 1 warning in 3 files");
    expect([...out.matchAll(/┌─ (\S+?):\d/g)].map(([, name]) => name)).toEqual([
      "nets/b.nnet",
      "nets/deep/c.nnet",
    ]);
  });

  it("give the same report however they are named", async () => {
    const json = async (...paths: readonly string[]) =>
      JSON.parse((await runIn(folder, ["check", "--format", "json", ...paths])).out).files;
    expect(await json("nets/")).toEqual(await json("nets/deep", "nets/b.nnet", "nets/a.nnet"));
  });

  it("without a model are an error of usage", async () => {
    const { code, err } = await runIn(makeFolder({ "nets/readme.md": "" }), ["check", "nets"]);
    expect(code).toBe(2);
    expect(err).toContain("there is no .nnet file");
  });
});

describe("patterns", () => {
  const folder = makeFolder({
    "nets/b.nnet": good,
    "nets/a.nnet": good,
    "nets/deep/c.nnet": good,
    "nets/deep/notes.md": "no model",
    "nets/run/run.json": "{}",
    "nets/run/model.nnet": good,
    "nets/what[1].nnet": good,
  });
  const filesOf = async (...paths: readonly string[]) =>
    JSON.parse((await runIn(folder, ["check", "--format", "json", ...paths])).out).files.map(
      ({ file }: { file: string }) => file,
    );

  it.each([
    ["nets/**/*.nnet", ["nets/a.nnet", "nets/b.nnet", "nets/deep/c.nnet", "nets/what[1].nnet"]],
    ["**", ["nets/a.nnet", "nets/b.nnet", "nets/deep/c.nnet", "nets/what[1].nnet"]],
    ["./nets/*.nnet", ["nets/a.nnet", "nets/b.nnet", "nets/what[1].nnet"]],
    ["nets/[a-b].nnet", ["nets/a.nnet", "nets/b.nnet"]],
    ["nets/{deep/c,b}.nnet", ["nets/b.nnet", "nets/deep/c.nnet"]],
    ["nets/*/?.nnet", ["nets/deep/c.nnet"]],
    ["nets/what[1].nnet", ["nets/what[1].nnet"]],
  ])("%s names what it matches", async (pattern, files) => {
    expect(await filesOf(pattern)).toEqual(files);
  });

  it("of a whole path are seen from the root, and doubles are read once", async () => {
    expect(await filesOf(`${folder}/nets/d*/*`)).toEqual([`${folder}/nets/deep/c.nnet`]);
    expect(await filesOf("nets/b.nnet", "nets/?.nnet")).toEqual(["nets/a.nnet", "nets/b.nnet"]);
  });

  it.each([
    ["check", "nets/*.txt", "only names that end in .nnet"],
    ["fmt", "nets/*.net", "only names that end in .nnet"],
    ["fix", "nest/*.nnet", 'there is no folder "nest"'],
  ])("%s %s that match nothing are an error of usage", async (command, pattern, help) => {
    const { code, err } = await runIn(folder, [command, pattern]);
    expect(code).toBe(2);
    expect(err).toContain(`no .nnet file matches "${pattern}"`);
    expect(err).toContain(help);
  });
});

describe("data", () => {
  const named = (file: string) =>
    `Dense(4, relu) -> Dense(1)\ndata { source = csv("${file}"), target = y }\ntrain { loss = mse }\n`;

  it("that is not there is told before and after, and findings are told all the same", async () => {
    const folder = makeFolder({ "a.nnet": named("a.csv"), "b.nnet": named("b.csv"), "c.nnet": fast });
    const one = await runIn(folder, ["check", "a.nnet"]);
    expect(one.err).toContain('note: there is no file "a.csv", so a.nnet is checked by what it declares');
    expect(one.out).toContain("no findings in a.nnet; its data was not there to look at");
    const all = await runIn(folder, ["check", "*.nnet"]);
    expect(all.out).toContain("\n1 warning in 3 files; the data of 2 of them was not there to look at");
  });

  it("that cannot be used does not keep other files from being checked", async () => {
    const folder = makeFolder({ "a.nnet": named("a.csv"), "a.csv": "x,y\n1\n", "c.nnet": fast });
    const { code, out, err } = await runIn(folder, ["check", "."]);
    expect(code).toBe(2);
    expect(err).toContain("error: line 2 of a.csv has 1 value, but there are 2 columns");
    expect(out).toContain("warning[lr-high]");
  });
});

describe("formats", () => {
  const folder = makeFolder({ "b.nnet": loud, "c.nnet": fast });

  it("sarif is one log with all results", async () => {
    const { code, out } = await runIn(folder, ["check", "--format", "sarif", "b.nnet", "c.nnet"]);
    expect(code).toBe(1);
    const log = JSON.parse(out);
    expect(log).toMatchObject({ version: "2.1.0", runs: [{ tool: { driver: { name: "nnet" } } }] });
    expect(
      log.runs[0].results.map(({ ruleId, level }: Record<string, string>) => `${level} ${ruleId}`),
    ).toEqual(["error crossentropy-unbounded-output", "warning lr-high"]);
  });

  it("github is one command a finding", async () => {
    const { out } = await runIn(folder, ["check", "--format", "github", "."]);
    const lines = out.trimEnd().split("\n");
    expect(lines).toHaveLength(2);
    expect(lines[0]).toMatch(
      /^::error file=b\.nnet,line=3,col=24,endColumn=32,title=crossentropy-unbounded-output::/,
    );
    expect(lines[1]).toMatch(/^::warning file=c\.nnet,line=4,/);
    const clean = await runIn(makeFolder({ "a.nnet": good }), ["check", "--format", "github", "a.nnet"]);
    expect(clean).toMatchObject({ code: 0, out: "" });
  });

  it("github names the lines of imported files as the folder has them, each finding once", async () => {
    const uses =
      'import Pair from "../blocks/pair.nnet"\ninput x: f32[8]\ntarget y: real\nx -> Pair(4) -> Dense(1)\n';
    const nets = makeFolder({
      "nets/a.nnet": uses,
      "nets/b.nnet": uses,
      "blocks/pair.nnet": "# two\nblock Pair(n) =\n  Dense(n) -> Dens(n)\n",
    });
    for (const paths of [["."], ["nets", "blocks"], ["nets/b.nnet", "nets/a.nnet"]]) {
      const { code, out } = await runIn(nets, ["check", "--format", "github", ...paths]);
      expect(code).toBe(1);
      const files = out
        .trimEnd()
        .split("\n")
        .map((line) => /^::error file=([^,]+),line=(\d+)/.exec(line)?.slice(1));
      expect(files).toEqual([["blocks/pair.nnet", "3"]]);
    }
  });

  it.each([
    ["error", good, 0],
    ["error", fast, 0],
    ["error", loud, 1],
    ["warning", good, 0],
    ["warning", fast, 1],
    ["hint", "input x: f32[8]\ntarget y: real\nx -> Dense(4, relu) -> Dense(1)\ntrain { }\n", 0],
  ])("--fail-on %s decides the exit code", async (level, text, code) => {
    const result = await runIn(makeFolder({ "a.nnet": text }), ["check", "--fail-on", level, "a.nnet"]);
    expect(result.code).toBe(code);
  });

  it("--fail-on takes a severity", async () => {
    const { code, err } = await runIn(folder, ["check", "--fail-on", "never", "b.nnet"]);
    expect(code).toBe(2);
    expect(err).toContain("--fail-on takes error, warning, hint");
  });

  it("of another name are refused", async () => {
    const { code, err } = await runIn(folder, ["check", "--format", "xml", "b.nnet"]);
    expect(code).toBe(2);
    expect(err).toContain("pretty, json, sarif, github");
  });
});

describe("fixes", () => {
  it("are written, safe ones only unless asked, until nothing is left to mend", async () => {
    const folder = makeFolder({ "b.nnet": loud, "c.nnet": fast });
    const first = await runIn(folder, ["check", "--fix", "."]);
    expect(first.code).toBe(0);
    expect(first.err).toContain("b.nnet: wrote Dense(1, sigmoid)");
    expect(readFileSync(join(folder, "b.nnet"), "utf8")).toBe(loud.replace("Dense(1)", "Dense(1, sigmoid)"));
    expect(readFileSync(join(folder, "c.nnet"), "utf8")).toBe(fast);
    await runIn(folder, ["check", "--fix", "--unsafe", "."]);
    expect(readFileSync(join(folder, "c.nnet"), "utf8")).toBe(fast.replace("0.05", "0.001"));
  });

  it("are shown as a difference, and not written", async () => {
    const folder = makeFolder({ "b.nnet": loud });
    const { out } = await runIn(folder, ["check", "--diff", "b.nnet"]);
    expect(out).toContain("--- b.nnet\n+++ b.nnet (fixed)\n");
    expect(out).toContain("-x -> Dense(4, relu) -> Dense(1)\n+x -> Dense(4, relu) -> Dense(1, sigmoid)\n");
    expect(readFileSync(join(folder, "b.nnet"), "utf8")).toBe(loud);
  });

  it("leave nothing that a safe fix mends, in many files at once", async () => {
    const chains = [
      "Dense(3, softmax)",
      "Dense(3, sigmoid)",
      "Dense(3)",
      "Dense(1, sigmoid)",
      "Dense(2, softmax)",
    ];
    const losses = [
      "binary_crossentropy",
      "sparse_categorical_crossentropy",
      "categorical_crossentropy",
      "mse",
    ];
    const targets = ["class(3)", "onehot(3)", "multilabel(3)", "binary", "real"];
    const files: Record<string, string> = {};
    for (const chain of chains)
      for (const loss of losses)
        for (const target of targets)
          for (const logits of ["", "(from_logits = true)"].slice(0, loss === "mse" ? 1 : 2))
            files[`m${Object.keys(files).length}.nnet`] =
              `input x: f32[8]\ntarget y: ${target}\nx -> Dense(8, relu) -> ${chain}\ntrain { loss = ${loss}${logits} }\n`;
    expect(Object.keys(files).length).toBeGreaterThan(150);
    const folder = makeFolder(files);
    await runIn(folder, ["check", "--fix", "."]);
    const { out } = await runIn(folder, ["check", "--format", "json", "."]);
    const rest = JSON.parse(out).files.flatMap(({ findings }: { findings: readonly Found[] }) => findings);
    expect(rest.filter(({ fix, rule }: Found) => fix?.safe || rule === "syntax")).toEqual([]);
  });
});

interface Found {
  readonly rule: string;
  readonly fix?: { readonly safe: boolean };
}

describe("values given by --set", () => {
  const folder = makeFolder({
    "plain.nnet": fast.replace("0.05", "0.001"),
    "allowed.nnet": `# allow-file(lr-high): to see it\n${good}`,
    "param.nnet": `param lr = 0.001\nparam rate = 0.1\n${good
      .replace("Dense(4, relu)", "Dense(64, relu) -> Dropout(rate)")
      .replace("mse", "mse, optimizer = Adam(lr)")}`,
    "formal.nnet": `param lr = 0.1\nblock B(lr) = Dropout(lr)\n${good.replace(
      "relu)",
      "relu) -> B(0.95) -> Dense(8, relu) -> Dropout(lr)",
    )}`,
  });
  const told = async (file: string, ...sets: readonly string[]) => {
    const given = sets.flatMap((set) => ["--set", set]);
    const before = readFileSync(join(folder, file), "utf8");
    const { out } = await runIn(folder, ["check", file, "--fix", "--unsafe", ...given]);
    expect(readFileSync(join(folder, file), "utf8")).toBe(before);
    expect(out).not.toContain("= fix:");
    return out;
  };

  it.each([
    ["plain", ["train.optimizer=SGD(5)"], 'pass --set "train.optimizer=SGD(0.01)"'],
    ["plain", ["train.optimzer=Adam"], "pass --set train.optimizer=Adam"],
    ["plain", ["train.loss=binary_crossentropy"], "pass --set train.loss=mse"],
    ["param", ["train.optimizer=Adm(lr)", "lr=0.002"], 'pass --set "train.optimizer=Adam(lr)"'],
  ])("in %s, %s, are mended there", async (file, sets, help) => {
    const out = await told(`${file}.nnet`, ...sets);
    expect(out).toMatch(/┌─ the command line\n {2}│\n {2}│ --set train/);
    expect(out).toContain(`= help: ${help}`);
  });

  it("are told beside the place that uses them", async () => {
    const high = await told("param.nnet", "lr=3");
    expect(high).toMatch(
      /param\.nnet:\d+:\d+[\s\S]*│ --set lr=3\n {2}│ {10}- given here[\s\S]*help: pass --set lr=0.001/,
    );
    expect(await told("param.nnet", "rate=1.2")).toMatch(/Dropout\(rate\)[\s\S]*│ --set rate=1.2\n/);
  });

  it("are not taken for the formal of a block that is called so", async () => {
    const { out } = await runIn(folder, ["check", "formal.nnet", "--set", "lr=0.2"]);
    expect(out).toContain("Dropout(lr)");
    expect(out).not.toContain("--set");
  });

  it("are silenced by what speaks for the whole file, and stand in no file of a report", async () => {
    const set = ["--set", "train.optimizer=SGD(5)"];
    expect((await runIn(folder, ["check", "allowed.nnet", ...set])).out).toContain("no findings");
    const github = await runIn(folder, ["check", "plain.nnet", "--format", "github", ...set]);
    expect(github.out).toMatch(
      /^::warning title=lr-high::--set train\.optimizer=SGD\(5\):%0Alearning rate 5/,
    );
    const sarif = JSON.parse((await runIn(folder, ["check", "plain.nnet", "--format", "sarif", ...set])).out);
    expect(sarif.runs[0].results[0].locations).toEqual([
      { logicalLocations: [{ fullyQualifiedName: set.join(" "), kind: "parameter" }] },
    ]);
  });
});

describe("nnet.config.json", () => {
  const config = (severities: object) => JSON.stringify({ severities });

  it("is found above the model file and sets severities", async () => {
    const folder = makeFolder({
      "nnet.config.json": config({ "lr-high": "error" }),
      "nets/c.nnet": fast,
      "quiet/nnet.config.json": config({ "lr-high": "off" }),
      "quiet/c.nnet": fast,
    });
    expect((await runIn(folder, ["check", "nets/c.nnet"])).code).toBe(1);
    expect((await runIn(folder, ["check", "quiet/c.nnet"])).out).toContain("no findings");
    expect((await runIn(folder, ["check", "nets/c.nnet", "--severity", "lr-high=off"])).code).toBe(0);
  });

  it.each([
    ["no JSON", "{", "it is not JSON"],
    ["an unknown key", '{ "rules": {} }', 'it knows no "rules"'],
    ["an unknown severity", config({ "lr-high": "loud" }), "off, hint, warning, error"],
    ["an unknown rule", config({ "lr-hihg": "off" }), 'there is no rule "lr-hihg"'],
  ])("with %s is refused with its place", async (_, text, message) => {
    const folder = makeFolder({ "nnet.config.json": text, "a.nnet": good, "b.nnet": good });
    const { code, err } = await runIn(folder, ["check", "."]);
    expect(code).toBe(2);
    expect(err.match(/error:/g)).toHaveLength(1);
    expect(err).toContain(message);
    expect(err).toContain("nnet.config.json");
  });

  it("is not needed, and --severity says what it takes", async () => {
    const folder = makeFolder({ "a.nnet": good });
    expect((await runIn(folder, ["check", "a.nnet"])).code).toBe(0);
    expect((await runIn(folder, ["check", "a.nnet", "--severity", "lr-high"])).err).toContain(
      "--severity takes",
    );
  });
});
