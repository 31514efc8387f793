/** Patience that ends at once, or never. */
import type { CallbackDefinition } from "../../library/callback.ts";
import type { Instance } from "../../words/word.ts";
import { defineRule, type ReportFinding } from "../rule.ts";

export const callbackPatience = defineRule({
  name: "callback-patience",
  severity: "warning",
  summary: "A callback waits no epoch, longer than the training lasts, or longer than another that ends it.",
  explain: {
    symptom: "Training ends after two or three epochs, or a rate that was to be lowered never is.",
    cause:
      "Validation figures go up and down from epoch to epoch by chance. With patience 0, which is the default in Keras too, EarlyStopping ends the training at the first epoch that is no better. A patience of all epochs never ends anything. And where the rate is lowered after 10 epochs without progress, but training ends after 5, it is never lowered.",

    remedy: "A patience of 5 to 20 for EarlyStopping, and half of that or less for ReduceLROnPlateau.",
    whenToIgnore: "Where each epoch is long and its figure certain.",
    source: ["Prechelt: Early stopping, but when? (1998)", "Keras: EarlyStopping, ReduceLROnPlateau"],
  },
  visit: {
    train(train, report) {
      const waiting = train.callbacks.flatMap((callback) => {
        const facts = callback.word.facts(callback.params);
        return facts.patience === undefined ? [] : [{ callback, facts, patience: facts.patience }];
      });
      const ends = waiting.filter(({ facts }) => facts.stopsEarly);
      for (const { callback, facts, patience } of waiting) {
        const sooner = ends.find(
          (end) => facts.setsRate && end.facts.monitor === facts.monitor && end.patience <= patience,
        );
        if (sooner) {
          tell(callback, report, {
            message: `${callback.word.name} waits for ${patience} epochs, and ${sooner.callback.word.name} ends the training after ${sooner.patience}`,
            why: "the rate is never lowered",
            help: `patience = ${Math.max(1, Math.floor(sooner.patience / 2))}`,
            evidence: { patience, ends: sooner.patience },
          });
        } else if (facts.stopsEarly && patience === 0) {
          tell(callback, report, {
            message: `${callback.word.name} ends the training at the first epoch that is no better`,
            why: "figures of validation go up and down by chance",
            help: "patience = 5 or more",
            evidence: { patience },
          });
        } else if (train.steps === undefined && patience >= train.epochs) {
          tell(callback, report, {
            severity: "hint",
            message: `${callback.word.name} waits for ${patience} epochs, and there are ${train.epochs}`,
            why: "it never does anything",
            help: "a shorter patience, or more epochs",
            evidence: { patience, epochs: train.epochs },
          });
        }
      }
    },
  },
  examples: {
    bad: `input x: f32[8]
x -> Dense(16, relu) -> Dense(1, sigmoid)
train { loss = binary_crossentropy, epochs = 100, callbacks = ⟦EarlyStopping(val_loss)⟧ }
`,
    good: `input x: f32[8]
x -> Dense(16, relu) -> Dense(1, sigmoid)
train { loss = binary_crossentropy, epochs = 100, callbacks = [EarlyStopping(val_loss, patience = 10), ReduceLROnPlateau(val_loss, patience = 4)] }
`,
    fixed: `input x: f32[8]
x -> Dense(16, relu) -> Dense(1, sigmoid)
train { loss = binary_crossentropy, epochs = 100, callbacks = EarlyStopping(val_loss, patience = 8) }
`,
  },
});

function tell(
  { given, span }: Instance<CallbackDefinition>,
  report: ReportFinding,
  finding: Parameters<ReportFinding>[1],
): void {
  const place = given.patience ?? span;
  if (place) report(place, finding);
}
