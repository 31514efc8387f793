/** `nnet compile`: a model as one file that needs nothing of ours to run: WebAssembly or C, or any stage on the way. */
import { planPrograms } from "../../backend/plan-programs.ts";
import { showKernels } from "../../backend/show-kernels.ts";
import { assemble } from "../../backend/targets/wasm/assemble.ts";
import { printWat } from "../../backend/targets/wasm/print-wat.ts";
import { UserError } from "../../base/user-error.ts";
import { type CompileModelOptions, compileModel } from "../../compile-model.ts";
import { modelC } from "../../interop/model-c.ts";
import { type CompiledModel, modelModule } from "../../interop/model-wasm.ts";
import type { ModelIR } from "../../model/ir.ts";
import { irToJson } from "../../model/ir-json.ts";
import { readInitialWeights } from "../../read-weights-files.ts";
import { showProgram } from "../../tensor/show-program.ts";
import { simplify } from "../../tensor/simplify.ts";
import { showType } from "../../tensor/types.ts";
import { readRun } from "../../train/run-folder.ts";
import { vocabulary } from "../../vocabulary.ts";
import type { CliContext, ExitCode } from "../cli-context.ts";
import { openModel, tellFindings } from "../open-model.ts";

interface CompileOptions {
  readonly emit?: string;
  readonly output?: string;
  readonly batch: string;
  readonly data: boolean;
  readonly allowPath?: boolean;
  readonly set?: readonly string[];
}

/** A file to write: its ending, and what is in it. */
interface Emitted {
  readonly ending: string;
  readonly content: string | Uint8Array;
}

/** `name` is an identifier: of the file that is written, else of the model. */
type Emit = (compiled: CompiledModel, source: Source, name: string) => readonly Emitted[];

const emits: Readonly<Record<string, Emit>> = {
  wasm: (compiled) => [{ ending: ".wasm", content: assemble(modelModule(compiled)) }],
  c: (compiled, _, name) => {
    const { source, header } = modelC(compiled, name);
    return [
      { ending: ".c", content: source },
      { ending: ".h", content: header },
    ];
  },
  wat: (compiled) => [{ ending: ".wat", content: printWat(modelModule(compiled)) }],
  ir: (_, { model }) => [{ ending: ".json", content: `${JSON.stringify(irToJson(model), null, 2)}\n` }],
  graph: ({ inference }) => [{ ending: ".txt", content: `${showProgram(simplify(inference.program))}\n` }],
  kernels: ({ inference }) => [
    { ending: ".txt", content: `${showKernels(planPrograms([inference.program]))}\n` },
  ],
};

export async function compile(
  context: CliContext,
  [path]: readonly string[],
  options: CompileOptions,
): Promise<ExitCode> {
  const kind = options.emit ?? kindOf(options.output);
  const emit = Object.hasOwn(emits, kind) ? emits[kind] : undefined;
  if (!emit) {
    throw new UserError(`--emit takes ${Object.keys(emits).join(", ")}, not "${kind}"`, { exitCode: 2 });
  }
  if (!/^[1-9]\d*$/.test(options.batch)) {
    throw new UserError(`--batch takes a number of rows, not "${options.batch}"`, { exitCode: 2 });
  }
  const source = await openSource(context, path as string, options);
  if (!source) return 1;
  const compiled = await compileModel(source.model, { ...source.options, batch: Number(options.batch) });
  const name = identifier(options.output?.replace(/^.*[\\/]|\.[^.]*$/g, "") || compiled.about.model);
  await write(context, emit(compiled, source, name), compiled, options);
  if (!compiled.about.trained && ["wasm", "c"].includes(kind)) {
    context.terminal.say(
      `note: the weights are the initial ones, and rows enter as the network takes them; compile a run (nnet train ${path}) for trained weights and preprocessing`,
    );
  }
  return 0;
}

/** What a file of that name is taken to be, where nobody says. */
function kindOf(output = ""): string {
  return /\.(?:c|wat)$/.exec(output)?.[0].slice(1) ?? "wasm";
}

interface Source {
  readonly model: ModelIR;
  readonly options: CompileModelOptions;
}

/** A run's folder or a model file; undefined where the file has errors, which have then been told. */
async function openSource(
  context: CliContext,
  path: string,
  options: CompileOptions,
): Promise<Source | undefined> {
  const { host } = context;
  const full = path === "-" ? undefined : host.resolve(context.folder, path);
  if (full !== undefined && (await host.stat(full))?.isDirectory) {
    const { model, weights, preprocessing } = await readRun(host, path, vocabulary);
    return { model, options: { weights, preprocessing } };
  }
  const opened = await openModel(context, path, options);
  const broken = tellFindings(context, opened);
  const { model } = opened.analysis;
  if (broken || !model) return undefined;
  const { tensors } = await readInitialWeights(host, model, opened.locate);
  return { model, options: { initialWeights: tensors } };
}

async function write(
  context: CliContext,
  emitted: readonly Emitted[],
  compiled: CompiledModel,
  { output }: CompileOptions,
): Promise<void> {
  const { host, terminal } = context;
  const [first, ...others] = emitted as readonly [Emitted, ...Emitted[]];
  if (typeof first.content === "string" && (output === undefined || output === "-")) {
    terminal.print(first.content.trimEnd());
    return;
  }
  const path = output ?? `${compiled.about.model}${first.ending}`;
  if (path === "-") throw new UserError("WebAssembly is not printed: name a file with -o", { exitCode: 2 });
  const taken = others.find(({ ending }) => path.endsWith(ending));
  if (taken) {
    throw new UserError(`"${path}" is where the ${taken.ending} file goes that is written beside`, {
      help: `name the other with -o, such as ${path.slice(0, -taken.ending.length)}${first.ending}`,
      exitCode: 2,
    });
  }
  for (const { ending, content } of emitted) {
    const own = ending === first.ending ? path : path.replace(/(\.[^./\\]*)?$/, ending);
    await host.writeFile(host.resolve(context.folder, own), content);
    terminal.say(`wrote ${own}, ${showBytes(content.length)}`);
  }
  const { inference, about } = compiled;
  const ends = (list: typeof inference.inputs | typeof inference.outputs): string =>
    list.map((end) => `${end.name} ${showType(end)}`).join(", ");
  const rows = about.batch === 1 ? "a row" : `${about.batch} rows`;
  terminal.say(`a run takes ${rows}: ${ends(inference.inputs)} -> ${ends(inference.outputs)}`);
}

function identifier(text: string): string {
  const name = text.replace(/\W+/g, "_");
  return /^[A-Za-z_]/.test(name) ? name : `model_${name}`;
}

function showBytes(bytes: number): string {
  return bytes < 1e4
    ? `${bytes} bytes`
    : bytes < 1e7
      ? `${Math.round(bytes / 1e3)} kB`
      : `${Math.round(bytes / 1e6)} MB`;
}
