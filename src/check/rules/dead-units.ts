/** Units that are 0 for every row. */
import { defineRule } from "../rule.ts";
import { remembered } from "../watched.ts";
import { percent } from "../watched-numbers.ts";

/** Share of a layer's units (AUTOTRAINER's threshold). */
const mostDead = 0.7;

export const deadUnits = defineRule({
  name: "dead-units",
  severity: "warning",
  summary: "While training, most units of a layer are 0 for every row.",
  overrides: ["frozen-weights"],
  explain: {
    symptom:
      "The loss falls at first and then stands still at a high value, and more epochs change nothing. In the worst case the network gives the same output for every row.",
    cause:
      "relu gives 0 for every sum below 0, and there its slope is exactly 0 as well. A unit whose sum is below 0 for all rows gets no gradient from any of them, so nothing ever brings it back: it is dead, and the layer is as narrow as what is left of it. One update that is too long can push the bias so far down that this happens (a high rate, features that are not scaled); a large negative bias or large initial weights begin there.",
    formula: "relu(s) = max(s, 0);  slope = 0 for s < 0, so the gradient of w and b is 0",
    remedy:
      "A lower learning rate and scaled features come first. Then He initialisation, which is made for relu, and normalisation in front of the activation. Activations that let a little through below 0 cannot die: leaky_relu, elu, gelu, silu.",
    whenToIgnore:
      "When the loss is good: a layer much wider than the task needs may leave units unused. Units that fire for rare rows only look dead in a few batches.",
    source: [
      "AUTOTRAINER (Zhang et al., 2021): dying ReLU",
      "Lu et al.: Dying ReLU and initialization (2019)",
      "Maas et al.: Rectifier nonlinearities improve neural network acoustic models (2013)",
    ],
  },
  visit: {
    reading({ layers, step }, report) {
      for (const { layer, silent } of layers) {
        if (!silent || silent.length < 2) continue;
        const dead = silent.filter((readings) => readings >= remembered).length;
        const share = dead / silent.length;
        if (share <= mostDead) continue;
        report(layer.span, {
          message: `${dead} of ${silent.length} units of ${layer.id} fire for no row`,
          why: `${percent(share)} of the layer are 0 in the last ${remembered} readings, and get no gradient`,
          help: "a lower learning rate, scaled features, or an activation that does not die: leaky_relu, gelu",
          evidence: { layer: layer.id, dead, units: silent.length, share, bound: mostDead, step },
        });
      }
    },
  },
  examples: {
    bad: `input x: f32[8]
x -> ⟦Dense(16, relu, bias_initializer = Constant(-20))⟧ -> Dense(1, sigmoid)
data { source = csv("models/data/pima.csv"), target = diabetes, normalize = zscore, split = [0.8, 0.2] }
train { loss = binary_crossentropy, epochs = 10 }
`,
    good: `input x: f32[8]
x -> Dense(16, gelu) -> Dense(1, sigmoid)
data { source = csv("models/data/pima.csv"), target = diabetes, normalize = zscore, split = [0.8, 0.2] }
train { loss = binary_crossentropy, epochs = 10 }
`,
    fixed: `input x: f32[8]
x -> Dense(16, relu) -> Dense(1, sigmoid)
data { source = csv("models/data/pima.csv"), target = diabetes, normalize = zscore, split = [0.8, 0.2] }
train { loss = binary_crossentropy, epochs = 10 }
`,
  },
});
