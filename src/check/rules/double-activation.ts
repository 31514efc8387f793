/** One activation right behind another. */
import type { LayerIR } from "../../model/ir.ts";
import { layerFix, setActivation } from "../edits.ts";
import type { ActivationUse, ModelGraph } from "../model-graph.ts";
import { defineRule } from "../rule.ts";

export const doubleActivation = defineRule({
  name: "double-activation",
  severity: "warning",
  summary: "Two activations follow each other with no learning layer between.",
  explain: {
    symptom:
      "Classes that were sure become unsure, or half of what a layer could say is lost: with relu before softmax no logit is below 0, so no class can be ruled out.",
    cause:
      "An activation bends the weighted sums of a layer so that the next layer has something new to combine. A second bend right behind the first has no weights to work with: it repeats the first one, or cuts off what the first one has left. The usual way to it is an activation as an argument and again as a stage.",
    formula: "relu(relu(z)) = relu(z);  softmax(relu(z)): all z_k <= 0 give equal shares 1/n",
    remedy: "Keep the second one where it is the output's (sigmoid, softmax), and leave the first one out.",
    whenToIgnore:
      "Never in a plain stack. Gates that multiply two activated tensors are merges and are not reported, nor are scores of attention that pass tanh and then softmax to weigh something.",
    source: [
      "NeuraLint rule on redundant activations (Nikanjam et al., 2021)",
      "UMLAUT (Schoop et al., 2021)",
    ],
  },
  visit: {
    layer(layer, report, { graph }) {
      const second = bendOf(layer, graph);
      if (!second || graph.facts(layer).learns) return;
      if (second.facts.sharesAlong !== undefined && weighs(layer, graph)) return;
      const first = bendBefore(layer, graph);
      if (!first) return;
      const [before, after] = [first.activation.word.name, second.activation.word.name];
      report(first.span, {
        message: `${before} and then ${after}, with nothing to learn between`,
        why: second.facts.output ? `takes away what ${after} would tell apart` : "bends what is bent again",
        related: [{ span: second.span, text: "the second one" }],
        fix: layerFix(first.layer, [setActivation(first, "linear")], false),
        help: "keep one of the two",
        evidence: { first: before, second: after },
      });
    },
  },
  examples: {
    bad: `input x: f32[8]
target kind: class(4)
x -> Dense(16, relu) -> Dense(4, ⟦relu⟧) -> softmax
train { loss = sparse_categorical_crossentropy }
`,
    good: `input x: f32[8]
target kind: class(4)
x -> Dense(16) -> relu -> Dense(4) -> softmax
train { loss = sparse_categorical_crossentropy }
`,
    fixed: `input x: f32[8]
target kind: class(4)
x -> Dense(16, relu) -> Dense(4, linear) -> softmax
train { loss = sparse_categorical_crossentropy }
`,
  },
});

/** Shares that only weigh something else, as in attention: the scores that they are made of are often kept small by tanh. */
function weighs(layer: LayerIR, graph: ModelGraph): boolean {
  if (graph.outputsOf(layer.id).length > 0) return false;
  const next = graph.consumers(layer.id);
  const passes = (one: LayerIR) =>
    one.inputs.length > 1 || (!graph.facts(one).learns && !graph.bends(one) && weighs(one, graph));
  return next.length > 0 && next.every(passes);
}

function bendOf(layer: LayerIR, graph: ModelGraph): ActivationUse | undefined {
  const use = graph.activation(layer);
  return use?.facts.nonlinear && layer.inputs.length === 1 ? use : undefined;
}

/**
 * Seen through dropout and moves of elements. Pooling changes what the second one sees (relu, average, softmax is how some
 * convolutional networks end), and the gates of a recurrent layer are its own.
 */
function bendBefore(layer: LayerIR, graph: ModelGraph): ActivationUse | undefined {
  for (const before of graph.chainBefore(layer.inputs[0] as string)) {
    const facts = graph.facts(before);
    if (facts.nonlinear) return undefined;
    const use = graph.activation(before);
    // A tensor that is an output too, or has other readers, needs its activation for them.
    const shared = graph.outputsOf(before.id).length > 0 || graph.consumers(before.id).length > 1;
    if (shared) return undefined;
    if (use?.facts.nonlinear) return use;
    if (!facts.rearranges && !facts.regularizes) return undefined;
  }
  return undefined;
}
