import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { formatModel } from "../../src/format-model.ts";
import { makeFolder, type Ran, runIn } from "./run-in.ts";

/** A starting file has to be sound, formatted and full of reasons before it is anything else. */
async function expectSound(folder: string, text: string, flags: readonly string[] = []): Promise<void> {
  writeFileSync(join(folder, "sound.nnet"), text);
  const checked = await runIn(folder, ["check", "--hints", "--fail-on", "hint", ...flags, "sound.nnet"]);
  expect(`${checked.out}${checked.err}`).toContain("no findings");
  expect(checked.code).toBe(0);
  expect(formatModel({ name: "sound.nnet", text })).toEqual({ text });
}

/** The comment right above the line that begins so. */
function reasonAbove(text: string, start: string): string {
  const lines = text.split("\n").map((line) => line.trim());
  const at = lines.findIndex((line) => line.startsWith(start));
  expect(at, `a line that begins with ${start}`).toBeGreaterThan(0);
  let first = at;
  while (lines[first - 1]?.startsWith("#")) first--;
  return lines
    .slice(first, at)
    .map((line) => line.replace(/^# ?/, ""))
    .join(" ");
}

/** The value of the last epoch's metric. */
function last(ran: Ran, metric: string): number {
  const found = [...ran.err.matchAll(new RegExp(` ${metric} ([\\d.]+)`, "g"))].at(-1)?.[1];
  return Number(found);
}

/** Numbers that look random and are the same each time. */
function noise(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  };
}

/** Prices that follow from an area and a city, with all that real tables have. */
function houses(rows = 240): string {
  const next = noise(7);
  const cities = { Oslo: 120_000, Bergen: 0, Tromsø: -40_000 };
  const lines = Array.from({ length: rows }, (_, i) => {
    const area = 30 + Math.floor(170 * next());
    const [city, extra] = Object.entries(cities)[Math.floor(3 * next())] as [string, number];
    const price = 3_000 * area + extra + Math.round(20_000 * (next() - 0.5));
    return `${i + 1};${i % 17 === 3 ? "" : area};${next().toFixed(3)};${city};"note; ${i}";7;${price}`;
  });
  return ["id;Living Area;in;city;remark;const;price", ...lines, ""].join("\n");
}

describe("nnet new reads a table and writes a file that trains", () => {
  test("iris: several kinds", async () => {
    const folder = makeFolder({}, { "data/iris.csv": "models/data/iris.csv" });
    const made = await runIn(folder, ["new", "--data", "data/iris.csv", "--output", "iris.nnet"]);
    expect(made).toMatchObject({ code: 0, out: "" });
    expect(made.err).toContain("wrote iris.nnet; next: nnet check iris.nnet && nnet train iris.nnet");
    const text = readFileSync(join(folder, "iris.nnet"), "utf8");
    await expectSound(folder, text);
    expect(text).toContain('source = csv("data/iris.csv")');
    expect(text).toContain("features = [sepal_length, sepal_width, petal_length, petal_width]");
    expect(text).toContain("-> Dense(3, softmax)");
    expect(reasonAbove(text, "target")).toContain("setosa 50, versicolor 50, virginica 50");
    expect(reasonAbove(text, "Dense(")).toMatch(/relu keeps .* softmax turns/);
    expect(reasonAbove(text, "loss")).toContain("belongs to softmax");
    expect(reasonAbove(text, "normalize")).toContain("mean 0 and deviation 1");
    expect(reasonAbove(text, "split")).toContain("never learns from the validation rows");
    expect(reasonAbove(text, "epochs")).toContain("The first few epochs tell most");
    const trained = await runIn(folder, ["train", "iris.nnet"]);
    expect(trained.code).toBe(0);
    expect(last(trained, "val_accuracy")).toBeGreaterThan(0.9);
  });

  test("pima: yes or no", async () => {
    const folder = makeFolder({}, { "pima.csv": "models/data/pima.csv" });
    const { out, code } = await runIn(folder, ["new", "--data", "pima.csv"]);
    expect(code).toBe(0);
    await expectSound(folder, out);
    expect(out).toContain("-> Dense(1, sigmoid)");
    expect(reasonAbove(out, "target")).toContain('"neg" in 500 rows and "pos" in 268');
    expect(reasonAbove(out, "loss")).not.toContain("class_weight");
    const trained = await runIn(folder, ["train", "sound.nnet"]);
    expect(trained.code).toBe(0);
    expect(last(trained, "val_accuracy")).toBeGreaterThan(0.68);
  });

  test("houses: an amount, text columns, missing values, columns that say nothing", async () => {
    const folder = makeFolder({ "houses.csv": houses() });
    const { out, code } = await runIn(folder, ["new", "--data", "houses.csv"]);
    expect(code).toBe(0);
    await expectSound(folder, out);
    expect(out).toContain('source = csv("houses.csv", separator = ";")');
    expect(out).toContain('features = [living_area, "in", onehot(city)]');
    const left = reasonAbove(out, "features");
    expect(left).toContain("id (numbers the rows)");
    expect(left).toContain("remark (holds 240 different texts)");
    expect(left).toContain("const (is the same in every row)");
    expect(out).toContain("target = zscore(price)");
    expect(out).toContain("missing = mean");
    expect(reasonAbove(out, "missing")).toContain("Living Area (14)");
    expect(out).not.toContain("stratify");
    const trained = await runIn(folder, ["train", "sound.nnet"]);
    expect(trained.code).toBe(0);
    // Always saying the mean gives about 1.
    expect(last(trained, "val_loss")).toBeLessThan(0.2);
  });

  test("rows go where a mean cannot stand in", async () => {
    const rows = Array.from(
      { length: 60 },
      (_, i) => `${i % 7},${i === 5 ? "" : "ab"[i % 2]},${"xy"[i % 2]}`,
    );
    const folder = makeFolder({ "t.csv": `size,kind,answer\n${rows.join("\n")}\n` });
    const { out } = await runIn(folder, ["new", "--data", "t.csv"]);
    expect(out).toContain("missing = drop");
    expect(reasonAbove(out, "missing")).toContain("kind (1)");
    await expectSound(folder, out);
    expect((await runIn(folder, ["train", "sound.nnet"])).code).toBe(0);
  });

  test.each([
    { every: 5, share: 80, weights: false },
    { every: 20, share: 95, weights: true },
  ])("rare classes: one row in $every", async ({ every, share, weights }) => {
    const rows = Array.from({ length: 200 }, (_, i) => `${i % 13},${i % every === 0 ? "fraud" : "fine"}`);
    const folder = makeFolder({ "t.csv": `size,answer\n${rows.join("\n")}\n` });
    const { out } = await runIn(folder, ["new", "--data", "t.csv"]);
    const reason = reasonAbove(out, weights ? "class_weight = balanced" : "loss");
    expect(reason).toContain(`"fraud" has ${200 / every} rows and "fine" ${200 - 200 / every}`);
    expect(/^ *class_weight/m.test(out)).toBe(weights);
    expect(reasonAbove(out, "metrics")).toContain(`Always saying "fine" would be right in ${share} %`);
    await expectSound(folder, out);
  });

  test("--target and --task choose what the last column and its values do not say", async () => {
    const rows = Array.from(
      { length: 300 },
      (_, i) => `${(i % 11) / 4},${3 + ((i * 7) % 40)},${"abc"[i % 3]}`,
    );
    const folder = makeFolder({ "t.csv": `a,grade,letter\n${rows.join("\n")}\n` });
    const byPlace = await runIn(folder, ["new", "--data", "t.csv"]);
    expect(byPlace.err).toBe("note: it predicts letter, the last column; --target NAME takes another\n");
    const byName = await runIn(folder, ["new", "--data", "t.csv", "--target", "Grade"]);
    expect(byName.err).toBe("");
    expect(byName.out).toContain("target = zscore(grade)");
    expect(byName.out).toContain("features = [a, onehot(letter)]");
    await expectSound(folder, byName.out);
    const asClasses = ["new", "--data", "t.csv", "--target", "grade", "--task", "multiclass"];
    const classes = await runIn(folder, asClasses);
    expect(classes.out).toContain("target answer: class(40)");
    expect(reasonAbove(classes.out, "target =")).toContain("taken as mere names of classes");
    await expectSound(folder, classes.out);
    expect((await runIn(folder, ["train", "--set", "train.epochs=2", "sound.nnet"])).code).toBe(0);
  });

  test("a table without a header, and one with a sign of its own between values", async () => {
    const rows = Array.from({ length: 40 }, (_, i) => `${i % 7}\t${i % 5}\t${i % 2}`);
    const folder = makeFolder({ "t.txt": `${rows.join("\n")}\n` });
    const { out } = await runIn(folder, ["new", "--data", "t.txt"]);
    expect(out).toContain('source = csv("t.txt", separator = "\\t", header = false)');
    expect(out).toContain("features = [c1, c2]");
    await expectSound(folder, out);
  });

  test("more columns than rows can teach: no hidden layer", async () => {
    const next = noise(3);
    const names = Array.from({ length: 400 }, (_, i) => `gene_${i}`);
    const rows = Array.from({ length: 60 }, (_, i) => [...names.map(() => next().toFixed(3)), "ab"[i % 2]]);
    const folder = makeFolder({
      "t.csv": [[...names, "kind"], ...rows].map((row) => row.join(",")).join("\n"),
    });
    const { out } = await runIn(folder, ["new", "--data", "t.csv"]);
    expect(out).toMatch(/^Dense\(1, sigmoid\)$/m);
    expect(reasonAbove(out, "Dense(")).toContain("learn them by heart");
    await expectSound(folder, out);
  });

  test("the source is named from the file's own folder", async () => {
    const folder = makeFolder({}, { "data/iris.csv": "models/data/iris.csv" });
    mkdirSync(join(folder, "models"));
    await runIn(folder, ["new", "--data", "data/iris.csv", "--output", "models/iris.nnet"]);
    expect(readFileSync(join(folder, "models/iris.nnet"), "utf8")).toContain('csv("../data/iris.csv")');
    expect((await runIn(folder, ["check", "--hints", "models/iris.nnet"])).out).toContain("no findings");
    const other = makeFolder({});
    const outside = await runIn(other, [
      "new",
      "--data",
      join(folder, "data/iris.csv"),
      "--output",
      "a.nnet",
    ]);
    expect(outside.err).toContain("nnet check a.nnet --allow-path");
    expect((await runIn(other, ["check", "--allow-path", "a.nnet"])).code).toBe(0);
  });
});

describe("nnet new without data", () => {
  const tables: Readonly<Record<string, (i: number) => string>> = {
    binary: (i) => `${i % 7},${i % 5},${i % 7 > 3 ? "yes" : "no"}`,
    multiclass: (i) => `${i % 7},${i % 5},${"abc"[i % 3]}`,
    regression: (i) => `${i % 7},${i % 5},${(i % 7) * 100 + (i % 5) + 0.5}`,
  };

  test.each(["binary", "multiclass", "regression"])(
    "%s: sound, and trains as soon as the table is there",
    async (task) => {
      const folder = makeFolder({});
      const { out, code } = await runIn(folder, ["new", "--task", task]);
      expect(code).toBe(0);
      await expectSound(folder, out);
      const target = /target = (?:zscore\()?(\w+)/.exec(out)?.[1];
      const row = tables[task] as (i: number) => string;
      const rows = Array.from({ length: 200 }, (_, i) => row(i));
      writeFileSync(join(folder, "table.csv"), `a,b,${target}\n${rows.join("\n")}\n`);
      await expectSound(folder, out);
      const trained = await runIn(folder, ["train", "--set", "train.epochs=3", "sound.nnet"]);
      expect(trained.code).toBe(0);
    },
  );

  test("image: sound", async () => {
    const folder = makeFolder({});
    const { out } = await runIn(folder, ["new", "--task", "image"]);
    expect(out).toContain("input image: f32[28, 28");
    await expectSound(folder, out);
  });

  test.each([
    [
      "reviews.csv",
      ["--target", "is_spam"],
      ["input words: i32[15]", "features = { words = tokens(body, length = 15"],
    ],
    ["vitals.csv", [], ["input series: f32[14, 11]", "LSTM(16)", "by = patient, max_length = 14"]],
  ])("sequence: %s", async (file, flags, wanted) => {
    // Rows with the same text are told by the checker, whatever is written for them: one of each stays.
    const lines = readFileSync(`models/data/${file}`, "utf8").split("\n");
    const rows = new Map(lines.map((line) => [line.split('",')[0], line]));
    const folder = makeFolder({ [file]: [...rows.values()].join("\n") });
    const { out } = await runIn(folder, ["new", "--task", "sequence", "--data", file, ...flags]);
    for (const text of wanted) expect(out).toContain(text);
    await expectSound(folder, out);
    const ran = await runIn(folder, ["train", "--set", "train.epochs=1", "sound.nnet"]);
    expect(ran.code).toBe(0);
    expect(Number.isFinite(last(ran, "val_loss"))).toBe(true);
  });

  test("sequence: sound before there is a table", async () => {
    const folder = makeFolder({});
    const { out } = await runIn(folder, ["new", "--task", "sequence"]);
    expect(out).toContain("tokens(text, length = 100, vocabulary = vocab)");
    writeFileSync(join(folder, "s.nnet"), out);
    const checked = await runIn(folder, ["check", "--hints", "--fail-on", "hint", "s.nnet"]);
    const wanted = "no findings in s.nnet; its data was not there to look at\n";
    expect([checked.code, checked.out]).toEqual([0, wanted]);
  });
});

/** Bytes of an IDX array. */
function idx(axes: readonly number[], values: readonly number[]): Uint8Array {
  const header = [
    0,
    0,
    8,
    axes.length,
    ...axes.flatMap((n) => [n >>> 24, (n >>> 16) & 255, (n >>> 8) & 255, n & 255]),
  ];
  return Uint8Array.from([...header, ...values]);
}

/** Small images with a bright left or right half, or a bright top. */
function pictures(count: number, seed: number, side = 10): Readonly<Record<"images" | "labels", Uint8Array>> {
  const next = noise(seed);
  const labels = Array.from({ length: count }, (_, i) => i % 3);
  const values = labels.flatMap((label) =>
    Array.from({ length: side * side }, (_, i) => {
      const bright = [i % side < side / 2, i % side >= side / 2, i < (side * side) / 2][label];
      return Math.floor((bright ? 155 : 0) + 100 * next());
    }),
  );
  return { images: idx([count, side, side], values), labels: idx([count], labels) };
}

describe("nnet new reads images", () => {
  const [train, test_] = [pictures(300, 5), pictures(60, 6)];
  const all = {
    "train-images-idx3-ubyte": train.images,
    "train-labels-idx1-ubyte": train.labels,
    "t10k-images-idx3-ubyte": test_.images,
    "t10k-labels-idx1-ubyte": test_.labels,
  };

  test("labels and test images are found by their names, and the file trains", async () => {
    const folder = makeFolder(all);
    const { out, code } = await runIn(folder, ["new", "--data", "train-images-idx3-ubyte"]);
    expect(code).toBe(0);
    expect(out).toContain('idx("train-images-idx3-ubyte", labels = "train-labels-idx1-ubyte")');
    expect(out).toContain('test = idx("t10k-images-idx3-ubyte", labels = "t10k-labels-idx1-ubyte")');
    expect(out).toContain("Dense(3, softmax)");
    expect(out).toContain("normalize = scale(1 / 255)");
    expect(reasonAbove(out, "image")).toContain("Conv2D looks for small patterns");
    await expectSound(folder, out);
    const trained = await runIn(folder, ["train", "--set", "train.epochs=8", "sound.nnet"]);
    expect(trained.code).toBe(0);
    expect(last(trained, "val_accuracy")).toBeGreaterThan(0.9);
  });

  test("labels are asked for where no name tells", async () => {
    const folder = makeFolder({ pictures: train.images, names: train.labels });
    const without = await runIn(folder, ["new", "--data", "pictures"]);
    expect(without).toMatchObject({ code: 2, out: "" });
    expect(without.err).toContain("which file holds the labels of pictures?");
    const { out } = await runIn(folder, [
      "new",
      "--data",
      "pictures",
      "--labels",
      "names",
      "--task",
      "image",
    ]);
    expect(out).toContain("split = { train = 0.8, validation = 0.1, test = 0.1 }");
    await expectSound(folder, out);
  });

  test("images too small to be pooled twice", async () => {
    const { images, labels } = pictures(300, 5, 6);
    const folder = makeFolder({ "a-images-idx3": images, "a-labels-idx1": labels });
    const { out } = await runIn(folder, ["new", "--data", "a-images-idx3"]);
    expect(out).toContain("image -> Flatten() -> Dense(128, relu) -> Dropout(0.2) -> Dense(3, softmax)");
    await expectSound(folder, out);
    const trained = await runIn(folder, ["train", "--set", "train.epochs=8", "sound.nnet"]);
    expect(last(trained, "val_accuracy")).toBeGreaterThan(0.9);
  });

  test("what is no image is refused", async () => {
    const folder = makeFolder({ ...all, "t.csv": "a,b\n".padEnd(200, "1,2\n3,4\n") });
    const refused = async (...args: string[]) => {
      const ran = await runIn(folder, ["new", ...args]);
      expect(ran).toMatchObject({ code: 2, out: "" });
      return ran.err;
    };
    expect(await refused("--task", "image", "--data", "t.csv")).toContain("holds a table");
    expect(await refused("--task", "binary", "--data", "train-images-idx3-ubyte")).toContain("holds arrays");
    expect(await refused("--data", "t.csv", "--labels", "train-labels-idx1-ubyte")).toContain("IDX");
    const labelsOnly = ["--data", "train-labels-idx1-ubyte", "--labels", "train-labels-idx1-ubyte"];
    expect(await refused(...labelsOnly)).toContain("holds no images: each of its rows is one number");
  });
});

describe("nnet new says what is wrong", () => {
  const table = `name,kind,size,same\n${Array.from({ length: 30 }, (_, i) => `n${i},${"ab"[i % 2]},${i / 4},1`).join("\n")}\n`;
  const files = {
    "t.csv": table,
    "there.nnet": "mine",
    "few.csv": "a,b\n1,2\n3,4\n",
    "pictures/a/1.png": "",
    "zip.csv": Uint8Array.of(0x50, 0x4b, 3, 4),
  };

  test.each<[args: string[], message: string, help: string]>([
    [[], "say what the file is for", "regression (an amount"],
    [["--task", "binery"], 'no task called "binery"', "did you mean binary?"],
    [["--data", "pictures"], '"pictures" is a folder', 'source = images("pictures", size = [64, 64])'],
    [["--data", "few.csv"], "few.csv has 2 rows: at least", "nnet new --task TASK writes a file to fill in"],
    [["--task", "pictures"], 'no task called "pictures"', "the tasks are binary, multiclass"],
    [
      ["--task", "sequence", "--data", "t.csv", "--target", "size"],
      "t.csv holds no sequences that can be seen",
      "a patient",
    ],
    [
      ["--task", "mixed", "--data", "t.csv", "--target", "size"],
      "no column of t.csv looks like names of groups",
      "--group NAME",
    ],
    [["--data", "t.csv", "--group", "kind"], "--group names the groups of a mixed model", ""],
    [["--data", "nope.csv"], 'there is no file "nope.csv"', "looked for in"],
    [["--data", "zip.csv"], "zip archive", "save it as CSV"],
    [["--data", "few.csv"], "few.csv has 2 rows", ""],
    [["--data", "t.csv", "--target", "sise"], "t.csv has no column sise", "did you mean size?"],
    [["--data", "t.csv"], "column same is 1 in every row", "--target NAME"],
    [["--data", "t.csv", "--target", "name"], "column name holds 30 different texts", "--target NAME"],
    [
      ["--data", "t.csv", "--target", "kind", "--task", "regression"],
      "column kind holds text",
      "--task binary",
    ],
    [
      ["--data", "t.csv", "--target", "size", "--task", "multiclass"],
      "they are amounts",
      "--task regression",
    ],
    [
      ["--data", "t.csv", "--target", "size", "--task", "binary"],
      "has 30 different values",
      "--task regression",
    ],
    [["--task", "binary", "--target", "kind"], "--target speaks of a data file", ""],
    [["--task", "binary", "--output", "there.nnet"], "there.nnet is there already", "--overwrite"],
    [["--task", "binary", "--output", "."], '"." is a folder', ""],
    [["--task", "binary", "--output", "no/such/a.nnet"], "there is no such file or folder", ""],
  ])("%j", async (args, message, help) => {
    const folder = makeFolder(files);
    const ran = await runIn(folder, ["new", ...args]);
    expect(ran).toMatchObject({ code: 2, out: "" });
    expect(ran.err).toContain(message);
    expect(ran.err).toContain(help);
    expect(ran.err).not.toMatch(/\.ts:|fault of nnet/);
    expect(readFileSync(join(folder, "there.nnet"), "utf8")).toBe("mine");
  });

  test("--overwrite replaces, `-` prints, --help has an example", async () => {
    const folder = makeFolder(files);
    const replaced = await runIn(folder, [
      "new",
      "--task",
      "binary",
      "--output",
      "there.nnet",
      "--overwrite",
    ]);
    expect(replaced.code).toBe(0);
    const printed = await runIn(folder, ["new", "--task", "binary", "--output", "-"]);
    expect(printed.out).toBe(readFileSync(join(folder, "there.nnet"), "utf8"));
    const help = await runIn(folder, ["new", "--help"]);
    expect(help.out).toMatch(/Example:\n {2}nnet new --data/);
  });
});

describe("whatever the table holds", () => {
  const name = fc.oneof(
    fc.constantFrom(
      "in",
      "repeat",
      "target",
      "Dense",
      "relu",
      "pi",
      "e",
      "input",
      "Größe",
      "a b",
      'q"q',
      "back\\slash",
      "# allow(x)",
      "mean",
    ),
    fc.string({ minLength: 1, maxLength: 8 }).map((text) => text.replace(/[\r\n]/g, "_").trim() || "x"),
  );
  const cell = fc.constantFrom<readonly string[]>(
    ["1", "2.5", "-3"],
    ["0", "1"],
    ["x", "y", "z"],
    ["1", "", "2", "3"],
    ["p", "", "q"],
  );
  const columns = fc.uniqueArray(fc.tuple(name, cell), {
    selector: ([text]) => text.toLowerCase().replace(/[._\s-]+/g, "_"),
    minLength: 2,
    maxLength: 6,
  });

  test("the file is sound, or one sentence says why there is none", async () => {
    let sound = 0;
    await fc.assert(
      fc.asyncProperty(
        columns,
        fc.integer({ min: 20, max: 120 }),
        fc.integer({ min: 1, max: 1e6 }),
        async (given, count, seed) => {
          const next = noise(seed);
          const quote = (text: string) => `"${text.replaceAll('"', '""')}"`;
          const rows = Array.from({ length: count }, () =>
            given.map(([, values]) => values[Math.floor(values.length * next())] as string),
          );
          const lines = [given.map(([text]) => quote(text)), ...rows.map((row) => row.map(quote))];
          const folder = makeFolder({ "t.csv": lines.map((line) => line.join(",")).join("\n") });
          const { out, err, code } = await runIn(folder, ["new", "--data", "t.csv"]);
          if (code === 0) {
            await expectSound(folder, out);
            sound++;
          } else {
            expect(code).toBe(2);
            expect(err).not.toContain("fault of nnet");
          }
        },
      ),
      { numRuns: 20 },
    );
    expect(sound).toBeGreaterThan(5);
  });
});
