/** Defs of a file among its words: activations of one tensor, losses and metrics of a target and an output, schedules. */
import { type Diagnostic, isError } from "../base/diagnostic.ts";
import { equalShapes, type Shape, showShape } from "../base/dim.ts";
import { defineActivation } from "../library/activation.ts";
import { meanResult, meanStatistics } from "../library/counted.ts";
import { defineLoss } from "../library/loss.ts";
import { defineMetric } from "../library/metric.ts";
import { defineSchedule } from "../library/schedule.ts";
import type { Def } from "../syntax/ast.ts";
import type { Builder } from "../tensor/builder.ts";
import type { Node } from "../tensor/node.ts";
import type { FloatType } from "../tensor/types.ts";
import type { Params, ParamTable } from "../words/param.ts";
import { number, param } from "../words/param-types.ts";
import type { Instance, Vocabulary, Word, WordKind } from "../words/word.ts";
import type { FileNames } from "./constants.ts";
import { evaluate, evaluateBody } from "./evaluate.ts";
import { type BuiltFormula, buildFormula, type Formula, lowerFormula } from "./formula.ts";
import type { Module } from "./scope.ts";

type FormulaKind = "activation" | "loss" | "metric" | "schedule";

/** The formals that the use gives; a schedule's is the update. */
const tensorsOf: Readonly<Record<FormulaKind, number>> = { activation: 1, loss: 2, metric: 2, schedule: 1 };

/** The vocabulary with the defs of a file before the words of the library. */
export function withFormulas(vocabulary: Vocabulary, names: FileNames, module: () => Module): Vocabulary {
  const defs = new Map([...allDefs(names)].filter(([name]) => !names.order.cyclic.has(name)));
  if (defs.size === 0) return vocabulary;
  const made = new Map<string, Word | undefined>();
  const find = (kind: WordKind, name: string): Word | undefined => {
    const def = defs.get(name);
    if (def === undefined || !isFormulaKind(kind)) return undefined;
    const key = `${kind} ${name}`;
    if (!made.has(key)) made.set(key, formulaWord(kind, def, homeOf(name, module())));
    return made.get(key);
  };
  return {
    ...vocabulary,
    find: (kind, name) => find(kind, name) ?? vocabulary.find(kind, name),
    names: (kind) =>
      isFormulaKind(kind)
        ? [...new Set([...vocabulary.names(kind), ...defs.keys()])].sort()
        : vocabulary.names(kind),
    all(kind) {
      const own = [...defs.keys()].flatMap((name) => find(kind, name) ?? []);
      const names_ = new Set(own.map(({ name }) => name));
      return [...vocabulary.all(kind).filter(({ name }) => !names_.has(name)), ...own];
    },
  };
}

/** Those of the file, and those that it imports. */
export function allDefs(names: FileNames): ReadonlyMap<string, Def> {
  const imported = [...names.imported].flatMap(([name, from]) => {
    const def = allDefs(from.names).get(from.name);
    return def ? [[name, def] as const] : [];
  });
  return new Map([...imported, ...names.defs]);
}

function homeOf(name: string, module: Module): Module {
  if (module.names.defs.has(name)) return module;
  const home = module.imported(name);
  return home ? homeOf(name, home) : module;
}

function isFormulaKind(kind: WordKind): kind is FormulaKind {
  return Object.hasOwn(tensorsOf, kind);
}

/** Undefined where the def has too few formals for this kind, or more without a number as default. */
function formulaWord(kind: FormulaKind, def: Def, home: Module): Word | undefined {
  // A schedule may go on from the rate so far, which is its second formal where that has no default.
  const goesOn = kind === "schedule" && def.formals[1] !== undefined && def.formals[1].default === undefined;
  const tensors = tensorsOf[kind] + (goesOn ? 1 : 0);
  const params = numbersOf(def, tensors, home);
  if (def.formals.length < tensors || params === undefined) return undefined;
  const formula: Formula = { def, home, tensors };
  const word = wordOf(kind, formula, params);
  formulas.set(word, formula);
  return word;
}

const formulas = new WeakMap<Word, Formula>();

/** What is wrong with a def as a loss or a metric of rows of these shapes; undefined for words of the library. */
export function formulaProblem({ word, params }: Instance, shapes: readonly Shape[]): Diagnostic | undefined {
  const formula = formulas.get(word);
  const built = formula && buildFormula(formula, shapes, params);
  return built && "rule" in built ? built : undefined;
}

function wordOf(kind: FormulaKind, formula: Formula, params: ParamTable): Word {
  const { def } = formula;
  const wording = {
    name: def.name.name,
    doc: "A formula of the file.",
    params,
  };
  if (kind === "activation") return activationWord(formula, wording);
  if (kind === "schedule") return scheduleWord(formula, wording);
  return kind === "loss" ? lossWord(formula, wording) : metricWord(formula, wording);
}

interface Wording {
  readonly name: string;
  readonly doc: string;
  readonly params: ParamTable;
}

/** Formals behind the tensors: numbers with a default. */
function numbersOf({ formals }: Def, tensors: number, home: Module): ParamTable | undefined {
  const entries = formals.slice(tensors).map(({ name, default: initial }) => {
    const value =
      initial &&
      evaluate(
        initial,
        home.constants(() => {}),
      );
    return value?.kind === "number"
      ? ([name.name, param(number(), "a number of the formula", value.value)] as const)
      : undefined;
  });
  return entries.every((entry) => entry !== undefined) ? Object.fromEntries(entries) : undefined;
}

function activationWord(formula: Formula, wording: Wording): Word {
  return defineActivation({
    ...wording,
    problem(params, shape) {
      const built = buildFormula(formula, [shape], params);
      if ("rule" in built) return built.message;
      const made = built.result.type.shape;
      return equalShapes(made, shape)
        ? undefined
        : `it makes ${showShape(made)} of ${showShape(shape)}, and an activation keeps the shape`;
    },
    lower: (g, params, x) => lowered(g, formula, [x], params, x.dtype as FloatType),
    facts: () => ({ range: [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY], nonlinear: true }),
    examples: [],
  });
}

/** A rate that the formula gives; NaN where it gives no number. */
function scheduleWord({ def, home, tensors }: Formula, wording: Wording): Word {
  const rate = (params: Params, step: number, before?: number): number => {
    const { span } = def.name;
    const given = def.formals.map(({ name }, index) => {
      const value = [step, before ?? Number.NaN][index];
      const number = index < tensors && value !== undefined ? value : (params[name.name] as number);
      return [name.name, { kind: "number", span, value: number }] as const;
    });
    const value = evaluateBody(
      def,
      home.constants(() => {}),
      new Map(given),
    );
    return value?.kind === "number" ? value.value : Number.NaN;
  };
  return defineSchedule({
    ...wording,
    rate: (params, step, _total, before) => rate(params, step, before),
    facts: (params) => {
      const initial = rate(params, 0);
      return { initial, peak: initial };
    },
    examples: [],
  });
}

const anyTarget = ["real", "positive", "count", "binary", "onehot", "multilabel", "distribution"] as const;

function lossWord(formula: Formula, wording: Wording): Word {
  return defineLoss({
    ...wording,
    problem: (params, target, output) => problemOf(formula, [target, output], params),
    lower: ({ g, params, target, output }) =>
      perRow(g, formula, [target, output], params, output.dtype as FloatType),
    facts: () => ({ reads: "number", fromLogits: false, targets: anyTarget, task: "regression" }),
    examples: [],
  });
}

function metricWord(formula: Formula, wording: Wording): Word {
  return defineMetric({
    ...wording,
    logName: wording.name,
    problem: (params, target, output) => problemOf(formula, [target, output], params),
    statistics: ({ g, params, target, output }) =>
      meanStatistics(g, perRow(g, formula, [target, output], params, output.dtype as FloatType)),
    result: (_params, totals) => meanResult(totals),
    facts: () => ({ better: "lower", task: "regression", targets: anyTarget }),
    examples: [],
  });
}

function problemOf(formula: Formula, shapes: readonly Shape[], params: Params): string | undefined {
  const built = buildFormula(formula, shapes, params);
  return "rule" in built && isError(built) ? built.message : undefined;
}

/** One number a row: what axes are left are averaged. */
function perRow(
  g: Builder,
  formula: Formula,
  nodes: readonly Node[],
  params: Params,
  float: FloatType,
): Node {
  const [target, output] = nodes as readonly [Node, Node];
  const value = lowered(g, formula, [g.cast(target, float), output], params, float);
  const axes = value.shape.slice(1).map((_, index) => index + 1);
  return axes.length === 0 ? value : g.mean(value, axes);
}

function lowered(
  g: Builder,
  formula: Formula,
  nodes: readonly Node[],
  params: Params,
  float: FloatType,
): Node {
  const built = buildFormula(
    formula,
    nodes.map(({ shape }) => shape.slice(1)),
    params,
  );
  if ("rule" in built) throw new Error(built.message);
  return lowerFormula(g, built satisfies BuiltFormula, nodes, float);
}
