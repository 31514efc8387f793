/** `nnet train --one-batch`: whether the network can learn a single batch by heart. */
import type { JudgeOptions } from "../check/judge-watched.ts";
import { renderFinding } from "../check/render-pretty.ts";
import type { Dataset } from "../data/dataset.ts";
import type { ModelIR } from "../model/ir.ts";
import type { InitialWeights } from "../read-weights-files.ts";
import type { Engine } from "../train/engine.ts";
import type { BatchFit } from "../train/watch/fit-one-batch.ts";
import type { CliContext, ExitCode } from "./cli-context.ts";
import { showFigure } from "./progress.ts";
import { paletteOf } from "./terminal-palette.ts";

const verdicts: Readonly<Record<BatchFit["outcome"], string>> = {
  learned: "is learned by heart, as it should be",
  "not learned": "is not learned",
  stopped: "was not learned when you stopped it",
};

/** Nothing is kept: the answer is whether the network can learn at all. */
export async function fitBatch(
  context: CliContext,
  model: ModelIR,
  dataset: Dataset,
  engine: Engine,
  { tensors }: InitialWeights,
  watch: JudgeOptions,
): Promise<ExitCode> {
  const { host, terminal } = context;
  const { fitOneBatch } = await import("../train/watch/fit-one-batch.ts");
  let stopping = false;
  const release = context.onInterrupt(() => {
    stopping = true;
  });
  try {
    const fit = await fitOneBatch({
      ...{ model, dataset, engine, host, watch },
      ...{ initialWeights: tensors, interrupted: () => stopping },
    });
    const losses = `loss ${showFigure(fit.first)} at first, ${showFigure(fit.last)} after ${fit.steps} steps`;
    for (const finding of fit.findings) {
      const palette = paletteOf(terminal.printColors);
      terminal.print(terminal.fold(`${renderFinding(finding, { palette, width: terminal.width })}\n`));
    }
    const verdict = `one batch of ${fit.rows} rows ${verdicts[fit.outcome]}`;
    terminal.print(terminal.fold(`${verdict}: ${losses}; nothing was kept`));
    return fit.findings.length > 0 || fit.outcome === "stopped" ? 1 : 0;
  } finally {
    release();
  }
}
