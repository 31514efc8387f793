/** Images whose channels stand first. */
import type { Fix } from "../../base/diagnostic.ts";
import { isKnown, showShape } from "../../base/dim.ts";
import { spanText } from "../../base/source.ts";
import type { InputIR } from "../../model/ir.ts";
import { replace } from "../edits.ts";
import type { ModelGraph } from "../model-graph.ts";
import { defineRule } from "../rule.ts";

/** Grey, colour, colour with transparency. */
const channelCounts: readonly number[] = [1, 3, 4];
/** Smaller first axes beside larger others are hardly ever a height. */
const smallestImage = 8;

export const channelsFirstInput = defineRule({
  name: "channels-first-input",
  severity: "warning",
  summary: "An image has its channels first, and convolutions read the last axis as the channels.",
  explain: {
    symptom:
      "A convolution says that its window is larger than the image; or it runs, with 28 channels and an image 1 high, and learns badly.",
    cause:
      "Convolutions here, as in Keras, expect [height, width, channels]. PyTorch and Theano write [channels, height, width]. Read the other way round, a line of pixels is taken for the channels of one place.",
    formula: "[3, 32, 32] read as height 3, width 32, 32 channels",
    remedy:
      "Declare the input as [height, width, channels], and transpose the data where they are made: numpy.transpose(x, (0, 2, 3, 1)). Or say it of every layer: data_format = channels_first.",
    whenToIgnore: "Where the first axis really is a height, as in strips of three lines.",
    source: ["Shape faults in deep learning programs (Wu et al., 2021)", "defect4ML (Morovati et al., 2023)"],
  },
  visit: {
    input(input, report, { graph }) {
      const { shape } = input.type;
      const [first, second, last] = shape;
      if (shape.length !== 3 || ![first, second, last].every((dim) => dim !== undefined && isKnown(dim)))
        return;
      const [channels, height, width] = shape as readonly number[] as [number, number, number];
      if (!channelCounts.includes(channels) || channelCounts.includes(width)) return;
      if (height < smallestImage || width < smallestImage || !entersWindow(input, graph)) return;
      const better = showShape([height, width, channels]);
      report(input.span, {
        message: `${showShape(shape)} looks like an image with its channels first`,
        why: `read as height ${channels}, width ${height}, ${width} channels`,
        fix: swapFix(input, better),
        help: `${better}: height, width, channels`,
        evidence: { input: input.name, shape: showShape(shape) },
      });
    },
  },
  examples: {
    bad: `⟦input photo: f32[3, 32, 32]⟧
target kind: class(10)
photo -> Conv2D(32, 3, padding = same, activation = relu) -> Flatten() -> Dense(10, softmax)
train { loss = sparse_categorical_crossentropy }
`,
    good: `input photo: f32[32, 32, 3]
target kind: class(10)
photo -> Conv2D(32, 3, padding = same, activation = relu) -> Flatten() -> Dense(10, softmax)
train { loss = sparse_categorical_crossentropy }
`,
    fixed: `input photo: f32[32, 32, 3]
target kind: class(10)
photo -> Conv2D(32, 3, padding = same, activation = relu) -> Flatten() -> Dense(10, softmax)
train { loss = sparse_categorical_crossentropy }
`,
  },
});

/** Some window slides over it before its axes are moved. */
function entersWindow(input: InputIR, graph: ModelGraph): boolean {
  const waiting = [input.id];
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    for (const layer of graph.consumers(id)) {
      const { mixes, learns, pools, rescales, regularizes, normalizes, channelsFirst } = graph.facts(layer);
      if (channelsFirst) continue;
      if (mixes === "window" || pools) return true;
      if (!learns && (rescales || regularizes || normalizes)) waiting.push(layer.id);
    }
  }
  return false;
}

/** The axes where the declaration states them in numbers. */
function swapFix({ span }: InputIR, better: string): Fix | undefined {
  const axes = /\[[\d\s,_]+\]/.exec(spanText(span));
  if (!axes) return undefined;
  const start = span.start + axes.index;
  const edit = replace({ ...span, start, end: start + axes[0].length }, better);
  return { title: better, edits: [edit], safe: false };
}
