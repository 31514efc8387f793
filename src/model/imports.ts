/** `import A, B from "blocks.nnet"`: which files are needed, and what their names stand for. */
import type { Diagnostic, Report } from "../base/diagnostic.ts";
import { isError } from "../base/diagnostic.ts";
import { suggest } from "../base/suggest.ts";
import type { Identifier, Import, SourceFile } from "../syntax/ast.ts";
import type { FileNames } from "./constants.ts";

/** A file as it was read, or why it could not be. */
export type ImportedFile =
  | { readonly file: SourceFile; readonly diagnostics: readonly Diagnostic[] }
  | { readonly problem: string; readonly help?: string | undefined };

/** By path as written. */
export type ImportedFiles = ReadonlyMap<string, ImportedFile>;

/** Paths that a file imports from, each once. */
export function importedPaths({ items }: SourceFile): readonly string[] {
  return [...new Set(items.filter((item) => item.kind === "import").map(({ from }) => from.value))];
}

/** What a name of another file stands for. */
export interface ImportedName {
  /** Of the file that defines it. */
  readonly names: FileNames;
  /** There. */
  readonly name: string;
}

export interface ImportContext {
  readonly files: ImportedFiles;
  /** Paths under way, the outermost first. */
  readonly open: readonly string[];
  readonly report: Report;
  /** The names of an imported file. */
  collect(file: SourceFile, path: string): FileNames;
}

/** Names by name; what cannot be imported is reported and left out. */
export function resolveImports(file: SourceFile, context: ImportContext): ReadonlyMap<string, ImportedName> {
  const found = new Map<string, ImportedName>();
  for (const statement of file.items) {
    if (statement.kind !== "import") continue;
    const names = namesOf(statement, context);
    if (names === undefined) continue;
    for (const name of statement.names) {
      if (isImportable(name, names, statement, context.report))
        found.set(name.name, { names, name: name.name });
    }
  }
  return found;
}

function namesOf({ from }: Import, { files, open, report, collect }: ImportContext): FileNames | undefined {
  const path = from.value;
  const finding = { rule: "bad-import", severity: "error", span: from.span } as const;
  const imported = files.get(path);
  if (imported === undefined || "problem" in imported) {
    const problem = imported?.problem ?? `"${path}" cannot be read here`;
    const help = imported?.help ?? "files are imported by a path relative to the model file";
    report({ ...finding, message: problem, help });
    return undefined;
  }
  if (open.includes(path)) {
    report({
      ...finding,
      message: `"${path}" imports itself${open.length > 1 ? ", by way of others" : ""}`,
      help: "move what both files need into a third one",
    });
    return undefined;
  }
  const broken = imported.diagnostics.filter(isError);
  for (const each of broken) report(each);
  return broken.length > 0 ? undefined : collect(imported.file, path);
}

function isImportable(name: Identifier, names: FileNames, { from }: Import, report: Report): boolean {
  const definition = names.definitions.get(name.name);
  const kind = definition?.kind;
  if (kind === "block" || kind === "import" || names.defs.has(name.name) || names.constants.has(name.name)) {
    return true;
  }
  const importable = [...names.definitions]
    .filter(([each, { kind: of }]) => of === "block" || of === "def" || names.constants.has(each))
    .map(([each]) => each);
  const near = suggest(name.name, importable);
  report({
    rule: "bad-import",
    severity: "error",
    message: definition
      ? `\`${name.name}\` is of the network of "${from.value}", and only blocks, defs and params are imported`
      : `"${from.value}" defines no ${name.name}`,
    span: name.span,
    ...(near === undefined
      ? importable.length > 0
        ? { help: `it defines ${importable.join(", ")}` }
        : {}
      : { label: `did you mean ${near}?` }),
  });
  return false;
}
