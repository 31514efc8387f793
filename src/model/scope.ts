/** What names mean where an expression stands: in the file, in a block, in a turn, in a def. */
import type { Report } from "../base/diagnostic.ts";
import type { Span } from "../base/source.ts";
import type { Expression } from "../syntax/ast.ts";
import { atHome } from "../words/at-home.ts";
import type { WordValue } from "../words/value.ts";
import type { Vocabulary } from "../words/word.ts";
import type { AssertionContext } from "./assert-type.ts";
import type { FileNames } from "./constants.ts";
import type { ConstantScope } from "./evaluate.ts";
import type { Expansion } from "./expansion.ts";
import type { WeightsFile } from "./ir.ts";
import type { Places } from "./layer-paths.ts";
import { type DefMeaning, type Meaning, type Use, unknown } from "./meaning.ts";
import type { Network } from "./network.ts";

/** A file with what it defines for blocks and defs. */
export interface Module {
  readonly names: FileNames;
  /** With the defs of the file among the activations, losses and metrics. */
  readonly vocabulary: Vocabulary;
  /** The file that an imported name is from. */
  imported(name: string): Module | undefined;
  /** Constants and defs of the file; what is wrong goes to whoever asks. */
  constants(report: Report): ConstantScope;
}

export interface Bound {
  readonly meaning: Meaning;
  /** Where it is defined. */
  readonly span: Span;
  /** It is of the network of the file, which blocks and defs do not see. */
  readonly outside?: true;
}

/** Works out an expression: the forms that stand for several layers read their parts with it. */
export type Read = (expression: Expression, scope: GraphScope) => Meaning;

export interface Bindings {
  /** Undefined where nothing of that name is defined here. */
  find(name: string): Bound | undefined;
  /** The def of that name; a tensor may have its name too. */
  formula(name: string): Bound | undefined;
  /** For suggestions. */
  names(): Iterable<string>;
}

export interface GraphScope {
  readonly bindings: Bindings;
  readonly module: Module;
  readonly network: Network;
  readonly vocabulary: Vocabulary;
  readonly places: Places;
  /** For arguments. */
  readonly constants: ConstantScope;
  readonly assertions: AssertionContext;
  readonly expansion: Expansion;
  readonly trainable: boolean;
  /** The file that a block around names for its weights. */
  readonly begin?: WeightsFile | undefined;
  readonly uses: readonly Use[];
  /** Losses are functions here. */
  readonly judges?: true;
  readonly report: Report;
}

/** What a block or a def sees of a file: constants, blocks and defs. A tensor of the file is bound and unknown there. */
export function moduleBindings(module: Module): Bindings {
  const known = bindingsOf.get(module);
  if (known) return known;
  const made = readBindings(module);
  bindingsOf.set(module, made);
  return made;
}

const bindingsOf = new WeakMap<Module, Bindings>();

function readBindings(module: Module): Bindings {
  const { definitions, defs, constants, order } = module.names;
  return {
    formula(name) {
      const def = defs.get(name);
      const home = def ? undefined : module.imported(name);
      if (home) return moduleBindings(home).formula(name);
      if (def === undefined) return undefined;
      const meaning: Meaning = order.cyclic.has(name) ? unknown : { kind: "def", def, home: module };
      return { meaning, span: def.name.span };
    },
    names: () => definitions.keys(),
    find(name) {
      const definition = definitions.get(name);
      if (definition === undefined) return undefined;
      const { span } = definition.name;
      if (order.cyclic.has(name)) return { meaning: unknown, span };
      if (constants.has(name)) {
        const value = constants.get(name);
        if (value === undefined) return { meaning: unknown, span };
        const { vocabulary } = homeOf(name, module);
        return { meaning: { kind: "constant", value: atHome(value, vocabulary) }, span };
      }
      if (definition.kind === "block") {
        return { meaning: { kind: "block", block: definition.statement, home: module }, span };
      }
      if (definition.kind === "def") {
        return { meaning: { kind: "def", def: definition.statement, home: module }, span };
      }
      if (definition.kind === "import") {
        const home = module.imported(name);
        // What could not be imported has been told.
        return (home && moduleBindings(home).find(name)) ?? { meaning: unknown, span };
      }
      return { meaning: unknown, span, outside: true };
    },
  };
}

/** A def as a word: an activation where one is wanted. */
export function wordOfDef({ def, home }: DefMeaning, span: Span): WordValue {
  return { kind: "word", span, name: def.name.name, home: home.vocabulary };
}

/** Constants of a file, whose words are looked up in the file that gives them. */
export function constantsAtHome(scope: ConstantScope, module: Module): ConstantScope {
  return {
    ...scope,
    words: module.vocabulary,
    valueOf(name) {
      const value = scope.valueOf(name);
      return typeof value === "string" ? value : atHome(value, homeOf(name.name, module).vocabulary);
    },
  };
}

function homeOf(name: string, module: Module): Module {
  const from = module.names.definitions.get(name)?.kind === "import" ? module.imported(name) : undefined;
  return from ? homeOf(name, from) : module;
}

/** Names of a block, a turn or a def before those around it. */
export function innerBindings(own: ReadonlyMap<string, Bound>, around: Bindings): Bindings {
  return {
    names: () => [...own.keys(), ...around.names()],
    find: (name) => own.get(name) ?? around.find(name),
    formula: (name) => (own.get(name)?.meaning.kind === "def" ? own.get(name) : around.formula(name)),
  };
}

/** The same constants, with the constants among the inner names before them. */
export function innerConstants(
  own: ReadonlyMap<string, Bound>,
  around: ConstantScope,
  report: Report,
): ConstantScope {
  return {
    ...around,
    report,
    isOfNetwork(name) {
      const kind = own.get(name.name)?.meaning.kind;
      return kind === undefined
        ? (around.isOfNetwork?.(name) ?? false)
        : kind !== "constant" && kind !== "def" && kind !== "unknown";
    },
    valueOf(name) {
      const bound = own.get(name.name);
      if (bound === undefined) return around.valueOf(name);
      if (bound.meaning.kind === "constant") return bound.meaning.value;
      if (bound.meaning.kind === "def") return wordOfDef(bound.meaning, name.span);
      if (bound.meaning.kind === "unknown") return "refused";
      report({
        rule: "not-a-constant",
        severity: "error",
        message: `\`${name.name}\` is a part of the network, and a constant is expected here`,
        span: name.span,
        related: [{ span: bound.span, text: "it is defined here" }],
      });
      return "refused";
    },
    formula: (name) => (own.has(name) ? "none" : around.formula?.(name)),
  };
}
