/** Pasted Keras programs and the model files that they become. */
import { describe, expect, test } from "vitest";
import { formatModel } from "../../../src/format-model.ts";
import { rewritePasted } from "../../../src/syntax/pasted/pasted-keras.ts";

function fixed(text: string): string {
  const rewritten = rewritePasted({ name: "pasted.py", text });
  expect(rewritten.diagnostics.map(({ message }) => message)).toEqual([]);
  const formatted = formatModel({ name: "pasted.py", text: rewritten.text ?? "" });
  if (formatted.text === undefined)
    throw new Error(`${formatted.diagnostics[0]?.message}\n${rewritten.text}`);
  return formatted.text;
}

const notes = (text: string): readonly string[] => rewritePasted({ name: "pasted.py", text }).notes;

describe("a sequential model", () => {
  test("as a list, with the modules' names before the words", () => {
    const program = `import tensorflow as tf
from tensorflow.keras import layers

# A classifier of digits
model = tf.keras.Sequential([
    layers.Flatten(input_shape=(28, 28)),
    layers.Dense(128, activation='relu'),  # hidden
    # against overfitting
    layers.Dropout(0.2),
    layers.Dense(10, activation='softmax')
])
model.compile(optimizer=tf.keras.optimizers.Adam(learning_rate=0.001),
              loss='sparse_categorical_crossentropy',
              metrics=['accuracy'])
history = model.fit(x_train, y_train, epochs=5, batch_size=32, validation_split=0.1)
model.summary()
`;
    expect(fixed(program)).toBe(`# A classifier of digits
input x: f32[28, 28]
x
  -> Flatten()
  -> Dense(128, activation = relu)   # hidden
  # against overfitting
  -> Dropout(0.2)
  -> Dense(10, activation = softmax)

train {
  optimizer  = Adam(learning_rate = 0.001)
  loss       = sparse_categorical_crossentropy
  metrics    = [accuracy]
  epochs     = 5
  batch_size = 32
}
`);
    expect(notes(program)).toEqual([
      "left out: import tensorflow as tf",
      "left out: from tensorflow.keras import layers",
      "left out: model.summary()",
      "left out of fit: x_train, y_train, validation_split = 0.1",
    ]);
  });

  test("layer by layer", () => {
    const program = `model = Sequential()
model.add(Dense(12, input_dim=8, activation='relu'))
model.add(Dense(1, activation='sigmoid'))
model.compile('adam', 'binary_crossentropy')
`;
    expect(fixed(program)).toBe(`input x: f32[8]
x -> Dense(12, activation = relu) -> Dense(1, activation = sigmoid)

train {
  optimizer = adam
  loss      = binary_crossentropy
}
`);
  });

  test("with its input as a layer, or with none", () => {
    expect(fixed("model = Sequential([Input(shape=(4,)), Dense(3)])")).toBe(
      "input x: f32[4]\nx -> Dense(3)\n",
    );
    expect(fixed("model = Sequential([Dense(4), Dense(3)])")).toBe("Dense(4) -> Dense(3)\n");
  });
});

describe("layers called on tensors", () => {
  test("a straight line becomes one chain", () => {
    const program = `inputs = keras.Input(shape=(784,))
x = layers.Dense(64, activation="relu")(inputs)
x = layers.Dropout(0.5)(x)
outputs = layers.Dense(10, activation="softmax")(x)
model = keras.Model(inputs=inputs, outputs=outputs)
`;
    expect(fixed(program)).toBe(`input inputs: f32[784]
inputs -> Dense(64, activation = relu) -> Dropout(0.5) -> Dense(10, activation = softmax)
`);
  });

  test("a tensor that is used twice keeps a name of its own", () => {
    const program = `inputs = Input((16,))
x = Dense(8)(inputs)
shortcut = x
x = Dense(8)(x)
x = layers.add([x, shortcut])
outputs = Dense(1)(x)
model = Model(inputs, outputs)
`;
    expect(fixed(program)).toBe(`input inputs: f32[16]
x   = inputs -> Dense(8)
x_2 = x -> Dense(8)
[x_2, x] -> Add() -> Dense(1)
`);
  });

  test("sums of tensors, shared layers, several inputs and outputs", () => {
    const program = `a = Input(shape=(4,), dtype='int32')
b = Input(shape=(None, 4))
tower = Dense(8)
left = tower(a)
right = tower(b)
both = concatenate([left, right], axis=-1)
spam = Dense(1)(both)
stars = Dense(1)(both + left)
model = Model(inputs=[a, b], outputs=[spam, stars])
`;
    expect(fixed(program)).toBe(`input a: i32[4]
input b: f32[?, 4]
tower = Dense(8)
left  = a -> tower
right = b -> tower
both  = [left, right] -> Concatenate(axis = -1)
output spam  = both -> Dense(1)
output stars = both + left -> Dense(1)
`);
  });

  test("comments stay with the layers", () => {
    const program = `inputs = Input(shape=(4,))
# first
x = Dense(8)(inputs)  # wide
# second
x = Dense(2)(x)
model = Model(inputs, x)
`;
    expect(fixed(program)).toBe(`input inputs: f32[4]
# first
inputs
  -> Dense(8)   # wide
  # second
  -> Dense(2)
`);
  });
});

describe("around the model", () => {
  test("data and figures are left out, sizes kept, and shapes written where they are asked for", () => {
    const program = `"""Digits"""
import numpy as np

classes, width = 10, 28
shape = (width, width, 1)
(x_train, y_train), (x_test, y_test) = keras.datasets.mnist.load_data()
x_train = x_train.astype("float32") / 255
x_train = np.expand_dims(x_train, -1)  # colours
y_train[y_train > 9] = 9
model = keras.Sequential([
    keras.Input(shape=shape),
    layers.Flatten(),
    layers.Dense(classes, activation="softmax"),
])
model.compile("adam", "mse")
history = model.fit(x_train, y_train, epochs=2)
loss, accuracy = model.evaluate(x_test, y_test)
guess = np.argmax(model.predict(x_test),
                  axis=-1)
`;
    expect(fixed(program)).toBe(`classes = 10
width   = 28

input x: f32[width, width, 1]

x -> Flatten() -> Dense(classes, activation = softmax)

train {
  optimizer = adam
  loss      = mse
  epochs    = 2
}
`);
    expect(notes(program)).toEqual([
      'left out: """Digits"""',
      "left out: import numpy as np",
      "left out: (x_train, y_train), (x_test, y_test) = keras.datasets.mnist.load_data()",
      'left out: x_train = x_train.astype("float32") / 255',
      "left out: x_train = np.expand_dims(x_train, -1)",
      "left out: y_train[y_train > 9] = 9",
      "left out: loss, accuracy = model.evaluate(x_test, y_test)",
      "left out: guess = np.argmax(model.predict(x_test), …",
      "left out of fit: x_train, y_train",
    ]);
  });

  test("a function without parameters that makes the model is what it makes", () => {
    const program = `import keras as k
def make():
    net = Sequential()
    net.add(Dense(4))
    return net
model = make()
model.compile("adam", "mse")
if __name__ == "__main__":
    model.fit(x, y)
`;
    expect(fixed(program)).toBe("Dense(4)\n\ntrain {\n  optimizer = adam\n  loss      = mse\n}\n");
  });
});

describe("what is no Keras program", () => {
  test("a model file stays as it is", () => {
    const text = 'import A\n  from "b.nnet"\ninput x: f32[3]\nh = x -> Dense( 3 )\nprint(h)\n';
    expect(rewritePasted({ name: "x", text })).toEqual({ text, diagnostics: [], notes: [] });
  });

  test("modules' names are taken off in model files too, comments and all", () => {
    const text = "input x: f32[3]\nx -> layers.Dense(3, # units\n activation = tf.nn.relu) # end\n";
    expect(rewritePasted({ name: "x", text }).text).toBe(
      "input x: f32[3]\nx -> Dense(3, # units\n activation = relu) # end\n",
    );
  });

  test("what cannot be read is told, and nothing is written", () => {
    const { text, diagnostics } = rewritePasted({
      name: "x",
      text: "import numpy as np\nfor i in range(3):\n  model.add(Dense(i))\n",
    });
    expect(text).toBeUndefined();
    expect(diagnostics.length).toBeGreaterThan(0);
    expect(diagnostics[0]?.span.source.text.split("\n")[1]).toBe("for i in range(3):");
  });
});
