/** A file with blocks, two inputs, two outputs and a def of its own, from text to predictions. */
import { describe, expect, it } from "vitest";
import { makeFolder, runIn } from "./run-in.ts";

const model = `
param width = 8 in [4, 8]

block Mix(n, act = relu) {
  input x, y
  output [x, y] -> Residual2(n) -> act
}
block Residual2(n) {
  input a, b
  u = a -> Dense(n)
  v = b -> Dense(n)
  output u + v
}

input place: f32[2]
input time: f32[1]

both = [place, time] -> Mix(width) -> repeat 2 { Residual(Dense(width, relu)) }

output late  = both -> Dense(1, sigmoid)
output delay = both -> Dense(1)

def close(target, out, within = 0.5) = abs(target - out) < within
def soft(target, out) = mean(sqrt(1 + (target - out) ^ 2) - 1)

data {
  source   = csv("rows.csv")
  features = { place = [a, b], time = c }
  target   = { late = late, delay = minutes }
  split    = [0.8, 0.2]
}

train {
  loss       = { late = binary_crossentropy, delay = 0.3 * soft }
  metrics    = { late = accuracy, delay = [mae, close(within = 1)] }
  optimizer  = Adam(0.03)
  epochs     = 12
  batch_size = 16
  seed       = 3
}
`;

function rows(): string {
  const lines = ["a,b,c,late,minutes"];
  for (let i = 0; i < 120; i++) {
    const [a, b, c] = [(i * 7) % 20, (i * 13) % 20, (i * 3) % 20].map((n) => n / 10 - 1) as [
      number,
      number,
      number,
    ];
    const minutes = 2 * a - b + c;
    lines.push([a, b, c, minutes > 0 ? 1 : 0, minutes].join(","));
  }
  return `${lines.join("\n")}\n`;
}

describe("two outputs", () => {
  it("are trained, judged and predicted by name", async () => {
    const folder = makeFolder({ "trip.nnet": model, "rows.csv": rows() });
    const trained = await runIn(folder, ["train", "trip.nnet", "--set", "width=6", "--run", "run"]);
    expect(trained.err).not.toMatch(/error/);
    expect(trained.code).toBe(0);

    const judged = await runIn(folder, ["eval", "run", "--part", "validation", "--json"]);
    expect(judged.code).toBe(0);
    const logs = JSON.parse(judged.out) as Record<string, unknown>;
    const text = JSON.stringify(logs);
    for (const name of ["late_accuracy", "delay_mae", "delay_close"]) expect(text).toContain(name);
    const figure = (name: string): number => Number(new RegExp(`"${name}":\\s*([0-9.e-]+)`).exec(text)?.[1]);
    expect(figure("late_accuracy")).toBeGreaterThan(0.7);
    expect(figure("delay_mae")).toBeLessThan(0.8);
    expect(figure("delay_close")).toBeGreaterThan(0.5);

    const predicted = await runIn(folder, ["predict", "run", "rows.csv", "--rows", "2"]);
    expect(predicted.err).toBe("");
    expect(predicted.out.split("\n")[0]).toMatch(/late.*delay/);
  });
});
