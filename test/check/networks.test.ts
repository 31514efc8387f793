/** Networks that are right, which must be met with silence, and wrong ones with what is said of each. */
import { describe, expect, it } from "vitest";
import { applyFixes } from "../../src/check/apply-fixes.ts";
import { loudFindings } from "./check-text.ts";

/** People switch a linter off after the second false alarm: each of these is right somewhere. */
const right: readonly (readonly [what: string, text: string])[] = [
  ["the plain form", "Dense(64, relu) -> Dropout(0.2) -> Dense(1, sigmoid)\n"],
  [
    "one class out of three",
    `input flower: f32[4]
target species: class(3)
flower -> Dense(16, relu) -> Dense(16, relu) -> Dense(3, softmax)
train { loss = sparse_categorical_crossentropy, metrics = accuracy }
`,
  ],
  [
    "one-hot targets",
    `input flower: f32[4]
target species: onehot(3)
flower -> Dense(16, relu) -> Dense(3, softmax)
train { loss = categorical_crossentropy }
`,
  ],
  [
    "several labels at once: many sigmoids under binary cross-entropy",
    `input words: f32[300]
target tags: multilabel(20)
words -> Dense(64, relu) -> Dense(20, sigmoid)
train { loss = binary_crossentropy }
`,
  ],
  [
    "two softmax units for a question of yes or no",
    `input x: f32[8]
target sick: class(2)
x -> Dense(12, relu) -> Dense(2, softmax)
train { loss = sparse_categorical_crossentropy }
`,
  ],
  [
    "logistic regression",
    "input x: f32[8]\ntarget sick: binary\nx -> Dense(1, sigmoid)\ntrain { loss = binary_crossentropy }\n",
  ],
  [
    "logistic regression that starts at zero",
    `input x: f32[8]
target sick: binary
x -> Dense(1, sigmoid, kernel_initializer = zeros)
train { loss = binary_crossentropy, optimizer = SGD(0.1) }
`,
  ],
  [
    "linear regression",
    "input x: f32[8]\ntarget price: real\nx -> Dense(1)\ntrain { loss = mse, optimizer = SGD(0.1) }\n",
  ],
  [
    "softmax regression on an image",
    `input image: u8[28, 28] in range(0, 255)
target digit: class(10)
image -> Rescaling(1 / 255) -> Flatten() -> Dense(10, softmax)
train { loss = sparse_categorical_crossentropy }
`,
  ],
  [
    "a regression with hidden layers wider than the input",
    `input x: f32[3]
target price: real
x -> Dense(256, relu) -> Dense(256, relu) -> Dense(1)
train { loss = mae, optimizer = Adam(0.01) }
`,
  ],
  [
    "sigmoid hidden layers in a shallow net, fitted to exclusive or with SGD at 0.1",
    `input x: f32[2]
target y: binary
x -> Dense(4, sigmoid) -> Dense(1, sigmoid)
train { loss = binary_crossentropy, optimizer = SGD(0.1) }
`,
  ],
  [
    "an autoencoder of pixels between 0 and 1, by cross-entropy",
    `input image: f32[784] in range(0, 1)
image -> Dense(32, relu) -> Dense(784, sigmoid)
train { loss = binary_crossentropy }
`,
  ],
  [
    "an autoencoder of pixels between 0 and 1, by squared error",
    "input image: f32[784] in range(0, 1)\nimage -> Dense(32, relu) -> Dense(784, sigmoid)\ntrain { loss = mse }\n",
  ],
  [
    "a share between 0 and 1, by squared error on a sigmoid",
    `input x: f32[5]
target share: real in range(0, 1)
x -> Dense(16, tanh) -> Dense(1, sigmoid)
train { loss = mse }
`,
  ],
  [
    "a bounded angle, by squared error on tanh",
    "input x: f32[5]\ntarget turn: real\nx -> Dense(16, relu) -> Dense(1, tanh)\ntrain { loss = mse }\n",
  ],
  [
    "logits that are declared",
    `input x: f32[8]
target digit: class(10)
x -> Dense(32, relu) -> Dense(10)
train { loss = sparse_categorical_crossentropy(from_logits = true) }
`,
  ],
  [
    "logits of a question of yes or no",
    `input x: f32[8]
target sick: binary
x -> Dense(32, relu) -> Dense(1)
train { loss = binary_crossentropy(from_logits = true) }
`,
  ],
  [
    "activations as stages of their own, with dropout right before the output layer",
    `input x: f32[8]
target digit: class(10)
x -> Dense(32) -> relu -> Dense(32) -> Activation(gelu) -> Dropout(0.5) -> Dense(10) -> Activation(softmax)
train { loss = sparse_categorical_crossentropy }
`,
  ],
  [
    "a factorisation that is declared",
    `input x: f32[1000]
target digit: class(10)
x -> Dense(16, use_bias = false) -> Dense(500, relu) -> Dense(10, softmax)
train { loss = sparse_categorical_crossentropy }
`,
  ],
  [
    "two outputs with their own losses",
    `input x: f32[8]
both = x -> Dense(24, relu) -> Dropout(0.2)
output spam  = both -> Dense(1, sigmoid)
output stars = both -> Dense(1)
train { loss = { spam = binary_crossentropy, stars = 0.3 * mse } }
`,
  ],
  [
    "a grid of classes, one distribution a place",
    `input x: f32[64]
target cells: class(5)[4]
x -> Dense(32, relu) -> Dense(20) -> Reshape([4, 5]) -> softmax
train { loss = sparse_categorical_crossentropy }
`,
  ],
  [
    "pasted Keras with everyday settings",
    `Dense(64, activation='relu', kernel_initializer='he_normal', bias_initializer='zeros')
  -> Dropout(0.3) -> Dense(1, activation='sigmoid')
train { loss = 'binary_crossentropy', optimizer = SGD(learning_rate=0.01, momentum=0.9) }
`,
  ],
  [
    "RMSprop at its default with momentum",
    "Dense(4, relu) -> Dense(1)\ntrain { loss = mse, optimizer = RMSprop(0.001, momentum = 0.9) }\n",
  ],
  [
    "a high rate with its reason",
    "Dense(4, relu) -> Dense(1)\ntrain {\n  loss = mse\n  optimizer = Adam(0.05)  # allow(lr-high): a small table and few steps\n}\n",
  ],
];

describe("silence about", () => {
  it.each(right)("%s", (_, text) => {
    expect(loudFindings(text)).toEqual([]);
  });
});

const table: readonly (readonly [what: string, chain: string, train: string, findings: readonly string[]])[] =
  [
    [
      "softmax over one unit, and what it stands for",
      "Dense(1, softmax)",
      "loss = binary_crossentropy",
      ["error softmax-one-unit +softmax-binary-loss"],
    ],
    [
      "softmax over one unit as a stage",
      "Dense(1) -> softmax",
      "loss = binary_crossentropy",
      ["error softmax-one-unit +softmax-binary-loss"],
    ],
    [
      "softmax over one unit with a categorical loss",
      "Dense(1, softmax)",
      "loss = categorical_crossentropy",
      ["error softmax-one-unit +categorical-one-unit"],
    ],
    [
      "softmax over one unit in a regression",
      "Dense(1, softmax)",
      "loss = mse",
      ["error softmax-one-unit +mse-for-classification"],
    ],
    [
      "softmax over one unit and no loss",
      "Dense(1, softmax)",
      "epochs = 3",
      ["error softmax-one-unit +categorical-one-unit"],
    ],
    [
      "softmax with a binary loss",
      "Dense(2, softmax)",
      "loss = binary_crossentropy",
      ["error softmax-binary-loss"],
    ],
    [
      "sigmoid with a categorical loss",
      "Dense(5, sigmoid)",
      "loss = categorical_crossentropy",
      ["error sigmoid-categorical-loss"],
    ],
    [
      "sigmoid over one unit with a categorical loss",
      "Dense(1, sigmoid)",
      "loss = sparse_categorical_crossentropy",
      ["error categorical-one-unit +sigmoid-categorical-loss"],
    ],
    [
      "a linear unit with a categorical loss",
      "Dense(1)",
      "loss = categorical_crossentropy",
      ["error categorical-one-unit +crossentropy-unbounded-output"],
    ],
    [
      "one logit with a categorical loss",
      "Dense(1)",
      "loss = categorical_crossentropy(from_logits = true)",
      ["error categorical-one-unit"],
    ],
    [
      "relu under a binary loss",
      "Dense(1, relu)",
      "loss = binary_crossentropy",
      ["error crossentropy-unbounded-output"],
    ],
    [
      "tanh under a binary loss",
      "Dense(1, tanh)",
      "loss = binary_crossentropy",
      ["error crossentropy-unbounded-output"],
    ],
    [
      "softplus under a categorical loss",
      "Dense(4, softplus)",
      "loss = categorical_crossentropy",
      ["error crossentropy-unbounded-output"],
    ],
    [
      "a linear output under a binary loss, dropout between",
      "Dense(3) -> Dropout(0.1)",
      "loss = binary_crossentropy",
      ["error crossentropy-unbounded-output", "error dropout-after-output"],
    ],
    [
      "sigmoid into logits",
      "Dense(1, sigmoid)",
      "loss = binary_crossentropy(from_logits = true)",
      ["error double-softmax"],
    ],
    [
      "softmax stage into logits",
      "Dense(3) -> Activation(softmax)",
      "loss = categorical_crossentropy(from_logits = true)",
      ["error double-softmax"],
    ],
    ["squared error on a sigmoid", "Dense(1, sigmoid)", "loss = mse", ["warning mse-for-classification"]],
    ["absolute error on a softmax", "Dense(4, softmax)", "loss = mae", ["warning mse-for-classification"]],
    [
      "a linear layer before a relu one",
      "Dense(50) -> Dense(50, relu) -> Dense(1, sigmoid)",
      "loss = binary_crossentropy",
      ["warning missing-nonlinearity"],
    ],
    [
      "dropout and flattening between two linear layers",
      "Dense(50) -> Dropout(0.2) -> Flatten() -> Dense(1, sigmoid)",
      "loss = binary_crossentropy",
      ["warning missing-nonlinearity"],
    ],
    [
      "linear said aloud",
      "Dense(50, linear) -> Dense(1, sigmoid)",
      "loss = binary_crossentropy",
      ["warning missing-nonlinearity"],
    ],
    [
      "ones in a hidden layer",
      "Dense(5, kernel_initializer = ones) -> Dense(1, sigmoid)",
      "loss = binary_crossentropy",
      ["warning missing-nonlinearity", "error constant-init"],
    ],
    [
      "zeros in the last layer",
      "Dense(1, sigmoid, kernel_initializer = zeros)",
      "loss = binary_crossentropy",
      [],
    ],
    [
      "a constant",
      "Dense(5, relu, kernel_initializer = Constant(0.1)) -> Dense(1)",
      "loss = mse",
      ["error constant-init"],
    ],
    ["Adam far too fast", "Dense(1)", "loss = mse, optimizer = Adam(1)", ["error lr-high"]],
    ["Adam too fast", "Dense(1)", "loss = mse, optimizer = Adam(0.05)", ["warning lr-high"]],
    [
      "SGD lifted by momentum",
      "Dense(1)",
      "loss = mse, optimizer = SGD(0.2, momentum = 0.9)",
      ["warning lr-high"],
    ],
    [
      "three different mistakes",
      "Dense(9) -> Dense(2, softmax)",
      "loss = binary_crossentropy, optimizer = Adam(3)",
      ["warning missing-nonlinearity", "error softmax-binary-loss", "error lr-high"],
    ],
  ];

describe("words about", () => {
  it.each(table)("%s", (_, chain, train, expected) => {
    const text = `Dense(8, relu) -> ${chain}\ntrain { ${train} }\n`;
    const found = loudFindings(text);
    const shown = found.map(({ severity, rule, also }) =>
      [`${severity} ${rule}`, ...(also ?? []).map((name) => `+${name}`)].join(" "),
    );
    expect(shown).toEqual(expected);
  });

  it.each(table)("%s, with fixes that end in silence", (_, chain, train) => {
    let text = `Dense(8, relu) -> ${chain}\ntrain { ${train} }\n`;
    // Fixes that stand in each other's way are taken one run after the other.
    for (let run = 0; run < 3; run++) text = applyFixes(text, loudFindings(text), { unsafe: true }).text;
    expect(loudFindings(text).map(({ rule }) => rule)).toEqual([]);
  });
});
