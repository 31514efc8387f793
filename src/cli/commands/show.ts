/** `nnet show`: the layers as a table, or any stage of the compiler as text. */

import type { Plan } from "../../backend/plan.ts";
import { planPrograms } from "../../backend/plan-programs.ts";
import { showKernels } from "../../backend/show-kernels.ts";
import { nativeSource } from "../../backend/targets/native/compile-native.ts";
import { nativeTarget } from "../../backend/targets/native/native-target.ts";
import { wasmModule } from "../../backend/targets/wasm/compile-wasm.ts";
import { printWat } from "../../backend/targets/wasm/print-wat.ts";
import { showDim, showShape } from "../../base/dim.ts";
import { UserError } from "../../base/user-error.ts";
import { toDot } from "../../interop/dot.ts";
import { toSvg } from "../../interop/svg.ts";
import { lowerProgram } from "../../lower/programs.ts";
import { layoutWeights } from "../../lower/weight-layout.ts";
import type { ModelIR } from "../../model/ir.ts";
import { irToJson } from "../../model/ir-json.ts";
import { type Summary, summarize } from "../../model/summary.ts";
import { showAst } from "../../syntax/show-ast.ts";
import { builder } from "../../tensor/build.ts";
import type { Program } from "../../tensor/program.ts";
import { showProgram } from "../../tensor/show-program.ts";
import { simplify } from "../../tensor/simplify.ts";
import type { CliContext, ExitCode } from "../cli-context.ts";
import { type OpenedModel, openModel, tellFindings } from "../open-model.ts";

interface ShowOptions {
  readonly stage?: string;
  readonly svg?: boolean;
  readonly dot?: boolean;
  readonly batch: string;
  readonly json?: boolean;
  readonly data: boolean;
  readonly allowPath?: boolean;
  readonly set?: readonly string[];
}

type Stage = (opened: OpenedModel, options: ShowOptions) => string;

const stages: Readonly<Record<string, Stage>> = {
  ast: ({ analysis }) => showAst(analysis.file),
  ir: (opened) => JSON.stringify(irToJson(modelOf(opened)), null, 2),
  graph: (opened, options) => showProgram(simplify(programOf(modelOf(opened), options))),
  kernels: (opened, options) => showKernels(planOf(opened, options)),
  wat: (opened, options) => printWat(wasmModule(planOf(opened, options))),
  c: (opened, options) => nativeSource(planOf(opened, options), nativeTarget(new Set())),
};

export async function show(
  context: CliContext,
  [path]: readonly string[],
  options: ShowOptions,
): Promise<ExitCode> {
  const stage = options.stage === undefined ? drawing(options) : stages[options.stage];
  if (options.stage !== undefined && !stage) {
    throw new UserError(`--stage takes ${Object.keys(stages).join(", ")}, not "${options.stage}"`, {
      exitCode: 2,
    });
  }
  const opened = await openModel(context, path as string, options);
  const broken = tellFindings(context, opened);
  if (stage) {
    context.terminal.print(stage(opened, options).trimEnd());
    return broken ? 1 : 0;
  }
  const summary = summarize(modelOf(opened));
  context.terminal.print(options.json ? JSON.stringify(toJson(summary), null, 2) : table(context, summary));
  return broken ? 1 : 0;
}

function drawing({ svg, dot }: ShowOptions): Stage | undefined {
  if (svg) return (opened) => toSvg(modelOf(opened));
  return dot ? (opened) => toDot(modelOf(opened)) : undefined;
}

function planOf(opened: OpenedModel, options: ShowOptions): Plan {
  return planPrograms([programOf(modelOf(opened), options)]);
}

function modelOf({ analysis, name }: OpenedModel): ModelIR {
  if (analysis.model) return analysis.model;
  throw new UserError(`${name} could not be understood, so there is nothing to show`, {
    help: "mend the errors above first",
  });
}

/** The training program where the file says how to train, else the one that predicts. */
function programOf(model: ModelIR, { batch }: ShowOptions): Program {
  if (!/^[1-9]\d*$/.test(batch))
    throw new UserError(`--batch takes a number of rows, not "${batch}"`, { exitCode: 2 });
  const lowering = {
    g: builder,
    model,
    layout: layoutWeights(model),
    float: model.train?.precision ?? "f32",
    seed: model.train?.seed ?? 0,
    rowWeights: false,
  } as const;
  return lowerProgram(lowering, model.train ? "train" : "predict", Number(batch));
}

function table({ terminal }: CliContext, { rows, parameters, trainable }: Summary): string {
  const cells = [
    ["layer", "kind", "output", "parameters"],
    ...rows.map((row) => [row.path, row.word, showShape(row.shape), showDim(row.parameters)]),
  ];
  const widths = [0, 1, 2, 3].map((column) =>
    Math.max(...cells.map((line) => (line[column] as string).length)),
  );
  const lines = cells.map(([path, word, shape, count]) =>
    [
      (path as string).padEnd(widths[0] as number),
      (word as string).padEnd(widths[1] as number),
      (shape as string).padEnd(widths[2] as number),
      (count as string).padStart(widths[3] as number),
    ].join("  "),
  );
  const { bold, dim } = terminal.printColors;
  const rule = dim("─".repeat((lines[0] as string).length));
  const [head, ...body] = lines;
  const total = `${showDim(parameters)} parameters, ${showDim(trainable)} of them trained`;
  return [bold(head as string), rule, ...body, rule, total].join("\n");
}

function toJson({ rows, parameters, trainable }: Summary): unknown {
  return {
    layers: rows.map((row) => ({
      path: row.path,
      layer: row.word,
      shape: row.shape.map((dim) => (typeof dim === "number" ? dim : showDim(dim))),
      parameters: typeof row.parameters === "number" ? row.parameters : showDim(row.parameters),
    })),
    parameters: typeof parameters === "number" ? parameters : showDim(parameters),
    trainable: typeof trainable === "number" ? trainable : showDim(trainable),
  };
}
