import { integer, number, param } from "../../words/param-types.ts";
import { defineCallback } from "../callback.ts";
import { improves, mode, monitor, showFigure, verbose } from "../monitored.ts";

export const reduceLROnPlateau = defineCallback({
  name: "ReduceLROnPlateau",
  doc: "Multiplies the learning rate by a factor when a figure has not become better for some epochs. Near a minimum long steps jump over it; shorter ones go on down. The learning rate must be a number: a schedule has its own plan.",
  params: {
    monitor,
    factor: param(
      number({ min: 0, aboveMin: true, max: 1, belowMax: true }),
      "what the rate is multiplied by",
      0.1,
    ),
    patience: param(integer({ min: 0 }), "how many epochs in a row may bring nothing better", 10),
    verbose,
    mode,
    min_delta: param(number({ min: 0 }), "what a figure must gain to count as better", 1e-4),
    cooldown: param(integer({ min: 0 }), "how many epochs to let pass after a reduction", 0),
    min_lr: param(number({ min: 0 }), "the rate goes no lower", 0),
  },
  start: () => ({ wait: 0, cooldown: 0, best: null }),
  epochEnd(params, state, { logs, rate, better }) {
    const value = logs[params.monitor];
    if (value === undefined) return { acts: [] };
    const cooldown = Math.max(0, (state.cooldown as number) - 1);
    const cooling = (state.cooldown as number) > 0;
    const best = state.best as number | null;
    const waited = cooling ? 0 : (state.wait as number);
    if (improves(value, best, better, params.min_delta)) {
      return { state: { wait: 0, cooldown, best: value }, acts: [] };
    }
    if (cooldown > 0) return { state: { wait: waited, cooldown, best }, acts: [] };
    const wait = waited + 1;
    if (wait < params.patience || rate <= params.min_lr) return { state: { wait, cooldown, best }, acts: [] };
    const next = Math.max(rate * params.factor, params.min_lr);
    const told = `the learning rate falls from ${showFigure(rate)} to ${showFigure(next)}`;
    return {
      state: { wait: 0, cooldown: params.cooldown, best },
      acts: [
        { act: "rate", rate: next },
        ...(params.verbose > 0 ? [{ act: "say", text: told } as const] : []),
      ],
    };
  },
  facts: ({ monitor, mode, patience }) => ({ monitor, mode, patience, setsRate: true }),
  examples: [{ source: "ReduceLROnPlateau(factor = 0.5, patience = 4)" }],
});
