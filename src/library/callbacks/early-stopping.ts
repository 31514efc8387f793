import { flag, integer, number, optional, param } from "../../words/param-types.ts";
import { type Act, defineCallback } from "../callback.ts";
import { improves, mode, monitor, showFigure, verbose } from "../monitored.ts";

export const earlyStopping = defineCallback({
  name: "EarlyStopping",
  doc: "Ends the training when a figure has not become better for some epochs. What is learned after the validation loss has turned is the training rows by heart; with restore_best_weights the network is that of the best epoch. Source: Prechelt, Early stopping, but when? (1998).",
  params: {
    monitor,
    min_delta: param(number(), "what a figure must gain to count as better", 0),
    patience: param(integer({ min: 0 }), "how many epochs in a row may bring nothing better", 0),
    verbose,
    mode,
    baseline: param(
      optional(number()),
      "a figure that must be beaten as well for patience to begin anew",
      null,
    ),
    restore_best_weights: param(flag, "end with the weights of the best epoch, not of the last", false),
    start_from_epoch: param(integer({ min: 0 }), "how many epochs to let pass at the beginning", 0),
  },
  start: () => ({ wait: 0, best: null, bestEpoch: null }),
  epochEnd(params, state, { epoch, logs, better }) {
    const { patience, baseline, start_from_epoch, restore_best_weights } = params;
    const value = logs[params.monitor];
    if (value === undefined || epoch < start_from_epoch) return { acts: [] };
    const delta = Math.abs(params.min_delta);
    const best = state.best as number | null;
    const wait = (state.wait as number) + 1;
    const keep: readonly Act[] = restore_best_weights ? [{ act: "keep" }] : [];
    if (improves(value, best, better, delta)) {
      const anew = baseline === null || improves(value, baseline, better, delta);
      return { state: { wait: anew ? 0 : wait, best: value, bestEpoch: epoch }, acts: keep };
    }
    // The first weights that are seen are the best until better ones come.
    const first = state.bestEpoch === null;
    const bestEpoch = first ? epoch : (state.bestEpoch as number);
    const acts = first ? [...keep] : [];
    if (wait >= patience && epoch > 0) {
      const figure = best === null ? "" : ` (${showFigure(best)})`;
      const since = `${params.monitor} has not become better since epoch ${bestEpoch + 1}${figure}`;
      const end = restore_best_weights ? ", whose weights are kept" : "";
      acts.push({ act: "stop", reason: since + end });
    }
    return { state: { wait, best, bestEpoch }, acts };
  },
  facts: ({ monitor, mode, patience, restore_best_weights }) => ({
    ...{ monitor, mode, patience, stopsEarly: true },
    restores: restore_best_weights,
  }),
  examples: [
    { source: "EarlyStopping(patience = 5, restore_best_weights = true)" },
    { source: "EarlyStopping(val_accuracy, patience = 3)" },
  ],
});
