/** What a pasted program builds: `Sequential`, `add`, layers called on tensors, `Model`, `compile` and `fit`, statement by statement. */
import type * as ast from "../ast.ts";
import { printExpression } from "../print-expression.ts";
import { argument, takeInputShape, typeOf } from "./input-type.ts";
import type { Piece } from "./pieces.ts";
import { readSettings } from "./settings.ts";
import { type Tensor, use, type Version } from "./tensors.ts";

/** Keras' functions that merge tensors. */
const merges: Readonly<Record<string, string>> = {
  ...{ add: "Add", subtract: "Subtract", multiply: "Multiply", average: "Average" },
  ...{ maximum: "Maximum", minimum: "Minimum", concatenate: "Concatenate", dot: "Dot" },
};

export interface PastedStatement {
  /** The name that it gives, if any. */
  readonly name?: string;
  readonly value: ast.Expression;
  readonly start: number;
  readonly end: number;
}

export class PastedNetwork {
  readonly versions: Version[] = [];
  readonly settings: Piece[] = [];
  readonly notes: string[] = [];
  readonly #tensors = new Map<string, Version>();
  readonly #models = new Set<string>();
  /** Lists with a name, which may be a shape; those that are have gone into the type of an input. */
  readonly #lists = new Map<string, ast.Expression>();
  readonly shapes = new Set<string>();
  /** Names of layers that the file keeps: they may be called on tensors. */
  readonly #layers: ReadonlySet<string>;

  constructor(layers: ReadonlySet<string>) {
    this.#layers = layers;
  }

  /** False where the statement is none of a Keras program's. */
  take(statement: PastedStatement): boolean {
    const { name, value } = statement;
    if (value.kind === "identifier") return this.#alias(name, value.name);
    if (value.kind === "list" || value.kind === "tuple") this.#lists.set(name ?? "", value);
    if (value.kind !== "call") return name !== undefined && this.#tensor(statement, value);
    const callee = value.callee.kind === "identifier" ? value.callee.name : undefined;
    if (callee === "Input" && name !== undefined) return this.#input(statement, value);
    if (callee === "Sequential") return this.#sequential(statement, value);
    if (callee === "Model" && argument(value, "outputs", 1)) return this.#model(statement, value);
    if (value.callee.kind === "member" && value.callee.object.kind === "identifier") {
      const { object, name: method } = value.callee;
      if (this.#models.has(object.name)) return this.#method(object.name, method.name, statement, value);
    }
    return name !== undefined && this.#tensor(statement, value);
  }

  #add(statement: PastedStatement, name: string, value: Version["value"]): Version {
    const { start, end } = statement;
    const version: Version = {
      name,
      value,
      start,
      end,
      flowsOn: 0,
      otherUses: 0,
      role: "inner",
      final: name,
    };
    this.versions.push(version);
    this.#tensors.set(name, version);
    return version;
  }

  /** A shape that has a name, as what it is. */
  #written(shape: ast.Expression | undefined): ast.Expression | undefined {
    const list = shape?.kind === "identifier" ? this.#lists.get(shape.name) : undefined;
    if (shape?.kind === "identifier" && list) this.shapes.add(shape.name);
    return list ?? shape;
  }

  #input(statement: PastedStatement, call: ast.Call): boolean {
    const type = typeOf(this.#written(argument(call, "shape", 0)), argument(call, "dtype"));
    if (type === undefined) return false;
    this.#add(statement, statement.name as string, { kind: "input", type });
    return true;
  }

  /** `shortcut = x` keeps the tensor that x is in this line; a model may have two names as well. */
  #alias(name: string | undefined, other: string): boolean {
    const version = this.#tensors.get(other);
    const isModel = this.#models.has(other);
    if (name === undefined || !(version || isModel)) return false;
    if (version) this.#tensors.set(name, version);
    if (isModel) this.#models.add(name);
    return true;
  }

  #sequential(statement: PastedStatement, call: ast.Call): boolean {
    const list = argument(call, "layers", 0);
    if (list !== undefined && list.kind !== "list" && list.kind !== "tuple") return false;
    const name = statement.name ?? "model";
    this.#models.add(name);
    this.#tensors.delete(name);
    for (const layer of list?.items ?? []) this.#append(name, statement, layer);
    return true;
  }

  /** The next layer of a sequential model. */
  #append(model: string, statement: PastedStatement, given: ast.Expression): void {
    const before = this.#tensors.get(model);
    const isInput =
      given.kind === "call" &&
      given.callee.kind === "identifier" &&
      /^Input(Layer)?$/.test(given.callee.name);
    if (before === undefined && isInput) {
      const shape = this.#written(argument(given, "shape", 0) ?? argument(given, "input_shape"));
      const type = typeOf(shape, argument(given, "dtype"));
      if (type !== undefined) {
        const source = this.#add(statement, "x", { kind: "input", type });
        this.#tensors.set(model, source);
        return;
      }
    }
    const { type, layer } = takeInputShape(given, (shape) => this.#written(shape));
    const source = type === undefined ? before : this.#add(statement, "x", { kind: "input", type });
    this.#tensors.delete("x");
    if (before?.role === "last") before.role = "inner";
    const value: Tensor = { kind: "apply", layer, ...(source && { to: use(source, true) }) };
    this.#add(statement, model, value).role = "last";
  }

  #model(statement: PastedStatement, call: ast.Call): boolean {
    const outputs = argument(call, "outputs", 1) as ast.Expression;
    const list = outputs.kind === "list" || outputs.kind === "tuple" ? outputs.items : [outputs];
    const versions = list.map((item) =>
      item.kind === "identifier" ? this.#tensors.get(item.name) : undefined,
    );
    if (!versions.every((version) => version !== undefined)) return false;
    for (const version of versions) {
      const alone = versions.length === 1 && version.flowsOn + version.otherUses === 0;
      if (version.value.kind !== "input") version.role = alone ? "last" : "output";
    }
    if (statement.name !== undefined) this.#models.add(statement.name);
    return true;
  }

  #method(model: string, method: string, statement: PastedStatement, call: ast.Call): boolean {
    if (method === "add" && call.args[0]) {
      this.#append(model, statement, call.args[0].value);
    } else if (method === "compile" || method === "fit") {
      const { pieces, unread } = readSettings(method, call);
      this.settings.push(...pieces);
      if (unread.length > 0) this.notes.push(`left out of ${method}: ${unread.join(", ")}`);
    } else {
      this.notes.push(`left out: ${printExpression(call)}`);
    }
    return true;
  }

  #tensor(statement: PastedStatement, value: ast.Expression): boolean {
    const plan = this.#plan(value, false);
    if (plan === undefined) return false;
    this.#add(statement, statement.name as string, plan());
    return true;
  }

  /** Undefined where it is not all made of tensors. Uses are counted only once all of it is understood. */
  #plan(value: ast.Expression, flows: boolean): (() => Tensor) | undefined {
    if (value.kind === "identifier") {
      const version = this.#tensors.get(value.name);
      return version && (() => use(version, flows));
    }
    if (value.kind === "list" || value.kind === "tuple") return this.#planList(value.items);
    if (value.kind === "binary") {
      const left = this.#plan(value.left, false);
      const right = this.#plan(value.right, false);
      return (
        left && right && (() => ({ kind: "operation", sign: value.operator, left: left(), right: right() }))
      );
    }
    return value.kind === "call" ? this.#planCall(value) : undefined;
  }

  #planList(items: readonly ast.Expression[]): (() => Tensor) | undefined {
    const plans = items.map((item) => this.#plan(item, false));
    if (!plans.every((plan) => plan !== undefined)) return undefined;
    return () => ({ kind: "list", items: plans.map((plan) => plan()) });
  }

  #planCall(call: ast.Call): (() => Tensor) | undefined {
    const [first, ...others] = call.args;
    if (first === undefined || first.name !== undefined) return undefined;
    const to = this.#plan(first.value, true);
    const layer = this.#layerOf(call, others);
    return to && layer && (() => ({ kind: "apply", layer, to: to() }));
  }

  #layerOf({ callee, span }: ast.Call, others: readonly ast.Argument[]): ast.Expression | undefined {
    if (callee.kind === "call" && others.length === 0) return callee;
    if (callee.kind !== "identifier") return undefined;
    if (others.length === 0 && this.#layers.has(callee.name)) return callee;
    const merge = Object.hasOwn(merges, callee.name) ? merges[callee.name] : undefined;
    return merge === undefined
      ? undefined
      : { kind: "call", span, callee: { ...callee, name: merge }, args: others };
  }
}
