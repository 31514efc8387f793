"""Writes fixtures/callbacks.json: what real Keras decides on given figures. Run as make_fixtures.py is."""

import numpy as np
from make_fixtures import keras, write  # first, because it chooses the backend

c = keras.callbacks


def figures(seed, epochs, noise):
    """A loss that falls and then wanders, with five digits so that both sides read the same numbers."""
    rng = np.random.default_rng(seed)
    fall = np.exp(-np.arange(epochs) / 4) + 0.3
    return [round(float(x), 5) for x in fall + noise * rng.standard_normal(epochs)]


def decisions(callback, monitor, values):
    model = keras.Sequential([keras.layers.Input((1,)), keras.layers.Dense(1)])
    model.compile(keras.optimizers.SGD(0.5), "mse")
    callback.set_model(model)
    callback.on_train_begin()
    rows = []
    for epoch, value in enumerate(values):
        callback.on_epoch_begin(epoch)
        rate = float(model.optimizer.learning_rate.numpy())
        callback.on_epoch_end(epoch, {monitor: value})
        kept = getattr(callback, "best_epoch", 0) if getattr(callback, "restore_best_weights", False) else -1
        rows.append([int(bool(model.stop_training)), callback.wait, kept, rate])
        if model.stop_training:
            break
    return rows


def callback_case(source, callback, monitor, values):
    return {"source": source, "monitor": monitor, "values": values, "rows": decisions(callback, monitor, values)}


def callback_cases():
    wander = figures(1, 24, 0.03)
    rising = [round(1 - v, 5) for v in figures(2, 24, 0.05)]
    stop = c.EarlyStopping
    yield callback_case("EarlyStopping()", stop(), "val_loss", wander)
    yield callback_case("EarlyStopping(patience = 3)", stop(patience=3), "val_loss", wander)
    kept = stop(patience=4, restore_best_weights=True)
    yield callback_case("EarlyStopping(patience = 4, restore_best_weights = true)", kept, "val_loss", wander)
    delta = stop("loss", 0.05, 3)
    yield callback_case("EarlyStopping(loss, 0.05, 3)", delta, "loss", wander)
    negative = stop(min_delta=-0.05, patience=2)
    yield callback_case("EarlyStopping(min_delta = -0.05, patience = 2)", negative, "val_loss", wander)
    up = stop("val_accuracy", patience=4, mode="max")
    yield callback_case("EarlyStopping(val_accuracy, patience = 4, mode = max)", up, "val_accuracy", rising)
    base = stop(patience=5, baseline=0.4, start_from_epoch=2)
    yield callback_case("EarlyStopping(patience = 5, baseline = 0.4, start_from_epoch = 2)", base, "val_loss", wander)
    late = stop(patience=0, start_from_epoch=9, restore_best_weights=True)
    yield callback_case("EarlyStopping(start_from_epoch = 9, restore_best_weights = true)", late, "val_loss", wander)
    plateau = c.ReduceLROnPlateau
    yield callback_case("ReduceLROnPlateau(patience = 2)", plateau(patience=2), "val_loss", wander)
    slow = plateau(factor=0.5, patience=2, cooldown=3, min_delta=0.01)
    yield callback_case("ReduceLROnPlateau(factor = 0.5, patience = 2, cooldown = 3, min_delta = 0.01)", slow, "val_loss", wander)
    floor = plateau(factor=0.25, patience=1, min_lr=0.05)
    yield callback_case("ReduceLROnPlateau(factor = 0.25, patience = 1, min_lr = 0.05)", floor, "val_loss", wander)
    now = plateau(factor=0.9, patience=0, cooldown=1)
    yield callback_case("ReduceLROnPlateau(factor = 0.9, patience = 0, cooldown = 1)", now, "val_loss", wander)
    top = plateau("val_accuracy", 0.5, 3, mode="max")
    yield callback_case("ReduceLROnPlateau(val_accuracy, 0.5, 3, mode = max)", top, "val_accuracy", rising)


if __name__ == "__main__":
    write("callbacks", list(callback_cases()))
