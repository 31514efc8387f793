"""Whole training steps of real Keras: a small network, all its weights and logs after each of four batches.

    pip install keras==3.15.1 jax numpy
    python test/keras/make_training_fixtures.py

writes test/keras/fixtures/training.json.
"""
import json
import os
from pathlib import Path

os.environ["KERAS_BACKEND"] = "jax"
import keras
import numpy as np

rng = np.random.default_rng(7)


def classifier(**options):
    return keras.Sequential(
        [
            keras.layers.Input((6,)),
            keras.layers.Dense(5, activation="relu", kernel_regularizer=keras.regularizers.L2(0.01)),
            keras.layers.Dense(3, activation="softmax", **options),
        ]
    )


def regressor():
    return keras.Sequential(
        [keras.layers.Input((6,)), keras.layers.Dense(4, activation="tanh"), keras.layers.Dense(1)]
    )


def record(name, source, model, optimizer, loss, metrics, x, y, class_weight=None):
    for weight in model.weights:
        weight.assign(rng.normal(0, 0.5, weight.shape).astype("float32"))
    model.compile(optimizer=optimizer, loss=loss, metrics=metrics)
    initial = [weight.numpy().ravel().tolist() for weight in model.weights]
    steps = []
    for batch in range(len(x)):
        logs = model.train_on_batch(x[batch], y[batch], class_weight=class_weight, return_dict=True)
        steps.append(
            {
                "logs": {key: float(value) for key, value in logs.items()},
                "weights": [weight.numpy().ravel().tolist() for weight in model.weights],
            }
        )
    evaluated = model.evaluate(x[0], y[0], verbose=0, return_dict=True)
    return {
        "name": name,
        "source": source,
        "x": x.reshape(len(x), -1).tolist(),
        "y": y.reshape(len(y), -1).tolist(),
        "batch": int(x.shape[1]),
        "initial": initial,
        "steps": steps,
        "evaluated": {key: float(value) for key, value in evaluated.items()},
        "predicted": np.asarray(model.predict(x[0], verbose=0)).ravel().tolist(),
    }


x = rng.normal(0, 1, (4, 8, 6)).astype("float32")
classes = rng.integers(0, 3, (4, 8))
numbers = rng.normal(0, 1, (4, 8, 1)).astype("float32")
network = "input x: f32[6]\nx -> Dense(5, relu, kernel_regularizer = L2(0.01)) -> Dense(3, softmax)\n"
cases = [
    record(
        "adam, sparse categorical crossentropy, L2, accuracy",
        network + "train { loss = sparse_categorical_crossentropy  optimizer = Adam(0.01)  metrics = accuracy }",
        classifier(), keras.optimizers.Adam(0.01), "sparse_categorical_crossentropy", ["accuracy"], x, classes,
    ),
    record(
        "sgd with momentum, global clipping and class weights",
        network
        + "train { loss = sparse_categorical_crossentropy  optimizer = SGD(0.1, momentum = 0.9, global_clipnorm = 0.5)  metrics = accuracy }",
        classifier(), keras.optimizers.SGD(0.1, momentum=0.9, global_clipnorm=0.5), "sparse_categorical_crossentropy",
        ["accuracy"], x, classes, class_weight={0: 1.0, 1: 3.0, 2: 0.5},
    ),
    record(
        "max norm constraint",
        "input x: f32[6]\nx -> Dense(5, relu, kernel_regularizer = L2(0.01)) -> Dense(3, softmax, kernel_constraint = MaxNorm(0.7))\n"
        + "train { loss = sparse_categorical_crossentropy  optimizer = RMSprop(0.01)  metrics = accuracy }",
        classifier(kernel_constraint=keras.constraints.MaxNorm(0.7)), keras.optimizers.RMSprop(0.01),
        "sparse_categorical_crossentropy", ["accuracy"], x, classes,
    ),
    record(
        "regression with weight decay",
        "input x: f32[6]\nx -> Dense(4, tanh) -> Dense(1)\ntrain { loss = mse  optimizer = Adam(0.01, weight_decay = 0.1)  metrics = mae }",
        regressor(), keras.optimizers.Adam(0.01, weight_decay=0.1), "mse", ["mae"], x, numbers,
    ),
]


# Recurrent networks: a text whose zeros are masked, and a series through two layers.
words = np.sort(rng.integers(0, 6, (4, 8, 5)), axis=-1)[..., ::-1].astype("int32")
words[..., 0] = np.maximum(words[..., 0], 1)
tags = rng.integers(0, 3, (4, 8, 5))
series = rng.normal(0, 1, (4, 8, 5, 2)).astype("float32")
tagger = keras.Sequential(
    [
        keras.layers.Input((5,), dtype="int32"),
        keras.layers.Embedding(6, 3, mask_zero=True),
        keras.layers.Bidirectional(keras.layers.LSTM(2, return_sequences=True)),
        keras.layers.Dense(3, activation="softmax"),
    ]
)
forecaster = keras.Sequential(
    [
        keras.layers.Input((5, 2)),
        keras.layers.GRU(3, return_sequences=True),
        keras.layers.LSTM(2),
        keras.layers.Dense(1),
    ]
)
cases += [
    record(
        "masked words, tagged one by one",
        "input x: i32[5]\nx -> Embedding(6, 3, mask_zero = true) -> Bidirectional(LSTM(2, return_sequences = true)) -> Dense(3, softmax)\n"
        + "train { loss = sparse_categorical_crossentropy  optimizer = Adam(0.01) }",
        # On JAX the trainer loses the mask before it comes to the metrics; elsewhere they see it.
        tagger, keras.optimizers.Adam(0.01), "sparse_categorical_crossentropy", [], words, tags,
    ),
    record(
        "two recurrent layers",
        "input x: f32[5, 2]\nx -> GRU(3, return_sequences = true) -> LSTM(2) -> Dense(1)\n"
        + "train { loss = mse  optimizer = SGD(0.1)  metrics = mae }",
        forecaster, keras.optimizers.SGD(0.1), "mse", ["mae"], series, numbers,
    ),
]
# Masks on their way through a whole network: into attention, around it, into a mean; and from two inputs into one.
def attentive():
    x = keras.layers.Input((5,), dtype="int32")
    e = keras.layers.Embedding(6, 4, mask_zero=True)(x)
    seen = keras.layers.MultiHeadAttention(2, 3)(e, e)
    y = keras.layers.LayerNormalization()(keras.layers.Add()([e, seen]))
    return keras.Model(x, keras.layers.Dense(3, activation="softmax")(keras.layers.GlobalAveragePooling1D()(y)))


def joined():
    x = keras.layers.Input((5, 2))
    y = keras.layers.Masking()(x)
    both = keras.layers.Concatenate()([keras.layers.Dense(2, activation="tanh")(y), keras.layers.GRU(2, return_sequences=True)(y)])
    looked = keras.layers.Attention()([both, both])
    return keras.Model(x, keras.layers.Dense(1)(keras.layers.Multiply()([looked, both])))


holes = series.copy()
holes[words == 0] = 0
each = rng.normal(0, 1, (4, 8, 5, 1)).astype("float32")
cases += [
    record(
        "masked words, through attention to a mean",
        "input x: i32[5]\ne = x -> Embedding(6, 4, mask_zero = true)\nseen = e -> MultiHeadAttention(2, 3)\n"
        + "[e, seen] -> Add() -> LayerNormalization() -> GlobalAveragePooling1D() -> Dense(3, softmax)\n"
        + "train { loss = sparse_categorical_crossentropy  optimizer = SGD(0.1, momentum = 0.9)  metrics = accuracy }",
        attentive(), keras.optimizers.SGD(0.1, momentum=0.9), "sparse_categorical_crossentropy", ["accuracy"], words, classes,
    ),
    record(
        "masked series, joined and attended to, step by step",
        "input x: f32[5, 2]\ny = x -> Masking()\n"
        + "both = [y -> Dense(2, tanh), y -> GRU(2, return_sequences = true)] -> Concatenate()\n"
        + "[[both, both] -> Attention(), both] -> Multiply() -> Dense(1)\n"
        + "train { loss = mse  optimizer = SGD(0.1) }",
        joined(), keras.optimizers.SGD(0.1), "mse", [], holes, each,
    ),
]
path = Path(__file__).parent / "fixtures" / "training.json"
path.write_text(json.dumps({"keras": keras.__version__, "cases": cases}) + "\n")
print(path, path.stat().st_size)
