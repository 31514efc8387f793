/** Mixed models from the command line: a file by `nnet new`, training, predictions with intervals and draws. */
import { expect, test } from "vitest";
import { makeFolder, runIn } from "./run-in.ts";

test("nnet new --task mixed, then train, eval and predict", async () => {
  const folder = makeFolder(
    { "new.csv": "floor,county,log_uranium\n0,AITKIN,-0.7\n1,NOWHERE,0.1\n" },
    { "radon.csv": "models/data/radon.csv" },
  );
  const file = ["new", "--task", "mixed", "--data", "radon.csv", "--target", "log_radon"];
  const made = await runIn(folder, [...file, "--output", "radon.nnet"]);
  expect(made).toMatchObject({ code: 0 });
  const checked = await runIn(folder, ["check", "radon.nnet"]);
  expect(checked.out + checked.err).toContain("no findings");
  const few = ["--set", "train.epochs=20", "--run", "run"];
  expect((await runIn(folder, ["train", "radon.nnet", ...few])).code).toBe(0);
  const judged = JSON.parse((await runIn(folder, ["eval", "run", "--json"])).out) as Record<string, number>;
  expect(judged.coverage).toBeGreaterThan(0.8);
  expect(judged.divergence).toBeGreaterThan(0);

  const { out } = await runIn(folder, ["predict", "run", "new.csv", "--samples", "2"]);
  const [head, ...rows] = out.trim().split("\n");
  expect(head).toBe("answer,answer_low,answer_high,answer_sample_1,answer_sample_2");
  for (const row of rows) {
    const [mean, low, high] = row.split(",").map(Number) as [number, number, number];
    expect(low).toBeLessThan(mean);
    expect(high).toBeGreaterThan(mean);
    // In the units of the data: radon's logarithm has a mean of 1.2 and a deviation of 0.85.
    expect(high - low).toBeGreaterThan(1.5);
    expect(high - low).toBeLessThan(4);
  }
  expect((await runIn(folder, ["predict", "run", "new.csv", "--samples", "2"])).out).toBe(out);
  const half = await runIn(folder, ["predict", "run", "new.csv", "--json", "--interval", "0.5"]);
  const first = JSON.parse(half.out.split("\n")[0] as string) as Record<string, number>;
  expect(Object.keys(first)).toEqual(["prediction", "low", "high"]);
  const wrong = await runIn(folder, ["predict", "run", "new.csv", "--interval", "90"]);
  expect(wrong).toMatchObject({ code: 2 });
  expect(wrong.err).toContain('--interval takes a share between 0 and 1, not "90"');
});
