/** Tensors of pasted Keras: `x = Dense(8)(x)` gives a name anew in every line, a model file gives each name once. */
import type * as ast from "../ast.ts";
import { printExpression, rank, stageRank } from "../print-expression.ts";
import type { Piece, Unit } from "./pieces.ts";

export type Tensor =
  | { readonly kind: "use"; readonly of: Version }
  /** Without `to`, layers that stand for themselves. */
  | { readonly kind: "apply"; readonly layer: ast.Expression; readonly to?: Tensor }
  | { readonly kind: "list"; readonly items: readonly Tensor[] }
  | { readonly kind: "operation"; readonly sign: string; readonly left: Tensor; readonly right: Tensor };

/** One assignment. */
export interface Version {
  readonly name: string;
  readonly value: Tensor | { readonly kind: "input"; readonly type: string };
  readonly start: number;
  readonly end: number;
  /** Times that it is the source of a chain, and times that it stands anywhere else. */
  flowsOn: number;
  otherUses: number;
  role: "inner" | "output" | "last";
  /** As it is called in the model file. */
  final: string;
}

export function use(version: Version, flows: boolean): Tensor {
  if (flows) version.flowsOn++;
  else version.otherUses++;
  return { kind: "use", of: version };
}

/** A version that flows into one chain alone is a part of that chain. */
function isInlined({ value, flowsOn, otherUses, role }: Version): boolean {
  return value.kind !== "input" && flowsOn === 1 && otherUses === 0 && role === "inner";
}

/** The statements of the network. With `apart`, every stage is a piece of its own. */
export function statements(versions: readonly Version[], taken: ReadonlySet<string>, apart: boolean): Unit[] {
  const names = new Set(taken);
  const shown = versions.filter((version) => !isInlined(version));
  for (const version of shown) {
    if (version.role !== "last") version.final = freeName(version.name, names);
    names.add(version.final);
  }
  return shown.map((version) => ({ start: version.start, pieces: piecesOf(version, apart) }));
}

function freeName(name: string, names: ReadonlySet<string>): string {
  let free = name;
  for (let i = 2; names.has(free); i++) free = `${name}_${i}`;
  return free;
}

function piecesOf(version: Version, apart: boolean): Piece[] {
  const { value, start, end, final, role } = version;
  if (value.kind === "input") return [{ text: `input ${final}: ${value.type}`, start, end }];
  const head = role === "last" ? "" : `${role === "output" ? "output " : ""}${final} = `;
  const [first, ...rest] = stagesOf(value, start, end) as [Piece, ...Piece[]];
  if (!apart) {
    return [{ text: head + [first, ...rest].map(({ text }) => text).join(" -> "), start: first.start, end }];
  }
  return [
    { ...first, text: head + first.text },
    ...rest.map((piece) => ({ ...piece, text: `-> ${piece.text}` })),
  ];
}

function stagesOf(tensor: Tensor, start: number, end: number): Piece[] {
  switch (tensor.kind) {
    case "use": {
      const { of } = tensor;
      if (!isInlined(of) || of.value.kind === "input") return [{ text: of.final, start, end }];
      return stagesOf(of.value, of.start, of.end);
    }
    case "apply": {
      const { layer } = tensor;
      const before = tensor.to ? stagesOf(tensor.to, start, end) : [];
      const text = printExpression(layer);
      const place = layer.span.start >= start && layer.span.end <= end ? layer.span : { start, end };
      return [
        ...before,
        { text: rank(layer) < stageRank ? `(${text})` : text, start: place.start, end: place.end },
      ];
    }
    case "list":
      return [{ text: `[${tensor.items.map((item) => inBrackets(item, "")).join(", ")}]`, start, end }];
    case "operation": {
      const { sign, left, right } = tensor;
      return [{ text: `${inBrackets(left, "(")} ${sign} ${inBrackets(right, "(")}`, start, end }];
    }
  }
}

function inBrackets(tensor: Tensor, open: string): string {
  const text = stagesOf(tensor, 0, 0)
    .map((stage) => stage.text)
    .join(" -> ");
  return open !== "" && tensor.kind !== "use" ? `(${text})` : text;
}
