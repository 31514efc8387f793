/** An initializer made for another activation. */
import type { LayerIR } from "../../model/ir.ts";
import { replace, setArgument } from "../edits.ts";
import type { HiddenLayer } from "../hidden-stack.ts";
import { hiddenStacks } from "../hidden-stack.ts";
import { defineRule } from "../rule.ts";

type Family = "he" | "glorot" | "lecun";

export const initActivation = defineRule({
  name: "init-activation",
  severity: "hint",
  summary: "The initializer was derived for another activation.",
  explain: {
    symptom:
      "In deep stacks the spread of the layers' values grows or shrinks from layer to layer; selu networks lose their self-normalisation.",
    cause:
      "Each initialiser assumes what the activation does to the spread. He's doubles the variance because relu sets half of the sums to 0; behind tanh nothing is lost, so the doubling drives units into saturation. selu keeps mean 0 and variance 1 only with LeCun's.",
    formula: "Glorot: 2 / (in + out);  He: 2 / in;  LeCun: 1 / in",
    remedy: "relu and its kin: he_normal; tanh and sigmoid: glorot_uniform; selu: lecun_normal.",
    whenToIgnore:
      "In shallow networks it hardly matters. glorot_uniform before relu is everybody's default and is not reported.",
    source: [
      "He et al. (2015)",
      "Klambauer et al.: Self-normalizing neural networks (2017)",
      "TheDeepChecker (2023)",
    ],
  },
  visit: {
    model(model, report, { graph }) {
      for (const hidden of hiddenStacks(model, graph).flat()) {
        const clash = clashOf(hidden);
        if (!clash) continue;
        const { layer, use } = hidden;
        const name = use.activation.word.name;
        const better = clash.wanted === "glorot" ? "glorot_uniform" : `${clash.wanted}_normal`;
        const given = layer.layer.given.kernel_initializer;
        const edit = given ? replace(given, better) : setArgument(layer, "kernel_initializer", better);
        report(given ?? layer.span, {
          message: `${name} goes with the ${familyNames[clash.wanted]} initializer, not ${familyNames[clash.given]}`,
          why: "assumes another effect on the spread",
          related: [
            { span: use.span, text: `derived for ${clash.wanted === "he" ? "relu" : name}: ${better}` },
          ],
          fix:
            "kernel_initializer" in layer.layer.params
              ? { title: better, edits: [edit], safe: false }
              : undefined,
          help: better,
          evidence: { activation: name, given: clash.given, wanted: clash.wanted },
        });
      }
    },
  },
  examples: {
    bad: `input x: f32[8]
target y: real
x -> Dense(16, tanh, kernel_initializer = ⟦he_normal⟧) -> Dense(1)
train { loss = mse }
`,
    good: `input x: f32[8]
target y: real
x -> Dense(16, selu, kernel_initializer = lecun_normal) -> Dense(1)
train { loss = mse }
`,
    fixed: `input x: f32[8]
target y: real
x -> Dense(16, tanh, kernel_initializer = glorot_uniform) -> Dense(1)
train { loss = mse }
`,
  },
});

const familyNames = { he: "He", glorot: "Glorot", lecun: "LeCun" } as const;

/** Glorot before relu is the default of every framework; before selu it is wrong though nobody wrote it. */
function clashOf({ layer, use }: HiddenLayer): { given: Family; wanted: Family } | undefined {
  const wanted = use.facts.initializer;
  const kernel = kernelOf(layer);
  const given = kernel?.initializer.word.facts(kernel.initializer.params).family;
  if (!kernel || !given || !wanted || given === wanted) return undefined;
  if (given === "glorot" && wanted === "he") return undefined;
  return kernel.initializer.span || wanted === "lecun" ? { given, wanted } : undefined;
}

function kernelOf(layer: LayerIR) {
  return layer.weights.find(({ name, spec }) => spec.shape.length >= 2 && !name.includes("bias"))?.spec;
}
