import { describe, expect, it } from "vitest";
import { findingsOf, fixed, modelOf } from "./elaborated.ts";

const network = "input x, t: f32\noutput u = [x, t] -> Concatenate() -> Dense(4, tanh) -> Dense(1)\n";
const inside = "data inside { source = points(x = uniform(-1, 1), t = uniform(0, 1), rows = 100) }\n";
const train = (loss: string, rest = "") => `train { loss = ${loss} ${rest}}\n`;

describe("points and the formulas over them", () => {
  it("has a term for each section, with the operators behind the network", () => {
    const start = "data start { source = points(x = uniform(-1, 1), t = 0, rows = 30, fresh = true) }\n";
    const loss = "{ inside = mean((grad(u, t) - grad(u, x, x)) ^ 2), start = 10 * mse(u, sin(x)) }";
    const model = modelOf(network + inside + start + train(loss, "batch_size = 50 "));
    const terms = model.train?.terms ?? {};
    expect(Object.entries(terms).map(([name, term]) => [name, term.points.rows, term.batch])).toEqual([
      ["inside", 100, 50],
      ["start", 30, 30],
    ]);
    expect(terms.inside?.layers.map(({ id }) => id)).toEqual([
      "loss/inside/grad",
      "loss/inside/grad_2",
      "loss/inside/grad_3",
      "loss/inside/subtract",
      "loss/inside/power",
      "loss/inside/mean",
    ]);
    expect(model.layers.map(({ id }) => id)).toEqual(["u/concatenate", "u/dense", "u/dense_2"]);
    expect(model.train?.losses).toEqual({});
  });

  it("takes all points in each step where no batch_size is said", () => {
    const model = modelOf(network + inside + train("mse(u, 0)"));
    expect(model.train?.terms?.inside?.batch).toBe(100);
  });

  it("needs no name for points alone", () => {
    const model = modelOf(
      `${network}data { source = points(x = 0, t = normal(0, 1), rows = 5) }\n${train("mse(u, 1)")}`,
    );
    expect(Object.keys(model.train?.terms ?? {})).toEqual(["points"]);
  });

  it("stands beside rows with targets", () => {
    const rows = 'data { source = csv("a.csv"), features = { x = x, t = t }, target = u }\n';
    const model = modelOf(network + rows + inside + train("{ u = mse, inside = mean(grad(u, t) ^ 2) }"));
    expect([Object.keys(model.train?.losses ?? {}), Object.keys(model.train?.terms ?? {})]).toEqual([
      ["u"],
      ["inside"],
    ]);
  });

  it("keeps weights and layers that only a formula reads", () => {
    const unknown = "k = Weight(0.1)\nh = x -> Dense(3)\n".replace("h = x", "h = [x, t] -> Concatenate()");
    const model = modelOf(network + unknown + inside + train("mean((k * grad(u, x) - sum(h)) ^ 2)"));
    expect(model.layers.map(({ id }) => id)).toContain("k/weight");
    expect(model.layers.map(({ id }) => id)).toContain("h/dense");
  });

  it.each([
    [
      network + inside + train("{ insid = mse(u, 0) }"),
      'error[unknown-name] "insid" there is no data section called insid',
    ],
    [
      network + inside + train("{ inside = mse(u, 0), outside = mse(u, 0) }"),
      'error[unknown-name] "outside" there is no data section called outside',
    ],
    [network + inside, 'error[loss-missing] "inside" no loss says what is asked of the points of inside'],
    [
      `${network}data inside { }\n${train("mse(u, 0)")}`,
      'error[bad-option] "inside" the data section inside names no source',
    ],
    [
      `${network}data inside { source = points(x = 0, t = 0, rows = 0) }\n${train("mse(u, 0)")}`,
      'error[bad-option] "0" rows expects an integer from 1 to 2147483647, not the number 0',
    ],
    [
      `${network}data inside { source = points(x = 0, t = 0) }\n${train("mse(u, 0)")}`,
      'error[bad-option] "points(x = 0, t = 0)" how many points there are is not said',
    ],
    [
      `${network}data inside { source = points(x = 0, rows = 5) }\n${train("mse(u, 0)")}`,
      'error[bad-option] "points(x = 0, rows = 5)" the points of inside say nothing of t',
    ],
    [
      `${network}data inside { source = points(x = 0, t = 0, y = 0, rows = 5) }\n${train("mse(u, 0)")}`,
      'error[unknown-argument] "y" the network has no input called y',
    ],
    [
      `${network}data inside { source = points(x = uniform(1, 0), t = 0, rows = 5) }\n${train("mse(u, 0)")}`,
      'error[bad-option] "0" argument high of uniform: must be above the lower bound, 1',
    ],
    [
      `${network}data inside { source = points(x = unifrm(0, 1), t = 0, rows = 5) }\n${train("mse(u, 0)")}`,
      'error[unknown-word] "unifrm" there is no placement of points called unifrm',
    ],
    [
      `${network}data inside { source = points(x = grid(0, 1), t = grid(0, 1), rows = 10) }\n${train("mse(u, 0)")}`,
      'error[bad-option] "points(x = grid(0, 1), t = grid(0, 1), rows = 10)" x and t make a mesh, which has as many points along each: 10 rows are no such number',
    ],
    [
      `${network}data inside { source = csv("a.csv") }\n${train("mse(u, 0)")}`,
      'error[bad-option] "csv("a.csv")" the data section inside has a name, so its source is points(…), not csv(…)',
    ],
    [
      `${network}${inside}${inside}${train("mse(u, 0)")}`,
      'error[duplicate-section] "inside" a second data section called inside',
    ],
    [
      network + inside + train("mean([x, t] -> Concatenate() -> Dense(1))"),
      'error[not-a-formula] "Dense(1)" a loss has no weights of its own, and Dense has some',
    ],
    [
      network + inside + train("3"),
      'error[not-a-formula] "3" this does not depend on the network, so there is nothing to train',
    ],
    [
      network + inside + train("mse(u)"),
      'error[missing-argument] "mse(u)" in a formula, mse takes two tensors: what the network says, and what it should say',
    ],
    [
      network + inside + train("mse(1, 2)"),
      'error[bad-option] "mse(1, 2)" mse of two numbers says nothing of the network',
    ],
    [
      network + inside + train("sparse_categorical_crossentropy(u, 0)"),
      'error[bad-option] "sparse_categorical_crossentropy(u, 0)" sparse_categorical_crossentropy compares with the index of a class, and a formula has none',
    ],
    [
      network + inside + train("mse(u, 0)", "metrics = mae "),
      'error[bad-option] "metrics" metrics compares outputs with targets, and points have none',
    ],
    [
      network + inside + train("mse(u, 0)", "callbacks = EarlyStopping() "),
      'error[unknown-monitor] "EarlyStopping()" EarlyStopping watches val_loss, and there are no rows to validate with',
    ],
    [
      `${network}${inside}train t { loss = mse(u, 0) }\n`,
      'error[duplicate-section] "t" a train section has no name: a file has one',
    ],
    [
      "input x: f32[4]\nw = Weight(0)\noutput y = x -> w",
      'error[not-a-layer] "w" `w` is a tensor, and only a layer can stand behind an arrow',
    ],
    [
      "input n: i32\noutput y = n -> Embedding(4, 1) -> Flatten()\noutput d = grad(y, n)",
      'error[bad-derivative] "n" this holds whole numbers, by which nothing can be derived',
    ],
  ] as [string, ...string[]][])("refuses %j", (source, ...findings) => {
    expect(findingsOf(source)).toEqual(findings);
  });

  it("offers the name that was meant", () => {
    const text = `${network}data inside { source = points(X = 0, t = 0, rows = 5) }\n${train("mse(u, 0)")}`;
    expect(fixed(text)).toContain("points(x = 0");
  });
});
