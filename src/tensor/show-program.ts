/** The `graph` stage for people: one line a node, each after its inputs, numbered in order. */
import { topologicalOrder } from "./node.ts";
import type { Program } from "./program.ts";
import { showType } from "./types.ts";

export function showProgram(program: Program): string {
  const outputs = Object.entries(program.outputs);
  const updates = Object.entries(program.updates);
  const order = topologicalOrder([...outputs, ...updates].map(([, node]) => node));
  const numbers = new Map(order.map((node, i) => [node, `%${i}`]));
  const lines = order.map((node) => {
    const inputs = node.inputs.map((input) => numbers.get(input));
    const attributes = Object.entries(node.attributes)
      .filter(([name]) => name !== "dtype" && !(name === "shape" && node.inputs.length === 0))
      .map(([name, value]) => `${name} = ${showAttribute(value)}`);
    return `  ${numbers.get(node)}: ${showType(node)} = ${node.primitive.name}(${[...inputs, ...attributes].join(", ")})`;
  });
  return [
    `${program.name}:`,
    ...lines,
    ...outputs.map(([name, node]) => `  output ${name} = ${numbers.get(node)}`),
    ...updates.map(([name, node]) => `  update ${name} = ${numbers.get(node)}`),
  ].join("\n");
}

/** Long literals are cut: the shape says how long they are. */
function showAttribute(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}
