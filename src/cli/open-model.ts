/** Reads a model file that the user names and analyses it; findings are printed by whoever asks. */
import { UserError } from "../base/user-error.ts";
import type { Severities } from "../check/check-model.ts";
import { renderPretty } from "../check/render-pretty.ts";
import { type Analysis, analyse } from "../compile.ts";
import { locateIn } from "../data/locate.ts";
import type { Locate } from "../data/source-files.ts";
import type { Override } from "../model/overrides.ts";
import type { CliContext } from "./cli-context.ts";
import { paletteOf } from "./terminal-palette.ts";

export interface OpenOptions {
  /** False looks at no file but the model. */
  readonly data?: boolean;
  readonly allowPath?: boolean;
  /** `name=value`, in the order given. */
  readonly set?: readonly string[];
  /** Of rules, by name. */
  readonly severities?: Severities;
}

export interface OpenedModel {
  /** As the user wrote it; `<stdin>` for `-`. */
  readonly name: string;
  readonly text: string;
  /** As seen from the working directory. */
  readonly modelFolder: string;
  readonly analysis: Analysis;
  readonly locate: Locate;
  /** What `--set` put in the place of the file's own values: as given, and as understood. */
  readonly set: readonly string[];
  readonly overrides: readonly Override[];
}

export async function openModel(
  context: CliContext,
  path: string,
  options: OpenOptions,
): Promise<OpenedModel> {
  const { host } = context;
  const name = path === "-" ? "<stdin>" : path;
  const text = await readText(context, path);
  const modelFolder = path === "-" ? "." : path.replace(/[^\\/]*$/, "") || ".";
  const folder = host.resolve(context.folder, modelFolder);
  const locate = locateIn(host, { modelFolder: folder, allowPath: options.allowPath ?? false });
  const data = options.data === false ? undefined : { host, locate };
  const set = options.set ?? [];
  const overrides = set.map(readOverride);
  const analysis = await analyse({ name, text }, data, { overrides, severities: options.severities });
  return { name, text, modelFolder, locate, set, overrides, analysis };
}

function readOverride(given: string): Override {
  const [, name, text] = /^\s*([A-Za-z_][\w.]*)\s*=(?!=)([\s\S]*)$/.exec(given) ?? [];
  if (name !== undefined && text !== undefined && text.trim() !== "") return { name, text };
  throw new UserError(`--set takes name=value, not "${given}"`, {
    help: "write `--set width=32`, or `--set train.epochs=5` for an entry of a section",
    exitCode: 2,
  });
}

/** Refuses what cannot be a model file before anything reads it as one. */
export async function readText(context: CliContext, path: string): Promise<string> {
  const bytes = path === "-" ? await context.readStandardInput() : await readFile(context, path);
  if (bytes.includes(0)) {
    throw new UserError(`${path} is not a text file`, {
      place: path,
      help: "name a model file, such as models/iris.nnet",
      exitCode: 2,
    });
  }
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new UserError(`${path} is not a text file in UTF-8`, {
      place: path,
      help: "save it as UTF-8 in your editor",
      exitCode: 2,
    });
  }
}

async function readFile(context: CliContext, path: string): Promise<Uint8Array> {
  const { host, folder } = context;
  const full = host.resolve(folder, path);
  const info = await host.stat(full);
  if (!info) {
    throw new UserError(`there is no file "${path}"`, {
      help: `it was looked for in ${folder}`,
      exitCode: 2,
    });
  }
  if (info.isDirectory) {
    throw new UserError(`"${path}" is a folder, where a model file is expected`, { exitCode: 2 });
  }
  return host.readFile(full);
}

/** Prints the findings that matter before a command goes on; true when an error stops it. */
export function tellFindings(context: CliContext, opened: OpenedModel): boolean {
  const { terminal } = context;
  const findings = opened.analysis.diagnostics.filter(({ severity }) => severity !== "hint");
  if (findings.length > 0) {
    const palette = paletteOf(terminal.colors);
    terminal.say(renderPretty(findings, [opened.name], { palette, width: terminal.width }).trimEnd());
  }
  return findings.some(({ severity }) => severity === "error");
}
