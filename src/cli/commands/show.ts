/** `nnet show`: the layers as a table, or any stage of the compiler as text. */

import type { Plan } from "../../backend/plan.ts";
import { planPrograms } from "../../backend/plan-programs.ts";
import { showKernels } from "../../backend/show-kernels.ts";
import { nativeSource } from "../../backend/targets/native/compile-native.ts";
import { nativeTarget } from "../../backend/targets/native/native-target.ts";
import { wasmModule } from "../../backend/targets/wasm/compile-wasm.ts";
import { printWat } from "../../backend/targets/wasm/print-wat.ts";
import { UserError } from "../../base/user-error.ts";
import { toDot } from "../../interop/dot.ts";
import { toSvg } from "../../interop/svg.ts";
import { layerCosts } from "../../lower/model-costs.ts";
import { type Lowering, lowerProgram } from "../../lower/programs.ts";
import { layoutWeights } from "../../lower/weight-layout.ts";
import type { ModelIR } from "../../model/ir.ts";
import { irToJson } from "../../model/ir-json.ts";
import { summarize } from "../../model/summary.ts";
import { showAst } from "../../syntax/show-ast.ts";
import { builder } from "../../tensor/build.ts";
import type { Program } from "../../tensor/program.ts";
import { showProgram } from "../../tensor/show-program.ts";
import { simplify } from "../../tensor/simplify.ts";
import type { CliContext, ExitCode } from "../cli-context.ts";
import { type Costs, layersJson, layerTable } from "../layer-table.ts";
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
  const model = modelOf(opened);
  const summary = summarize(model);
  const costs = broken ? undefined : costsOf(model, options);
  context.terminal.print(
    options.json
      ? JSON.stringify(layersJson(summary, costs), null, 2)
      : layerTable(summary, costs, context.terminal.printColors),
  );
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

function batchOf({ batch }: ShowOptions): number {
  if (/^[1-9]\d*$/.test(batch)) return Number(batch);
  throw new UserError(`--batch takes a number of rows, not "${batch}"`, { exitCode: 2 });
}

function loweringOf(model: ModelIR): Lowering {
  return {
    g: builder,
    model,
    layout: layoutWeights(model),
    float: model.train?.precision ?? "f32",
    seed: model.train?.seed ?? 0,
    rowWeights: false,
  };
}

/** The training program where the file says how to train, else the one that predicts. */
function programOf(model: ModelIR, options: ShowOptions): Program {
  return lowerProgram(loweringOf(model), model.train ? "train" : "predict", batchOf(options));
}

/** Undefined where a size is not known: the table then says what it can. */
function costsOf(model: ModelIR, options: ShowOptions): Costs | undefined {
  try {
    const batch = batchOf(options);
    const purposes = model.train ? (["predict", "train"] as const) : (["predict"] as const);
    return {
      layers: layerCosts(model),
      programs: purposes.map((purpose) => {
        const plan = planPrograms([lowerProgram(loweringOf(model), purpose, batch)]);
        return { purpose, batch, bytes: plan.stateBytes + plan.scratchBytes };
      }),
    };
  } catch (error) {
    if (error instanceof UserError && error.exitCode !== 2) return undefined;
    throw error;
  }
}
