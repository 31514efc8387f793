"""Writes fixtures/noise-layers.json: what random layers of real Keras make of a constant input. Run as make_fixtures.py is. Draws
differ, so that their statistics are compared.
"""

from make_fixtures import keras, layers as l, np, numbers, write


def noise_case(source, layer, shape):
    x = np.full((400, *shape), 2, "float32")
    y = np.asarray(layer(x, training=True))
    # Of one place or channel, over rows: how much of the noise is shared.
    shared = y.reshape(400, -1, shape[-1]).std(axis=1).mean()
    case = {"source": source, "shape": x.shape, "mean": numbers(y.mean()), "deviation": numbers(y.std())}
    return {**case, "within": numbers(shared), "zeros": numbers((y == 0).mean())}


def dropped_case(source, layer, shape, kernel, recurrent_kernel=0.0):
    """Of a recurrent layer without biases whose weights are so plain that its results show what is dropped. `within` is over steps."""
    x = np.full((400, *shape), 2, "float32")
    layer.build(x.shape)
    weights = [plain(w.shape, value) for w, value in zip(layer.weights, (kernel, recurrent_kernel))]
    layer.set_weights(weights)
    y = np.asarray(layer(x, training=True))
    case = {"source": source, "shape": x.shape, "weights": [numbers(w) for w in weights]}
    case = {**case, "mean": numbers(y.mean()), "deviation": numbers(y.std())}
    return {**case, "within": numbers(y.std(axis=1).mean()), "zeros": numbers((y == 0).mean())}


def plain(shape, value):
    """The same number everywhere; of a square on the diagonal alone, so that features stay apart."""
    return value * (np.eye(shape[0]) if shape[0] == shape[1] else np.ones(shape)).astype("float32")


def recurrent_cases():
    def options(**dropped):
        return {"use_bias": False, "return_sequences": True, **dropped}

    for name, shape, kernels in (("SimpleRNN", (5, 8), (1, 1)), ("GRU", (4, 6), (0.2, 0.1)), ("LSTM", (4, 6), (0.2, 0.1))):
        make = getattr(l, name)
        source = f"{name}(8, linear, use_bias = false, return_sequences = true"
        yield dropped_case(f"{source}, dropout = 0.3)", make(8, "linear", **options(dropout=0.3)), shape, kernels[0])
        yield dropped_case(f"{source}, recurrent_dropout = 0.4)", make(8, "linear", **options(recurrent_dropout=0.4)), shape, *kernels)
        both = make(8, "linear", **options(dropout=0.2, recurrent_dropout=0.5))
        yield dropped_case(f"{source}, dropout = 0.2, recurrent_dropout = 0.5)", both, shape, *kernels)


def noise_cases():
    keras.utils.set_random_seed(3)
    yield noise_case("Dropout(0.3)", l.Dropout(0.3), (50,))
    yield noise_case("Dropout(0.5, [1, none])", l.Dropout(0.5, (None, 1, None)), (8, 20))
    yield noise_case("AlphaDropout(0.2)", l.AlphaDropout(0.2), (50,))
    yield noise_case("AlphaDropout(0.4, [1, none])", l.AlphaDropout(0.4, (400, 1, 20)), (8, 20))
    yield noise_case("GaussianDropout(0.4)", l.GaussianDropout(0.4), (50,))
    yield noise_case("GaussianNoise(0.5)", l.GaussianNoise(0.5), (50,))
    yield noise_case("SpatialDropout1D(0.3)", l.SpatialDropout1D(0.3), (6, 30))
    yield noise_case("SpatialDropout2D(0.3)", l.SpatialDropout2D(0.3), (3, 2, 30))
    yield noise_case("SpatialDropout3D(0.3)", l.SpatialDropout3D(0.3), (2, 1, 3, 30))


if __name__ == "__main__":
    write("noise-layers", [*noise_cases(), *recurrent_cases()])
