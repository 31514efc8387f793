import { describe, expect, it } from "vitest";
import { analyse } from "../../src/compile.ts";
import { locateIn } from "../../src/data/locate.ts";
import { irFromJson, irToJson } from "../../src/model/ir-json.ts";
import { vocabulary } from "../../src/vocabulary.ts";
import { memoryHost } from "../data/memory-host.ts";
import { told } from "./elaborated.ts";

const blocks = `
param scale = 4
def inner(d) = scale * d
block Unit(n) = Dense(inner(n), soft) -> Inner(n)
block Inner(n) = Dense(n)
def soft(x) = x / (1 + abs(x))
def loss_of(t, p) = mean(abs(t - p)) * scale
input z: f32[2]
z -> Dense(3)
`;

async function open(text: string, files: Readonly<Record<string, string>> = { "blocks.nnet": blocks }) {
  const host = memoryHost(files);
  const { model, diagnostics } = await analyse({ name: "a.nnet", text }, { host, locate: locateIn(host) });
  return { model, findings: diagnostics.filter(({ severity }) => severity === "error").map(told) };
}

describe("import", () => {
  it("brings blocks, defs and params, each with what its own file defines", async () => {
    const { model, findings } = await open(`
import Unit, soft, loss_of, scale from "blocks.nnet"
input x: f32[2]
x -> Unit(scale) -> Dense(1, soft)
train { loss = loss_of }`);
    expect(findings).toEqual([]);
    expect(model?.layers.map(({ id, type }) => [id, type.shape])).toEqual([
      ["unit/dense", [16]],
      ["unit/inner/dense", [4]],
      ["dense", [1]],
    ]);
    expect(model?.train?.losses.output?.loss.word.name).toBe("loss_of");
    const json = irToJson(model as never);
    expect(irToJson(irFromJson(json, vocabulary))).toEqual(json);
  });

  it.each(["relu", "soft", "half", "leak"])(
    "hands %s to blocks, as an activation and as a layer",
    async (bend) => {
      const defs = "def half(x) = x / 2\ndef leak(x) = max(x, 0.1 * x)\n";
      const own = `block A(n, bend) = Dense(n, bend) -> Activation(bend) -> bend
block B(n, bend) = A(n, bend) -> repeat 2 { Dense(n) -> Activation(bend) }
`;
      const use = "def soft(x) = x / (1 + abs(x))\ninput x: f32[2]\n";
      const imported = await open(`import B, half, leak from "b.nnet"\n${use}x -> B(4, ${bend})`, {
        "b.nnet": `${defs}${own}`,
      });
      const local = await open(`${defs}${own}${use}x -> B(4, ${bend})`);
      for (const { findings, model } of [imported, local]) {
        expect(findings).toEqual([]);
        const activations = model?.layers.map(
          ({ layer }) => layer.params.activation as { word: { name: string } },
        );
        expect(activations?.map((activation) => activation?.word.name ?? "")).toEqual(
          [bend, bend, bend, "linear", bend, "linear", bend].map((name) =>
            name === "linear" ? expect.anything() : name,
          ),
        );
        const json = irToJson(model as never);
        expect(irToJson(irFromJson(json, vocabulary))).toEqual(json);
      }
    },
  );

  it.each([
    ["a def with a number of its own", "Bend(leak(slope = 0.2))", "leak"],
    ["a param that holds a def", "Bend(act)", "leak"],
    ["a param of another file that holds a def of it", "Bend(theirs)", "half"],
    ["a def of the block's own file", "Bend(half)", "half"],
    ["a word of the library", "Bend(tanh)", "tanh"],
    ["a word with arguments", "Bend(leaky_relu(negative_slope = 0.3))", "leaky_relu"],
  ])("hands %s to a block of another file, which calls it", async (_, use, name) => {
    const { model, findings } = await open(
      `import Bend, theirs, half from "b.nnet"
def leak(x, slope = 0.1) = max(x, slope * x)
param act = leak
input x: f32[2]
x -> ${use} -> Dense(1)`,
      {
        "b.nnet": `def half(x) = x / 2
param theirs = half
block Bend(bend) {
  input h
  output bend(h) -> Dense(3, bend) -> Dense(4) -> bend
}
`,
      },
    );
    expect(findings).toEqual([]);
    const json = irToJson(model as never);
    expect(irToJson(irFromJson(json, vocabulary))).toEqual(json);
    const used = model?.layers.flatMap(({ layer }) => {
      const { activation } = layer.params as { activation?: { word: { name: string } } | null };
      return activation && activation.word.name !== "linear" ? [activation.word.name] : [];
    });
    // A def that is called is worked out where it stands.
    expect(new Set(used)).toEqual(new Set([name]));
    expect(used?.length).toBeGreaterThanOrEqual(2);
  });

  it("keeps the file of a place in JSON", async () => {
    const { model } = await open(
      'import Inner from "blocks.nnet"\ninput x: f32[2]\nx -> Inner(3) -> Dense(1)',
    );
    const back = irFromJson(JSON.parse(JSON.stringify(irToJson(model as never))), vocabulary);
    expect(back.layers.map(({ span }) => span.source.name)).toEqual(["blocks.nnet", "a.nnet"]);
    expect(back.layers.map(({ span: { start, end } }) => [start, end])).toEqual(
      model?.layers.map(({ span: { start, end } }) => [start, end]),
    );
  });

  it("goes from file to file", async () => {
    const { model, findings } = await open('import B from "b.nnet"\ninput x: f32[2]\nx -> B(3)', {
      "b.nnet": 'import C from "c.nnet"\nblock B(n) = C(n) -> C(n)',
      "c.nnet": "block C(n) = Dense(n)",
    });
    expect(findings).toEqual([]);
    expect(model?.layers.map(({ id }) => id)).toEqual(["b/c/dense", "b/c_2/dense"]);
  });

  it.each([
    [
      'import U from "nowhere.nnet"\ninput x: f32[2]\nx -> U(1)',
      'error[bad-import] ""nowhere.nnet"" there is no file "nowhere.nnet"',
    ],
    [
      'import Unot from "blocks.nnet"\ninput x: f32[2]\nx -> Unot(1)',
      'error[bad-import] "Unot" "blocks.nnet" defines no Unot',
    ],
    [
      'import z from "blocks.nnet"\ninput x: f32[2]\nx -> Dense(1)',
      'error[bad-import] "z" `z` is of the network of "blocks.nnet", and only blocks, defs and params are imported',
    ],
    [
      'import U from "/etc/passwd"\ninput x: f32[2]\nx -> U(1)',
      'error[bad-import] ""/etc/passwd"" "/etc/passwd" is no relative path',
    ],
    [
      'import U from "http://a/b"\ninput x: f32[2]\nx -> U(1)',
      'error[bad-import] ""http://a/b"" "http://a/b" is no relative path',
    ],
  ])("refuses %j", async (text, finding) => {
    expect((await open(text)).findings).toEqual([finding]);
  });

  it("tells what is wrong in the other file, and circles", async () => {
    const text = 'import B from "b.nnet"\ninput x: f32[2]\nx -> B(3)';
    const broken = await open(text, { "b.nnet": "block B(n) = Dens(n)" });
    expect(broken.findings).toEqual(['error[unknown-word] "Dens" there is no layer called Dens']);
    const circle = await open(text, {
      "b.nnet": 'import C from "c.nnet"\nblock B(n) = C(n)',
      "c.nnet": 'import B from "b.nnet"\nblock C(n) = B(n)',
    });
    expect(circle.findings).toEqual([
      'error[bad-import] ""b.nnet"" "b.nnet" imports itself, by way of others',
    ]);
  });
});
