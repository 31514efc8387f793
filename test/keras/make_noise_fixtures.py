"""Writes fixtures/noise-layers.json: what random layers of real Keras make of a constant input, and what ActivityRegularization
adds to the loss. Run as make_fixtures.py is. Draws differ, so that their statistics are compared.
"""

from make_fixtures import keras, layers as l, normal, np, numbers, write


def noise_case(source, layer, shape):
    x = np.full((400, *shape), 2, "float32")
    y = np.asarray(layer(x, training=True))
    # Of one place or channel, over rows: how much of the noise is shared.
    shared = y.reshape(400, -1, shape[-1]).std(axis=1).mean()
    case = {"source": source, "shape": x.shape, "mean": numbers(y.mean()), "deviation": numbers(y.std())}
    return {**case, "within": numbers(shared), "zeros": numbers((y == 0).mean())}


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


def penalty_cases():
    x = normal(3, 4)
    layer = l.ActivityRegularization(0.1, 0.02)
    layer(x)
    yield {"source": "ActivityRegularization(0.1, 0.02)", "x": numbers(x), "penalty": numbers(layer.losses[0])}


if __name__ == "__main__":
    write("noise-layers", [*noise_cases(), *penalty_cases()])
