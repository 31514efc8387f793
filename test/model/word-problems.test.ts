/** Words whose arguments are right in themselves, and wrong for the weight or the output that they meet. */
import { expect, test } from "vitest";
import { analyse } from "../../src/compile.ts";

async function errorsOf(text: string) {
  const { diagnostics } = await analyse({ name: "m.nnet", text });
  return diagnostics
    .filter(({ severity }) => severity === "error")
    .map(({ message, span }) => [text.slice(span.start, span.end), message]);
}

test("an initializer that cannot fill the weight is told where it is written, once for a shared layer", async () => {
  const text =
    "input a, b: f32[4]\ntower = Dense(3, tanh, bias_initializer = identity)\noutput y = (a -> tower) - (b -> tower)\n";
  expect(await errorsOf(text)).toEqual([
    [
      "identity",
      "identity cannot serve the bias of Dense: Identity fills matrices only, not a weight of 1 axes",
    ],
  ]);
});

test("a loss over an axis that the output has not", async () => {
  const text =
    "input x: f32[4]\nx -> Dense(3, softmax)\ntrain { loss = categorical_crossentropy(axis = 4) }\n";
  const [[at, message] = []] = await errorsOf(text);
  expect(at).toBe("categorical_crossentropy(axis = 4)");
  expect(message).toMatch(/cannot judge the output output: there is no axis 4 in \[3\]/);
});

test("a keyword of every layer of Keras that is left out is told by its reason", async () => {
  const text = 'input x: f32[4]\nx -> Flatten(dtype = "float16") -> Dense(1)\n';
  expect(await errorsOf(text)).toEqual([["dtype", "Flatten has no argument dtype here"]]);
});

test("a word of Keras that is left out is told by its reason", async () => {
  const text = "input x: f32[4]\nx -> Lambda() -> Dense(1)\ntrain { metrics = [Mean()] }\n";
  const { diagnostics } = await analyse({ name: "m.nnet", text });
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  expect(errors.map(({ rule, message, help }) => [rule, message, help])).toEqual([
    [
      "unknown-word",
      "the layer Lambda is not in this language",
      expect.stringMatching(/^it runs Python; write/),
    ],
    ["unknown-word", "the metric Mean is not in this language", expect.stringMatching(/is a def:/)],
  ]);
});
