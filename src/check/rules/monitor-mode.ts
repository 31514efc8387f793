/** Callbacks that watch the wrong way, or the wrong rows. */
import { monitorsOf } from "../../model/monitors.ts";
import { removeArgument } from "../edits.ts";
import { defineRule } from "../rule.ts";

export const monitorMode = defineRule({
  name: "monitor-mode",
  severity: "warning",
  summary: "A callback takes for better what is worse, or watches the rows that are trained on.",
  explain: {
    symptom:
      "Training ends just when it gets better, or the worst weights are kept; or it never ends while validation gets worse.",
    cause:
      "With mode = min a growing accuracy counts as getting worse, and with mode = max a growing loss as getting better. The loss of the training rows falls nearly always, also while the network only learns them by heart: it is validation that turns.",

    remedy:
      "Leave mode out: each figure knows which way is up. Watch val_loss, or another figure of validation.",
    whenToIgnore: "Where the training loss itself is the aim, as in fitting one curve.",
    source: ["Keras: EarlyStopping", "Prechelt: Early stopping, but when? (1998)"],
  },
  visit: {
    train(train, report, { model }) {
      if (train.callbacks.length === 0) return;
      const { data } = model;
      const validates =
        data === undefined || data.validation !== undefined || (data.split?.validation ?? 0) > 0;
      const monitors = monitorsOf(model, train, validates);
      for (const callback of train.callbacks) {
        const { monitor, mode, stopsEarly } = callback.word.facts(callback.params);
        const better = monitor === undefined ? undefined : monitors.get(monitor);
        const place = callback.given.mode;
        const wrong = (mode === "min" && better === "higher") || (mode === "max" && better === "lower");
        if (wrong && place) {
          const edit = removeArgument(callback, "mode");
          report(place, {
            severity: "error",
            message: `${monitor} is better when it is ${better}, and mode = ${mode} says the opposite`,
            why: "what is better counts as worse",
            fix: edit ? { title: "without mode", edits: [edit], safe: false } : undefined,
            help: `mode = ${better === "higher" ? "max" : "min"}, or nothing: ${monitor} knows which way is up`,
            evidence: { monitor: monitor ?? "", mode: mode ?? "", better: better ?? "" },
          });
        }
        const other = data && monitors.has(`val_${monitor}`) ? `val_${monitor}` : undefined;
        if (stopsEarly && other && callback.given.monitor) {
          report(callback.given.monitor, {
            severity: "hint",
            message: `${callback.word.name} watches ${monitor}, which is of the rows that are trained on`,
            why: "it falls while the rows are learned by heart, too",
            help: other,
            evidence: { monitor: monitor ?? "", better: other },
          });
        }
      }
    },
  },
  examples: {
    bad: `input x: f32[8]
target y: binary
x -> Dense(16, relu) -> Dense(1, sigmoid)
train { loss = binary_crossentropy, metrics = accuracy, epochs = 100, callbacks = EarlyStopping(val_accuracy, patience = 5, mode = ⟦min⟧) }
`,
    good: `input x: f32[8]
target y: binary
x -> Dense(16, relu) -> Dense(1, sigmoid)
train { loss = binary_crossentropy, metrics = accuracy, epochs = 100, callbacks = EarlyStopping(val_accuracy, patience = 5, mode = max) }
`,
    fixed: `input x: f32[8]
target y: binary
x -> Dense(16, relu) -> Dense(1, sigmoid)
train { loss = binary_crossentropy, metrics = accuracy, epochs = 100, callbacks = EarlyStopping(val_accuracy, patience = 5) }
`,
  },
});
