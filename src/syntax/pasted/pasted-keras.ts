/** Pasted Keras programs as model files: what `nnet fix` rewrites before it formats. */
import type { Diagnostic, Edit } from "../../base/diagnostic.ts";
import type { Source } from "../../base/source.ts";
import type * as ast from "../ast.ts";
import { definedNames } from "../format/defined-names.ts";
import { blankLineBefore } from "../format/text-tokens.ts";
import { type Parsed, parse } from "../parse.ts";
import { PastedNetwork, type PastedStatement } from "./network.ts";
import { scriptProgram } from "./other-program.ts";
import { type Piece, type Unit, weave } from "./pieces.ts";
import { plainNames } from "./plain-names.ts";
import { looksLikePython, withoutPythonLines } from "./python-lines.ts";
import { statements } from "./tensors.ts";

export interface Rewritten {
  /** Absent where the text has mistakes in its form. */
  readonly text?: string;
  readonly diagnostics: readonly Diagnostic[];
  /** What was left out, in words for the user. */
  readonly notes: readonly string[];
}

/** Text that is a model file already comes back as it is. */
export function rewritePasted(source: Source): Rewritten {
  const { file, diagnostics, removed } = read(source);
  const notes = removed.map((line) => `left out: ${line}`);
  if (diagnostics.length > 0 || file.unread.length > 0) return { diagnostics, notes };
  const network = new PastedNetwork(layerNames(file));
  const left = file.items.filter((item) => {
    const statement = statementOf(item);
    return statement === undefined || !network.take(statement);
  });
  const kept = left.filter((item) => item.kind !== "binding" || !network.shapes.has(item.name.name));
  const units = kept.map((item) => keptUnit(item, file.source));
  const changed = removed.length > 0 || kept.length < file.items.length || units.some((unit) => unit.changed);
  if (!changed) return { text: source.text, diagnostics, notes };
  const taken = definedNames({ ...file, items: kept });
  const all = [...units, ...statements(network.versions, taken, isCommented(network, file))];
  const pieces = all
    .sort((a, b) => a.start - b.start)
    .flatMap(({ start, pieces: [first, ...rest] }) => {
      const apart = blankLineBefore(file.source, start) ? "\n" : "";
      return first ? [{ ...first, text: apart + first.text }, ...rest] : [];
    });
  return {
    text: weave([...pieces, ...trainPieces(network)], file.comments),
    diagnostics,
    notes: [...notes, ...network.notes],
  };
}

interface Read extends Parsed {
  readonly removed: readonly string[];
}

/** Statements of Python are looked for only where the text is no model file as it stands. */
function read(source: Source): Read {
  const asItIs = parse(source);
  if (asItIs.diagnostics.length === 0 && !looksLikePython(source.text)) return { ...asItIs, removed: [] };
  const script = asItIs.diagnostics.length > 0 ? scriptProgram(source) : undefined;
  if (script !== undefined) return { ...asItIs, diagnostics: [script], removed: [] };
  const { text, removed, program } = withoutPythonLines(source.text);
  const left = text === source.text ? asItIs : parse({ name: source.name, text });
  if (program === undefined || left.diagnostics.length === 0) return { ...left, removed };
  return { ...left, diagnostics: [atWork(source, program)], removed };
}

function atWork(source: Source, start: number): Diagnostic {
  const [line = ""] = source.text.slice(start).split(/\r?\n/, 1);
  const word = /^@?\w*/.exec(line)?.[0];
  return {
    ...{ rule: "syntax", severity: "error", span: { source, start, end: start + line.length } },
    message: `\`${word}\` is for a program that runs, and a model file only says what there is`,
    help: "write out what it makes, layer by layer (`repeat` makes several alike), or take it out",
  };
}

function statementOf(item: ast.Item): PastedStatement | undefined {
  const { start, end } = item.span;
  if (item.kind === "expression-statement") return { value: plainNames(item.expression), start, end };
  if (item.kind !== "binding" || item.type || item.sign !== "=") return undefined;
  return { name: item.name.name, value: plainNames(item.value), start, end };
}

/** Names of layers that are made in one line and called on tensors in others. */
function layerNames(file: ast.SourceFile): ReadonlySet<string> {
  const names = file.items.flatMap((item) => {
    const statement = statementOf(item);
    if (statement?.name === undefined || statement.value.kind !== "call") return [];
    const { callee } = statement.value;
    const isLayer = callee.kind === "identifier" && /^(?!(Input|Sequential|Model)$)\p{Lu}/u.test(callee.name);
    return isLayer ? [statement.name] : [];
  });
  return new Set(names);
}

interface KeptUnit extends Unit {
  readonly changed: boolean;
}

/** As written, comments and all, but for the library's words. */
function keptUnit(item: ast.Item, source: Source): KeptUnit {
  const { start, end } = item.span;
  const edits: Edit[] = [];
  for (const node of libraryNames(item)) edits.push(node);
  let text = "";
  let done = start;
  for (const { span, text: name } of edits) {
    text += source.text.slice(done, span.start) + name;
    done = span.end;
  }
  text += source.text.slice(done, end);
  return { start, pieces: [{ text, start, end, kept: true }], changed: edits.length > 0 };
}

function libraryNames(item: ast.Item): readonly Edit[] {
  const edits: Edit[] = [];
  const note = (node: ast.Expression, text: string): void => {
    edits.push({ span: node.span, text });
  };
  if (item.kind === "binding") plainNames(item.value, note);
  if (item.kind === "expression-statement") plainNames(item.expression, note);
  if (item.kind === "section") plainNames(item.record, note);
  if (item.kind === "output" && item.value.kind !== "binding") plainNames(item.value, note);
  if (item.kind === "output" && item.value.kind === "binding") plainNames(item.value.value, note);
  return edits.sort((a, b) => a.span.start - b.span.start);
}

/** Comments between the layers ask for a line for each layer. */
function isCommented({ versions }: PastedNetwork, { comments }: ast.SourceFile): boolean {
  return comments.some(({ span }) => {
    return versions.some(
      (one, i) => i > 0 && span.start < one.end && span.start >= (versions[0]?.start ?? 0),
    );
  });
}

function trainPieces({ settings }: PastedNetwork): readonly Piece[] {
  const [first] = settings;
  const last = settings.at(-1);
  if (first === undefined || last === undefined) return [];
  return [
    { text: "\ntrain {", start: first.start, end: first.start },
    ...settings,
    { text: "}", start: last.end, end: last.end },
  ];
}
