import { describe, expect, it } from "vitest";
import { elaborated, findingsOf, fixed } from "./elaborated.ts";

/** Each is one mistake and is to be told once. */
const wrong: readonly (readonly [source: string, ...findings: string[]])[] = [
  // Names.
  ["Dens(8) -> Dense(1)", 'error[unknown-word] "Dens" there is no layer called Dens'],
  ["input x: f32[4]\nxx -> Dense(1)", 'error[unknown-name] "xx" nothing is called xx'],
  ["image -> Dense(1)", 'error[unknown-name] "image" nothing is called image'],
  ["Dense(8) -> mse", 'error[wrong-kind] "mse" mse is a loss, not a layer'],
  ["Dense(8) -> Adam(0.1)", 'error[wrong-kind] "Adam" Adam is an optimizer, not a layer'],
  ["h = Dense(4)\nh = Dense(5)\nh -> Dense(1)", 'error[duplicate-name] "h" `h` is defined twice'],
  ["input x: f32[2]\nx = x -> Dense(5)\nx -> Dense(1)", 'error[duplicate-name] "x" `x` is defined twice'],
  [
    "input x: f32[4]\na = b -> Dense(1)\nb = a -> Dense(1)\na -> Dense(2)",
    'error[cycle] "a" `a`, `b` are made from one another in a circle',
  ],
  ["a = a\nDense(1)", 'error[cycle] "a" `a` is made from itself'],
  // Chains.
  [
    "input x: f32[4]\nx -> Dense(8) -> x",
    'error[not-a-layer] "x" `x` is a tensor, and only a layer can stand behind an arrow',
  ],
  ["Dense(8) -> 3", 'error[not-a-layer] "3" the number 3 is not a layer'],
  ["3 -> Dense(8)", 'error[not-a-tensor] "3" the number 3 cannot flow into a layer'],
  [
    "input x, y: f32[4]\n[x, y] -> Dense(8)",
    'error[wrong-arity] "Dense(8)" Dense takes one tensor, and 2 enter',
  ],
  ["input x: f32[4]\n[x, Dense(2)] -> Dense(8)", 'error[not-a-tensor] "Dense(2)" `Dense(2)` is not a tensor'],
  [
    "input x: f32[4]\nDense(8)(x)",
    'error[call-of-layer] "Dense(8)(x)" a layer is not called: what flows in stands before it',
  ],
  [
    "input x: f32[4]\nt = Dense(8)\nt(x)",
    'error[call-of-layer] "t(x)" a layer is not called: what flows in stands before it',
  ],
  [
    "input x: f32[4]\nh = x -> Dense(8)\nh(x)",
    'error[not-a-layer] "h(x)" `h` is no layer and takes no arguments',
  ],
  [
    "input x: f32[4]\nDense(8) -> relu",
    'error[missing-source] "Dense(8) -> relu" nothing flows into this chain',
  ],
  ["3", 'error[not-a-tensor] "3" the number 3 is no output of a network'],
  ["input x, y: f32[2]\noutput [x, y]", 'error[not-a-tensor] "[x, y]" a list of tensors is not one output'],
  // Arguments.
  ["Dense(8, nam = a)", 'error[unknown-argument] "nam" Dense has no argument nam'],
  ['Dense(8, name = "a b")', 'error[bad-option] ""a b"" "a b" cannot be the name of a layer'],
  [
    "Dense(8, trainable = 3)",
    'error[bad-option] "3" argument trainable of Dense: expects true or false, not the number 3',
  ],
  ["Dense(8, name = a) -> Dense(8, name = a)", 'error[duplicate-name] "a" the name a is taken'],
  ["Dense(8, input_shape = [3])", 'error[unknown-argument] "input_shape" Dense has no argument input_shape'],
  ["Dense(8, dtype = float16)", 'error[unknown-argument] "dtype" Dense has no argument dtype here'],
  [
    "input x: f32[4]\nx -> Dense(x)",
    'error[not-a-constant] "x" `x` is a part of the network, and a constant is expected here',
  ],
  ["Dense(8 / 0)", 'error[bad-constant] "8 / 0" division by zero'],
  ["n = 8 / 0\nDense(n)", 'error[bad-constant] "8 / 0" division by zero'],
  ["Dense", 'error[missing-argument] "Dense" Dense needs the argument units: number of outputs'],
  // Types.
  [
    "input x: float32[4]\nx -> Dense(1)",
    'error[unknown-word] "float32" there is no element type called float32',
  ],
  ["input x: f32[None, 4]\nx -> Dense(1)", 'error[bad-size] "None" an unknown size is written `?`'],
  ["input x: f32[0]\nx -> Dense(1)", 'error[bad-size] "0" a size is a whole number from 1, and this is 0'],
  [
    "input x: f32[2.5]\nx -> Dense(1)",
    'error[bad-size] "2.5" a size is a whole number from 1, and this is 2.5',
  ],
  ['input x: f32["a"]\nx -> Dense(1)', 'error[bad-size] ""a"" a size is a whole number, a name or `?`'],
  [
    "input x: f32[4] in range(5)\nx -> Dense(1)",
    'error[bad-range] "range(5)" a range names its two ends, the smaller one first',
  ],
  [
    "input x: f32[4] in range(5, 5)\nx -> Dense(1)",
    'error[bad-range] "range(5, 5)" a range names its two ends, the smaller one first',
  ],
  [
    "input x: f32[4]\nh: f32[9] = x -> Dense(8)\nh -> Dense(1)",
    'error[shape-mismatch] "f32[9]" h is declared as [9], and its value is [8]',
  ],
  [
    "input x: f32[4]\nh: f32[8, 1] = x -> Dense(8)\nh -> Dense(1)",
    'error[rank-mismatch] "f32[8, 1]" h is declared as [8, 1], and its value is [8]',
  ],
  [
    "input x: f32[4]\nh: i32[8] = x -> Dense(8)\nh -> Dense(1)",
    'error[shape-mismatch] "i32" h is declared as i32, and its value holds real numbers (f32)',
  ],
  [
    "input x: f32[S, T]\nh: f32[T, T] = x -> Dense(T)\nh -> Dense(1)",
    'error[shape-mismatch] "f32[T, T]" h is declared as [T, T], and its value is [S, T]',
  ],
  [
    "input x: f32[4]\nh: f32[8] = Dense(8)\nx -> h -> Dense(1)",
    'error[not-a-tensor] "f32[8]" a type describes a tensor, and h is a layer',
  ],
  [
    "input x: f32[100_000, 100_000]\nx -> Dense(1)",
    'error[limit] "f32[100_000, 100_000]" a tensor of shape [100000, 100000] has 10000000000 elements, and the most is 2^31',
  ],
  [
    "input x: f32[100_000]\nx -> Dense(100_000)",
    'error[limit] "Dense(100_000)" a tensor of shape [100000, 100000] has 10000000000 elements, and the most is 2^31',
  ],
  // Shapes.
  [
    "input x: f32\nx -> Dense(1)",
    'error[rank-mismatch] "Dense(1)" Dense needs an axis of features, but one number a row comes in, of shape []',
  ],
  [
    "input x: f32[4]\nx -> Reshape([3, 2]) -> Dense(1)",
    'error[reshape-elements] "[3, 2]" [4] has 4 elements, but [3, 2] has 6',
  ],
  [
    "input a: f32[4]\ninput b: f32[5]\nt = Dense(3)\noutput p = a -> t\noutput q = b -> t",
    'error[shared-shape] "input b: f32[5]" the weights of t/dense are shared, and its inputs have different shapes',
  ],
  // Outputs.
  [
    "input x: f32[4]\nx -> Dense(1)\nx -> Dense(2)",
    'error[several-outputs] "x -> Dense(2)" two chains stand without a name, and only one of them can be the output',
  ],
  ["h = Dense(8) -> Dense(1)", 'error[missing-output] "h" the file names no output'],
  ["train { epochs = 3 }", 'error[missing-output] "" the file names no output'],
  ["", 'error[empty-file] "" the file is empty'],
  ["# nothing but a comment", 'error[empty-file] "" the file is empty'],
  // Unused.
  [
    "input x: f32[4]\nh = Dense(8)\nx -> Dense(1)",
    'warning[unused-layer] "h" h is a layer that nothing uses',
  ],
  ["input x: f32[4]\nh = x -> Dense(8)\nx -> Dense(1)", 'warning[unused-tensor] "h" nothing uses h'],
  ["input x, z: f32[4]\nx -> Dense(1)", 'warning[unused-input] "z" nothing uses the input z'],
  // Targets.
  [
    "target y: clas(3)\noutput y = Dense(3)",
    'error[unknown-word] "clas" there is no kind of target called clas',
  ],
  ["target y: class\noutput y = Dense(3)", 'error[bad-target] "class" class names the number of its classes'],
  ["target y: class(1)\noutput y = Dense(3)", 'error[bad-target] "1" class needs a whole number from 2'],
  [
    "target y: real(3)\noutput y = Dense(3)",
    'error[bad-target] "real(3)" real takes no number in parentheses',
  ],
  ["target y: real[1:3]\noutput y = Dense(3)", 'error[bad-target] "1:3" a size is a whole number or a name'],
  [
    "target z: real\ntarget q: real\noutput z = Dense(1)",
    'error[unknown-name] "q" there is no output called q',
  ],
  [
    "target y: real\ntarget y: real\noutput y = Dense(1)",
    'error[duplicate-name] "y" the output y has two targets',
  ],
  // Sections.
  ["Dense(1)\ntrain { epoch = 3 }", 'error[unknown-key] "epoch" the train section has no key epoch'],
  ["Dense(1)\ntrain { epochs = 3, epochs = 4 }", 'error[duplicate-key] "epochs" epochs is given twice'],
  [
    "Dense(1)\ntrain { epochs = 3 }\ntrain { seed = 4 }",
    'error[duplicate-section] "train" a second train section',
  ],
  [
    "Dense(1)\ntrain { epochs = 0 }",
    'error[bad-option] "0" epochs expects a positive integer, not the number 0',
  ],
  [
    "Dense(1)\ntrain { batch_size = 1.5 }",
    'error[bad-option] "1.5" batch_size expects an integer from 1 to 2147483647, not the number 1.5',
  ],
  [
    "Dense(1)\ntrain { precision = f16 }",
    'error[bad-option] "f16" precision expects "f32" or "f64", not "f16"',
  ],
  ["Dense(1)\ntrain { optimizer = Adm }", 'error[unknown-word] "Adm" there is no optimizer called Adm'],
  ["Dense(1)\ntrain { optimizer = mse }", 'error[unknown-word] "mse" there is no optimizer called mse'],
  ["Dense(1)\ntrain { loss = msee }", 'error[unknown-word] "msee" there is no loss called msee'],
  [
    "Dense(1)\ntrain { loss = -1 * mse }",
    'error[bad-option] "-1" the weight of a loss is a number of at least 0',
  ],
  [
    "Dense(1)\ntrain { loss = mse + mae }",
    'error[bad-option] "mse + mae" the loss of an output is one word, or a def of the target and the output',
  ],
  ["Dense(1)\ntrain { loss = { out = mse } }", 'error[unknown-name] "out" there is no output called out'],
  [
    "Dense(1)\ntrain { metrics = [mae, acuracy] }",
    'error[unknown-word] "acuracy" there is no metric called acuracy',
  ],
  [
    "Dense(1)\ntrain { class_weight = 3 }",
    'error[bad-option] "3" class_weight expects balanced, or a weight for each class',
  ],
  [
    "Dense(1)\ntrain { class_weight = { 0 = 1, 1 = -5 } }",
    'error[bad-option] "-5" the weight of the class 1 is a number of at least 0',
  ],
  [
    "input x: f32[3]\noutput a = x -> Dense(1)\noutput b = x -> Dense(1)\ntrain { loss = mse }",
    'error[output-unnamed] "mse" the model has 2 outputs, and this loss names none of them',
  ],
  [
    "target y: class(3)\noutput y = Dense(3, relu)\ntrain { }",
    'error[loss-missing] "output y = Dense(3, relu)" no loss suggests itself for the output y after relu and a target of the kind class(3)',
  ],
  [
    "output y = Dense(3, softmax)\ntrain { loss = sparse_categorical_crossentropy, metrics = mae }",
    'error[metric-shape] "mae" mae cannot judge the output y: it compares targets and outputs of one shape, but the target has shape [] and the output [3]',
  ],
  // Later versions.
  ['import B from "b.nnet"\nB(3) -> Dense(1)', 'error[bad-import] ""b.nnet"" "b.nnet" cannot be read here'],
  ["Dense(1)\nsearch { bye = val_loss }", 'error[unknown-key] "bye" the search section has no key bye'],
  [
    "Dense(1)\nsearch { trials = 0 }",
    'error[bad-option] "0" trials expects a positive integer, not the number 0',
  ],
  [
    "Dense(1)\nsearch { strategy = best }",
    'error[bad-option] "best" strategy expects "random" or "grid", not "best"',
  ],
  [
    "Dense(1)\nsearch { stop = hyperband(epochs = 4) }",
    'error[bad-option] "hyperband(epochs = 4)" stop takes hyperband(min_epochs = 4), or none',
  ],
  [
    "input x: f32[1]\nx -> Dense(1)\ndata q { source = points(x = 1) }",
    'error[loss-missing] "q" no loss says what is asked of the points of q',
    'error[bad-option] "points(x = 1)" how many points there are is not said',
  ],
  // Callbacks, lengths and regularizers of a training.
  [
    "input x: f32[3]\nx -> Dense(1)\ntrain { loss = mse, metrics = mae, callbacks = EarlyStopping(val_mea) }",
    'error[unknown-monitor] "val_mea" EarlyStopping watches val_mea, and this training has no such figure',
  ],
  [
    "input x: f32[3]\nx -> Dense(1)\ntrain { loss = mse, callbacks = EarlyStoping() }",
    'error[unknown-word] "EarlyStoping" there is no callback called EarlyStoping',
  ],
  [
    "input x: f32[3]\nx -> Dense(1)\ntrain { loss = mse, callbacks = ReduceLROnPlateau(factor = 2) }",
    'error[bad-option] "2" argument factor of ReduceLROnPlateau: expects a number above 0 and below 1, not the number 2',
  ],
  [
    'input x: f32[3]\nx -> Dense(1)\ntrain { loss = mse, callbacks = CSVLogger("a.csv", append = true) }',
    'error[unknown-argument] "append" CSVLogger has no argument append here',
  ],
  [
    "input x: f32[3]\nx -> Dense(1)\ntrain { loss = mse, optimizer = SGD(ExponentialDecay(0.1, 10, 0.5)), callbacks = ReduceLROnPlateau() }",
    'error[bad-option] "ReduceLROnPlateau()" ReduceLROnPlateau sets the learning rate, and SGD has a schedule that sets it too',
  ],
  [
    "input x: f32[3]\nx -> Dense(1)\ntrain { loss = mse, callbacks = SwapEMAWeights() }",
    'error[bad-option] "SwapEMAWeights()" SwapEMAWeights needs the mean of the weights, and Adam keeps none',
  ],
  [
    "def odd(y, p) = mean(abs(y - p))\ninput x: f32[3]\nx -> Dense(1)\ntrain { loss = mse, metrics = odd, callbacks = EarlyStopping(val_odd) }",
    'error[bad-option] "val_odd" EarlyStopping watches val_odd, a formula of the file: whether it is to fall or to rise is not known',
  ],
  [
    "input x: f32[3]\nx -> Dense(1)\ntrain { loss = mse, regularizer = Dropout(0.1) }",
    'error[unknown-word] "Dropout" there is no regularizer called Dropout',
  ],
  [
    "input x: f32[3]\nx -> Dense(1)\ntrain { loss = mse, regularizer = L3(0.1) }",
    'error[unknown-word] "L3" there is no regularizer called L3',
  ],
  [
    "input x: f32[3]\nx -> Dense(1)\ntrain { loss = mse, steps = 0 }",
    'error[bad-option] "0" steps expects a positive integer, not the number 0',
  ],
  [
    "input x: f32[3]\nx -> Dense(1)\ntrain { loss = mse, callbacks = [EarlyStopping(), mse] }",
    'error[unknown-word] "mse" there is no callback called mse',
  ],
];

describe("one finding for each mistake", () => {
  it.each(wrong)("%j", (source, ...findings) => {
    expect(findingsOf(source)).toEqual(findings);
  });

  it("tells where an argument of the optimizer stands", () => {
    const { diagnostics } = elaborated("Dense(1)\ntrain { loss = mse, learningRate = 0.1, momentum = 0.9 }");
    expect(diagnostics.map(({ help }) => help)).toEqual([
      "it is an argument of the optimizer: optimizer = Adam(learning_rate = …)",
      "it is an argument of the optimizer: optimizer = SGD(momentum = …)",
    ]);
  });

  it("tells independent mistakes together, and nothing that follows from them", () => {
    const source = `
      input image: f32[28, 28]
      h = image -> Flaten -> Dense(12, rleu)
      g = h -> Dense(3) -> Reshape([9, 9])
      output digit = g -> Dense(units = "ten")
      train { loss = mse, epoch = 3 }`;
    expect(findingsOf(source)).toEqual([
      'error[unknown-name] "Flaten" nothing is called Flaten',
      'error[unknown-word] "rleu" there is no activation called rleu',
      'error[bad-option] ""ten"" argument units of Dense: expects a positive integer, not the text "ten"',
      'error[unknown-key] "epoch" the train section has no key epoch',
    ]);
  });

  it("is silent about what the parser could not read", () => {
    const rules = elaborated("h = ] Dense(4)\nh -> Dense(1)").diagnostics.map(({ rule }) => rule);
    expect(new Set(rules)).toEqual(new Set(["syntax"]));
  });

  it("gives a model of what is sound, for rules to look at", () => {
    const { model } = elaborated("input x: f32[3]\noutput a = x -> Dense(1)\noutput b = x -> Dens(2)");
    expect(model?.outputs.map(({ name }) => name)).toEqual(["a"]);
  });

  it("hints at names that are words of the library", () => {
    const hints = elaborated("input relu: f32[3]\nrelu -> Dense(1)").diagnostics;
    expect(hints.map(({ rule, severity, message }) => [rule, severity, message])).toEqual([
      ["shadowed-word", "hint", "`relu` is also the name of an activation of the library"],
    ]);
  });
});

describe("fixes", () => {
  const mended: readonly (readonly [before: string, after: string])[] = [
    ["Dens(8) -> Dense(1)", "Dense(8) -> Dense(1)"],
    ["input image: f32[4]\nimge -> Dense(1)", "input image: f32[4]\nimage -> Dense(1)"],
    // As PyTorch calls words.
    ["Linear(8) -> Dense(1)", "Dense(8) -> Dense(1)"],
    ["BatchNorm1d() -> Dense(1)", "BatchNormalization() -> Dense(1)"],
    ["Dense(1)\ntrain { loss = MSELoss }", "Dense(1)\ntrain { loss = mean_squared_error }"],
    [
      "Dense(1)\ntrain { optimizer = Adam(lr = 0.1) }",
      "Dense(1)\ntrain { optimizer = Adam(learning_rate = 0.1) }",
    ],
    ["Dense(8, relu) > Dense(1)", "Dense(8, relu) -> Dense(1)"],
    // As TensorFlow.js spells words.
    ["leakyReLU() -> Dense(1)", "LeakyReLU() -> Dense(1)"],
    ["dense(8) -> Dense(1)", "Dense(8) -> Dense(1)"],
    ["Dense(8, useBias = false) -> Dense(1)", "Dense(8, use_bias = false) -> Dense(1)"],
    ["Dense(8, hardSigmoid) -> Dense(1)", "Dense(8, hard_sigmoid) -> Dense(1)"],
    ["Dense(1)\ntrain { loss = meanSquaredError }", "Dense(1)\ntrain { loss = mean_squared_error }"],
    ["Dense(1)\ntrain { loss = 'binaryCrossentropy' }", "Dense(1)\ntrain { loss = binary_crossentropy }"],
    ["Dense(1)\ntrain { loss = mse, batchSize = 4 }", "Dense(1)\ntrain { loss = mse, batch_size = 4 }"],
    [
      "Dense(1)\ndata { source = csv(wine.csv), target = stars }",
      'Dense(1)\ndata { source = csv("wine.csv"), target = stars }',
    ],
    ["input x: float32[4]\nx -> Dense(1)", "input x: f32[4]\nx -> Dense(1)"],
    ["input x: f32[4]\nDense(1)", "input x: f32[4]\nx -> Dense(1)"],
    ["input x: f32[4]\nDense(1)(x)", "input x: f32[4]\nx -> Dense(1)"],
    ["input x: f32[4]\nh = Dense(8)\nx -> Dense(1)", "input x: f32[4]\nh = x -> Dense(8)\nx -> Dense(1)"],
    ["h = Dense(8)", "output h = Dense(8)"],
    [
      "input x: f32[4]\nx -> Dense(1)\noutput x -> Dense(2)",
      "input x: f32[4]\noutput first = x -> Dense(1)\noutput second = x -> Dense(2)",
    ],
    ["Dense(1)\ntrain { epoch = 3 }", "Dense(1)\ntrain { epochs = 3 }"],
  ];
  it.each(mended)("%j", (before, after) => {
    expect(fixed(before)).toBe(after);
  });
});
