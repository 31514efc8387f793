/** `nnet.config.json`: which rules are on, and how loud. Looked for from the model file upwards to the working directory. */
import { suggest } from "../base/suggest.ts";
import { UserError } from "../base/user-error.ts";
import { rulePages } from "../check/all-pages.ts";
import type { Severities } from "../check/check-model.ts";
import type { CliContext } from "./cli-context.ts";

const configName = "nnet.config.json";

export interface Config {
  readonly severities: Severities;
}

const severityNames = ["off", "hint", "warning", "error"] as const;

/** JSON Schema of the file. */
export const configSchema = {
  type: "object",
  properties: {
    $schema: { type: "string" },
    severities: { type: "object", additionalProperties: { enum: severityNames } },
  },
  additionalProperties: false,
} as const;

/** Remembers what it has read: a folder of a thousand files has one configuration. */
export function configReader(context: CliContext): (modelPath: string) => Promise<Config> {
  const known = new Map<string, Promise<Config | undefined>>();
  const read = (folder: string): Promise<Config | undefined> => {
    const found = known.get(folder) ?? readConfig(context, folder);
    known.set(folder, found);
    return found;
  };
  return async (modelPath) => {
    for (const folder of foldersAbove(context, modelPath)) {
      const config = await read(folder);
      if (config) return config;
    }
    return { severities: {} };
  };
}

/** The folder of the model file and those above it, up to the working directory; of a file elsewhere, its own and that. */
function foldersAbove({ host, folder: root }: CliContext, modelPath: string): readonly string[] {
  const own = modelPath === "-" ? root : host.resolve(root, modelPath, "..");
  const folders = [own];
  while (folders.at(-1) !== root) {
    const last = folders.at(-1) as string;
    const above = host.resolve(last, "..");
    if (above === last) return [own, root];
    folders.push(above);
  }
  return folders;
}

async function readConfig(context: CliContext, folder: string): Promise<Config | undefined> {
  const path = context.host.resolve(folder, configName);
  const info = await context.host.stat(path);
  if (!info || info.isDirectory) return undefined;
  const text = new TextDecoder().decode(await context.host.readFile(path));
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw refusal(path, `it is not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
  // Loaded only where there is a file to check.
  const { Ajv } = await import("ajv");
  const validate = new Ajv().compile(configSchema);
  if (!validate(json)) {
    const [first] = validate.errors ?? [];
    throw refusal(path, problemText(first?.instancePath ?? "", first?.message ?? "", first?.params));
  }
  const { severities = {} } = json as { severities?: Severities };
  for (const rule of Object.keys(severities)) requireRule(rule, path);
  return { severities };
}

function problemText(place: string, message: string, params: unknown): string {
  const { additionalProperty, allowedValues } = (params ?? {}) as {
    additionalProperty?: string;
    allowedValues?: readonly string[];
  };
  if (additionalProperty !== undefined) return `it knows no "${additionalProperty}"; it has "severities"`;
  const where = place.replace(/^\//, "").replaceAll("/", ".");
  const values = allowedValues ? `: ${allowedValues.join(", ")}` : "";
  return `${where === "" ? "it" : where} ${message}${values}`;
}

function requireRule(rule: string, path: string): void {
  const names = rulePages.map(({ name }) => name);
  if (names.includes(rule)) return;
  const near = suggest(rule, names);
  throw refusal(
    path,
    `there is no rule "${rule}"`,
    near ? `did you mean ${near}?` : "`nnet rules` lists all rules",
  );
}

function refusal(path: string, reason: string, help?: string): UserError {
  return new UserError(`${path} cannot be used: ${reason}`, {
    place: path,
    exitCode: 2,
    ...(help ? { help } : {}),
  });
}

/** `--severity lr-high=off`, as often as wanted; they win over the file's. */
export function readSeverities(given: readonly string[]): Severities {
  return Object.fromEntries(
    given.map((text) => {
      const [, rule, severity] = /^([a-z0-9-]+)=(.*)$/.exec(text) ?? [];
      const known = severityNames.find((name) => name === severity);
      if (rule === undefined || known === undefined) {
        throw new UserError(`--severity takes rule=${severityNames.join("|")}, not "${text}"`, {
          help: "write `--severity lr-high=off`",
          exitCode: 2,
        });
      }
      requireRule(rule, "--severity");
      return [rule, known];
    }),
  );
}
