/** `nnet new --task binary`. */

import { blindAccuracy, rareClass } from "./rare-class.ts";
import { shown } from "./shown.ts";
import type { TableTask } from "./starter-task.ts";

export const binary: TableTask = {
  kind: "table",
  name: "binary",
  summary: "a question of yes or no",
  placeholder: {
    column: "answer",
    declaration: {
      text: "target answer: binary",
      why: "What is asked, so that the file can be checked before its data is there.",
    },
  },
  output(facts) {
    const yes = facts?.classes[1]?.name;
    const meaning =
      yes === undefined ? "yes, the answer that comes second in sorted order" : `"${shown(yes)}"`;
    return {
      text: "1, sigmoid",
      units: 1,
      why: `The last layer is one unit, and sigmoid brings its number to 0 … 1: the probability of ${meaning}. One number is enough for two answers; softmax over one unit would always say 1.`,
    };
  },
  target(facts) {
    const [no, yes] = facts?.classes ?? [];
    const why =
      no && yes
        ? `${shown(facts?.column ?? "")} is "${shown(no.name)}" in ${no.count} rows and "${shown(yes.name)}" in ${yes.count}; they become 0 and 1, in sorted order.`
        : "The column that holds the answer: 0 and 1, or two words, which become 0 and 1 in sorted order.";
    return { text: facts?.written ?? "answer", why };
  },
  loss: {
    text: "binary_crossentropy",
    why: "The loss that belongs to one probability: it asks how much of it went to the wrong answer. A squared error would learn slowly just where the network is surely wrong.",
  },
  metrics(facts) {
    const rare = facts && rareClass(facts);
    const why =
      "accuracy is the share of right answers. AUC is the chance that a row of yes ranks above a row of no: 0.5 is guessing, whatever the shares of the two are.";
    return { text: "[accuracy, AUC()]", why: rare ? `${why} ${blindAccuracy(rare)}` : why };
  },
  stratify: true,
};
