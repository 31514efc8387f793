"""Writes catalogue.json: every public word of real Keras with its parameters in order and their defaults, read by introspection.

    venv/bin/python test/keras/make_catalogue.py

A parameter is [name] where it is required, else [name, default]; defaults that are no JSON are their text. Other names of
the same word are its aliases: those that the module exports, and those by which a text finds it.
"""

import inspect
import json
import os
import pathlib

os.environ["KERAS_BACKEND"] = "jax"

import keras
from keras.src import constraints, initializers, losses, metrics, optimizers, regularizers
from keras.src.utils.naming import to_snake_case

PARENTS = {
    "layer": (keras.layers, keras.layers.Layer),
    "loss": (keras.losses, keras.losses.Loss),
    "metric": (keras.metrics, keras.metrics.Metric),
    "optimizer": (keras.optimizers, keras.optimizers.Optimizer),
    "schedule": (keras.optimizers.schedules, keras.optimizers.schedules.LearningRateSchedule),
    "initializer": (keras.initializers, keras.initializers.Initializer),
    "regularizer": (keras.regularizers, keras.regularizers.Regularizer),
    "constraint": (keras.constraints, keras.constraints.Constraint),
    "callback": (keras.callbacks, keras.callbacks.Callback),
}


# What `keras.losses.get("mse")` and its kin look into.
TEXTS = {
    "loss": losses.ALL_OBJECTS_DICT,
    "metric": metrics.ALL_OBJECTS_DICT,
    "optimizer": optimizers.ALL_OBJECTS_DICT,
    "initializer": initializers.ALL_OBJECTS_DICT,
    "regularizer": regularizers.ALL_OBJECTS_DICT,
    "constraint": constraints.ALL_OBJECTS_DICT,
}


def texts_for(kind, word):
    """Losses and metrics are found as functions too, which are called as the class in snake case."""
    found = TEXTS.get(kind, {}).items()
    return {text for text, made in found if made is word or made.__name__ == to_snake_case(word.__name__)}


def value(default):
    """As JSON keeps it."""
    try:
        return json.loads(json.dumps(default))
    except TypeError:
        return str(default)


def parameters(function, skipped):
    """Names that stand for whatever else is given (*args, **kwargs) are left out."""
    for p in list(inspect.signature(function).parameters.values())[skipped:]:
        if p.kind in (p.VAR_POSITIONAL, p.VAR_KEYWORD):
            continue
        yield [p.name] if p.default is p.empty else [p.name, value(p.default)]


def classes(kind, module, parent):
    """Words by their shortest names: `MaxPooling2D`, whose other name is `MaxPool2D`, is what the class itself is called."""
    found = {}
    for name in sorted(dir(module)):
        word = getattr(module, name)
        if inspect.isclass(word) and issubclass(word, parent) and word is not parent:
            found.setdefault(word, []).append(name)
    for word, names in found.items():
        name = word.__name__ if word.__name__ in names else min(names, key=len)
        yield entry(kind, name, sorted({*names, *texts_for(kind, word)} - {name}), word.__init__, 1)


def entry(kind, name, aliases, function, skipped):
    return {"kind": kind, "name": name, "aliases": aliases, "params": list(parameters(function, skipped))}


def activation_words():
    module = keras.activations
    found = {}
    for name in sorted(dir(module)):
        function = getattr(module, name)
        if inspect.isfunction(function) and name not in ("deserialize", "get", "serialize"):
            found.setdefault(function, []).append(name)
    for function, names in found.items():
        name = function.__name__ if function.__name__ in names else names[0]
        yield entry("activation", name, sorted(set(names) - {name}), function, 1)


def words():
    yield entry("optimizer", "OptimizerMap", [], keras.optimizers.OptimizerMap.__init__, 1)
    for kind, (module, parent) in PARENTS.items():
        yield from classes(kind, module, parent)
    yield from activation_words()


if __name__ == "__main__":
    rows = sorted(words(), key=lambda row: (row["kind"], row["name"]))
    lines = ",\n  ".join(json.dumps(row) for row in rows)
    path = pathlib.Path(__file__).parent / "catalogue.json"
    path.write_text(f'{{"keras": "{keras.__version__}", "words": [\n  {lines}\n]}}\n')
    print(f"{len(rows)} words of Keras {keras.__version__}")
