import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { unifiedDiff } from "../../src/cli/unified-diff.ts";
import { makeFolder, runIn } from "./run-in.ts";

const good = "Dense(64, relu) -> Dense(1)\n";
const bad = "Dense( 64,'relu')->Dense(1)\n";

describe("nnet fmt", () => {
  test("writes what it changes and nothing else", async () => {
    const folder = makeFolder({ "good.nnet": good, "bad.nnet": bad });
    const before = statSync(join(folder, "good.nnet")).ino;
    const ran = await runIn(folder, ["fmt", "good.nnet", "bad.nnet"]);
    expect(ran).toEqual({ code: 0, out: "", err: "formatted bad.nnet\n" });
    expect(readFileSync(join(folder, "bad.nnet"), "utf8")).toBe(good);
    // A file that is written is put in the place of the old one.
    expect(statSync(join(folder, "good.nnet")).ino).toBe(before);
  });

  test("takes folders with all below, but no runs, packages or hidden folders", async () => {
    const folder = makeFolder({
      "a/bad.nnet": bad,
      "a/deep/er/bad.nnet": bad,
      "a/notes.txt": bad,
      "runs/one/model.nnet": bad,
      "runs/one/run.json": "{}",
      "node_modules/p/bad.nnet": bad,
      ".git/bad.nnet": bad,
    });
    const ran = await runIn(folder, ["fmt"]);
    expect(ran.err.trim().split("\n")).toEqual(["formatted a/bad.nnet", "formatted a/deep/er/bad.nnet"]);
    expect(readFileSync(join(folder, "runs/one/model.nnet"), "utf8")).toBe(bad);
    const empty = await runIn(makeFolder({ "a/x.txt": "" }), ["fmt", "a"]);
    expect(empty.code).toBe(2);
    expect(empty.err).toContain('there is no .nnet file in "a"');
  });

  test.each([
    ["fmt", ["a.nnet", "bytes.nnet", "none.nnet", "b.nnet"], "formatted", 2],
    ["fix", ["a.nnet", "bytes.nnet", "none.nnet", "there.py", "b.nnet"], "rewrote", 2],
    ["fix", ["a.nnet", "there.py", "b.nnet"], "rewrote", 1],
  ] as const)("nnet %s %s goes on after files that cannot be used", async (command, files, did, exit) => {
    const folder = makeFolder({
      ...{ "a.nnet": bad, "b.nnet": bad, "bytes.nnet": new Uint8Array([1, 0, 2]) },
      ...{ "there.py": "model = Sequential([Dense(1)])\n", "there.nnet": good },
    });
    const { code, err } = await runIn(folder, [command, ...files]);
    expect(code).toBe(exit);
    for (const name of ["a.nnet", "b.nnet"]) {
      expect(err).toContain(`${did} ${name}`);
      expect(readFileSync(join(folder, name), "utf8")).toBe(good);
    }
    const wrong: Readonly<Record<string, string>> = {
      "bytes.nnet": "error: bytes.nnet is not a text file",
      "none.nnet": 'error: there is no file "none.nnet"',
      "there.py": 'error: "there.nnet" is there already',
    };
    for (const file of files.filter((each) => each in wrong)) expect(err).toContain(wrong[file]);
    expect(err.match(/error:/g)).toHaveLength(files.length - 2);
  });

  test("--check names what would change, and writes nothing", async () => {
    const folder = makeFolder({ "good.nnet": good, "bad.nnet": bad });
    const ran = await runIn(folder, ["fmt", "--check", "."]);
    expect(ran).toEqual({ code: 1, out: "bad.nnet\n", err: "" });
    expect(readFileSync(join(folder, "bad.nnet"), "utf8")).toBe(bad);
    expect((await runIn(folder, ["fmt", "--check", "good.nnet"])).code).toBe(0);
  });

  test("--diff prints what would change, and writes nothing", async () => {
    const folder = makeFolder({ "good.nnet": good, "bad.nnet": bad });
    const ran = await runIn(folder, ["fmt", "--diff", "good.nnet", "bad.nnet"]);
    expect(ran.code).toBe(0);
    expect(ran.out).toBe(
      `--- bad.nnet\n+++ bad.nnet (formatted)\n@@ -1 +1 @@\n-${bad.trimEnd()}\n+${good.trimEnd()}\n`,
    );
    expect(readFileSync(join(folder, "bad.nnet"), "utf8")).toBe(bad);
    expect((await runIn(folder, ["fmt", "--diff", "--check", "bad.nnet"])).code).toBe(1);
  });

  test("- reads standard input and prints", async () => {
    const folder = makeFolder({});
    expect(await runIn(folder, ["fmt", "-"], { stdin: bad })).toEqual({ code: 0, out: good, err: "" });
    expect(await runIn(folder, ["fmt", "-"], { stdin: "" })).toEqual({ code: 0, out: "", err: "" });
    expect((await runIn(folder, ["fmt", "--check", "-"], { stdin: bad })).out).toBe("<stdin>\n");
  });

  test("a file with mistakes in its form is left alone, the others are formatted", async () => {
    const broken = "Dense(64 -> Dense(1)\n";
    const folder = makeFolder({ "broken.nnet": broken, "bad.nnet": bad });
    const ran = await runIn(folder, ["fmt", "broken.nnet", "bad.nnet"]);
    expect(ran.code).toBe(1);
    expect(ran.err).toMatch(/error/);
    expect(ran.err).toMatch(/broken\.nnet/);
    expect(ran.err).toContain("formatted bad.nnet");
    expect(readFileSync(join(folder, "broken.nnet"), "utf8")).toBe(broken);
  });

  test("a file that is not there", async () => {
    const ran = await runIn(makeFolder({}), ["fmt", "none.nnet"]);
    expect(ran.code).toBe(2);
    expect(ran.err).toContain('there is no file "none.nnet"');
  });

  test("pasted Keras takes the words of the vocabulary, paths stay texts", async () => {
    const pasted = `Flatten -> Dense(64, activation='relu', use_bias=True) -> relu
data { source = csv('relu') }
train { loss = 'mse', optimizer = 'adam', metrics = ['accuracy'] }
`;
    const ran = await runIn(makeFolder({}), ["fmt", "-"], { stdin: pasted });
    expect(ran.out).toBe(`Flatten() -> Dense(64, activation = relu, use_bias = true) -> relu
data  { source = csv("relu") }
train { loss = mse, optimizer = adam, metrics = [accuracy] }
`);
  });
});

describe("the difference of two texts", () => {
  const lines = (from: number, to: number): string =>
    Array.from({ length: to - from + 1 }, (_, i) => `${from + i}\n`).join("");

  test("changes far apart are told in two pieces, near ones in one", () => {
    const before = lines(1, 30);
    const far = before.replace("2\n3\n", "3\n").replace("\n28\n", "\n28\nnew\n");
    expect(unifiedDiff("f", before, far).split("\n").slice(2)).toEqual([
      ...["@@ -1,5 +1,4 @@", " 1", "-2", " 3", " 4", " 5"],
      ...["@@ -26,5 +25,6 @@", " 26", " 27", " 28", "+new", " 29", " 30"],
    ]);
    const near = before.replace("\n5\n", "\nx\n").replace("\n10\n", "\ny\n");
    expect(unifiedDiff("f", before, near).match(/^@@/gm)).toHaveLength(1);
  });

  test("equal texts, missing line ends, texts from nothing", () => {
    expect(unifiedDiff("f", "a\n", "a\n")).toBe("");
    expect(unifiedDiff("f", "a", "a\n")).toContain("-a\n\\ No newline at end of file\n+a");
    expect(unifiedDiff("f", "", "a\n")).toContain("@@ -0,0 +1 @@\n+a");
  });

  test("a text that was rewritten as a whole", () => {
    const diff = unifiedDiff("f", lines(1, 3000), lines(5001, 8000));
    expect(diff.match(/^-\d/gm)).toHaveLength(3000);
    expect(diff.match(/^\+\d/gm)).toHaveLength(3000);
  });
});
