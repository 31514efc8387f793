import { flag, integer, number, optional, orWord, param } from "../../words/param-types.ts";
import { type CallbackState, type Decision, defineCallback, type Figures } from "../callback.ts";
import { improves, mode, monitor, showFigure, verbose } from "../monitored.ts";
import { fillName, runFile } from "../run-file.ts";

export const modelCheckpoint = defineCallback({
  name: "ModelCheckpoint",
  doc: "Writes the weights into the folder of the run after every epoch, or after every better one. The run itself is saved in any case, and goes on with --resume; this keeps weights of other epochs beside the last. `nnet predict RUN --weights best` and `nnet eval` read them, and `weights = …` of a layer.",
  params: {
    filepath: param(
      runFile(".safetensors"),
      "the name of the file; it may hold {epoch} and figures, as in {epoch:02d}-{val_loss:.3f}",
    ),
    monitor,
    verbose,
    save_best_only: param(flag, "write only where the figure has become better", false),
    save_weights_only: param(
      flag,
      "has no effect: the file holds weights, and the model stands beside it in the folder",
      false,
    ),
    mode,
    save_freq: param(
      orWord(integer({ min: 1 }), "epoch"),
      "epoch, or after how many batches to write",
      "epoch",
    ),
    initial_value_threshold: param(
      optional(number()),
      "a figure that the first file must beat, with save_best_only",
      null,
    ),
  },
  start: ({ initial_value_threshold }) => ({ best: initial_value_threshold, batches: 0 }),
  epochEnd: (params, state, figures) =>
    params.save_freq === "epoch" ? write(params, state, figures) : { acts: [] },
  batchEnd(params, state, figures) {
    if (params.save_freq === "epoch") return { acts: [] };
    const batches = (state.batches as number) + 1;
    return batches < params.save_freq
      ? { state: { ...state, batches }, acts: [] }
      : write(params, { ...state, batches: 0 }, figures());
  },
  facts: ({ monitor, mode, save_best_only, filepath }) => ({
    ...(save_best_only ? { monitor, mode } : {}),
    writes: filepath,
  }),
  examples: [
    { source: 'ModelCheckpoint("best", save_best_only = true)' },
    { source: 'ModelCheckpoint("{epoch:02d}-{val_loss:.3f}")' },
  ],
});

interface Written {
  readonly filepath: string;
  readonly monitor: string;
  readonly verbose: number;
  readonly save_best_only: boolean;
}

function write(
  { filepath, monitor: watched, verbose: told, save_best_only }: Written,
  state: CallbackState,
  { epoch, logs, better }: Figures,
): Decision {
  const value = logs[watched];
  const best = state.best as number | null;
  if (save_best_only && (value === undefined || !improves(value, best, better))) {
    return { state: { ...state, best }, acts: [] };
  }
  const file = fillName(filepath, { ...logs, epoch: epoch + 1 });
  const figure = value === undefined ? "" : ` (${watched} ${showFigure(value)})`;
  return {
    state: { ...state, best: save_best_only ? (value as number) : best },
    acts: [
      { act: "weights", file } as const,
      ...(told > 0
        ? [{ act: "say", text: `weights of epoch ${epoch + 1}${figure} in ${file}` } as const]
        : []),
    ],
  };
}
