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
