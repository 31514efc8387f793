/** The parts of an expression, in order of place. */
import type * as ast from "../ast.ts";
import { operandsOf } from "./regions.ts";

export type Part = ast.Expression | ast.Argument | ast.Entry | ast.Slice;

export function childrenOf(node: Part): readonly Part[] {
  switch (node.kind) {
    case "list":
    case "tuple":
      return node.items;
    case "record":
      return node.entries;
    case "entry":
    case "argument":
      return [node.value];
    case "call":
      return [node.callee, ...node.args];
    case "index":
      return [node.object, ...node.slices];
    case "slice":
      return [...(node.start ? [node.start] : []), ...(node.end ? [node.end] : [])];
    case "member":
      return [node.object];
    case "unary":
      return [node.operand];
    case "binary":
      return operandsOf(node);
    case "choice":
      return [node.condition, node.then, node.else];
    case "chain":
      return node.stages;
    case "repeat":
      return [node.over, node.body];
    default:
      return [];
  }
}
