"""Writes fixtures/more-layers.json: layers of real Keras. Run as make_fixtures.py is. Axes there count the batch; here not."""

from make_fixtures import layer_case, layers as l, normal, np, write


def positive(*shape):
    """Variances are among the weights."""
    return np.abs(normal(*shape))


def training_case(source, layer, shape):
    return layer_case(source, layer, inputs=[normal(4, *shape, scale=2)], draw=positive, training=True)


def still_case(source, layer, shape):
    """Out of training, with states."""
    return layer_case(source, layer, inputs=[normal(4, *shape, scale=2)], draw=positive)


def layer_cases():
    yield layer_case("ReLU()", l.ReLU(), (5,))
    yield layer_case("ReLU(1.5, 0.1, 0.25)", l.ReLU(1.5, 0.1, 0.25), (5,))
    yield layer_case("LeakyReLU()", l.LeakyReLU(), (5,))
    yield layer_case("ELU(0.5)", l.ELU(0.5), (5,))
    yield layer_case("Softmax()", l.Softmax(), (2, 5))
    yield layer_case("Softmax(0)", l.Softmax(1), (2, 5))
    yield layer_case("PReLU()", l.PReLU(), (2, 5))
    yield layer_case("PReLU(shared_axes = [0])", l.PReLU(shared_axes=[1]), (2, 5))
    yield layer_case("Identity()", l.Identity(), (2, 3))
    yield layer_case("Permute([3, 1, 2])", l.Permute((3, 1, 2)), (2, 3, 4))
    yield layer_case("RepeatVector(3)", l.RepeatVector(3), (4,))
    yield layer_case("LayerNormalization()", l.LayerNormalization(), (3, 5))
    yield layer_case("LayerNormalization([0, 1], 0.1)", l.LayerNormalization([1, 2], 0.1), (3, 5))
    yield layer_case("LayerNormalization(0, scale = false)", l.LayerNormalization(1, scale=False), (3, 5))
    yield layer_case("RMSNormalization()", l.RMSNormalization(), (3, 5))
    yield layer_case("RMSNormalization(epsilon = 0.1)", l.RMSNormalization(epsilon=0.1), (3, 5))
    yield layer_case("UnitNormalization()", l.UnitNormalization(), (3, 5))
    yield layer_case("UnitNormalization([0, 1])", l.UnitNormalization([1, 2]), (3, 5))
    yield layer_case("GroupNormalization(2)", l.GroupNormalization(2), (6,))
    yield layer_case("GroupNormalization(3, epsilon = 0.1)", l.GroupNormalization(3, epsilon=0.1), (2, 3, 6))
    yield layer_case("GroupNormalization(-1)", l.GroupNormalization(-1), (5, 3))
    yield training_case("BatchNormalization()", l.BatchNormalization(), (3,))
    yield training_case("BatchNormalization(momentum = 0.5)", l.BatchNormalization(momentum=0.5), (2, 3, 4))
    plain = l.BatchNormalization(1, epsilon=0.1, center=False)
    yield training_case("BatchNormalization(0, epsilon = 0.1, center = false)", plain, (3, 4))
    yield still_case("BatchNormalization()", l.BatchNormalization(), (2, 3))


if __name__ == "__main__":
    write("more-layers", list(layer_cases()))
