import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { renderGithub } from "../../src/check/render-github.ts";
import { at, finding, sourceOf } from "./finding-at.ts";

const source = sourceOf("Dense(64, relu)\n-> Dense(1, softmax)\n", "nets/a,b:c.nnet");

/** As the runner reads a command. */
function readCommand(line: string) {
  const match = /^::(\w+) ([^:]*)::(.*)$/.exec(line);
  if (!match) throw new Error(`no command: ${line}`);
  const undo = (text: string) =>
    text
      .replaceAll("%3A", ":")
      .replaceAll("%2C", ",")
      .replaceAll("%0D", "\r")
      .replaceAll("%0A", "\n")
      .replaceAll("%25", "%");
  const properties = (match[2] ?? "").split(",").map((pair) => {
    const equals = pair.indexOf("=");
    return [pair.slice(0, equals), undo(pair.slice(equals + 1))];
  });
  return { command: match[1], properties: Object.fromEntries(properties), message: undo(match[3] ?? "") };
}

describe("github annotations", () => {
  it("say level, place and rule, with names escaped", () => {
    const one = finding(at(source, "softmax"), {
      severity: "error",
      rule: "softmax-one-unit",
      message: "100 % wrong",
      label: "always 1",
      fix: { title: "Dense(1, sigmoid)", safe: true, edits: [] },
    });
    const text = renderGithub([one]);
    expect(text).toBe(
      "::error file=nets/a%2Cb%3Ac.nnet,line=2,col=13,endColumn=20,title=softmax-one-unit::100 %25 wrong: always 1%0Afix: Dense(1, sigmoid)%0Awhy: nnet explain softmax-one-unit\n",
    );
    expect(readCommand(text.trimEnd()).properties.file).toBe("nets/a,b:c.nnet");
  });

  it("of several lines say the last one, without columns", () => {
    const span = { source, start: 0, end: 20 };
    expect(readCommand(renderGithub([finding(span)]).trimEnd()).properties).toEqual({
      file: "nets/a,b:c.nnet",
      line: "1",
      endLine: "2",
      title: "lr-high",
    });
  });

  it("tell hints only when asked, and never notes", () => {
    const hint = finding(at(source, "64"), { severity: "hint" });
    const note = finding(at(source, "64"), { severity: "note" });
    expect(renderGithub([hint, note])).toBe("");
    expect(renderGithub([hint, note], { hints: true })).toMatch(/^::notice .*\n$/);
  });

  it("are one line each, whatever they say", () => {
    fc.assert(
      fc.property(fc.string(), fc.string({ minLength: 1 }), (message, name) => {
        const named = sourceOf("Dense(1)\n", name);
        const text = renderGithub([finding(at(named, "1"), { message })]);
        const lines = text.split("\n");
        expect(lines).toHaveLength(2);
        const read = readCommand(lines[0] as string);
        expect(read.properties.file).toBe(name.replaceAll("\\", "/"));
      }),
    );
  });
});
